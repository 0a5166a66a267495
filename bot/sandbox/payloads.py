"""The payloads of commands and interactions, as Slack shapes them.

Source: docs.slack.dev/interactivity/implementing-slash-commands and
docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.sandbox.blockkit import interactive
from bot.sandbox.box import Box
from bot.sandbox.chat import domain
from bot.sandbox.forms import HOLDS
from bot.sandbox.workspace import Human, Json, OpenView, Post, Room

SHOWN = ("text", "value", "style", "url", "placeholder", "initial_option", "initial_options", "confirm")


def command(box: Box, person: Human, room: Room, name: str, text: str) -> Json:
    """The form of a slash command."""
    space = box.workspace
    return {
        "token": "sandbox",
        "team_id": space.team_id,
        "team_domain": domain(box),
        "channel_id": room.id,
        "channel_name": _room_name(room),
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": space.app_id,
        "is_enterprise_install": "false",
        "response_url": box.new_response_url(room.id, person.id),
        "trigger_id": box.new_trigger(person.id),
    }


def shortcut(box: Box, person: Human, callback_id: str) -> Json:
    """A global shortcut; it carries no channel and no response_url."""
    return _base(box, person, "shortcut") | {
        "callback_id": callback_id,
        "action_ts": _action_ts(box),
        "trigger_id": box.new_trigger(person.id),
    }


def message_shortcut(box: Box, person: Human, room: Room, post: Post, callback_id: str) -> Json:
    """A shortcut on a message: it carries the whole message."""
    space = box.workspace
    return _base(box, person, "message_action") | {
        "callback_id": callback_id,
        "action_ts": _action_ts(box),
        "trigger_id": box.new_trigger(person.id),
        "message_ts": post.ts,
        "message": post.json(space.bot_id, space.app_id, space.team_id),
        "channel": {"id": room.id, "name": _room_name(room)},
        "response_url": box.new_response_url(room.id, person.id, post.thread_ts),
    }


def message_action(box: Box, person: Human, room: Room, post: Post, acted: Json) -> Json:
    """A click in a message. Slack sends no `message` for an ephemeral one."""
    space = box.workspace
    container: Json = {
        "type": "message",
        "message_ts": post.ts,
        "channel_id": room.id,
        "is_ephemeral": bool(post.seen_by),
    }
    if post.thread_ts:
        container["thread_ts"] = post.thread_ts
    payload = _base(box, person, "block_actions") | {
        "container": container,
        "channel": {"id": room.id, "name": _room_name(room)},
        "state": {"values": post.values},
        "trigger_id": box.new_trigger(person.id),
        "response_url": box.new_response_url(room.id, person.id, post.thread_ts, post),
        "actions": [acted],
    }
    if not post.seen_by:
        payload["message"] = post.json(space.bot_id, space.app_id, space.team_id)
    return payload


def view_action(box: Box, person: Human, shown: OpenView, acted: Json) -> Json:
    """A click or choice in a modal or Home."""
    modal = shown.id if shown.view["type"] == "modal" else ""
    return _base(box, person, "block_actions") | {
        "container": {"type": "view", "view_id": shown.id},
        "view": _view(box, shown),
        "state": {"values": shown.values},
        "trigger_id": box.new_trigger(person.id, modal),
        "actions": [acted],
    }


def submission(box: Box, person: Human, shown: OpenView) -> Json:
    """A modal that was sent."""
    return _base(box, person, "view_submission") | {
        "view": _view(box, shown),
        "trigger_id": box.new_trigger(person.id, shown.id),
        "response_urls": [],
    }


def closed(box: Box, person: Human, shown: OpenView, is_cleared: bool) -> Json:
    """A modal that was cancelled and had asked to be told."""
    return _base(box, person, "view_closed") | {"view": _view(box, shown), "is_cleared": is_cleared}


def action(box: Box, blk: Json, elem: Json, value: Json) -> Json:
    """One entry of `actions`: the element with what was chosen in it."""
    acted = {key: elem[key] for key in SHOWN if key in elem}
    if elem["type"] in HOLDS or elem["type"] == "overflow":
        acted |= {key: value[key] for key in value if key != "type"}
    return acted | {
        "type": elem["type"],
        "action_id": elem["action_id"],
        "block_id": blk["block_id"],
        "action_ts": _action_ts(box),
    }


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block and element that a person can act on."""
    for blk in blocks:
        for elem in interactive(blk):
            if "action_id" in elem:
                yield blk, elem


def _base(box: Box, person: Human, kind: str) -> Json:
    space = box.workspace
    team = person.team_id or space.team_id
    return {
        "type": kind,
        "token": "sandbox",
        "api_app_id": space.app_id,
        "team": {"id": team, "domain": domain(box)},
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": team,
        },
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _view(box: Box, shown: OpenView) -> Json:
    space = box.workspace
    return shown.json(space.app_id, space.bot_id, space.team_id)


def _room_name(room: Room) -> str:
    return {"im": "directmessage", "private": "privategroup"}.get(room.kind, room.name)


def _action_ts(box: Box) -> str:
    return box.workspace.new_ts(box.clock.now())
