"""The Web API's chat.* and reactions.* methods (docs.slack.dev/reference/methods)."""

from __future__ import annotations

from typing import Any

from bot.sandbox.blockkit import check_blocks
from bot.sandbox.box import Box, Refused
from bot.sandbox.forms import first_values, with_ids
from bot.sandbox.limits import TEXT_MAX
from bot.sandbox.uploads import check_pictures
from bot.sandbox.workspace import Json, Post, Room


def post_message(box: Box, args: Json) -> Json:
    """chat.postMessage: a message of the app in a conversation it is in, or a person's direct message."""
    room = _speaking_room(box, args["channel"])
    text, blocks = checked_content(box, args)
    thread_ts = _thread(box, room, args.get("thread_ts"))
    metadata = _metadata(args)
    box.pace.post(room.id)
    space = box.workspace
    post = Post(
        channel=room.id,
        ts=space.new_ts(box.clock.now()),
        user=space.bot_user,
        text=text,
        blocks=blocks,
        thread_ts=thread_ts,
        broadcast=bool(thread_ts and args.get("reply_broadcast")),
        metadata=metadata,
        is_bot=True,
        values=first_values(blocks),
    )
    return _told(box, space.add(post))


def update(box: Box, args: Json) -> Json:
    """chat.update: one's own message; text without blocks removes the blocks."""
    room = _speaking_room(box, args["channel"], by_user=False)
    post = _own(box, room, args["ts"], "cant_update_message")
    text, blocks = checked_content(box, args)
    metadata = _metadata(args)
    box.pace.edit()
    post.text, post.blocks, post.values = text, blocks, first_values(blocks, post.values)
    post.metadata = metadata or post.metadata
    post.edited = box.workspace.new_ts(box.clock.now())
    box.workspace.changed(f"messages:{room.id}")
    return _told(box, post) | {"text": text}


def delete(box: Box, args: Json) -> Json:
    """chat.delete: one's own message."""
    room = _speaking_room(box, args["channel"], by_user=False)
    post = _own(box, room, args["ts"], "cant_delete_message")
    box.workspace.posts[room.id].remove(post)
    box.workspace.changed(f"messages:{room.id}", "state")
    return {"channel": room.id, "ts": post.ts}


def post_ephemeral(box: Box, args: Json) -> Json:
    """chat.postEphemeral: a message that one member of the conversation sees, and nobody can read back."""
    room = _speaking_room(box, args["channel"], by_user=False)
    person = box.workspace.people.get(args["user"])
    if person is None or person.deleted or person.id not in room.members:
        raise Refused("user_not_in_channel")
    text, blocks = checked_content(box, args)
    thread_ts = _thread(box, room, args.get("thread_ts"))
    post = whisper(box, room.id, person.id, text, blocks, thread_ts)
    return {"message_ts": post.ts}


def get_permalink(box: Box, args: Json) -> Json:
    """chat.getPermalink: fails in channels the app is not in."""
    room = _speaking_room(box, args["channel"], by_user=False)
    post = box.workspace.find(room.id, str(args["message_ts"]))
    if post is None:
        raise Refused("message_not_found")
    link = f"https://{domain(box)}.slack.com/archives/{room.id}/p{post.ts.replace('.', '')}"
    return {"channel": room.id, "permalink": link}


def add_reaction(box: Box, args: Json) -> Json:
    """reactions.add: once per name and person."""
    room = _speaking_room(box, args["channel"], by_user=False)
    post = box.workspace.find(room.id, str(args["timestamp"]))
    if post is None:
        raise Refused("message_not_found")
    who = post.reactions.setdefault(args["name"], [])
    if box.workspace.bot_user in who:
        raise Refused("already_reacted")
    who.append(box.workspace.bot_user)
    box.workspace.changed(f"messages:{room.id}")
    return {}


def whisper(
    box: Box,
    channel: str,
    user: str,
    text: str,
    blocks: list[Json],
    thread_ts: str = "",
    *,
    by_slack: bool = False,
) -> Post:
    """Put an ephemeral message before one person; `by_slack` when Slackbot says it."""
    space = box.workspace
    return space.add(
        Post(
            channel=channel,
            ts=space.new_ts(box.clock.now()),
            user="USLACKBOT" if by_slack else space.bot_user,
            text=text,
            blocks=blocks,
            thread_ts=thread_ts,
            seen_by=user,
            is_bot=True,
            values=first_values(blocks),
        )
    )


def checked_content(box: Box, args: Json) -> tuple[str, list[Json]]:
    """The text and blocks of a message, as Slack would store them. Raises Refused as Slack does."""
    text, blocks = str(args.get("text") or ""), args.get("blocks") or []
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if found := check_blocks(blocks, "message"):
        raise Refused("invalid_blocks", found)
    check_pictures(box, blocks)
    if not text.strip() and not blocks and not args.get("attachments"):
        raise Refused("no_text")
    if len(text) > TEXT_MAX:
        raise Refused("msg_too_long")
    return text, with_ids(blocks)


def known_room(box: Box, channel: Any) -> Room:
    """The conversation the app may know of; a private one it is not in does not exist for it."""
    room = box.workspace.rooms.get(str(channel))
    if room is None or (room.kind != "channel" and box.workspace.bot_user not in room.members):
        raise Refused("channel_not_found")
    return room


def domain(box: Box) -> str:
    """The workspace's name in addresses."""
    return "".join(c for c in box.workspace.team_name.lower() if c.isascii() and c.isalnum()) or "box"


def _speaking_room(box: Box, channel: Any, *, by_user: bool = True) -> Room:
    person = box.workspace.people.get(str(channel)) if by_user else None
    if person is not None and not person.deleted:
        return box.workspace.im_of(person.id)
    room = known_room(box, channel)
    if box.workspace.bot_user not in room.members:
        raise Refused("not_in_channel")
    if room.archived:
        raise Refused("is_archived")
    if room.kind == "im" and box.workspace.people[room.user].deleted:
        raise Refused("channel_not_found")
    return room


def _thread(box: Box, room: Room, thread_ts: Any) -> str:
    if not thread_ts:
        return ""
    parent = box.workspace.find(room.id, str(thread_ts))
    if parent is None:
        raise Refused("thread_not_found")
    if parent.thread_ts and parent.thread_ts != parent.ts:
        raise Refused("cannot_reply_to_message")
    return str(thread_ts)


def _metadata(args: Json) -> Json | None:
    data = args.get("metadata")
    if data is None:
        return None
    shaped = isinstance(data, dict) and isinstance(data.get("event_type"), str)
    if not shaped or not isinstance(data.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    return dict(data)


def _own(box: Box, room: Room, ts: Any, refusal: str) -> Post:
    post = box.workspace.find(room.id, str(ts))
    if post is None:
        raise Refused("message_not_found")
    if post.user != box.workspace.bot_user:
        raise Refused(refusal)
    return post


def _told(box: Box, post: Post) -> Json:
    space = box.workspace
    return {
        "channel": post.channel,
        "ts": post.ts,
        "message": post.json(space.bot_id, space.app_id, space.team_id),
    }
