"""What a payload must look like to be Slack's: the parts that Bolt and our handlers read, no more.

Anything signed that does not fit is refused at the door with a 400, so that no listener meets it.
https://docs.slack.dev/interactivity/handling-user-interaction, https://docs.slack.dev/apis/events-api
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

SURROGATE = re.compile("[\ud800-\udfff]")
DOUBTFUL = ("\0", "\\u0000", "\\ud", "\\uD")
"""Without these no text of a JSON source can hold a NUL or a surrogate."""
Name = Annotated[str, Field(min_length=1, max_length=255)]


class Part(BaseModel):
    """A part of a payload: what is named must fit, what is not may be anything."""

    model_config = ConfigDict(strict=True)


class Named(Part):
    """A person, channel, team or message's place."""

    id: Name


class Team(Part):
    id: Name | None = None


class Block(Part):
    type: str
    block_id: str | None = None


class State(Part):
    values: dict[str, Any] | list[Any] = {}


class View(Part):
    """A form or Home as it was when something was done in it."""

    id: Name
    type: str
    callback_id: str | None = None
    hash: str | None = None
    private_metadata: str | None = None
    previous_view_id: str | None = None
    app_installed_team_id: str | None = None
    blocks: list[Block] = []
    state: State | None = None


class Option(Part):
    value: str


class Action(Part):
    """What was pressed or chosen; other kinds of elements carry other keys."""

    action_id: Name
    block_id: str | None = None
    value: str | None = None
    selected_option: Option | None = None
    selected_user: str | None = None


class Container(Part):
    channel_id: str | None = None


class Message(Part):
    text: str | None = None
    user: str | None = None
    ts: str | None = None
    thread_ts: str | None = None


class ResponseUrl(Part):
    """Where a form's answer may be told, one for each of its fields that ask for one."""

    response_url: str | None = None


class Payload(Part):
    """What every payload may carry."""

    api_app_id: str | None = None
    team_id: str | None = None
    enterprise: Team | None = None
    enterprise_id: str | None = None
    trigger_id: str | None = None
    response_url: str | None = None
    # Bolt stumbles over a second one, which only a form with two such fields has: none of ours.
    response_urls: Annotated[list[ResponseUrl], Field(max_length=1)] = []


class Interaction(Payload):
    team: Team | None = None
    user: Named
    channel: Named | None = None
    container: Container | None = None
    message: Message | None = None
    view: View | None = None


class Click(Interaction):
    type: Literal["block_actions"]
    actions: Annotated[list[Action], Field(min_length=1)]


class Form(Interaction):
    type: Literal["view_submission", "view_closed"]
    view: View


class Shortcut(Interaction):
    type: Literal["shortcut", "message_action"]
    callback_id: Name


class Item(Part):
    channel: str | None = None


class Event(Part):
    """The event itself; ids are flat in some events, objects in others."""

    type: Name
    user: str | Named | None = None
    channel: str | Named | None = None
    item: Item | None = None
    message: Message | None = None
    previous_message: Message | None = None
    assistant_thread: Item | None = None
    old_channel_id: str | None = None
    new_channel_id: str | None = None


class Authorization(Part):
    team_id: str | None = None
    enterprise_id: str | None = None


class Happening(Payload):
    type: Literal["event_callback"]
    team_id: Name
    event_id: Name
    event: Event
    authorizations: list[Authorization] | None = None


class Challenge(Part):
    """Slack asks whether this address is ours."""

    type: Literal["url_verification"]
    challenge: str


class Limited(Payload):
    """Slack held events back: 30,000 an hour were too many."""

    type: Literal["app_rate_limited"]


class Command(Payload):
    """A slash command, sent as a form of its own."""

    command: Name
    team_id: Name
    user_id: Name
    text: str = ""
    channel_id: str | None = None


_TYPED: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Click | Form | Shortcut | Happening | Challenge | Limited,
        Field(discriminator="type"),
    ]
)


def fits(payload: object, source: str | None = None) -> bool:
    """Whether it looks like Slack's: every part in shape, and no text that a database could not keep.

    `source` is the JSON that it was read from, where that is at hand: one look at it may do for all texts.
    """
    try:
        (Command.model_validate if _is_command(payload) else _TYPED.validate_python)(payload)
    except (ValidationError, RecursionError):
        return False
    return (source is not None and not any(part in source for part in DOUBTFUL)) or _storable(payload)


def _is_command(payload: object) -> bool:
    return isinstance(payload, dict) and "command" in payload and "type" not in payload


def _storable(payload: object) -> bool:
    """No NUL, which PostgreSQL refuses, and no half of a surrogate pair, which is no text."""
    waiting = [payload]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str) and ("\0" in part or SURROGATE.search(part)):
            return False
    return True
