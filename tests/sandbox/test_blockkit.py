"""Block Kit's limits: what stands on the limit passes, one more is refused at its place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.blockkit import check_blocks, check_view
from tests.sandbox.little_app import form, text

Json = dict[str, Any]


def option(number: int = 1) -> Json:
    """An option with its own value."""
    return {"text": text(f"Option {number}"), "value": str(number)}


def button(words: str = "Take it", **more: Any) -> Json:
    """A button with an action_id of its own."""
    return {"type": "button", "text": text(words), "action_id": more.pop("action_id", "a"), **more}


def section(**more: Any) -> Json:
    """A section that has a text unless told otherwise."""
    return {"type": "section"} | ({"text": {"type": "mrkdwn", "text": "x"}} | more)


def menu(count: int, **more: Any) -> Json:
    """A section with a menu."""
    return section(
        accessory={
            "type": "static_select",
            "action_id": "m",
            "options": [option(n) for n in range(count)],
            **more,
        }
    )


GOOD: list[list[Json]] = [
    [section(text={"type": "mrkdwn", "text": "x" * 3000})],
    [{"type": "header", "text": text("x" * 150)}],
    [{"type": "divider"}] * 50,
    [section(fields=[{"type": "mrkdwn", "text": "x" * 2000}] * 10)],
    [{"type": "actions", "elements": [button(action_id=str(n)) for n in range(25)]}],
    [menu(100, initial_option=option(5))],
    [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10}],
    [section(accessory=button(confirm={k: text("x") for k in ("title", "text", "confirm", "deny")}))],
]
BAD: list[tuple[list[Json], str]] = [
    ([section(text={"type": "mrkdwn", "text": "x" * 3001})], "/blocks/0/text/text"),
    ([section(text={"type": "mrkdwn", "text": ""})], "/blocks/0/text/text"),
    ([{"type": "section"}], "/blocks/0"),
    ([{"type": "header", "text": text("x" * 151)}], "/blocks/0/text/text"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text"),
    ([{"type": "divider"}] * 51, "/blocks"),
    ([section(fields=[{"type": "mrkdwn", "text": "x"}] * 11)], "/blocks/0/fields"),
    ([section(fields=[{"type": "mrkdwn", "text": "x" * 2001}])], "/blocks/0/fields/0/text"),
    ([{"type": "actions", "elements": []}], "/blocks/0/elements"),
    ([{"type": "actions", "elements": [button(action_id=str(n)) for n in range(26)]}], "/blocks/0/elements"),
    ([{"type": "actions", "elements": [button(), button()]}], "/blocks/0"),
    ([section(accessory=button("x" * 76))], "/blocks/0/accessory/text/text"),
    ([section(accessory=button(value="x" * 2001))], "/blocks/0/accessory/value"),
    ([section(accessory=button(style="default"))], "/blocks/0/accessory/style"),
    ([menu(101)], "/blocks/0/accessory/options"),
    ([menu(0)], "/blocks/0/accessory/options"),
    ([menu(3, initial_option=option(7))], "/blocks/0"),
    ([menu(1, placeholder=text("x" * 151))], "/blocks/0/accessory/placeholder/text"),
    ([section(block_id="b"), section(block_id="b")], "/blocks"),
    ([section(block_id="x" * 256)], "/blocks/0/block_id"),
    ([section(colour="red")], "/blocks/0/colour"),
    ([{"type": "nothing"}], "/blocks/0/type"),
    ([{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}], "/blocks/0/elements"),
    ([{"type": "image", "image_url": "https://x.example/a.png"}], "/blocks/0"),
    (form()["blocks"], "/blocks/0/type"),
    (
        [section(accessory={"type": "datepicker", "action_id": "d", "initial_date": "2026-13-01"})],
        "/blocks/0/accessory/initial_date",
    ),
    (
        [section(accessory={"type": "overflow", "action_id": "o", "options": [option(n) for n in range(6)]})],
        "/blocks/0/accessory/options",
    ),
    (
        [
            section(
                accessory={
                    "type": "radio_buttons",
                    "action_id": "r",
                    "options": [option(n) for n in range(11)],
                }
            )
        ],
        "/blocks/0/accessory/options",
    ),
]


@pytest.mark.parametrize("blocks", GOOD)
def test_what_stands_on_the_limit_is_taken(blocks: list[Json]) -> None:
    assert check_blocks(blocks, "message") == []


@pytest.mark.parametrize(("blocks", "place"), BAD)
def test_what_is_over_it_is_refused_at_its_place(blocks: list[Json], place: str) -> None:
    assert f"[json-pointer:{place}]" in " ".join(check_blocks(blocks, "message"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": text("x" * 25)}, "/view/title/text"),
        ({"submit": None}, "/view/submit"),
        ({"private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({"callback_id": "x" * 256}, "/view/callback_id"),
        ({"blocks": [{"type": "divider"}] * 101}, "/view/blocks"),
        ({"blocks": [{"type": "markdown", "text": "x"}]}, "/view/blocks/0/type"),
        ({"type": "window"}, "/view/type"),
    ],
)
def test_a_form_has_its_own_limits(change: Json, place: str) -> None:
    view = {key: value for key, value in (form() | change).items() if value is not None}
    assert check_view(form()) == []
    assert f"[json-pointer:{place}]" in " ".join(check_view(view))


def test_a_text_input_and_a_moment_have_their_bounds() -> None:
    def with_element(element: Json) -> Json:
        block = {"type": "input", "label": text("x"), "element": element}
        return form() | {"blocks": [block]}

    assert check_view(with_element({"type": "plain_text_input", "action_id": "a", "max_length": 3000})) == []
    assert check_view(with_element({"type": "plain_text_input", "action_id": "a", "max_length": 3001}))
    assert (
        check_view(with_element({"type": "datetimepicker", "action_id": "a", "initial_date_time": 1})) != []
    )
    assert check_view(with_element(button()))
