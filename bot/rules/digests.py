"""When a digest is sent: "Mon 10:00, next working day on a holiday" (PRODUCT section 2, "Cards")."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.models import Workspace
from bot.rules import calendars
from bot.rules.calendars import DAYS, Hours
from bot.rules.defaults import DIGEST

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
) -> datetime:
    """The next hour of that audience's digest strictly after `after`, in UTC.

    On a public holiday of the workspace it moves to the next working day (Monday to Friday), same clock time
    in the workspace's zone. audience: shared, leadership or personal.
    holidays: the country whose holidays count where the workspace names none (`rules.hours.holidays_of`).
    """
    country = workspace.holidays or holidays
    weekday, clock = parse_hour(workspace.digest.get(audience) or DIGEST[audience])
    slot = after - _LONGEST_MOVE
    while True:
        slot = calendars.next_local(workspace.timezone, slot, weekday, clock)
        moved = _moved(workspace.timezone, country, slot, clock)
        if moved > after:
            return moved


def day_of(workspace: Workspace, at: datetime) -> str:
    """The local day that a digest sent at this instant belongs to, ISO; one digest a day and audience."""
    return at.astimezone(ZoneInfo(workspace.timezone)).date().isoformat()


def _moved(zone: str, holidays: str | None, slot: datetime, clock: time) -> datetime:
    daily = calendars.always(zone, holidays)
    working = calendars.parse_hours({"mon-fri": "00:00-24:00"}, zone, holidays)
    while not _works(daily, slot):
        slot = calendars.next_local(zone, slot, None, clock)
        daily = working
    return slot


def _works(hours: Hours, at: datetime) -> bool:
    return calendars.is_working_day(hours, at.astimezone(ZoneInfo(hours.zone)).date())
