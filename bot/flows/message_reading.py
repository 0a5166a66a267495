"""Reading the message that somebody points at: outside the request, once, and only with the right to.

A timer due at once stands for it, so that Slack's three seconds are not spent on its answer. Where Slack
refuses or is away, the offer comes all the same, with the message's address and nothing of its words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import structlog

from bot.flows import offers
from bot.models import Heard, Recognised, Snapshot, Timer
from bot.rules import listening as rules
from bot.rules import rights
from bot.slack import SlackError
from bot.store import Db, timers
from bot.tools import Caller, Tools

log = structlog.get_logger(__name__)

MOST = 15
"""Messages of a thread that are read, the newest; a limited app gets no more (PLATFORM section 2)."""
PAGE = 100


class Source(NamedTuple):
    """What is read: a message, or a thread from its first message (`ts`) on. siren: a reaction asked."""

    channel: str
    ts: str
    person: str
    thread: bool = False
    siren: bool = False

    @property
    def subject(self) -> str:
        """What its timer is called."""
        kind = "siren" if self.siren else "thread" if self.thread else "message"
        return f"{kind}:{self.channel}:{self.ts}:{self.person}"

    @classmethod
    def of(cls, subject: str) -> Source:
        """What a timer stands for."""
        kind, channel, ts, person = subject.split(":")
        return cls(channel, ts, person, thread=kind == "thread", siren=kind == "siren")


def may_read(tools: Tools, channel: str) -> bool:
    """Whether our token reads messages there; a private channel needs a scope of its own."""
    return {"channels:history", "groups:history"} & tools.scopes != set() and channel[:1] in ("C", "G")


def ask(db: Db, workspace: str, source: Source, now: datetime) -> None:
    """Read it as soon as the unit is saved."""
    timers.set_timer(db, workspace, "read", source.subject, now)


async def run(tools: Tools, timer: Timer) -> None:
    """Read what the timer stands for and whisper the offer, at most once."""
    if not await tools.store.write(lambda db: timers.take(db, timer)):
        return
    source, now = Source.of(timer.subject), tools.clock.now()
    caller = await tools.caller(timer.workspace, source.person, "", source.channel)
    if rights.may_raise(caller.person) is not None:
        return
    heard = await _read(tools, timer.workspace, source)
    recognised = rules.recognised(heard, caller.snapshot, now) if heard.text else None
    answer = await tools.write(
        caller, lambda db, book: _offer(db, book, caller, source, heard, recognised, now)
    )
    if tools.whispers is not None:
        tools.whispers.say(
            source.person,
            answer.text,
            blocks=answer.blocks or None,
            channel=source.channel,
            thread=heard.thread,
        )


def _offer(
    db: Db,
    book: Snapshot,
    caller: Caller,
    source: Source,
    heard: Heard,
    recognised: Recognised | None,
    now: datetime,
) -> Any:
    found = offers.an_escalation(recognised, book) if source.siren else recognised
    return offers.offer(db, book, caller, heard, found, now)


async def _read(tools: Tools, workspace: str, source: Source) -> Heard:
    """The message, or the thread's words with its first message as source; no words if unreadable."""
    bare = Heard(source.channel, source.ts, hidden=source.channel[:1] != "C")
    try:
        most = PAGE if source.thread else MOST
        page = await tools.slack.look(
            "conversations.replies", channel=source.channel, ts=source.ts, limit=most
        )
    except SlackError as error:
        log.info("message not read", error=error.code)
        return bare
    ours = tools.books.kept(workspace).workspace.bot_user
    given = [one for one in page.get("messages", ()) if isinstance(one, dict) and one.get("user") != ours]
    own = [one for one in given if one.get("ts") == source.ts]
    first = next(iter(own), None) or next(iter(given), None)
    if first is None:
        return bare
    said = [first, *given[1:][-(MOST - 1) :]] if source.thread else [first]
    texts = [str(one.get("text") or "") for one in said if one.get("bot_id") is None or one is first]
    parent = first.get("thread_ts")
    return replace(bare, text="\n".join(texts), thread=parent if isinstance(parent, str) else None)
