"""The calendar of launches by week, and which of them get in each other's way.

PRODUCT mechanisms 27 ("same audience or date window as another launch") and 42 (six weeks, double-booked
weeks).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.models import Launch, LaunchState
from bot.rules.lists import folded

WEEKS: Final = 6
"""So many weeks stand on one page."""
FURTHEST: Final = 26
"""Pages that can be turned to, in either direction: three years."""
WEEK = timedelta(weeks=1)
_OUT: Final = frozenset({LaunchState.cancelled, LaunchState.no_go})
"""What will not take place is in nobody's way."""


Why = Literal["audience", "day"]


@dataclass(frozen=True)
class Overlap:
    """Two launches of one week, the earlier first: for the same people, or on the same day."""

    first: Launch
    second: Launch
    why: Why


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday in the workspace's zone."""

    monday: date
    launches: tuple[Launch, ...] = ()
    overlaps: tuple[Overlap, ...] = ()

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def double_booked(self) -> bool:
        return bool(self.overlaps)


def span(now: datetime, zone: str, page: int = 0) -> tuple[datetime, datetime]:
    """The [start, end) of a page of six weeks, in UTC; page 0 begins with this week's Monday."""
    monday = _monday(now, zone) + page * WEEKS * WEEK
    return _midnight(monday, zone), _midnight(monday + WEEKS * WEEK, zone)


def weeks(launches: Iterable[Launch], start: datetime, zone: str) -> tuple[Week, ...]:
    """The six weeks from that Monday on, empty ones too, each with its launches in order and its overlaps."""
    monday = _monday(start, zone)
    by_week: dict[date, list[Launch]] = {monday + number * WEEK: [] for number in range(WEEKS)}
    for launch in sorted(launches, key=lambda one: (one.at, one.id)):
        by_week.get(_monday(launch.at, zone), []).append(launch)
    return tuple(Week(day, tuple(found), overlaps(found, zone)) for day, found in by_week.items())


def overlaps(launches: Sequence[Launch], zone: str) -> tuple[Overlap, ...]:
    """Launches that get in each other's way: same audience in the same week, or the same local day.

    Each is paired with the one before it. The audience is what people typed, compared without case, accents
    and spaces; nothing typed is compared with nothing. The soonest pairs come first.
    """
    latest: dict[tuple[object, ...], Launch] = {}
    found: dict[tuple[str, str], Overlap] = {}
    going = (one for one in launches if one.state not in _OUT)
    for launch in sorted(going, key=lambda one: (one.at, one.id)):
        audience = folded(launch.texts.get("audience", ""))
        for why, key in _windows(launch, audience, zone):
            if before := latest.get(key):
                found.setdefault((before.id, launch.id), Overlap(before, launch, why))
            latest[key] = launch
    return tuple(found.values())


def _windows(launch: Launch, audience: str, zone: str) -> list[tuple[Why, tuple[object, ...]]]:
    day: tuple[Why, tuple[object, ...]] = ("day", (_day(launch.at, zone),))
    return [("audience", (_monday(launch.at, zone), audience)), day] if audience else [day]


def shows(launch: Launch, department: str | None) -> bool:
    """Whether the department announces the launch or is asked about it; None stands for all."""
    return department is None or department == launch.department or department in launch.asked


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _monday(at: datetime, zone: str) -> date:
    day = _day(at, zone)
    return day - timedelta(days=day.weekday())


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
