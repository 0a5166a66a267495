"""Slack's payloads as typed values. Raw dictionaries stop here (and at `views`, which read forms)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bot.tools import Caller


@dataclass(frozen=True)
class Command:
    """`/tutti escalate the oven is cold`: name "/tutti", words after it."""

    caller: Caller
    name: str
    text: str

    @property
    def word(self) -> str:
        """The first word after the command, or ""."""
        return self.text.split(maxsplit=1)[0] if self.text.split() else ""

    @property
    def rest(self) -> str:
        """Everything after the first word."""
        parts = self.text.split(maxsplit=1)
        return parts[1].strip() if len(parts) > 1 else ""


@dataclass(frozen=True)
class Click:
    """A button pressed, an option chosen."""

    caller: Caller
    action: str
    value: str
    view: dict[str, Any] | None = None
    """The form or Home it stands in; None in a message."""

    @property
    def in_form(self) -> bool:
        """Whether it stands in a form, which can be shown anew."""
        return self.view is not None and self.view.get("type") == "modal"

    @property
    def id(self) -> str:
        """What the click is about: a button's value, or what follows the colon of a menu's option."""
        return self.value.partition(":")[2] or self.value

    @property
    def choice(self) -> str:
        """A menu's option, without what it is about."""
        return self.value.partition(":")[0]

    @property
    def number(self) -> int:
        """The page that a button turns to; 0 where its value names none."""
        try:
            return int(self.id)
        except ValueError:
            return 0


@dataclass(frozen=True)
class Form:
    """A form that was sent."""

    caller: Caller
    view: dict[str, Any]

    @property
    def metadata(self) -> dict[str, Any]:
        """What the form was opened with."""
        return self.remembered(self.view)

    @staticmethod
    def remembered(view: dict[str, Any]) -> dict[str, Any]:
        """What any form or page keeps with itself; {} where that is nothing of ours."""
        try:
            found = json.loads(view.get("private_metadata") or "{}")
        except (TypeError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def id(self) -> str:
        """The notice or request that the form is about, or ""."""
        return str(self.metadata.get("id", ""))


@dataclass(frozen=True)
class Shortcut:
    """A global shortcut, or one on a message (then `text`, `author`, `ts` and `hidden` are the message's)."""

    caller: Caller
    text: str = ""
    author: str | None = None
    ts: str | None = None
    hidden: bool = False
    """Whether the message stands where not everybody can read: a direct message or a private channel."""


@dataclass(frozen=True)
class Happening:
    """An event."""

    workspace: str
    key: str
    event: dict[str, Any] = field(default_factory=dict)


def workspace_of(body: dict[str, Any]) -> str:
    """The team id of any payload; "" where there is none."""
    team = body.get("team") or {}
    found = team.get("id") if isinstance(team, dict) else team
    return str(found or body.get("team_id") or (body.get("user") or {}).get("team_id") or "")


def user_of(body: dict[str, Any]) -> str:
    """Who acted: commands name it flat, interactions in an object, events within."""
    user = body.get("user") or (body.get("event") or {}).get("user")
    return str(user.get("id", "")) if isinstance(user, dict) else str(user or body.get("user_id", ""))


def channel_of(body: dict[str, Any]) -> str | None:
    """Where it happened, if anywhere."""
    channel = body.get("channel")
    if isinstance(channel, dict):
        return channel.get("id")
    container = body.get("container") or {}
    return body.get("channel_id") or container.get("channel_id")


def said_by(event: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """Who caused an event, in which channel and thread: an edit tells of a message, a reaction of an item."""
    message, item = event.get("message") or event, event.get("item") or {}
    channel = event.get("channel") or item.get("channel")
    where = channel.get("id") if isinstance(channel, dict) else channel
    thread = message.get("thread_ts")
    return (
        str(message.get("user") or event.get("user") or ""),
        where,
        thread if isinstance(thread, str) else None,
    )


def key_of(body: dict[str, Any]) -> str:
    """What makes this input one (DESIGN section 4): event id, a form's id and hash, else the trigger id.

    "" where Slack gives none: such an input cannot be told from its repeat and changes must bear one.
    """
    if "event_id" in body:
        return str(body["event_id"])
    view = body.get("view") or {}
    if body.get("type") == "view_submission":
        return f"{view.get('id', '')}:{view.get('hash', '')}"
    return str(body.get("trigger_id") or "")


def form_name(body: dict[str, Any]) -> str:
    """What a sent form is called in the table of contents."""
    return str((body.get("view") or {}).get("callback_id", ""))


def button_name(body: dict[str, Any]) -> str:
    """The same for what was pressed or chosen."""
    return str((body.get("actions") or [{}])[0].get("action_id", ""))


def command_name(body: dict[str, Any]) -> str:
    """The same for a command."""
    return str(body.get("command", ""))


def shortcut_name(body: dict[str, Any]) -> str:
    """The same for a shortcut."""
    return str(body.get("callback_id", ""))


def event_name(body: dict[str, Any]) -> str:
    """The same for an event."""
    return str((body.get("event") or {}).get("type", ""))


def click_of(caller: Caller, body: dict[str, Any]) -> Click:
    """The first action of a block_actions payload."""
    action = (body.get("actions") or [{}])[0]
    option = action.get("selected_option") or {}
    value = action.get("value") or option.get("value") or action.get("selected_user") or ""
    return Click(caller, str(action.get("action_id", "")), str(value), body.get("view"))


def shortcut_of(caller: Caller, body: dict[str, Any]) -> Shortcut:
    """A shortcut; a message's text is what Slack gave us with the click."""
    message = body.get("message") or {}
    channel = body.get("channel") or {}
    identity = str(channel.get("id", ""))
    hidden = channel.get("name") in ("directmessage", "privategroup") or identity[:1] in ("D", "G")
    return Shortcut(
        caller,
        text=str(message.get("text") or ""),
        author=message.get("user"),
        ts=message.get("ts"),
        hidden=hidden,
    )
