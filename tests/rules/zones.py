"""Every zone of the tz database, and what must hold in each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

from bot.rules import calendars


def every_zone() -> list[str]:
    """Their names; those that are the same file once."""
    names = resources.files("tzdata").joinpath("zones").read_text().split()
    files = {
        resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes(): name for name in names
    }
    return list(files.values())


def missed_or_doubled(zone: str, first: date, last: date, clock: time) -> list[date]:
    """Local days from `first` until before `last` on which `calendars.next_local` does not come once."""
    info = ZoneInfo(zone)
    at = datetime.combine(first, time(), info).astimezone(UTC) - timedelta(seconds=1)
    end = datetime.combine(last, time(), info).astimezone(UTC)
    found: list[date] = []
    while (at := calendars.next_local(zone, at, None, clock)) < end:
        found.append(at.astimezone(info).date())
    wanted = [first + timedelta(days=number) for number in range((last - first).days)]
    return [day for day in {*wanted, *found} if found.count(day) != 1] if found != wanted else []
