"""The leaders' digest: sent to each of `leaders`, and decided by the first of them who clicks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.flows import charts, decisions, digests, figures
from bot.flows.digests import Facts
from bot.models import EVERYBODY, Decision, Person, Snapshot, Timer
from bot.rules import digests as rules
from bot.rules import facts as weeks
from bot.rules import sight
from bot.store import PATIENT_SECONDS, Db, timers
from bot.store import digests as store
from bot.store.timers import set_timer
from bot.tools import Tools
from bot.views import explainers

AUDIENCE = "leadership"
OLD = timedelta(days=5)
"""Whoever could not be reached for so long, as in their holidays, gets no leaders' digest of that week."""


def facts_of(db: Db, book: Snapshot, now: datetime) -> tuple[Facts, list[Decision]]:
    """The facts as they would be stored now, and the decisions in them."""
    found, more = decisions.find(db, book, now)
    week = weeks.week_of(book.workspace.timezone, now)
    recent = figures.recent(db, book, now)
    some = any(one.figures.get(EVERYBODY) for one in recent)
    facts: Facts = {
        "week": week,
        "zone": book.workspace.timezone,
        "names": {one.key: dict(one.name) for one in book.departments},
        "words": None,
        "figures": figures.of_leaders(recent, book) if some else [],
        "figures_week": weeks.last_week(book.workspace.timezone, now),
        "decisions": decisions.facts_of(db, book, found),
        "more": more,
        "charts": charts.of_department(recent, charts.asking(db, book, now), EVERYBODY),
        "taken": list(decisions.taken(db, book, now)),
        "explainer": explainers.number(week),
    }
    return facts, found


async def run(tools: Tools, timer: Timer) -> None:
    """Count the week and send it to each leader, when they can be reached."""
    now = tools.clock.now()
    facts, found = await tools.store.read(
        lambda db: facts_of(db, tools.books.of(db, timer.workspace), now), within=PATIENT_SECONDS
    )

    def work(db: Db) -> None:
        if timers.take(db, timer):
            _send(db, tools.books.of(db, timer.workspace), facts, found, timer, now)

    await tools.store.write(work)


def _send(
    db: Db, book: Snapshot, facts: dict[str, Any], found: list[Decision], timer: Timer, now: datetime
) -> None:
    day = rules.day_of(book.workspace, timer.at)
    facts = {**facts, "late_sent": now - timer.at > digests.LATE}
    decisions.settle(db, book, found, now)
    if book.workspace.leaders and digests.keep(db, book, AUDIENCE, day, facts, now):
        decisions.offer(db, found, day)
        for person in readers(db, book):
            at = rules.own_clock(book, person, now)
            if at <= now:
                digests.owe(db, book, AUDIENCE, day, person, now)
            else:
                set_timer(db, book.workspace.id, "leader", person, at)
    digests.plan_one(db, book, timer.subject, now)


def readers(db: Db, book: Snapshot) -> list[str]:
    """The leaders who are there to read it: nobody who left, no guest."""
    people = [db.get(Person, workspace=book.workspace.id, id=one) for one in book.workspace.leaders]
    return [one.id for one in people if one is not None and sight.may_look(one) is None]


def run_later(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """It is the digest's hour in this leader's zone."""
    today = rules.day_of(book.workspace, now)
    stored = store.latest(db, timer.workspace, AUDIENCE, rules.day_of(book.workspace, now - OLD), today)
    if stored is not None and timer.subject in readers(db, book):
        digests.owe(db, book, AUDIENCE, stored.day, timer.subject, now)
