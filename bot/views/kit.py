"""Block Kit by construction: every builder escapes what people typed and keeps within Slack's limits.

Limits: https://docs.slack.dev/reference/block-kit (section text 3000, header 150, button 75, option 75,
modal title 24, 50 blocks a message, 100 a view). What does not fit is cut with an ellipsis or counted
and said, never refused by Slack.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

Block = dict[str, Any]

VALUES = (
    "value",
    "selected_user",
    "selected_users",
    "selected_conversation",
    "selected_conversations",
    "selected_date_time",
    "selected_date",
    "selected_time",
)
"""Where Slack keeps what stands in a field, except for options."""
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100


@dataclass(frozen=True)
class Picture:
    """A chart that Slack is handed as a file. key: equal for what shows the same; alt: in words."""

    key: str
    spec: str
    """JSON, as `bot.drawing` reads it."""
    alt: str


@dataclass(frozen=True)
class Rendered:
    """A message ready for Slack: `text` states the point for notifications and screen readers."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    pictures: Sequence[Picture] = ()
    """What Slack must be handed first, so that the message shows it."""


def repeated(message: Rendered, sentence: str) -> Rendered:
    """The same message with a sentence under it, in the notification too: it may be there twice."""
    blocks = [*message.blocks[: MESSAGE_BLOCKS - 1], context(sentence)] if message.blocks else []
    return Rendered(text=f"{message.text} {sentence}", blocks=blocks, pictures=message.pictures)


def escape(text: str) -> str:
    """What a person typed, as text: no mention, link, broadcast or styling comes alive.

    `&`, `<` and `>` become entities (https://docs.slack.dev/messaging/formatting-message-text); a
    zero-width joiner behind `*`, `_`, `~` and the backtick keeps mrkdwn from styling. Addresses stay
    text because `mrkdwn` is verbatim.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "*_~`":
        text = text.replace(mark, mark + "\u200d")
    return text


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, with an ellipsis where something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str, limit: int = 3000) -> Block:
    """A plain_text object; a lone space where the text is empty, since Slack refuses empty ones."""
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": True}


def mrkdwn(text: str, limit: int = 3000) -> Block:
    """A mrkdwn object in which Slack turns nothing into a link by itself: only what we marked up is one."""
    return {"type": "mrkdwn", "text": cut(text, limit) or " ", "verbatim": True}


def person(user: str) -> str:
    """A person's name as Slack shows it, which notifies only where Slack says so; a dash once erased."""
    return f"<@{user}>" if user[:1] in ("U", "W") else "–"


def channel(place: str) -> str:
    """A channel, which Slack shows by its name; one still to be created, as it will be called."""
    return f"<#{place}>" if place[:1] in ("C", "G") else escape(place)


def link(url: str, label: str) -> str:
    """A link; `label` is escaped, and an address that could break out of the markup is shown as text."""
    if any(mark in url for mark in "<>| \n") or not url.startswith(("https://", "http://", "slack://")):
        return escape(f"{label} ({url})")
    return f"<{url.replace('&', '&amp;')}|{escape(label).replace('|', '¦')}>"


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, *, block_id: str | None = None, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if block_id:
        block["block_id"] = block_id
    if accessory:
        block["accessory"] = accessory
    return block


def context(*texts: str) -> Block:
    """Small grey lines; empty ones are left out. Give at least one that is not empty."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts if text][:10] or [mrkdwn(" ")]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block | None, block_id: str | None = None) -> Block:
    """A row of buttons; None is left out. At least one must be there."""
    block: Block = {"type": "actions", "elements": [element for element in elements if element][:25]}
    if block_id:
        block["block_id"] = block_id
    return block


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A dialog before an action that cannot be undone."""
    return {
        "title": plain(title, 100),
        "text": mrkdwn(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    style: str | None = None,
    url: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """A button. `value` names what it is about; `style` is primary, danger or None."""
    block: Block = {"type": "button", "text": plain(label, 75), "action_id": action_id, "value": value}
    for key, given in (("style", style), ("url", url), ("confirm", confirm)):
        if given:
            block[key] = given
    return block


def option(label: str, value: str, description: str | None = None) -> Block:
    block: Block = {"text": plain(label, 75), "value": cut(value, 150)}
    if description:
        block["description"] = plain(description, 75)
    return block


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """A ⋯ menu of one to five options."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)[:5]}


def select(
    action_id: str, options: Sequence[Block], *, initial: str | None = None, placeholder: str | None = None
) -> Block:
    """A list to choose one from; `initial` is an option's value and ignored where it is not offered."""
    block: Block = {"type": "static_select", "action_id": action_id, "options": list(options)[:100]}
    chosen = next((given for given in block["options"] if given["value"] == initial), None)
    if chosen:
        block["initial_option"] = chosen
    if placeholder:
        block["placeholder"] = plain(placeholder, 150)
    return block


def multi_select(
    action_id: str, options: Sequence[Block], *, initial: Iterable[str] = (), placeholder: str | None = None
) -> Block:
    block: Block = {"type": "multi_static_select", "action_id": action_id, "options": list(options)[:100]}
    wanted = set(initial)
    chosen = [given for given in block["options"] if given["value"] in wanted]
    if chosen:
        block["initial_options"] = chosen
    if placeholder:
        block["placeholder"] = plain(placeholder, 150)
    return block


def ticks(action_id: str, options: Sequence[Block], *, initial: Iterable[str] = ()) -> Block:
    """Checkboxes, at most ten."""
    block = multi_select(action_id, options[:10], initial=initial)
    return block | {"type": "checkboxes"}


def radio(action_id: str, options: Sequence[Block], *, initial: str | None = None) -> Block:
    return select(action_id, options[:10], initial=initial) | {"type": "radio_buttons"}


def text_input(
    action_id: str,
    *,
    initial: str = "",
    lines: bool = False,
    limit: int = 3000,
    placeholder: str | None = None,
) -> Block:
    """A field to type in; Slack counts to `limit` characters and lets nobody type more."""
    block: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": min(limit, 3000)}
    if initial:
        block["initial_value"] = initial[: min(limit, 3000)]
    if lines:
        block["multiline"] = True
    if placeholder:
        block["placeholder"] = plain(placeholder, 150)
    return block


def person_input(action_id: str, *, initial: str | None = None) -> Block:
    block: Block = {"type": "users_select", "action_id": action_id}
    if initial:
        block["initial_user"] = initial
    return block


def people_input(action_id: str, *, initial: Iterable[str] = ()) -> Block:
    """Several persons, in the order in which they are chosen."""
    block: Block = {"type": "multi_users_select", "action_id": action_id}
    if chosen := list(initial):
        block["initial_users"] = chosen
    return block


def channel_input(action_id: str, *, initial: str | None = None, own: bool = False) -> Block:
    """A channel, public or private, of those that the person sees; with `own`, none that is shared."""
    offered = _CHANNELS | ({"exclude_external_shared_channels": True} if own else {})
    block: Block = {"type": "conversations_select", "action_id": action_id, "filter": offered}
    if initial:
        block["initial_conversation"] = initial
    return block


def channels_input(action_id: str, *, initial: Iterable[str] = ()) -> Block:
    """Several channels, public or private."""
    block: Block = {"type": "multi_conversations_select", "action_id": action_id, "filter": _CHANNELS}
    if chosen := list(initial):
        block["initial_conversations"] = chosen
    return block


_CHANNELS: Block = {"include": ["public", "private"]}


def moment_input(action_id: str, *, initial: int | None = None) -> Block:
    """A date and an hour in the reader's own zone; `initial` in Unix seconds."""
    block: Block = {"type": "datetimepicker", "action_id": action_id}
    if initial:
        block["initial_date_time"] = initial
    return block


def day_input(action_id: str, *, initial: date | None = None) -> Block:
    """A calendar day."""
    block: Block = {"type": "datepicker", "action_id": action_id}
    return block | {"initial_date": initial.isoformat()} if initial else block


def clock_input(action_id: str, *, initial: time | None = None) -> Block:
    """An hour of the clock, with its minutes."""
    block: Block = {"type": "timepicker", "action_id": action_id}
    return block | {"initial_time": initial.strftime("%H:%M")} if initial else block


def field_of(
    name: str,
    label: str,
    element: Block,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> Block:
    """An input of a form. `name` is its block id and, in `element`, its action id."""
    block: Block = {"type": "input", "block_id": name, "label": plain(label, 2000), "element": element}
    if hint:
        block["hint"] = plain(hint, 2000)
    if optional:
        block["optional"] = True
    if dispatch:
        block["dispatch_action"] = True
    return block


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None,
    close: str,
    metadata: str = "",
) -> Block:
    """A form, or with `submit=None` a page to read."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": list(blocks)[:VIEW_BLOCKS],
        "private_metadata": metadata,
    }
    if submit:
        view["submit"] = plain(submit, 24)
    return view


def value_of(values: dict[str, Any], name: str) -> Any:
    """What stands in a field: text, an option's value, a list of them, a person or channel, a list of them,
    Unix seconds; or None.

    `values` is Slack's `view.state.values`; a field is its block id, whatever its action id.
    """
    for element in values.get(name, {}).values():
        if "selected_options" in element:
            return [chosen["value"] for chosen in element["selected_options"]]
        if "selected_option" in element:
            chosen = element["selected_option"]
            return chosen["value"] if chosen else None
        for key in VALUES:
            if key in element:
                return element[key]
    return None
