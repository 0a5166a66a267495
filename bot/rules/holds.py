"""What a person asked for themselves: it can only narrow what the hours allow (PRODUCT section 2, N4, N13).

Quiet hours, chosen rounds, a snooze, an absence, or nothing but a crisis. A crisis passes all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from bot.models import Snapshot
from bot.rules import calendars
from bot.rules.calendars import Hours, Minutes
from bot.rules.hours import hours_of_person
from bot.rules.workweek import DAY_MINUTES

NEVER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""When somebody may be called who wants nothing but crises: as soon as they change their mind."""
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Holds:
    """What holds calls on one person back.

    quiet: first and last minute of the quiet hours in their zone; a later first minute means across midnight.
    rounds: the only rounds that may reach them, None for all. spans: (start, end) of snooze and absences,
    aware UTC, the end excluded. only_crisis: everything else is held for good.
    """

    quiet: Minutes | None = None
    rounds: tuple[str, ...] | None = None
    spans: tuple[tuple[datetime, datetime], ...] = ()
    only_crisis: bool = False


NOTHING: Final = Holds()


def of(snapshot: Snapshot, person: str) -> Holds:
    """What holds calls on this person back, now and later.

    Quiet hours that leave nothing of a working day, as after a change of the department's, count no more.
    """
    chosen = snapshot.preferences.get(person)
    spans = [(one.starts_at, one.ends_at) for one in snapshot.absences if one.person == person]
    if chosen is None:
        return Holds(spans=tuple(spans)) if spans else NOTHING
    if chosen.snoozed_until:
        spans.append((_LONG_AGO, chosen.snoozed_until))
    quiet = quiet_minutes(chosen.quiet) if chosen.quiet else None
    return Holds(
        quiet=quiet if quiet and leaves_time(hours_of_person(snapshot, person), quiet) else None,
        rounds=None if chosen.rounds is None else tuple(chosen.rounds),
        spans=tuple(spans),
        only_crisis=chosen.only_crisis,
    )


def quiet_minutes(text: str) -> Minutes:
    """Quiet hours as they are stored, "20:00-08:00", in minutes since midnight."""
    first, _, last = text.partition("-")
    return _minute(first), _minute(last)


@lru_cache(maxsize=4096)
def narrowed(hours: Hours, quiet: Minutes | None) -> Hours:
    """The hours without the quiet ones, in the zone of the hours, which is the person's own.

    Quiet hours that would leave no opening at all narrow nothing.
    """
    if quiet is None:
        return hours
    week = tuple(tuple(_without(day, quiet)) for day in hours.week)
    return replace(hours, week=week) if any(week) else hours


def leaves_time(hours: Hours, quiet: Minutes) -> bool:
    """Whether some of every working day remains outside the quiet hours."""
    return all(_without(day, quiet) for day in hours.week if day)


def rounds_left(holds: Holds, rounds: Sequence[str]) -> list[str]:
    """Those rounds that may reach the person; a choice of which none is left counts as none."""
    chosen = [clock for clock in rounds if holds.rounds is None or clock in holds.rounds] or list(rounds)
    return [clock for clock in chosen if not (holds.quiet and _is_in(_minute(clock), holds.quiet))]


def held_until(holds: Holds, at: datetime, zone: str) -> datetime:
    """The first instant from `at` on at which nothing holds a call back: `at` itself where nothing does.

    zone: the person's. NEVER where only a crisis may reach them.
    """
    if holds.only_crisis:
        return NEVER
    awake = narrowed(calendars.always(zone), holds.quiet)
    found, before = at, None
    while found != before:
        before = found
        found = max([found, *(end for start, end in holds.spans if start <= found < end)])
        found = calendars.next_opening(awake, found)
    return found


def _without(day: Sequence[Minutes], quiet: Minutes) -> list[Minutes]:
    first, last = quiet
    parts = [(first, last)] if first < last else [(first, DAY_MINUTES), (0, last)]
    left = list(day)
    for start, end in parts:
        left = [
            piece
            for opening, closing in left
            for piece in ((opening, min(closing, start)), (max(opening, end), closing))
            if piece[0] < piece[1]
        ]
    return left


def _is_in(minute: int, quiet: Minutes) -> bool:
    first, last = quiet
    return first <= minute < last if first < last else minute >= first or minute < last


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)
