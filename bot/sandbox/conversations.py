"""The Web API's conversations.* methods: which there are, who is in them, what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.box import Box, Refused
from bot.sandbox.chat import known_room
from bot.sandbox.directory import page_of, require
from bot.sandbox.limits import ROOM_SCOPES
from bot.sandbox.workspace import Json, Post, Room, new_id


def list_rooms(box: Box, args: Json) -> Json:
    """conversations.list: public channels, and the private ones the app is in."""
    bot = box.workspace.bot_user
    return _listed(box, args, lambda room: room.kind == "channel" or bot in room.members)


def list_own(box: Box, args: Json) -> Json:
    """users.conversations without a user: the channels that the app is in."""
    return _listed(box, args, lambda room: box.workspace.bot_user in room.members)


def _listed(box: Box, args: Json, shown: Callable[[Room], bool]) -> Json:
    kinds = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
    asked = [t.strip() for t in str(args.get("types") or "public_channel").split(",")]
    for word in asked:
        if word not in kinds:
            raise Refused("invalid_types")
        require(box, f"{ROOM_SCOPES[kinds[word]]}:read")
    wanted = {kinds[word] for word in asked}
    rooms = [r for r in box.workspace.rooms.values() if r.kind in wanted and shown(r)]
    if args.get("exclude_archived"):
        rooms = [r for r in rooms if not r.archived]
    page, cursor = page_of(rooms, args, 100)
    return {"channels": [room_json(box, r) for r in page], **cursor}


def info(box: Box, args: Json) -> Json:
    """conversations.info: one conversation."""
    room = known_room(box, args["channel"])
    counted = {"num_members": len(room.members)} if args.get("include_num_members") else {}
    return {"channel": room_json(box, room) | counted}


def members(box: Box, args: Json) -> Json:
    """conversations.members: who is in it, in pages."""
    room = known_room(box, args["channel"])
    page, cursor = page_of(sorted(room.members), args, 100)
    return {"members": list(page), **cursor}


def open_direct(box: Box, args: Json) -> Json:
    """conversations.open: the direct message with one person."""
    users = [u for u in str(args.get("users") or "").split(",") if u]
    if args.get("channel"):
        return {"channel": {"id": known_room(box, args["channel"]).id}}
    if not users:
        raise Refused("users_list_not_supplied")
    for user in users:
        person = box.workspace.people.get(user)
        if person is None:
            raise Refused("user_not_found")
        if person.deleted:
            raise Refused("user_disabled")
    if len(users) > 1:
        require(box, "mpim:write")
        return {"channel": {"id": _group(box, users).id}}
    return {"channel": {"id": box.workspace.im_of(users[0]).id}}


def join(box: Box, args: Json) -> Json:
    """conversations.join: a public channel."""
    room = known_room(box, args["channel"])
    if room.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if room.archived:
        raise Refused("is_archived")
    room.members.add(box.workspace.bot_user)
    box.workspace.changed("state")
    return {"channel": room_json(box, room)}


def create(box: Box, args: Json) -> Json:
    """conversations.create: a public or private channel with the app in it."""
    private = bool(args.get("is_private"))
    require(box, "groups:write" if private else "channels:manage")
    name = str(args["name"])
    if len(name) > 80 or name != name.lower() or not name.replace("-", "").replace("_", "").isalnum():
        raise Refused("invalid_name_specials")
    if any(r.name == name for r in box.workspace.rooms.values()):
        raise Refused("name_taken")
    bot = box.workspace.bot_user
    created = int(box.clock.now().timestamp())
    room = Room(new_id("C"), name, "private" if private else "channel", {bot}, creator=bot, created=created)
    box.workspace.rooms[room.id] = room
    box.workspace.changed("state")
    return {"channel": room_json(box, room)}


def invite(box: Box, args: Json) -> Json:
    """conversations.invite: people into a channel the app is in."""
    room = known_room(box, args["channel"])
    require(box, "groups:write" if room.kind == "private" else "channels:manage")
    if box.workspace.bot_user not in room.members:
        raise Refused("not_in_channel")
    users = [u for u in str(args["users"]).split(",") if u]
    if any(u not in box.workspace.people for u in users):
        raise Refused("user_not_found")
    if all(u in room.members for u in users):
        raise Refused("already_in_channel")
    room.members.update(users)
    box.workspace.changed("state")
    return {"channel": room_json(box, room)}


def history(box: Box, args: Json) -> Json:
    """conversations.history: newest first, thread replies only where they were broadcast."""
    room = _readable(box, args)
    posts = [p for p in box.workspace.seen_in(room.id) if not p.thread_ts or p.broadcast]
    return _messages(box, args, list(reversed([p for p in posts if _between(p, args)])))


def replies(box: Box, args: Json) -> Json:
    """conversations.replies: the parent, then its replies in order."""
    room = _readable(box, args)
    parent = box.workspace.find(room.id, str(args["ts"]))
    if parent is None:
        raise Refused("thread_not_found")
    posts = [parent, *box.workspace.replies(room.id, parent.ts)]
    return _messages(box, args, [p for p in posts if p is parent or _between(p, args)])


def room_json(box: Box, room: Room) -> Json:
    """A conversation object."""
    shared = {"is_ext_shared": room.shared, "is_shared": room.shared, "is_org_shared": False}
    shown: Json = {"id": room.id, "created": room.created, "is_archived": room.archived, **shared}
    if room.kind == "im":
        return shown | {"is_im": True, "user": room.user, "is_open": room.opened}
    return shown | {
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": room.kind == "channel",
        "is_group": room.kind == "private",
        "is_im": False,
        "is_mpim": room.kind == "mpim",
        "is_private": room.kind != "channel",
        "is_general": room.name == "general",
        "is_member": box.workspace.bot_user in room.members,
        "creator": room.creator,
        "context_team_id": box.workspace.team_id,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _readable(box: Box, args: Json) -> Room:
    room = known_room(box, args["channel"])
    if box.workspace.bot_user not in room.members:
        raise Refused("not_in_channel")
    return room


def _between(post: Post, args: Json) -> bool:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999")
    with_ends: Callable[[float, float], bool] = (
        (lambda a, b: a <= b) if args.get("inclusive") else (lambda a, b: a < b)
    )
    return with_ends(float(oldest), float(post.ts)) and with_ends(float(post.ts), float(latest))


def _messages(box: Box, args: Json, posts: list[Post]) -> Json:
    page, cursor = page_of(posts, args, 100)
    more = bool(cursor["response_metadata"]["next_cursor"])
    return {
        "messages": [_read_back(box, p, args) for p in page],
        "has_more": more,
        **(cursor if more else {}),
    }


def _read_back(box: Box, post: Post, args: Json) -> Json:
    space = box.workspace
    shown = post.json(space.bot_id, space.app_id, space.team_id)
    if post.metadata:
        whole: Any = post.metadata
        named = {"event_type": whole["event_type"]}
        shown["metadata"] = whole if args.get("include_all_metadata") else named
    replies = space.replies(post.channel, post.ts)
    if replies:
        shown |= {"thread_ts": post.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return shown


def _group(box: Box, users: list[str]) -> Room:
    members = {*users, box.workspace.bot_user}
    for room in box.workspace.rooms.values():
        if room.kind == "mpim" and room.members == members:
            return room
    room = Room(new_id("G"), "mpdm-" + "--".join(sorted(u.lower() for u in users)), "mpim", members)
    box.workspace.rooms[room.id] = room
    return room
