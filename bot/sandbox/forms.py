"""A view's state as Slack keeps it: which elements hold a value, and in which shape.

Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload ("state.values").
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.sandbox.blockkit import choices, interactive
from bot.sandbox.workspace import Json, new_id

HOLDS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
"""Element type to the key of its value in the state, and the key of its first value in the view."""


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy of the blocks in which each has a block_id and each element an action_id, as Slack gives."""
    blocks = copy.deepcopy(blocks)
    for blk in blocks:
        blk.setdefault("block_id", new_id("b"))
        for elem in interactive(blk):
            if elem["type"] not in ("image", "mrkdwn", "plain_text"):
                elem.setdefault("action_id", new_id("a"))
    return blocks


def places(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block and element that hold a value."""
    for blk in blocks:
        for elem in interactive(blk):
            if elem["type"] in HOLDS:
                yield blk, elem


def first_values(blocks: list[Json], kept: Json | None = None) -> Json:
    """The state of fresh blocks; what was typed before at the same block_id and action_id is kept."""
    state: Json = {}
    for blk, elem in places(blocks):
        typed = (kept or {}).get(blk["block_id"], {}).get(elem["action_id"])
        same = typed is not None and typed["type"] == elem["type"]
        state.setdefault(blk["block_id"], {})[elem["action_id"]] = typed if same else first_value(elem)
    return state


def first_value(elem: Json) -> Json:
    """What an untouched element holds."""
    key, initial = HOLDS[elem["type"]]
    value = elem.get(initial)
    if value is None and key.endswith("s"):
        value = []
    return {"type": elem["type"], key: value}


def value_of(elem: Json, given: Any) -> Json:
    """The state of an element after a person gave it a plain value.

    Text and ids as str, options by their value, several as a list, a day as `2026-12-01`, an hour
    as `09:30`, a moment as an aware datetime. Raises LookupError for an option that is not offered.
    """
    kind = elem["type"]
    key, _ = HOLDS[kind]
    if key == "selected_option":
        return {"type": kind, key: None if given is None else _option(elem, given)}
    if key == "selected_options":
        return {"type": kind, key: [_option(elem, one) for one in _several(given)]}
    if key.endswith("s"):
        return {"type": kind, key: _several(given)}
    if isinstance(given, datetime):
        given = _moment(kind, given)
    return {"type": kind, key: given}


def is_empty(value: Json) -> bool:
    """Whether an element holds nothing, as Slack's own required check sees it."""
    held = value[HOLDS[value["type"]][0]]
    return held is None or held == [] or (isinstance(held, str) and not held.strip())


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple | set) else [given]


def _moment(kind: str, at: datetime) -> Any:
    if kind == "datetimepicker":
        return int(at.timestamp())
    return at.strftime("%Y-%m-%d" if kind == "datepicker" else "%H:%M")


def _option(elem: Json, value: Any) -> Json:
    for one in choices(elem):
        if one["value"] == str(value):
            return one
    offered = [o["value"] for o in choices(elem)]
    raise LookupError(f"{value!r} is not offered by {elem.get('action_id')}: {offered}")
