"""When a person may be called: rounds, opening hours, at once (PRODUCT section 2, N1, N2, N4, N8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final

from bot.models import PingKind
from bot.rules import calendars
from bot.rules.calendars import Hours
from bot.rules.holds import NEVER, NOTHING, Holds, held_until, narrowed, rounds_left

AT_ONCE: Final = frozenset(
    {
        PingKind.problem,
        PingKind.from_launch,
        PingKind.raise_level,
        PingKind.reply_late,
        PingKind.statement,
        PingKind.second_hand_over,
    }
)
"""Calls that wait for no round, only for opening hours (N2)."""

HEADS: Final = frozenset(
    {PingKind.head, PingKind.orchestrator, PingKind.sponsor, PingKind.without_next, PingKind.raise_level}
)
"""Calls on heads and those who conduct: they have their own, fewer rounds (N1)."""

_TRIES: Final = 28
"""Openings of department and person are compared this often before the person's alone decides."""


def when(
    *,
    kind: PingKind,
    now: datetime,
    due_at: datetime | None,
    high: bool,
    crisis: bool,
    hours: Hours,
    person_hours: Hours,
    rounds: Mapping[str, Sequence[str]] | None,
    holds: Holds = NOTHING,
) -> datetime:
    """The earliest instant at which this person may be called, `now` or later.

    A crisis calls now, whatever the hours. High matters, stated deadlines, a direct ask (pass `high` for all
    three) and the kinds `AT_ONCE` go in opening hours without waiting for a round; so does everything where
    the workspace switched rounds off. Anything else waits for the next round in the person's zone, on their
    working days. "A step whose next round would come after the due time goes at once, except head's and
    orchestrator's lines." hours are the department's, which decide; the person's can only narrow (N4).
    due_at: of the request; None where nothing is due. rounds: {"seats": ["09:15", …], "heads": […]}.
    holds: what the person asked for; it holds every call but a crisis, and what was held comes at the opening
    or in the round after it (N13). NEVER where only a crisis may reach them.
    """
    if crisis:
        return now
    if holds.only_crisis:
        return NEVER
    heads = kind in HEADS
    clocks = [] if high or kind in AT_ONCE else _clocks(rounds, holds, heads=heads)
    person_hours, spans = narrowed(person_hours, holds.quiet), Holds(spans=holds.spans)
    found = _allowed(clocks, now, None if heads else due_at, hours, person_hours)
    while (free := held_until(spans, found, person_hours.zone)) > found:
        # A round at the very instant at which the hold ends is one that may reach them.
        found = _allowed(
            clocks, free - timedelta(microseconds=1), None if heads else due_at, hours, person_hours
        )
        found = max(found, free)
    return found


def _allowed(
    clocks: list[time], at: datetime, due_at: datetime | None, hours: Hours, person_hours: Hours
) -> datetime:
    """The next round, or the next opening where there are no rounds or the next one comes too late."""
    if not clocks:
        return opening(hours, person_hours, at)
    found = calendars.next_round(person_hours.zone, clocks, person_hours, at)
    return opening(hours, person_hours, at) if due_at is not None and found > due_at else found


@lru_cache(maxsize=1024)
def opening(hours: Hours, person_hours: Hours, now: datetime) -> datetime:
    """The first instant from `now` on at which both department and person work (N4).

    Where the two never meet, as in zones far apart, it is when the person works next.
    """
    at = now
    for _ in range(_TRIES):
        at = calendars.next_opening(person_hours, calendars.next_opening(hours, at))
        if calendars.is_open(hours, at):
            return at
    return calendars.next_opening(person_hours, now)


def card_waits(cards_today: int, limit: int | None, urgent: bool) -> bool:
    """Whether a new card waits for the hourly roll-up (N8); crisis and high always get theirs.

    cards_today: root cards that the channel got this day. limit: `cards_per_day`; None switches it off.
    """
    return limit is not None and not urgent and cards_today >= limit


def _clocks(rounds: Mapping[str, Sequence[str]] | None, holds: Holds, *, heads: bool) -> list[time]:
    if rounds is None:
        return []
    named = rounds.get("heads" if heads else "seats") or rounds.get("seats") or ()
    return [time.fromisoformat(clock) for clock in rounds_left(holds, named)]
