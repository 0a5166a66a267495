"""What falls due, and which flow handles it. `HANDLERS` is the table of contents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.errors import Busy
from bot.flows import (
    automatic,
    cells,
    chase,
    departures,
    digest_hours,
    doubts,
    duty_groups,
    golive,
    holds,
    keeping,
    leadership,
    levels,
    message_reading,
    mondays,
    nights,
    pings,
    returns,
    rollups,
    stand_ins,
    swaps,
    turns,
)
from bot.models import Snapshot, Timer
from bot.store import Db
from bot.store.batches import Batch, together
from bot.store.timers import claim, fallen, next_kind, set_timer
from bot.tools import Tools

log = structlog.get_logger(__name__)

Handler = Callable[[Db, Tools, Snapshot, Timer, datetime], None]
Gather = Callable[[Batch, list[Timer], datetime], None]

HANDLERS: Mapping[str, Handler] = {
    "rung": chase.rung,
    "round": chase.call_round,
    "golive": golive.run_golive,
    "undecided": golive.run_undecided,
    "told": levels.run_told,
    "rise": levels.run_rise,
    "rise_again": levels.run_rise,
    "statement": levels.run_statement,
    "opening": nights.run_opening,
    "turn": turns.run_begins,
    "turn_told": turns.run_told,
    "swap": swaps.run_lapse,
    "rollup": rollups.run,
    "flood": automatic.run_flood,
    "departed": departures.run,
    "housekeeping": keeping.run,
    "held": holds.run_held,
    "away": stand_ins.run_away,
    "back": returns.run_back,
    "leader": leadership.run_later,
    "monday": mondays.run_one,
}
GATHER: Mapping[str, Gather] = {"rung": chase.gather, "round": pings.gather}
"""What many timers of a kind need is read at once; the handler is the same."""
ALONE: Mapping[str, Callable[[Tools, Timer], Awaitable[None]]] = {
    "digest": digest_hours.run,
    "duty_group": duty_groups.run,
    "read": message_reading.run,
    "recognise": doubts.run,
    "facts": cells.run,
}
"""Those that read much first, outside their unit."""
TRY_AGAIN = timedelta(minutes=1)


def run_due(
    db: Db, tools: Tools, now: datetime, most: Callable[[str], int], until: datetime
) -> tuple[str, int]:
    """Claim and handle timers of one kind that fell due until then; the kind, and how many there were.

    most: how many of a kind at most. Together where that is quicker. One that fails is tried again in a
    minute and undoes no other's work.
    """
    kind = next_kind(db, until, without=tuple(ALONE))
    found = claim(db, until, most(kind), without=tuple(ALONE)) if kind else []
    for _, group in groupby(sorted(found, key=_workspace), key=_workspace):
        timers = list(group)
        if len(timers) < 2 or timers[0].kind not in GATHER or not _handled(db, tools, timers, now):
            for timer in timers:
                _handle(db, tools, timer, now)
    for timer in found:
        tools.metrics.step((now - timer.at).total_seconds())
    return kind, len(found)


async def run_alone(tools: Tools) -> int:
    """Handle, one after the other, timers that fell due and read much first; how many there were."""
    now = tools.clock.now()
    found = await tools.store.read(lambda db: fallen(db, now, tuple(ALONE)))
    for timer in found:
        tools.metrics.step((tools.clock.now() - timer.at).total_seconds())
        try:
            await ALONE[timer.kind](tools, timer)
        except Busy:
            raise
        except Exception:
            log.exception("a timer could not be handled", timer=timer.kind, subject=timer.subject)
            await tools.store.write(lambda db, timer=timer: _later(db, timer, now))  # type: ignore[misc]
    return len(found)


def _later(db: Db, timer: Timer, now: datetime) -> None:
    set_timer(db, timer.workspace, timer.kind, timer.subject, now + TRY_AGAIN)


def _workspace(timer: Timer) -> str:
    return timer.workspace


def _handled(db: Db, tools: Tools, timers: list[Timer], now: datetime) -> bool:
    """Handle timers of one kind and workspace together; False, and nothing is done, when one fails."""
    kind, book = timers[0].kind, tools.books.of(db, timers[0].workspace)
    try:
        with together(db) as batch:
            GATHER[kind](batch, timers, now)
            for timer in timers:
                HANDLERS[kind](batch, tools, book, timer, now)
    except Exception:
        log.exception("timers could not be handled together", timer=kind, count=len(timers))
        return False
    return True


def _handle(db: Db, tools: Tools, timer: Timer, now: datetime) -> None:
    try:
        with db.part():
            book = tools.books.of(db, timer.workspace)
            HANDLERS[timer.kind](db, tools, book, timer, now)
    except Exception:
        log.exception("a timer could not be handled", timer=timer.kind, subject=timer.subject)
        _later(db, timer, now)
