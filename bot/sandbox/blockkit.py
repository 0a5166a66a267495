"""Block Kit's limits, one table for elements and one for blocks, and the check of a whole surface.

Source: docs.slack.dev/reference/block-kit (blocks, elements, composition objects) and
docs.slack.dev/surfaces/modals; lengths as in PLATFORM sections 1 and 2.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.sandbox import charts
from bot.sandbox.shapes import (
    Check,
    anything,
    fault,
    flag,
    items,
    kind_of,
    one_of,
    shape,
    string,
    text,
    whole,
)
from bot.sandbox.workspace import Json

VIEW_BYTES_MAX = 250_000
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
DATE, HOUR = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", r"([01]\d|2[0-3]):[0-5]\d"
MRKDWN = ("mrkdwn", "plain_text")

confirm = shape(
    {
        "title": text(100),
        "text": text(300, *MRKDWN),
        "confirm": text(30),
        "deny": text(30),
        "style": one_of("primary", "danger"),
    },
    "title text confirm deny",
)
ident, placeholder = string(255), text(150)


def option(value_max: int, *kinds: str) -> Check:
    """An option object. Its text may be mrkdwn in radio buttons and checkboxes only."""
    return shape(
        {
            "text": text(75, *kinds),
            "value": string(value_max),
            "description": text(75, *kinds),
            "url": string(3000),
        },
        "text value",
    )


plain_option, rich_option = option(150), option(150, *MRKDWN)
options = items(plain_option, 1, 100)
groups = items(shape({"label": text(75), "options": options}, "label options"), 1, 100)
room_filter = shape(
    {"include": anything, "exclude_external_shared_channels": flag, "exclude_bot_users": flag}
)


def element(required: str = "", /, **keys: Check) -> Check:
    """An element: its own keys, and those that every interactive one may have."""
    shared: dict[str, Check] = {"type": string(), "action_id": ident, "focus_on_load": flag}
    return shape(shared | keys, required)


def menu(required: str = "", /, **keys: Check) -> Check:
    """A select menu with its own keys."""
    return element(required, placeholder=placeholder, confirm=confirm, **keys)


_many = {"max_selected_items": whole(1, 1000)}
_id = string(30)
_typing = {
    "initial_value": string(3000, least=0),
    "placeholder": placeholder,
    "dispatch_action_config": shape({"trigger_actions_on": anything}),
}
_rooms = {"default_to_current_conversation": flag, "response_url_enabled": flag, "filter": room_filter}

ELEMENTS: Mapping[str, Check] = {
    "button": element(
        "text",
        text=text(75),
        value=string(2000),
        url=string(3000),
        style=one_of("primary", "danger"),
        confirm=confirm,
        accessibility_label=string(75),
    ),
    "overflow": element("options", options=items(plain_option, 1, 5), confirm=confirm),
    "static_select": menu(options=options, option_groups=groups, initial_option=plain_option),
    "multi_static_select": menu(
        options=options, option_groups=groups, initial_options=items(plain_option, 1, 100), **_many
    ),
    "external_select": menu(initial_option=plain_option, min_query_length=whole(0, 1000)),
    "multi_external_select": menu(
        initial_options=items(plain_option, 1, 100), min_query_length=whole(0, 1000), **_many
    ),
    "users_select": menu(initial_user=_id),
    "multi_users_select": menu(initial_users=items(_id, 0, 1000), **_many),
    "conversations_select": menu(initial_conversation=_id, **_rooms),
    "multi_conversations_select": menu(
        initial_conversations=items(_id, 0, 1000),
        default_to_current_conversation=flag,
        filter=room_filter,
        **_many,
    ),
    "channels_select": menu(initial_channel=_id, response_url_enabled=flag),
    "multi_channels_select": menu(initial_channels=items(_id, 0, 1000), **_many),
    "datepicker": menu(initial_date=string(10, DATE)),
    "timepicker": menu(initial_time=string(5, HOUR), timezone=string(60)),
    "datetimepicker": element(initial_date_time=whole(1_000_000_000, 9_999_999_999), confirm=confirm),
    "plain_text_input": element(
        multiline=flag, min_length=whole(0, 3000), max_length=whole(1, 3000), **_typing
    ),
    "number_input": element(
        "is_decimal_allowed",
        is_decimal_allowed=flag,
        min_value=string(30),
        max_value=string(30),
        **_typing,
    ),
    "url_text_input": element(**_typing),
    "email_text_input": element(**_typing),
    "radio_buttons": element(
        "options", options=items(rich_option, 1, 10), initial_option=rich_option, confirm=confirm
    ),
    "checkboxes": element(
        "options",
        options=items(rich_option, 1, 10),
        initial_options=items(rich_option, 1, 10),
        confirm=confirm,
    ),
    "image": shape(
        {"type": string(), "image_url": string(3000), "alt_text": string(2000), "slack_file": charts.FILE},
        "alt_text",
    ),
    "mrkdwn": text(3000, "mrkdwn"),
    "plain_text": text(3000, "plain_text"),
}
_SINGLE = frozenset(k for k in ELEMENTS if k.endswith("_select") and not k.startswith("multi_"))
_MULTI = frozenset(k for k in ELEMENTS if k.startswith("multi_"))
_PICKS = frozenset({"datepicker", "timepicker", "radio_buttons", "checkboxes"})
_TYPED = frozenset({"plain_text_input", "number_input", "url_text_input", "email_text_input"})


def elements(*more: str, of: frozenset[str] = frozenset()) -> Check:
    """An element of one of the types allowed in a block."""
    return kind_of(ELEMENTS, "element", of | frozenset(more))


def block(required: str = "", /, **keys: Check) -> Check:
    """A block: its own keys and the two that every block has."""
    return shape({"type": string(), "block_id": ident} | keys, required)


_cell = anything
BLOCKS: Mapping[str, Check] = {
    "section": block(
        text=text(3000, *MRKDWN),
        fields=items(text(2000, *MRKDWN), 1, 10),
        accessory=elements("button", "overflow", "image", of=_SINGLE | _MULTI | _PICKS),
        expand=flag,
    ),
    "divider": block(),
    "header": block("text", text=text(150), level=whole(1, 4)),
    "context": block("elements", elements=items(elements("image", "mrkdwn", "plain_text"), 1, 10)),
    "actions": block(
        "elements",
        elements=items(elements("button", "overflow", "datetimepicker", of=_SINGLE | _PICKS), 1, 25),
    ),
    "input": block(
        "label element",
        label=text(2000),
        hint=text(2000),
        optional=flag,
        dispatch_action=flag,
        element=elements("datetimepicker", of=_SINGLE | _MULTI | _PICKS | _TYPED),
    ),
    "image": block(
        "alt_text", image_url=string(3000), slack_file=charts.FILE, alt_text=string(2000), title=text(2000)
    ),
    "markdown": block("text", text=string(12_000)),
    "rich_text": block("elements", elements=items(anything, 1, 1000)),
    "table": block("rows", rows=items(items(_cell, 1, 20), 1, 100), column_settings=anything),
    "data_table": block("caption rows", **charts.TABLE),
    "data_visualization": block("title chart", **charts.VISUALIZATION),
    "alert": block("text", text=text(200, *MRKDWN), level=anything),
}

SURFACES: Mapping[str, frozenset[str]] = {
    "message": frozenset(BLOCKS) - {"input", "alert"},
    "modal": frozenset(BLOCKS) - {"markdown", "table", "data_table", "data_visualization"},
    "home": frozenset(BLOCKS) - {"alert", "markdown", "table", "data_table", "data_visualization"},
}
"""Where a block may stand. Input blocks in messages are refused here: Tutti's forms are modals."""

VIEW_KEYS: dict[str, Check] = {
    "type": one_of("modal", "home"),
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
    "blocks": anything,
}
MODAL = shape(
    VIEW_KEYS
    | {
        "title": text(24),
        "submit": text(24),
        "close": text(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
    "title blocks",
)
HOME = shape(VIEW_KEYS, "blocks")


def check_blocks(blocks: Any, surface: str, at: str = "/blocks") -> list[str]:
    """What Slack would say of a list of blocks on a surface; empty when it takes them."""
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    one = kind_of(BLOCKS, "block", SURFACES[surface])
    found = list(items(one, 0, most)(blocks, at))
    if found:
        return found
    return [*_twice((b.get("block_id") for b in blocks), at), *_inside(blocks, at), *_per_message(blocks, at)]


def check_view(view: Json) -> list[str]:
    """What Slack would say of a modal or Home; empty when it takes it."""
    surface = view.get("type")
    if surface not in ("modal", "home"):
        return [fault("must be one of modal, home", "/view/type")]
    found = list((MODAL if surface == "modal" else HOME)(view, "/view"))
    found += check_blocks(view.get("blocks"), surface, "/view/blocks")
    if not found and surface == "modal" and not view.get("submit"):
        found += [
            fault("`submit` is required when a modal has input blocks", "/view/submit")
            for b in view["blocks"]
            if b["type"] == "input"
        ][:1]
    if len(json.dumps(view).encode()) > VIEW_BYTES_MAX:
        found.append(fault("view_too_large", "/view"))
    return found


def interactive(blk: Json) -> list[Json]:
    """The elements of one block, whatever the block's kind."""
    inside = [blk.get("element"), blk.get("accessory"), *(blk.get("elements") or ())]
    return [e for e in inside if isinstance(e, dict) and e.get("type") in ELEMENTS]


def choices(elem: Json) -> list[Json]:
    """Every option an element offers, groups opened."""
    grouped = [o for g in elem.get("option_groups") or () for o in g["options"]]
    return [*(elem.get("options") or ()), *grouped]


def _twice(names: Iterable[str | None], at: str) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name and name in seen:
            yield fault(f"duplicate id found: {name}", at)
        seen.add(name or "")


def _inside(blocks: list[Json], at: str) -> Iterator[str]:
    for index, blk in enumerate(blocks):
        here = f"{at}/{index}"
        if blk["type"] == "section" and not (blk.get("text") or blk.get("fields")):
            yield fault("must have text or fields", here)
        if blk["type"] == "image" and bool(blk.get("image_url")) == bool(blk.get("slack_file")):
            yield fault("must have either image_url or slack_file", here)
        yield from _twice((e.get("action_id") for e in interactive(blk)), here)
        for elem in interactive(blk):
            yield from _chosen(elem, here)


def _chosen(elem: Json, at: str) -> Iterator[str]:
    """A preselected option must be among the options, and a static menu has exactly one source."""
    static = elem["type"] in ("static_select", "multi_static_select")
    if static and bool(elem.get("options")) == bool(elem.get("option_groups")):
        yield fault("must have either options or option_groups", at)
    known = choices(elem)
    if elem["type"].endswith("external_select") or not known:
        return
    for chosen in [elem.get("initial_option"), *(elem.get("initial_options") or ())]:
        if chosen and chosen not in known:
            yield fault("initial option must be among the options", at)
    yield from _twice((o["value"] for o in known), at)


def _per_message(blocks: list[Json], at: str) -> Iterator[str]:
    kinds = [b["type"] for b in blocks]
    if kinds.count("data_visualization") > 2:
        yield fault("no more than 2 data_visualization blocks allowed", at)
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > 12_000:
        yield fault("markdown must be less than 12001 characters in all", at)
