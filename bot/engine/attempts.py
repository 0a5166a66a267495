"""What a channel's next message says now and where it goes; looked up before anything is written down."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from bot.engine import pace
from bot.flows import holds, messages
from bot.models import Message, Person
from bot.store import Db, ledger
from bot.tools import Tools
from bot.views.kit import Rendered

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Attempt:
    """What is about to be sent: the row, and what it says now."""

    message: Message
    rendered: Rendered | dict[str, Any] | None
    target: str | None
    thread: str | None
    says: str = ""
    """A digest of what it says."""
    calls: bool = False
    """It calls on a person who may not want to be disturbed: a first direct message, not about a crisis."""
    held_until: datetime | None = None
    """The person is not to be disturbed before (product time)."""
    unfit: bool = False
    """It could not be rendered: a bug, which must not hold the channel."""


@dataclass(frozen=True)
class Wait:
    """The next message must wait for the permitted rate: nothing was rendered. `until`: look again then."""

    message: Message
    until: float
    in_line: bool
    """Whether others wait for the same: the workspace's rate, not the channel's own."""


def coming(db: Db, workspace: str, channel: str, tick: float) -> Message | Wait | None:
    """The next message of the channel, whether it may be sent now or must wait; None when there is none."""
    message = ledger.next_message(db, workspace, channel, tick)
    if message is None:
        return None
    free = [ledger.free_at(db, workspace, rate) for rate in pace.rates(message)]
    if free and max(free) > tick + pace.AHEAD:
        return Wait(message, max(free) - pace.AHEAD, in_line=free[-1] == max(free))
    return message


def gather(db: Db, tools: Tools, workspace: str, channel: str, tick: float) -> Attempt | Wait | None:
    """The next message of the channel, rendered if it may be sent now; None when there is none."""
    message = coming(db, workspace, channel, tick)
    if message is None or isinstance(message, Wait):
        return message
    book = tools.books.of(db, workspace)
    parent = db.get(Message, id=message.parent) if message.parent else None
    target, thread = _target(db, message), parent.ts if parent else message.values.get("thread")
    try:
        rendered = messages.render(db, tools, book, message)
    except Exception:
        log.exception("a message could not be rendered", kind=message.kind, notice=message.notice)
        return Attempt(message, None, target, thread, unfit=True)
    calls = holds.calls_on_somebody(db, message)
    held = holds.held_until(book, message, tools.clock.now()) if calls else None
    return Attempt(message, rendered, target, thread, _digest(rendered), calls=calls, held_until=held)


def _target(db: Db, message: Message) -> str | None:
    """Where Slack takes it; None for a person with whom no direct message was opened yet."""
    channel = message.channel
    if channel.startswith(("U", "W")) and message.kind != "home" and not message.posted_channel:
        person = db.get(Person, workspace=message.workspace, id=channel)
        return person.direct_channel if person else None
    return message.posted_channel or channel


def _digest(rendered: Rendered | dict[str, Any] | None) -> str:
    """Equal for messages that say the same; "" for a Home, which Slack may have forgotten."""
    if not isinstance(rendered, Rendered):
        return ""
    said = json.dumps([rendered.text, rendered.blocks], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
