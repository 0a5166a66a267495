"""Working time, local clock times and windows: pure arithmetic on instants (DESIGN section 4, "Time").

Every instant goes in aware and comes out in UTC; a naive one is a `ValueError`. A wall-clock time becomes an
instant by one rule (DESIGN section 4): in the gap of a daylight-saving night it is the first instant after
the gap, in a repeated hour the first of the two. Hence a day's opening lasts as long as it really lasts:
00:00-24:00 has 23 or 25 hours on such a day, and an opening inside the gap does not happen.

An opening holds its first instant and not its last: at closing time a department is closed.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.workweek import (
    ALWAYS,
    DAY_MINUTES,
    DAYS,
    Hours,
    Minutes,
    Misread,
    Window,
    always,
    parse_day,
    parse_hours,
    parse_time,
    parse_weekly,
    parse_window,
    public_holidays,
    zone_of,
)

__all__ = [
    "ALWAYS",
    "DAYS",
    "LONGEST_CLOSING",
    "Hours",
    "Minutes",
    "Misread",
    "Opening",
    "Window",
    "add_days",
    "add_window",
    "add_working",
    "always",
    "is_open",
    "is_working_day",
    "last_closing",
    "local",
    "next_day_same_time",
    "next_local",
    "next_opening",
    "next_round",
    "openings",
    "parse_day",
    "parse_hours",
    "parse_time",
    "parse_weekly",
    "parse_window",
    "share_at",
    "working_between",
]

Opening = tuple[datetime, datetime]
"""First instant of an opening and the instant at which it ends, both UTC."""

LONGEST_CLOSING: Final = 366
"""Days in a row without any opening after which hours count as never open."""

_ONE_DAY: Final = timedelta(days=1)


def is_working_day(hours: Hours, day: date) -> bool:
    """Whether the calendar day has any opening; a public holiday and a closed day have none."""
    return bool(_openings(hours, day))


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether somebody works at this instant."""
    return any(opening <= at < closing for opening, closing in _around(hours, at))


def next_opening(hours: Hours, at: datetime) -> datetime:
    """The first open instant from `at` on: `at` itself when open. ValueError when a year has no opening."""
    opening, _ = next(openings(hours, at))
    return max(opening, _utc(at))


def last_closing(hours: Hours, at: datetime) -> datetime:
    """The latest closing until `at`: `at` itself when open. ValueError when a year has no opening."""
    if is_open(hours, at):
        return _utc(at)
    day = _local(hours.zone, at).date() + _ONE_DAY
    for back in range(LONGEST_CLOSING + 2):
        closings = [closing for _, closing in _openings(hours, day - back * _ONE_DAY) if closing <= at]
        if closings:
            return closings[-1]
    raise _never_open()


def add_working(hours: Hours, start: datetime, working: timedelta) -> datetime:
    """The instant at which that much working time has passed since `start`.

    Time that is used up exactly at a closing ends at that closing, not at the next opening; none at all ends
    at `start`. ValueError for a negative amount, or when a year has no opening.
    """
    if working < timedelta(0):
        raise ValueError("Working time cannot be negative.")
    at = _utc(start)
    if not working:
        return at
    for opening, closing in openings(hours, at):
        begin = max(opening, at)
        if working <= closing - begin:
            return begin + working
        working -= closing - begin
    raise _never_open()


def working_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """How much working time lies from `start` to `end`; none when the end is not later."""
    start, end, total = _utc(start), _utc(end), timedelta(0)
    if end <= start:
        return total
    day, last = _local(hours.zone, start).date() - _ONE_DAY, _local(hours.zone, end).date() + _ONE_DAY
    while day <= last:
        for opening, closing in _openings(hours, day):
            total += max(min(closing, end) - max(opening, start), timedelta(0))
        day += _ONE_DAY
    return total


@lru_cache(maxsize=4096)
def share_at(hours: Hours, start: datetime, end: datetime, share: float) -> datetime:
    """The instant at which `share` (0 to 1) of the working time from `start` to `end` has passed.

    Without working time in between it is the share of real time. 0 is `start` and 1 is `end`, open or not;
    when `end` is not later than `start`, every share is `end`. ValueError for a share outside 0 to 1.
    Source: PRODUCT section 2, "Ladder of a request"; DESIGN section 2, "shares are of working time".
    """
    if not 0 <= share <= 1:
        raise ValueError("A share is from 0 to 1.")
    start, end = _utc(start), _utc(end)
    if end <= start or share == 1:
        return end
    working = working_between(hours, start, end)
    if not working:
        return start + (end - start) * share
    return add_working(hours, start, working * share)


def add_days(hours: Hours, at: datetime, days: int) -> datetime:
    """The same clock time in the zone of the hours, `days` working days later, moved to the next opening.

    A clock time that is exactly a closing stays there, as in `add_working`; 0 days only moves to the opening.
    ValueError for a negative number, or when a year has no opening. Source: DESIGN section 2 on `1d`.
    """
    if days < 0:
        raise ValueError("The number of days cannot be negative.")
    local = _local(hours.zone, at)
    day = local.date()
    for _ in range(days):
        day = _next_working_day(hours, day + _ONE_DAY)
    moved = _instant(hours.zone, day, local.time()) if days else _utc(at)
    if any(moved == closing for _, closing in _around(hours, moved)):
        return moved
    return next_opening(hours, moved)


def next_day_same_time(hours: Hours, at: datetime) -> datetime:
    """The same clock time one working day later, moved to the next opening (DESIGN section 2, `1d`)."""
    return add_days(hours, at, 1)


def add_window(hours: Hours, start: datetime, window: Window, *, real: bool = False) -> datetime:
    """The end of a window that begins at `start`: s, m and h are working time, d are working days.

    real: the hours do not count, as for a crisis; a day is then 24 hours.
    """
    if real:
        return _utc(start) + window.real
    if window.unit == "d":
        return add_days(hours, start, window.amount)
    return add_working(hours, start, window.real)


def local(zone: str, day: date, clock: time) -> datetime:
    """The instant of a clock time on a calendar day of the zone: in a gap the first instant after it."""
    return _instant(zone, day, clock)


def next_local(zone: str, at: datetime, weekday: int | None, clock: time) -> datetime:
    """The next occurrence of a local clock time strictly after `at`, on that weekday (0 is Monday) if given.

    Exactly one for each local day: in a gap the first instant after it, in a repeated hour the first. A
    calendar day that a zone left out altogether has none.
    """
    day = _local(zone, at).date() - _ONE_DAY
    while True:
        if weekday in (None, day.weekday()):
            found = _instant(zone, day, clock)
            if found > at and (_local(zone, found).date() == day or _exists(zone, day)):
                return found
        day += _ONE_DAY


def next_round(zone: str, rounds: list[time], hours: Hours, at: datetime) -> datetime:
    """The next of the rounds strictly after `at`: clock times in `zone`, on the working days of `hours`.

    The zone is the person's, the working days their department's; a round may lie outside the opening hours.
    ValueError without rounds, or when a year has no opening. Source: PRODUCT section 2, N1.
    """
    if not rounds:
        raise ValueError("There are no rounds.")
    day = _local(zone, at).date() - _ONE_DAY
    while True:
        day = _next_working_day(hours, day)
        later = [found for clock in sorted(rounds) if (found := _instant(zone, day, clock)) > at]
        if later and _exists(zone, day):
            return later[0]
        day += _ONE_DAY


def openings(hours: Hours, at: datetime) -> Iterator[Opening]:
    """The openings that end after `at`, in order, without end; each within one local day."""
    day = _local(hours.zone, at).date() - _ONE_DAY
    while True:
        day = _next_working_day(hours, day)
        for opening, closing in _openings(hours, day):
            if closing > at:
                yield opening, closing
        day += _ONE_DAY


def _around(hours: Hours, at: datetime) -> list[Opening]:
    """The openings of the local day of `at` and of its neighbours: a repeated hour may cross midnight."""
    day = _local(hours.zone, at).date()
    return [opening for step in (-1, 0, 1) for opening in _openings(hours, day + step * _ONE_DAY)]


def _next_working_day(hours: Hours, day: date) -> date:
    for step in range(LONGEST_CLOSING + 1):
        candidate = day + step * _ONE_DAY
        if _openings(hours, candidate):
            return candidate
    raise _never_open()


@lru_cache(maxsize=16384)
def _openings(hours: Hours, day: date) -> tuple[Opening, ...]:
    stretches = hours.week[day.weekday()]
    if not stretches or day in hours.closed:
        return ()
    if hours.holidays is not None and day in public_holidays(hours.holidays, day.year):
        return ()
    found = (
        (_minute(hours.zone, day, opening), _minute(hours.zone, day, closing))
        for opening, closing in stretches
    )
    return tuple((opening, closing) for opening, closing in found if opening < closing)


def _minute(zone: str, day: date, minutes: int) -> datetime:
    if minutes == DAY_MINUTES:
        return _instant(zone, day + _ONE_DAY, time())
    return _instant(zone, day, time(minutes // 60, minutes % 60))


def _instant(zone: str, day: date, clock: time) -> datetime:
    """The UTC instant of a wall-clock time; after a gap, the first of a repeated hour."""
    info = zone_of(zone)
    wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=info)
    found = wall.astimezone(UTC)
    if found.astimezone(info).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    return _end_of_gap(info, wall.replace(fold=1).astimezone(UTC), found)


def _end_of_gap(info: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The whole second at which the offset changes between two instants on either side of the change."""
    offset = after.astimezone(info).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, info).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def _exists(zone: str, day: date) -> bool:
    """Whether the zone has this calendar day; a move across the date line leaves one out."""
    return _instant(zone, day, time()) < _instant(zone, day + _ONE_DAY, time())


def _local(zone: str, at: datetime) -> datetime:
    return _utc(at).astimezone(zone_of(zone))


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return at.astimezone(UTC)


def _never_open() -> ValueError:
    return ValueError("These hours have no opening for a whole year.")
