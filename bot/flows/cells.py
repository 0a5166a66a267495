"""Weeks that are over become cells, so that a year is read at once; before records are forgotten, for good.

Room is made first, and a moment later the week is counted outside any unit: what changed since then has
marked the room, and what was counted is kept only if nothing did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.flows import chase, escalation_cases
from bot.flows.facts import spans_of
from bot.models import EVERYBODY, Cell, Escalation, Launch, Snapshot, Timer
from bot.rules import durations
from bot.rules import facts as rules
from bot.rules import hours as working
from bot.rules.facts import Span
from bot.store import PATIENT_SECONDS, Db, cells, timers
from bot.store import facts as store
from bot.store.timers import set_timer
from bot.tools import Tools

YEAR: Final = 53
"""Weeks that are kept counted."""
REST: Final = timedelta(hours=1)
"""A week becomes a cell so long after its end: a call that is shown at its last moment is in it."""
SETTLED: Final = timedelta(minutes=1)
"""No unit lasts longer: whoever changes something has seen the room that was made before."""
MOST: Final = 8
"""Weeks counted one after the other; the rest follows in a moment."""
MOST_OLD: Final = 300
"""Answers from before they were measured, written in one unit."""
MOST_SEALED: Final = 1
"""Weeks counted within one unit before their records are forgotten, so that it stays short; nearly all of
them were counted long before."""


def plan(db: Db, book: Snapshot, now: datetime) -> None:
    """Let weeks that are over be looked at, as soon as there is one in which anything counts."""
    first = cells.first_moment(db, book.workspace.id)
    if first and rules.week_of(book.workspace.timezone, first) <= _last(book.workspace.timezone, now):
        set_timer(db, book.workspace.id, "facts", "daily", now, earliest=True)


def _last(zone: str, now: datetime) -> str:
    """The last week that can become cells."""
    return rules.last_week(zone, now - REST)


async def run(tools: Tools, timer: Timer) -> None:
    """Count what is not counted, or not any more; come again while there is something left."""
    now = tools.clock.now()
    workspace = timer.workspace
    wanted = await tools.store.read(lambda db: _wanted(db, tools, workspace, now), within=PATIENT_SECONDS)
    await tools.store.write(lambda db: _make_room(db, tools.books.of(db, workspace), wanted, now))
    left = len(wanted) > MOST
    for week in wanted[:MOST]:
        left |= not await _count(tools, workspace, week, now)

    def work(db: Db) -> None:
        if timers.take(db, timer) and left:
            set_timer(db, workspace, timer.kind, timer.subject, now + 2 * SETTLED)

    await tools.store.write(work)


def _wanted(db: Db, tools: Tools, workspace: str, now: datetime) -> list[str]:
    """Weeks of the last year that are over and have no cells that are true, oldest first."""
    zone = tools.books.of(db, workspace).workspace.timezone
    first = cells.first_moment(db, workspace)
    weeks = [
        one
        for one in rules.weeks_until(_last(zone, now), YEAR)
        if first and one >= rules.week_of(zone, first)
    ]
    kept = cells.of_weeks(db, workspace, weeks)
    return [one for one in weeks if not _is_true(kept.get(one, {}).values())]


def _is_true(found: Iterable[Cell]) -> bool:
    dirty = [cell.dirty for cell in found]
    return bool(dirty) and not any(dirty)


def _make_room(db: Db, book: Snapshot, weeks: Sequence[str], now: datetime) -> None:
    workspace = book.workspace.id
    near = {one for week in weeks for one in (week, rules.before(week, 1), rules.before(week, -1))}
    spans = spans_of(book, weeks, cells.of_weeks(db, workspace, near))
    for week in weeks:
        cells.reserve(db, workspace, week, spans[week], now)


async def _count(tools: Tools, workspace: str, week: str, now: datetime) -> bool:
    """Whether the week stands counted now; False where it is too early, or something changed meanwhile."""
    if not await tools.store.write(lambda db: _measure(db, tools.books.of(db, workspace), week)):
        return False

    def look(db: Db) -> tuple[Cell, cells.Figures]:
        cell = cells.of_weeks(db, workspace, [week])[week][EVERYBODY]
        return cell, store.week(db, workspace, Span(cell.starts, cell.ends))

    cell, counted = await tools.store.read(look, within=PATIENT_SECONDS)
    if now - cell.made_at < SETTLED:
        return False
    return await tools.store.write(lambda db: cells.keep(db, workspace, week, counted, cell.revision))


def _measure(db: Db, book: Snapshot, week: str) -> bool:
    """Write how long answers of this week took that came before Tutti measured it, in the hours of today;
    whether none is left."""
    cell = cells.of_weeks(db, book.workspace.id, [week])[week][EVERYBODY]
    requests, escalations = store.unmeasured(db, book.workspace.id, Span(cell.starts, cell.ends), MOST_OLD)
    for request in requests:
        if request.answered_at is not None:
            hours = chase.hours_for(book, request)
            took = durations.minutes(hours, request.asked_at, request.answered_at)
            db.change(request, answered_first_at=request.answered_at, answer_minutes=took)
    for escalation in escalations:
        if escalation.told_at is not None:
            hours = working.hours_of(book, escalation.department)
            since = escalation_cases.first_signal(db, escalation)
            took = durations.minutes(hours, since, escalation.told_at)
            db.change(escalation, reply_minutes=took)
    return max(len(requests), len(escalations)) < MOST_OLD


# Before records are forgotten


def sealed(db: Db, book: Snapshot, ended: Sequence[Launch | Escalation], now: datetime) -> bool:
    """Whether every week in which these notices count is counted for good, so that they may be forgotten.

    A week that is not is counted now, a few in one unit. A week that is not over yet counts what is left of
    them then.
    """
    weeks = _weeks_of(db, book, ended, now)
    kept = cells.of_weeks(db, book.workspace.id, weeks)
    open_ = [week for week in weeks if not _is_true(kept.get(week, {}).values())]
    cells.seal(db, book.workspace.id, {*weeks} - {*open_})
    done = [_seal(db, book, week, now) for week in open_[:MOST_SEALED]]
    return all(done) and len(open_) <= MOST_SEALED


def _weeks_of(db: Db, book: Snapshot, ended: Sequence[Launch | Escalation], now: datetime) -> list[str]:
    if not ended:
        return []
    zone = book.workspace.timezone
    ends = [one.ended_at for one in ended if one.ended_at is not None]
    promised = store.reach(db, book.workspace.id, [one.id for one in ended])
    last = min(max([*ends, *([promised] if promised else [])]), now - REST - timedelta(weeks=1))
    week, until = rules.week_of(zone, min(one.created_at for one in ended)), rules.week_of(zone, last)
    found = []
    while week <= until:
        found.append(week)
        week = rules.before(week, -1)
    return found


def _seal(db: Db, book: Snapshot, week: str, now: datetime) -> bool:
    """Count the week within this unit, for good; False while old answers of it are still to be measured."""
    workspace = book.workspace.id
    _make_room(db, book, [week], now)
    if not _measure(db, book, week):
        return False
    whole = cells.of_weeks(db, workspace, [week])[week][EVERYBODY]
    counted = store.week(db, workspace, Span(whole.starts, whole.ends))
    cells.keep(db, workspace, week, counted, whole.revision)
    cells.seal(db, workspace, [week])
    return True
