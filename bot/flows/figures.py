"""The ratios that digests show: the last week that is over, and the four before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.flows import facts
from bot.models import EVERYBODY, Measure, Snapshot, WeekFacts
from bot.rules import facts as rules
from bot.store import Db

WEEKS: Final = 8
"""As many as a chart shows; figures are compared over the last `COMPARED` of them."""
COMPARED: Final = 5
OF_DEPARTMENTS: Final[Sequence[Measure]] = ("on_time", "reply", "first_route", "loop_closed")
OF_LEADERS: Final[Sequence[Measure]] = ("on_time", "reply", "first_route", "cross_work")
"""Four of PRODUCT's core numbers; `cross_work` is the line of silo drift (mechanism 3)."""


def recent(db: Db, book: Snapshot, now: datetime) -> list[WeekFacts]:
    """The last eight weeks that are over, oldest first."""
    last = rules.last_week(book.workspace.timezone, now)
    return facts.trend(db, book, rules.weeks_until(last, WEEKS), now)


def of_department(weeks: Sequence[WeekFacts], key: str) -> list[dict[str, Any]]:
    """A department's figures: {"measure", "share", "usual"}; None where there are too few to say."""
    return [_figure(weeks, one, key) for one in OF_DEPARTMENTS]


def of_leaders(weeks: Sequence[WeekFacts], book: Snapshot) -> list[dict[str, Any]]:
    """The whole organisation's; where there is one department nothing can be worked on across."""
    known = rules.measures(len(book.active))
    wanted = [one if one in known else "loop_closed" for one in OF_LEADERS]
    return [_figure(weeks, one, EVERYBODY) for one in wanted]


def _figure(weeks: Sequence[WeekFacts], measure: Measure, department: str) -> dict[str, Any]:
    *before, last = [one.figure(measure, department) for one in weeks[-COMPARED:]]
    usual = rules.pooled(before)
    return {
        "measure": measure,
        "share": None if rules.too_few(last) else last.share,
        "usual": None if rules.too_few(usual) else usual.share,
    }
