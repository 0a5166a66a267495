"""When a digest is sent: "Mon 10:00, next working day on a holiday" (PRODUCT section 2, "Cards").

And to which week it belongs, and when it reaches one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.models import Snapshot, Workspace
from bot.rules import calendars, facts, holds
from bot.rules import hours as working
from bot.rules.calendars import DAYS, Hours
from bot.rules.defaults import DIGEST, OFF

NEAR: Final = timedelta(hours=1)
"""A round within so long of the personal message comes first."""
_TOO_LATE: Final = timedelta(hours=24)

_LONGEST_MOVE = timedelta(days=15)
"""A digest moved by a holiday belongs to an hour at most this much earlier."""


def parse_hour(text: str) -> tuple[int, time]:
    """Weekday (Monday is 0) and clock time from "mon 10:00"; ValueError with one sentence otherwise."""
    day, _, clock = text.strip().lower().partition(" ")
    try:
        return DAYS.index(day), time.fromisoformat(clock.strip())
    except ValueError:
        raise ValueError(
            f"“{text}” is not a weekly hour; write a day and a time, such as mon 10:00."
        ) from None


def next_digest(
    workspace: Workspace, after: datetime, audience: str = "shared", *, holidays: str | None = None
) -> datetime | None:
    """The next hour of that audience's digest strictly after `after`, in UTC; None where it is switched off.

    On a public holiday of the workspace it moves to the next working day (Monday to Friday), same clock time
    in the workspace's zone. audience: shared, leadership or personal.
    holidays: the country whose holidays count where the workspace names none (`rules.hours.holidays_of`).
    """
    country = workspace.holidays or holidays
    written = workspace.digest.get(audience) or DIGEST[audience]
    if written == OFF:
        return None
    weekday, clock = parse_hour(written)
    slot = after - _LONGEST_MOVE
    while True:
        slot = calendars.next_local(workspace.timezone, slot, weekday, clock)
        moved = _moved(workspace.timezone, country, slot, clock)
        if moved > after:
            return moved


def day_of(workspace: Workspace, at: datetime) -> str:
    """The local day that a digest sent at this instant belongs to, ISO; one digest a day and audience."""
    return at.astimezone(ZoneInfo(workspace.timezone)).date().isoformat()


def days_of(week: str, workspace: Workspace, now: datetime) -> tuple[str, str]:
    """The first and the last local day, ISO, of a week written "2026-W47".

    Refusal for what is no week, and for one that has not begun.
    """
    try:
        known = facts.parse_week(week)
    except ValueError:
        raise Refusal(
            "“{week}” is no week. Write the year and the week, such as 2026-W47.", week=week[:20]
        ) from None
    monday = date.fromisocalendar(int(known[:4]), int(known[-2:]), 1)
    if monday > now.astimezone(ZoneInfo(workspace.timezone)).date():
        raise Refusal(
            "Week {week} has not begun yet: nothing can be counted. Choose this week or an earlier one.",
            week=known,
        )
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()


def own_clock(snapshot: Snapshot, person: str, at: datetime) -> datetime:
    """That hour's clock time of that day in the person's own zone; `at` where it is past there."""
    zone, own = snapshot.workspace.timezone, working.zone_of_person(snapshot, person)
    local = at.astimezone(ZoneInfo(zone))
    theirs = calendars.local(own, local.date(), local.time()) if own != zone else at
    return max(theirs, at).astimezone(UTC)


def reaches_person(
    snapshot: Snapshot, person: str, at: datetime, rounds: Sequence[datetime] = ()
) -> datetime | None:
    """When a personal message that is to come at `at` reaches this person; None for not at all this week.

    Within their department's working time (N4) and outside of what they asked to be held by (N13). Not on top
    of a round: one that called them, or will, within the hour comes first and this an hour after it. None
    where it could come only over a day later, when it would be old.
    """
    zone = working.zone_of_person(snapshot, person)
    hours, kept = working.hours_of_person(snapshot, person), holds.of(snapshot, person)
    found, before = at, None
    while found != before and found < at + _TOO_LATE:
        before = found
        found = holds.held_until(kept, calendars.next_opening(hours, found), zone)
        near = [one for one in rounds if abs(one - found) < NEAR]
        found = max([found, *(one + NEAR for one in near)])
    return found if found < at + _TOO_LATE else None


def _moved(zone: str, holidays: str | None, slot: datetime, clock: time) -> datetime:
    daily = calendars.always(zone, holidays)
    working = calendars.parse_hours({"mon-fri": "00:00-24:00"}, zone, holidays)
    while not _works(daily, slot):
        slot = calendars.next_local(zone, slot, None, clock)
        daily = working
    return slot


def _works(hours: Hours, at: datetime) -> bool:
    return calendars.is_working_day(hours, at.astimezone(ZoneInfo(hours.zone)).date())
