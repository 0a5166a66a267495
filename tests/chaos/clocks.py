"""Time zones: the pure rule in every one over ten years, the engine in twelve while clocks are turned."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.flows import configuration
from bot.models import Digest, Ping
from bot.sandbox.demo import seed_text
from tests.engine.staging import staged
from tests.rules.zones import every_zone, missed_or_doubled

CLOCKS = (time(0), time(2, 30), time(10))
TWELVE = (
    *("Europe/Paris", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/St_Johns"),
    *("Africa/Casablanca", "Africa/Cairo", "Asia/Kolkata", "Asia/Tokyo", "Australia/Lord_Howe"),
    *("Pacific/Auckland", "Pacific/Chatham"),
)
TURNS = (datetime(2026, 10, 20, 6, tzinfo=UTC), datetime(2027, 3, 9, 6, tzinfo=UTC))
"""A little before clocks go back in the north, and before they go forward in America and in Europe."""


def wrong_days(years: int = 10) -> dict[str, list[date]]:
    """Zone -> local days on which a daily hour came not once; in ten years of every zone."""
    first, last = date(2026, 1, 1), date(2026 + years, 1, 1)
    return {
        f"{zone} {clock}": days
        for zone in every_zone()
        for clock in CLOCKS
        if (days := missed_or_doubled(zone, first, last, clock))
    }


async def digests_and_calls(database_url: str, zone: str, start: datetime) -> tuple[Counter[str], int]:
    """Three weeks in a zone: how often each Monday's digest came, and how many calls came twice."""
    async with staged(database_url, at=start) as stage:
        text = seed_text("en").replace("Europe/Paris", zone)
        await configuration.import_file(stage.tutti.store, text, "T0TUTTI", stage.clock.now())
        await stage.settle()
        await stage.launched("Galette", at=start + timedelta(days=19))
        await stage.world.walk.by(timedelta(days=21))
        digests = Counter(one.day for one in await stage.rows(Digest, audience="shared"))
        calls = Counter((ping.request, ping.kind, ping.person) for ping in await stage.rows(Ping))
        return digests, sum(count - 1 for count in calls.values())


def odd_weeks(digests: Counter[str], zone: str, start: datetime) -> list[str]:
    """Local Mondays whose digest did not come once, that day or on the Tuesday after a holiday.

    The last one is left out where its Tuesday lies beyond the end.
    """
    first = start.astimezone(ZoneInfo(zone)).date()
    every = (first + timedelta(days=number) for number in range(1, 20))
    return [
        str(day)
        for day in every
        if day.weekday() == 0 and digests[str(day)] + digests[str(day + timedelta(days=1))] != 1
    ]
