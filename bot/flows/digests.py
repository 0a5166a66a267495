"""The weekly digest: facts counted once, stored, then sent (PRODUCT section 2, "Shared weekly digest")."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import refuse
from bot.flows import messages
from bot.flows.answers import Answer
from bot.models import Digest, Launch, LaunchState, Message, Snapshot, Timer
from bot.rules import digests as rules
from bot.rules import hours as working
from bot.rules import sight
from bot.store import PATIENT_SECONDS, Db, ledger, timers
from bot.store import digests as store
from bot.store.digests import Count, Week
from bot.store.timers import set_timer
from bot.tools import Caller, Tools

WEEK = timedelta(days=7)
LATE = timedelta(minutes=5)
HAPPENINGS = ("launching", "launched", "opened", "told_in_time", "late", "closed", "waiting")
"""Facts that make a week worth more than one line."""
FEW_PRIVATE = 5
"""Private items are counted only from five on, and never named (PRODUCT section 2, "Private")."""


def plan(db: Db, book: Snapshot, now: datetime) -> None:
    """Set the timer of the next shared digest; one that was missed keeps its hour and is sent late."""
    known = db.get(Timer, workspace=book.workspace.id, kind="digest", subject="shared")
    if known is not None and known.at <= now:
        return
    following = rules.next_digest(book.workspace, now, holidays=working.holidays_of(book))
    set_timer(db, book.workspace.id, "digest", "shared", following)


async def run(tools: Tools, timer: Timer) -> None:
    """Send the week once, to the integration channel and each department's; a missed one says it is late.

    Counted outside the unit: nobody's ack waits for it.
    """
    now = tools.clock.now()
    gathered = await tools.store.read(lambda db: week(db, timer.workspace, now), within=PATIENT_SECONDS)

    def work(db: Db) -> None:
        if timers.take(db, timer):
            _send_all(db, tools.books.of(db, timer.workspace), gathered, timer, now)

    await tools.store.write(work)


def _send_all(db: Db, book: Snapshot, gathered: Week, timer: Timer, now: datetime) -> None:
    day = rules.day_of(book.workspace, timer.at)
    late = now - timer.at > LATE
    channel = book.workspace.integration_channel
    rooms = {"shared": channel} if channel else {}
    for department in book.active:
        own = department.channel if book.takes_part(department.key) else None
        if own and own not in rooms.values():
            rooms[department.key] = own
    for audience, room in rooms.items():
        facts = facts_of(gathered, book, now, None if audience == "shared" else audience)
        _send(db, book, audience, room, day, {**facts, "late_sent": late}, now)
    plan(db, book, now)


def _send(
    db: Db, book: Snapshot, audience: str, channel: str, day: str, facts: dict[str, Any], now: datetime
) -> None:
    stored = Digest(workspace=book.workspace.id, audience=audience, day=day, at=now, facts=facts)
    if not db.add_if_new(stored):
        return
    ledger.owe(
        db,
        Message(
            workspace=book.workspace.id,
            key=f"digest:{audience}:{day}",
            kind="digest",
            channel=channel,
            values={"audience": audience, "day": day},
            made_at=now,
        ),
    )


def week(db: Db, workspace: str, now: datetime) -> Week:
    """What the digests of this moment are made of."""
    return store.week(db, workspace, start=now - WEEK, now=now, end=now + WEEK)


def facts_of(gathered: Week, book: Snapshot, now: datetime, department: str | None = None) -> dict[str, Any]:
    """The week's facts: launches of the seven days ahead and behind, escalations of the week behind.

    JSON values, times in ISO with zone. For a department what it announced, answers or is responsible for.
    """
    counted = {
        happened: _countable([one for one in counts if department in (None, one.department)])
        for happened, counts in gathered.escalations.items()
    }
    topics: Counter[str] = Counter()
    for one in counted["opened"]:
        topics[one.topic] += 0 if one.private else one.number
    facts: dict[str, Any] = {
        "week": now.astimezone(ZoneInfo(book.workspace.timezone)).strftime("%G-W%V"),
        "launching": [_launch(one) for one in gathered.ahead if _concerns(one, department)],
        "launched": [
            _launch(one)
            for one in gathered.behind
            if one.state in (LaunchState.live, LaunchState.reviewed) and _concerns(one, department)
        ],
        **{happened: sum(one.number for one in counts) for happened, counts in counted.items()},
        "topics": [list(pair) for pair in topics.most_common(3) if pair[1]],
        "waiting": [
            {"department": one.department, "count": one.number, "oldest_due": one.oldest_due.isoformat()}
            for one in gathered.waiting
            if department in (None, one.department)
        ],
    }
    return {**facts, "happened": any(facts[key] for key in HAPPENINGS)}


def _countable(counts: list[Count]) -> list[Count]:
    private = sum(one.number for one in counts if one.private)
    return counts if private >= FEW_PRIVATE else [one for one in counts if not one.private]


def _concerns(launch: Launch, department: str | None) -> bool:
    return department is None or department == launch.department or department in launch.asked


def _launch(launch: Launch) -> dict[str, str]:
    return {
        "id": launch.id,
        "title": launch.title,
        "at": launch.at.isoformat(),
        "state": str(launch.state),
    }


async def show(tools: Tools, caller: Caller) -> Answer:
    """`/tutti digest`: the digest as it would be now, privately."""
    refuse(sight.may_look(caller.person))
    now = tools.clock.now()

    def look(db: Db) -> Answer:
        book = tools.books.of(db, caller.workspace)
        rendered = messages.digest_of(
            db, book, facts_of(week(db, book.workspace.id, now), book, now), "shared", caller.t
        )
        return Answer(rendered.text, rendered.blocks)

    return await tools.store.read(look)


async def preview(tools: Tools, workspace: str) -> str:
    """The shared digest's point as it would be sent now, in the workspace's language."""
    now = tools.clock.now()

    def look(db: Db) -> str:
        book = tools.books.of(db, workspace)
        t = tools.shared(book)
        return messages.digest_of(
            db, book, facts_of(week(db, book.workspace.id, now), book, now), "shared", t
        ).text

    return await tools.store.read(look)
