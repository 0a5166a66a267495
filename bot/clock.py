"""The only place where time is read (DESIGN section 4, "Time").

Two clocks: `now()` is product time (due times, digests, cards), `tick()` is machine time
(pacing, leases, timeouts). Both can be moved in the sandbox; in production both are the machine's.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the rest of Tutti knows of time."""

    def now(self) -> datetime:
        """Product time, aware UTC."""

    def tick(self) -> float:
        """Machine time in Unix seconds, for pacing, leases and timeouts."""

    async def sleep(self, seconds: float) -> None:
        """Wait that many machine seconds."""


class SystemClock:
    """The machine's clock, shifted by a constant where a database is the anchor.

    `shift` is in seconds: database time minus machine time, so that replicas whose machines
    disagree count alike.
    """

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.tick(), UTC)

    def tick(self) -> float:
        return time.time() + self.shift

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class BoxClock:
    """A clock that a person moves: the sandbox's, and the tests'.

    Product time stands still, runs at `speed` product seconds a second, or is set.
    With `quick`, waiting moves machine time instead of taking it, so that no test sleeps.
    """

    def __init__(self, at: datetime, *, speed: float = 0.0, quick: bool = False) -> None:
        self.quick = quick
        self._at = at.astimezone(UTC)
        self._since = time.monotonic()
        self._speed = speed
        self._skipped = 0.0

    @property
    def speed(self) -> float:
        """Product seconds that pass in a real second; 0 when the clock is stopped."""
        return self._speed

    def now(self) -> datetime:
        return self._at + timedelta(seconds=(time.monotonic() - self._since) * self._speed)

    def tick(self) -> float:
        return time.time() + self._skipped

    async def sleep(self, seconds: float) -> None:
        if self.quick:
            self._skipped += seconds
            seconds = 0
        await asyncio.sleep(seconds)

    def set(self, at: datetime) -> None:
        """Jump to `at` (aware); it may lie in the past."""
        self._at, self._since = at.astimezone(UTC), time.monotonic()

    def move(self, delta: timedelta) -> None:
        """Jump by `delta`."""
        self.set(self.now() + delta)

    def run(self, speed: float = 1.0) -> None:
        """Let product time pass at `speed` from now on."""
        self.set(self.now())
        self._speed = speed

    def stop(self) -> None:
        """Hold product time where it is."""
        self.run(0.0)


def monotonic() -> float:
    """Seconds that only ever grow, for measuring how long something took."""
    return time.monotonic()


def machine_moment(after_seconds: float) -> datetime:
    """The machine's time so many seconds from now, aware UTC, for APScheduler, which knows no other clock."""
    return datetime.now(UTC) + timedelta(seconds=after_seconds)
