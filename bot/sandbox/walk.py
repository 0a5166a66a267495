"""Moving the clock: a jump walks from one due time to the next, so that nothing is skipped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import BoxClock
from bot.sandbox.inputs import Delivery

STEPS_MAX = 5000
MORNING, MONDAY = time(8, 30), time(10, 0)
Step = tuple[datetime, str]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STORY_ZONE = ZoneInfo("Europe/Paris")


async def _nothing() -> None:
    return None


async def _never() -> list[Step]:
    return []


class Walk:
    """Walks product time forward. `settle_app` and `next_due_app` are the app's own."""

    def __init__(self, clock: BoxClock, delivery: Delivery) -> None:
        self._clock = clock
        self._delivery = delivery
        self.settle_app: Callable[[], Awaitable[Any]] = _nothing
        self.next_due_app: Callable[[], Awaitable[list[Step]]] = _never
        self._walking = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether somebody is walking just now."""
        return self._walking.locked()

    async def next_due(self) -> list[Step]:
        """What is due next and why, soonest first: the app's and Slack's own repetitions."""
        return sorted([*(await self.next_due_app()), *self._delivery.next_repeats()])

    async def settle(self) -> None:
        """Let everything that is due now happen."""
        await self._delivery.repeat_due()
        await self.settle_app()

    async def to(self, target: datetime) -> list[Step]:
        """Go to `target` (aware), stopping at every due time before it; returns where it stopped."""
        async with self._walking:
            return await self._stops(target)

    async def _stops(self, target: datetime) -> list[Step]:
        walked: list[Step] = []
        await self.settle()
        for _ in range(STEPS_MAX):
            now = self._clock.now()
            ahead = [step for step in await self.next_due() if now < step[0] <= target]
            if not ahead:
                break
            self._clock.set(ahead[0][0])
            walked += [step for step in ahead if step[0] == ahead[0][0]]
            await self.settle()
        if target > self._clock.now():
            self._clock.set(target)
            await self.settle()
        return walked

    async def by(self, delta: timedelta) -> list[Step]:
        """Go forward by `delta`."""
        return await self.to(self._clock.now() + delta)

    async def to_next(self) -> list[Step]:
        """Go to the next due time, if there is one."""
        await self.settle()
        now = self._clock.now()
        ahead = [at for at, _ in await self.next_due() if at > now]
        return await self.to(ahead[0]) if ahead else []


def next_morning(now: datetime, zone: str) -> datetime:
    """08:30 of the next day in a zone."""
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date() + timedelta(days=1), MORNING, ZoneInfo(zone))


def next_monday(now: datetime, zone: str) -> datetime:
    """The next Monday 10:00 in a zone, later than now."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=-local.weekday() % 7)
    at = datetime.combine(day, MONDAY, ZoneInfo(zone))
    return at if at > local else datetime.combine(day + timedelta(days=7), MONDAY, ZoneInfo(zone))


def moment(opening: datetime, told: str) -> datetime:
    """The instant of `-3 tue 09:40`: weeks from the opening's week, weekday, hour in Paris."""
    week, day, clock = told.split()
    local = opening.astimezone(STORY_ZONE).date()
    date = local + timedelta(days=DAYS.index(day) - local.weekday(), weeks=int(week))
    return datetime.combine(date, time.fromisoformat(clock), STORY_ZONE)
