"""Slack's limits on what a view draws, checked strictly and apart from the builders.

Each check gives a list of faults, empty when Slack would take the payload. Sources:
https://docs.slack.dev/reference/block-kit (blocks, elements, composition objects) and
https://docs.slack.dev/surfaces/modals. What slack_sdk's own classes check is checked besides.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock

from bot.views.kit import Rendered

Json = dict[str, Any]

LIVE = re.compile(r"<!(channel|here|everyone|subteam)|<@[^UW]|<#(?![CG][A-Z0-9]+>)")
"""Markup that would call people, or that only a typed text can have brought."""

CHARTS = frozenset({"data_visualization", "data_table"})
"""Of these slack_sdk knows no class."""
SURFACES: Mapping[str, frozenset[str]] = {
    "message": frozenset(
        {"section", "header", "context", "actions", "divider", "image", "rich_text", *CHARTS}
    ),
    "modal": frozenset({"section", "header", "context", "actions", "divider", "image", "input", "alert"}),
    "home": frozenset({"section", "header", "context", "actions", "divider", "image", "input"}),
}
COUNTS: Mapping[str, tuple[int, int]] = {
    "static_select": (1, 100),
    "multi_static_select": (1, 100),
    "radio_buttons": (1, 10),
    "checkboxes": (1, 10),
    "overflow": (1, 5),
}
TYPED = frozenset(
    {
        "plain_text_input",
        "users_select",
        "multi_users_select",
        "conversations_select",
        "multi_conversations_select",
        "datetimepicker",
        "datepicker",
        "timepicker",
    }
)
IN_ACTIONS = frozenset({"button", "users_select", "datetimepicker", *COUNTS})
PRIMARIES = 1


def message_faults(rendered: Rendered) -> list[str]:
    """What Slack, and our own rules for cards, would say of a message.

    Ours: fallback text that is there and short, one primary button, no live broadcast.
    """
    return [
        *_length("text", rendered.text, 1, 4000),
        *_live("text", rendered.text),
        *_blocks(rendered.blocks, "message", 50),
    ]


def view_faults(view: Json) -> list[str]:
    """What Slack would say of a modal or a Home."""
    kind = str(view["type"])
    return [*_view(view), *_blocks(view["blocks"], kind, 100)]


def visible_lines(rendered: Rendered) -> int:
    """How many lines a reader sees: headers, the lines of sections and contexts; a row of buttons is none."""
    texts = [text for block in rendered.blocks for text in _texts(block)]
    return sum(len(text.splitlines()) for text in texts)


def shown(blocks: Sequence[Json]) -> str:
    """All words of headers, sections, contexts, inputs and buttons, one a line, as a person reads them."""
    return "\n".join(text for block in blocks for text in [*_texts(block), *_words(block)])


def action_ids(blocks: Sequence[Json]) -> list[str]:
    """The action ids of all buttons, menus and fields, in order."""
    return [element["action_id"] for block in blocks for element in _elements(block)]


def _view(view: Json) -> Iterator[str]:
    if view["type"] == "modal":
        for key in ("title", "close", *(("submit",) if "submit" in view else ())):
            yield from _text(key, view[key], 24, plain=True)
        if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
            yield "a form without submit"
        yield from _length("callback_id", view["callback_id"], 1, 255)
    yield from _length("private_metadata", view.get("private_metadata", ""), 0, 3000)
    if len(json.dumps(view).encode()) > 250_000:
        yield "view_too_large"


def _blocks(blocks: Sequence[Json], surface: str, most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    yield from _unique("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    if sum(block["type"] == "data_visualization" for block in blocks) > 2:
        yield "more than two charts"
    styles = [element.get("style") for block in blocks for element in _elements(block)]
    if styles.count("primary") > PRIMARIES:
        yield f"{styles.count('primary')} primary buttons"
    for number, block in enumerate(blocks):
        for fault in _block(block, surface):
            yield f"{number} {block['type']}: {fault}"


def _block(block: Json, surface: str) -> Iterator[str]:
    if block["type"] not in SURFACES[surface]:
        yield f"does not stand in a {surface}"
    yield from _length("block_id", block.get("block_id", "-"), 1, 255)
    yield from chart_faults(block) if block["type"] in CHARTS else _parsed(block)
    match block["type"]:
        case "header":
            yield from _text("text", block["text"], 150, plain=True)
        case "section":
            yield from _section(block)
        case "context":
            yield from _count("elements", block["elements"], 1, 10)
            for element in block["elements"]:
                yield from _text("element", element, 3000)
        case "actions":
            yield from _count("elements", block["elements"], 1, 25)
        case "input":
            yield from _input(block)
    elements = _elements(block)
    yield from _unique("action_id", [element["action_id"] for element in elements])
    for element in elements:
        if block["type"] == "actions" and element["type"] not in IN_ACTIONS:
            yield f"{element['type']} does not stand in actions"
        yield from _element(element)


def chart_faults(block: Json) -> Iterator[str]:
    """What Slack would say of a chart with axes, a table of plain cells or a picture."""
    if block["type"] == "data_visualization":
        chart = block["chart"]
        categories = chart["axis_config"]["categories"]
        yield from _length("title", block["title"], 1, 50)
        yield from _count("categories", categories, 1, 20)
        for label in (*categories, *(one["name"] for one in chart["series"])):
            yield from _length("label", label, 1, 20)
        for series in chart["series"]:
            if [one["label"] for one in series["data"]] != categories:
                yield "a series without a point for each category"
    elif block["type"] == "data_table":
        yield from _length("caption", block["caption"], 1, 3000)
        yield from _count("rows", block["rows"], 2, 101)
        yield from _length("cells", "".join(cell["text"] for row in block["rows"] for cell in row), 1, 10_000)
        if len({len(row) for row in block["rows"]}) != 1:
            yield "rows of different lengths"
    elif block["type"] == "image":
        yield from _length("alt_text", block["alt_text"], 1, 2000)
        if not re.fullmatch("F[A-Z0-9]{8,}", block["slack_file"]["id"]):
            yield "no file of Slack's"


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "neither text nor fields"
    if "text" in block:
        yield from _text("text", block["text"], 3000)
    if "fields" in block:
        yield from _count("fields", block["fields"], 1, 10)
        for field in block["fields"]:
            yield from _text("field", field, 2000)


def _input(block: Json) -> Iterator[str]:
    yield from _text("label", block["label"], 2000, plain=True)
    if "hint" in block:
        yield from _text("hint", block["hint"], 2000, plain=True)
    if not block["element"]["action_id"].startswith(block["block_id"]):
        yield f"field {block['block_id']} holds {block['element']['action_id']}"


def _element(element: Json) -> Iterator[str]:
    kind, name = element["type"], element["action_id"]
    yield from _length("action_id", name, 1, 255)
    if "placeholder" in element:
        yield from _text("placeholder", element["placeholder"], 150, plain=True)
    if kind == "button":
        yield from _button(element)
    elif kind in COUNTS:
        yield from _choices(element)
    elif kind == "plain_text_input":
        most = element.get("max_length", 3000)
        if not 1 <= most <= 3000:
            yield f"{name}: max_length {most}"
        yield from _length(f"{name}: initial_value", element.get("initial_value", ""), 0, most)
    elif kind not in TYPED:
        yield f"unknown element {kind}"
    if "confirm" in element:
        for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(f"confirm {key}", element["confirm"][key], most)


def _button(element: Json) -> Iterator[str]:
    yield from _text("button", element["text"], 75, plain=True)
    yield from _length("value", element["value"], 1, 2000)
    yield from _length("url", element.get("url", "-"), 1, 3000)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"style {element['style']}"


def _choices(element: Json) -> Iterator[str]:
    least, most = COUNTS[element["type"]]
    options = element["options"]
    yield from _count("options", options, least, most)
    yield from _unique("value", [option["value"] for option in options])
    for option in options:
        yield from _text("option", option["text"], 75)
        yield from _length("option value", option["value"], 1, 150)
        if "description" in option:
            yield from _text("description", option["description"], 75)
    one = [element["initial_option"]] if "initial_option" in element else []
    chosen = [*element.get("initial_options", ()), *one]
    if "initial_options" in element and not element["initial_options"]:
        yield "empty initial_options"
    for option in chosen:
        if option not in options:
            yield f"initial {option['value']} is not offered"


def _parsed(block: Json) -> Iterator[str]:
    try:
        parsed = SdkBlock.parse(block)
        if parsed is None or parsed.to_dict() != block:
            yield "slack_sdk reads it otherwise"
    except SlackObjectFormationError as error:
        yield f"slack_sdk: {error}"


def _text(name: str, text: Json, most: int, *, plain: bool = False) -> Iterator[str]:
    if plain and text["type"] != "plain_text":
        yield f"{name} must be plain_text"
    yield from _length(name, text["text"], 1, most)
    if text["type"] == "mrkdwn":
        yield from _live(name, text["text"])
        if "emoji" in text:
            yield f"{name}: emoji belongs to plain_text"


def _live(name: str, text: str) -> Iterator[str]:
    if found := LIVE.search(text):
        yield f"{name} has live markup {found[0]}"
    if text.count("<") != text.count(">"):
        yield f"{name} has markup that was cut"


def _length(name: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= len(text) <= most:
        yield f"{name} has {len(text)} characters, {least} to {most} are allowed"


def _count(name: str, things: Sequence[object], least: int, most: int) -> Iterator[str]:
    if not least <= len(things) <= most:
        yield f"{len(things)} {name}, {least} to {most} are allowed"


def _unique(name: str, values: Sequence[str]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{name} {value} stands {count} times"


def _elements(block: Json) -> list[Json]:
    found = [*block.get("elements", ()), block.get("element"), block.get("accessory")]
    return [element for element in found if element and "action_id" in element]


def _texts(block: Json) -> list[str]:
    if block["type"] == "context":
        return [str(element["text"]) for element in block["elements"]]
    fields = [str(field["text"]) for field in block.get("fields", ())]
    return [*([str(block["text"]["text"])] if "text" in block else []), *fields]


def _words(block: Json) -> list[str]:
    found = [str(block[key]["text"]) for key in ("label", "hint") if key in block]
    for element in _elements(block):
        found += [str(element["text"]["text"])] if "text" in element else []
        found += [str(option["text"]["text"]) for option in element.get("options", ())]
        found += [str(element["initial_value"])] if "initial_value" in element else []
    return found
