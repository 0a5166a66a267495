"""One of every kind of input: each command, word, shortcut, button, form and event that has a handler."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import handlers
from tests.engine.staging import Stage

Json = dict[str, Any]
Known = list[tuple[str, Json]]

TS = "1795500000.000100"
PERSON = {"id": "U0LEA", "team_id": "T0TUTTI", "profile": {"display_name": "Léa", "real_name": "Léa Roy"}}
SAID = {"type": "message", "ts": TS, "text": "A customer is furious: her cake never came"}
MESSAGE = SAID | {"channel": "C0CS", "channel_type": "channel", "user": "U0TOM", "event_ts": TS}

EVENTS: dict[str, Json] = {
    "app_home_opened": {"user": "U0LEA", "channel": "D0LEA", "tab": "home", "event_ts": TS},
    "message": MESSAGE,
    "app_mention": MESSAGE | {"text": "<@U0BOT> what is due?"},
    "reaction_added": {
        "user": "U0LEA",
        "reaction": "rotating_light",
        "item": {"type": "message", "channel": "C0CS", "ts": TS},
        "item_user": "U0TOM",
    },
    "user_change": {"user": PERSON},
    "team_join": {"user": PERSON | {"id": "U0NEW"}},
    "channel_id_changed": {"old_channel_id": "C0OLD", "new_channel_id": "C0NEW"},
    "channel_rename": {"channel": {"id": "C0SALES", "name": "selling", "name_normalized": "selling"}},
    "group_rename": {"channel": {"id": "G0TEAM", "name": "team", "name_normalized": "team"}},
    "channel_archive": {"channel": "C0OLD", "user": "U0ANA"},
    "group_archive": {"channel": "G0TEAM", "user": "U0ANA"},
    "channel_unarchive": {"channel": "C0HR", "user": "U0ANA"},
    "group_unarchive": {"channel": "G0TEAM2", "user": "U0ANA"},
    "channel_deleted": {"channel": "C0GONE"},
    "group_deleted": {"channel": "G0GONE"},
    "channel_shared": {"channel": "C0PR", "connected_team_id": "T0OTHER"},
    "channel_unshared": {
        "channel": "C0SHOPS",
        "previously_connected_team_id": "T0OTHER",
        "is_ext_shared": False,
    },
    "channel_left": {"channel": "C0LEFT", "actor_id": "U0ANA"},
    "group_left": {"channel": "G0LEFT", "actor_id": "U0ANA"},
    "member_left_channel": {"user": "U0TOM", "channel": "C0CS", "channel_type": "C", "team": "T0TUTTI"},
    "member_joined_channel": {"user": "U0TOM", "channel": "C0SALES", "channel_type": "C", "team": "T0TUTTI"},
    "subteam_members_changed": {
        "subteam_id": "S0GUARD",
        "team_id": "T0TUTTI",
        "added_users": ["U0LEA"],
        "removed_users": [],
    },
    "tokens_revoked": {"tokens": {"oauth": ["U0ANA"], "bot": []}},
}
"""The inner event of each kind, but for the end of the installation (`app_uninstalled`)."""

CHANGED: dict[str, Json] = {
    "message_changed": {"message": SAID | {"user": "U0TOM"}, "previous_message": SAID | {"text": "Before"}},
    "message_deleted": {"deleted_ts": TS, "previous_message": SAID | {"user": "U0TOM"}},
    "bot_message": {"bot_id": "B0DESK", "app_id": "A0DESK", "username": "Ticket desk", "attachments": [SAID]},
    "thread": {"thread_ts": "1795400000.000100"},
    "file_share": {"files": [{"id": "F0CAKE"}]},
}
"""What a `message` may also be, by its subtype."""


def events() -> Iterator[Json]:
    """Every kind of inner event, whole."""
    for name, fields in EVENTS.items():
        yield {"event_ts": TS} | fields | {"type": name}
    for number, (name, fields) in enumerate(CHANGED.items(), 200):
        subtype = {} if name == "thread" else {"subtype": name}
        yield json.loads(json.dumps(MESSAGE | subtype | fields).replace(TS, TS[:-3] + str(number)))


async def lived(stage: Stage) -> Known:
    """What a short morning sends: a launch with a problem, a case that is taken and told, the Home."""
    await stage.launched()
    julie, lea = stage.world.person("U0JULIE"), stage.world.person("U0LEA")
    await lea.press(stage.shown("C0CS", "Galette")[-1], "request_problem")
    await lea.fill_and_submit({"reason": "No flour"})
    await stage.settle()
    await julie.command("/tutti escalate Cold oven", channel="C0TUTTI")
    await julie.fill_and_submit({"topic": "complaint"})
    await stage.settle()
    await lea.press(stage.shown("C0CS", "Cold oven", "U0LEA")[-1], "request_take")
    await lea.open_home()
    await julie.shortcut("launch")
    await stage.settle()
    return [(one.kind, one.payload) for one in stage.world.inputs]


async def every_kind(stage: Stage) -> Known:
    """What was lived, and from it one payload for each row of the tables in `handlers`."""
    known = await lived(stage)
    for inner in events():
        known.append(("event", (await stage.world.event(inner)).payload))
    first = {_type(kind, payload): payload for kind, payload in reversed(known)}
    for name in handlers.COMMANDS:
        known.append(("command", first["command"] | {"command": name}))
    for word in handlers.WORDS:
        known.append(("command", first["command"] | {"command": "/tutti", "text": f"{word} oven"}))
    for name in handlers.SHORTCUTS:
        kind = {"type": "message_action", "message": SAID} if name == "hand_over" else {}
        known.append(("interactive", first["shortcut"] | kind | {"callback_id": name}))
    for name in handlers.BUTTONS:
        known.append(("interactive", _pressed(first["block_actions"], name)))
    for name in handlers.FORMS:
        known.append(("interactive", _sent(first["view_submission"], name)))
    known.append(("interactive", first["view_submission"] | {"type": "view_closed", "is_cleared": True}))
    return known


def _type(kind: str, payload: Json) -> str:
    return str(payload["type"]) if kind == "interactive" else kind


def _pressed(payload: Json, action: str) -> Json:
    made = copy.deepcopy(payload)
    made["actions"][0]["action_id"] = action
    return made


def _sent(payload: Json, form: str) -> Json:
    made = copy.deepcopy(payload)
    made["view"]["callback_id"] = form
    return made
