"""What falls due, and which flow handles it. `HANDLERS` is the table of contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.flows import chase, departures, digests, golive, keeping, levels, nights, rollups
from bot.models import Snapshot, Timer
from bot.store import Db
from bot.store.timers import claim, due, set_timer
from bot.tools import Tools

log = structlog.get_logger(__name__)

Handler = Callable[[Db, Tools, Snapshot, Timer, datetime], None]

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
    "digest": digests.run,
    "rollup": rollups.run,
    "departed": departures.run,
    "housekeeping": keeping.run,
}
TRY_AGAIN = timedelta(minutes=1)


def run_due(db: Db, tools: Tools, now: datetime, limit: int) -> int:
    """Claim and handle timers that fell due, each alone: one that fails is tried again in a minute."""
    found = due(db, now, limit)
    for timer in found:
        if not claim(db, timer, now):
            continue
        try:
            with db.part():
                book = tools.books.of(db, timer.workspace)
                HANDLERS[timer.kind](db, tools, book, timer, now)
        except Exception:
            log.exception("a timer could not be handled", timer=timer.kind, subject=timer.subject)
            set_timer(db, timer.workspace, timer.kind, timer.subject, now + TRY_AGAIN)
    return len(found)
