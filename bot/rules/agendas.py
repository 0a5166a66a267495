"""The joint meeting's agenda: what stands on it and in which order (PRODUCT mechanism 34)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Refusal
from bot.models import Point, PointKind, Snapshot
from bot.rules import calendars
from bot.rules import hours as working

MOST: Final = 40
"""Points of one agenda: each is a block, and Slack takes fifty in a message."""
PROMISED_DAYS: Final = 5
"""Working days until what somebody took on is due."""

LONGEST: Final = timedelta(weeks=8)
"""A point that nobody ticked in so many weeks stays on its old agenda and is carried over no more."""

_ORDER: Final = tuple(PointKind)


def ordered(points: Iterable[Point]) -> list[Point]:
    """To decide, blocked, late, promised, launching, lessons; of one kind the oldest first."""
    return sorted(points, key=lambda one: (_ORDER.index(one.kind), one.first_day, one.made_at, one.id))


def merged(carried: Iterable[Point], fresh: Iterable[Point]) -> list[Point]:
    """What nobody ticked, then what is new: a subject that stands there already does not come twice."""
    kept = list(carried)
    known = {one.subject for one in kept}
    return [*kept, *(one for one in fresh if one.subject not in known)]


def promised_until(snapshot: Snapshot, person: str, now: datetime) -> datetime:
    """Until when this person has something that they take on now: five working days."""
    return calendars.add_days(working.hours_of_person(snapshot, person), now, PROMISED_DAYS)


def already(point: Point) -> Refusal:
    """What the second of two who tick the same point is told (N14)."""
    if point.done_by is None:
        return Refusal("This point was settled already; nothing was changed.")
    return Refusal("Already done: {person} ticked it.", person=point.done_by)
