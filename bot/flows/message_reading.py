"""Reading the message that somebody points at: outside the request, once, and only with the right to.

A timer due at once stands for it, so that Slack's three seconds are not spent on its answer. Where Slack
refuses or is away, the offer comes all the same, with the message's address and nothing of its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog

from bot.flows import offers
from bot.models import Heard, Snapshot, Timer
from bot.rules import listening as rules
from bot.rules import mentions, rights
from bot.slack import SlackError
from bot.slack.messages import words_of
from bot.store import Db, timers
from bot.tools import Tools

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


def said_at(ts: str | None) -> datetime | None:
    """When a message was said: Slack's ids of messages are Unix seconds. None for what is no such id."""
    try:
        return datetime.fromtimestamp(float(ts or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return None


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
    found = offers.certain(recognised, siren=source.siren)
    answer = await tools.write(caller, lambda db, book: offers.offer(db, book, caller, heard, found, now))
    if tools.whispers is not None:
        tools.whispers.say(
            source.person,
            answer.text,
            blocks=answer.blocks or None,
            channel=source.channel,
            thread=heard.thread,
        )


async def _read(tools: Tools, workspace: str, source: Source) -> Heard:
    """The message, or the thread's words with its first message as source; no words if unreadable."""
    hidden = await _is_hidden(tools, source.channel)
    bare = Heard(source.channel, source.ts, at=said_at(source.ts), hidden=hidden)
    if ("groups:history" if bare.hidden else "channels:history") not in tools.scopes:
        return bare
    most = PAGE if source.thread else MOST
    try:
        # Asked by the id of a reply, Slack gives that reply alone (slackapi/bolt-python#783).
        page = await tools.slack.look(
            "conversations.replies", channel=source.channel, ts=source.ts, limit=most
        )
    except SlackError as error:
        log.info("message not read", error=error.code)
        return bare
    return _heard(bare, source, page.get("messages") or (), tools.books.kept(workspace))


async def _is_hidden(tools: Tools, channel: str) -> bool:
    """Whether not everybody can read there; so it is where Slack does not say."""
    try:
        about = (await tools.slack.look("conversations.info", channel=channel)).get("channel") or {}
    except SlackError as error:
        log.info("channel not looked up", error=error.code)
        return True
    return not about.get("is_channel") or bool(about.get("is_private"))


def _heard(bare: Heard, source: Source, messages: Iterable[Any], book: Snapshot) -> Heard:
    """What Slack gave, without what Tutti said itself and without its name."""
    ours = book.workspace.bot_user
    given = [one for one in messages if isinstance(one, dict) and one.get("user") != ours]
    first = next((one for one in given if one.get("ts") == source.ts), None)
    later = [one for one in given if one is not first and one.get("bot_id") is None]
    said = [*([first] if first else []), *(later[-(MOST - 1) :] if source.thread else ())]
    texts = [mentions.wish(words_of(one), ours).words for one in said]
    parent = first.get("thread_ts") if first else source.ts if source.thread else None
    return replace(bare, text="\n".join(texts), thread=parent if isinstance(parent, str) else None)
