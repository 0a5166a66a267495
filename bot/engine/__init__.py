"""What runs by itself: timers fall due, messages are delivered.

APScheduler is the metronome, never the score: it wakes the engine every second and at the next due time, a
commit wakes it at once. What is due stands in the database alone, so any number of equal replicas share the
work.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import machine_moment
from bot.engine.delivery import Courier
from bot.errors import Busy
from bot.flows import timers
from bot.models import Timer
from bot.store.timers import upcoming
from bot.tools import Tools

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1
BATCH = 50


class Engine:
    """Turns the wheel. `start` and `stop` it; `settle` waits until nothing is due (tests, the sandbox)."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.courier = Courier(tools)
        self._wake = asyncio.Event()
        self._turning = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._loop: asyncio.Task[None] | None = None
        self._main: asyncio.AbstractEventLoop | None = None
        self.last_turn: float = 0.0
        """Machine time of the last whole turn, for the watchman."""

    def wake(self) -> None:
        """Look at once; may be called from any thread."""
        if self._main and not self._main.is_closed():
            with contextlib.suppress(RuntimeError):  # The loop was closed this very moment.
                self._main.call_soon_threadsafe(self._wake.set)

    async def start(self) -> None:
        """Begin to turn, on this event loop."""
        self._main = asyncio.get_running_loop()
        self.tools.store.on_commit = self.wake
        self._scheduler.add_job(
            self._beat, IntervalTrigger(seconds=SWEEP_SECONDS), misfire_grace_time=None, coalesce=True
        )
        self._scheduler.start()
        self._loop = asyncio.create_task(self._turn_for_ever())
        self._wake.set()

    async def stop(self) -> None:
        """Finish what is under way and stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._loop:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        await self.courier.stop()

    async def _beat(self) -> None:
        self._wake.set()

    async def _turn_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.turn()
            except Busy:
                log.warning("database away, the engine waits")
            except Exception:
                log.exception("a turn of the engine failed")

    async def turn(self) -> int:
        """Handle what fell due and start delivering what is owed; how much there was."""
        async with self._turning:
            return await self._turn()

    async def _turn(self) -> int:
        done = 0
        while (count := await self._run_due()) > 0:
            done += count
        done += await self.courier.look()
        await self.courier.prove()
        self.last_turn = self.tools.clock.tick()
        await self._wake_at_next()
        return done

    async def _run_due(self) -> int:
        now = self.tools.clock.now()
        following = await self.tools.store.read(lambda db: upcoming(db, 1))
        if not following or following[0].at > now:
            return 0
        return await self.tools.store.write(lambda db: timers.run_due(db, self.tools, now, BATCH))

    async def _wake_at_next(self) -> None:
        """Let the scheduler wake us at the next due time, if that comes before its next beat would."""
        following = await self.tools.store.read(lambda db: upcoming(db, 1))
        if not following or not self._scheduler.running:
            return
        away = (following[0].at - self.tools.clock.now()).total_seconds()
        if 0 < away < SWEEP_SECONDS:
            self._scheduler.add_job(
                self._beat,
                DateTrigger(machine_moment(away)),
                id="next",
                replace_existing=True,
                misfire_grace_time=None,
            )

    async def settle(self) -> None:
        """Turn until nothing is due and nothing is being sent."""
        for _ in range(2000):
            done = await self.turn()
            await self.courier.rest()
            if done == 0:
                return
        raise RuntimeError("the engine does not come to rest")

    async def next_due(self, limit: int = 20) -> list[Timer]:
        """What falls due next, soonest first."""
        return await self.tools.store.read(lambda db: upcoming(db, limit))
