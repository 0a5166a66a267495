"""The weekly digests: facts counted once, stored, then sent (PRODUCT section 2, "Shared weekly digest").

Three hours, one for each timer: `shared` (the integration channel and each department's), `leadership`
(`flows.leadership`) and `personal` (`flows.mondays`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.flows import agendas, charts, digest_facts, figures, wording
from bot.models import Digest, Message, Snapshot, Timer, WeekFacts
from bot.rules import defaults
from bot.rules import digests as rules
from bot.rules import hours as working
from bot.store import PATIENT_SECONDS, Db, ledger, timers
from bot.store import digests as store
from bot.store.digests import Asking, Week
from bot.store.timers import set_timer, stop_timer
from bot.tools import Tools

WEEK = timedelta(days=7)
LATE = timedelta(minutes=5)
WORDS_SECONDS = 4.0
"""A due step starts within five seconds (P3): a slower model is not waited for."""
SHARED = "shared"
Facts = dict[str, Any]


def plan(db: Db, book: Snapshot, now: datetime) -> None:
    """Set the timer of each audience's next digest; one that was missed keeps its hour and is sent late.

    An audience that is switched off has none.
    """
    for audience in defaults.DIGEST:
        plan_one(db, book, audience, now)


def plan_one(db: Db, book: Snapshot, audience: str, now: datetime) -> None:
    """The same for one audience."""
    workspace = book.workspace
    following = rules.next_digest(workspace, now, audience, holidays=working.holidays_of(book))
    if following is None:
        stop_timer(db, workspace.id, "digest", audience)
        return
    known = db.get(Timer, workspace=workspace.id, kind="digest", subject=audience)
    if known is None or known.at > now:
        set_timer(db, workspace.id, "digest", audience, following)


@dataclass(frozen=True)
class Gathered:
    """What the shared digest and every department's are made of, read in one look."""

    week: Week
    figures: list[WeekFacts]
    asking: list[Asking]


def gather(db: Db, book: Snapshot, now: datetime) -> Gathered:
    """Count the seven days behind and ahead, and the last weeks' figures."""
    week = store.week(db, book.workspace.id, start=now - WEEK, now=now, end=now + WEEK)
    return Gathered(week, figures.recent(db, book, now), charts.asking(db, book, now))


def facts_of(db: Db, book: Snapshot, gathered: Gathered, audience: str, now: datetime) -> Facts:
    """The facts for everybody, or for a department by its key."""
    if audience == SHARED:
        facts = digest_facts.shared(db, book, gathered.week, now, agendas.asks(db, book))
        return {**facts, "charts": charts.of_everybody(gathered.figures)}
    own = figures.of_department(gathered.figures, audience)
    facts = digest_facts.department(db, book, gathered.week, now, audience, own)
    return {**facts, "charts": charts.of_department(gathered.figures, gathered.asking, audience)}


def rooms(book: Snapshot) -> dict[str, str]:
    """Where a digest stands, by audience: the integration channel, each department's own in the pilot."""
    channel = book.workspace.integration_channel
    found = {SHARED: channel} if channel else {}
    for department in book.active:
        own = department.channel if book.takes_part(department.key) else None
        if own and own not in found.values():
            found[department.key] = own
    return found


async def run(tools: Tools, timer: Timer) -> None:
    """Send the week once, to the integration channel and each department's; a missed one says it is late.

    Counted outside the unit: nobody's ack waits for it.
    """
    now = tools.clock.now()

    def count(db: Db) -> dict[str, Facts]:
        book = tools.books.of(db, timer.workspace)
        gathered = gather(db, book, now)
        return {audience: facts_of(db, book, gathered, audience, now) for audience in rooms(book)}

    counted = await tools.store.read(count, within=PATIENT_SECONDS)
    if SHARED in counted:
        counted[SHARED]["words"] = await _worded(
            tools, await tools.snapshot(timer.workspace), counted[SHARED]
        )

    def work(db: Db) -> None:
        if timers.take(db, timer):
            _send_all(db, tools.books.of(db, timer.workspace), counted, timer, now)

    await tools.store.write(work)


async def _worded(tools: Tools, book: Snapshot, facts: Facts) -> dict[str, Any] | None:
    """The model's words for the shared digest, if it has them within the seconds that a step may be late."""
    try:
        async with asyncio.timeout(WORDS_SECONDS):
            return await wording.phrase(tools, book, facts, SHARED)
    except TimeoutError:
        return None


def _send_all(db: Db, book: Snapshot, counted: Mapping[str, Facts], timer: Timer, now: datetime) -> None:
    day = rules.day_of(book.workspace, timer.at)
    late = now - timer.at > LATE
    for audience, room in rooms(book).items():
        if audience in counted and keep(
            db, book, audience, day, {**counted[audience], "late_sent": late}, now
        ):
            owe(db, book, audience, day, room, now)
    plan_one(db, book, timer.subject, now)


def keep(db: Db, book: Snapshot, audience: str, day: str, facts: Facts, now: datetime) -> bool:
    """Store the facts of that day's digest; False where it was stored before: then it was sent, too."""
    return db.add_if_new(Digest(workspace=book.workspace.id, audience=audience, day=day, at=now, facts=facts))


def owe(db: Db, book: Snapshot, audience: str, day: str, place: str, now: datetime) -> None:
    """Owe the stored digest to a channel, or to a person, once."""
    named = f":{place}" if place.startswith(("U", "W")) else ""
    ledger.owe(
        db,
        Message(
            workspace=book.workspace.id,
            key=f"digest:{audience}:{day}{named}",
            kind="digest",
            channel=place,
            values={"audience": audience, "day": day},
            made_at=now,
        ),
    )
