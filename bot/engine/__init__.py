"""What runs by itself: timers fall due, messages are delivered.

APScheduler is the metronome, never the score: it wakes the engine every second and at the next due time, a
commit wakes it at once. What is due stands in the database alone, so any number of equal replicas share the
work.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import machine_moment, monotonic
from bot.engine.delivery import Courier
from bot.engine.heartbeat import Heartbeat
from bot.engine.sizes import Sizes
from bot.engine.watch import DELIVERY, TIMERS, Watch
from bot.errors import Busy
from bot.flows import readings, self_check, timers
from bot.models import Timer
from bot.store import PATIENT_SECONDS, Db, ledger
from bot.store.timers import upcoming
from bot.tools import Tools

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1
READ_HOURS = 24
CHECK_MINUTES = 10
GATHER_SECONDS = 0.1
"""Commits that follow a turn more closely than this share the next one."""
SELDOM = 4
"""A look that takes long, for what waits, is taken less often: so many times its length lie between two."""
WAY_SECONDS = 0.04
"""So long a unit waits before it begins while acks are waited for."""
SIDE_BY_SIDE = 2
"""Units on PostgreSQL at once: while one waits for the database the other decides."""


class Seen(NamedTuple):
    """What one look at the database shows there is to do."""

    next_at: datetime | None
    """When the next timer falls due."""
    channels: list[tuple[str, str]]
    """(workspace, channel) with something to send."""
    doubts: bool
    """Whether a message may or may not have been sent, and can be looked for now."""


class Engine:
    """Turns the wheel. `start` and `stop` it; `settle` waits until nothing is due (tests, the sandbox)."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._wake = asyncio.Event()
        self._turning = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._loop: asyncio.Task[None] | None = None
        self._main: asyncio.AbstractEventLoop | None = None
        self._turned = self._took = 0.0
        self._sizes = Sizes()
        self._side_by_side = 1 if tools.store.sqlite else SIDE_BY_SIDE
        self.watch = Watch(tools.clock, tools.metrics)
        self.courier = Courier(tools, self.watch)
        self.heartbeat = Heartbeat(tools, self.watch)
        self._probe: asyncio.Task[None] | None = None

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
        self._scheduler.add_job(
            self.read_again, IntervalTrigger(hours=READ_HOURS), misfire_grace_time=None, coalesce=True
        )
        self._scheduler.add_job(
            self.check_itself, IntervalTrigger(minutes=CHECK_MINUTES), misfire_grace_time=None, coalesce=True
        )
        self.watch.turned()
        self._probe = asyncio.create_task(self.watch.probe())
        self.heartbeat.start(self._scheduler)
        self._scheduler.start()
        self._loop = asyncio.create_task(self._turn_for_ever())
        self._wake.set()

    async def stop(self) -> None:
        """Finish what is under way and stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for task in (self._loop, self._probe):
            if task:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self.courier.stop()

    async def read_again(self) -> None:
        """Read people and channels anew, for what no event told."""
        try:
            await readings.read_again(self.tools)
        except Exception:
            log.exception("people and channels could not be read again")

    async def check_itself(self) -> None:
        """Find what is open and has no next step."""
        try:
            await self_check.run(self.tools)
        except Exception:
            log.exception("the self-check failed")

    async def _beat(self) -> None:
        self._wake.set()

    async def _turn_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(max(GATHER_SECONDS, SELDOM * self._took) - (monotonic() - self._turned))
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
        """One look at rest; more only where there is something to do."""
        begun = monotonic()
        done, seen = 0, await self._look()
        self._took = monotonic() - begun
        overdue = seen.next_at is not None and seen.next_at <= self.tools.clock.now()
        self.watch.waiting(TIMERS, overdue)
        if overdue:
            done = await self.catch_up()
            seen = await self._look()
        self.watch.waiting(DELIVERY, bool(seen.channels) and not self.courier.silent_since)
        done += self.courier.begin(seen.channels)
        if seen.doubts:
            self.courier.prove()
        self._turned = monotonic()
        self.watch.turned()
        self._wake_at(seen.next_at)
        return done

    async def catch_up(self) -> int:
        """Handle everything that has fallen due by now; how much there was.

        What falls due meanwhile is the next turn's: many of it share a unit there, and what is owed is sent
        first.
        """
        until = self.tools.clock.now()
        alone = asyncio.create_task(timers.run_alone(self.tools))
        try:
            units = (self._run_due(until) for _ in range(self._side_by_side))
            return sum(await asyncio.gather(*units)) + await alone
        finally:
            await asyncio.wait([alone])

    async def _look(self) -> Seen:
        tick = self.tools.clock.tick()

        def look(db: Db) -> Seen:
            following = upcoming(db, 1)
            return Seen(
                next_at=following[0].at if following else None,
                channels=ledger.channels_due(db, tick, self.courier.name),
                doubts=ledger.has_doubts(db, tick),
            )

        return await self.tools.store.read(look, within=PATIENT_SECONDS)

    async def _run_due(self, until: datetime) -> int:
        """Unit by unit, until nothing is due that was due then."""
        done = 0
        while count := await self._unit(until):
            done += count
            await self.tools.store.calm(within=WAY_SECONDS)
        return done

    async def _unit(self, until: datetime) -> int:
        now, sizes = self.tools.clock.now(), self._sizes

        def work(db: Db) -> int:
            begun = monotonic()
            kind, done = timers.run_due(db, self.tools, now, sizes.of, until)
            if done:
                sizes.learn(kind, done, monotonic() - begun)
            return done

        done = await self.tools.store.write(work)
        if done:
            self.watch.advanced(TIMERS)
        return done

    def _wake_at(self, next_at: datetime | None) -> None:
        """Let the scheduler wake us at the next due time, if that comes before its next beat would."""
        if next_at is None or not self._scheduler.running:
            return
        away = (next_at - self.tools.clock.now()).total_seconds()
        if away <= 0:
            self._wake.set()
        elif away < SWEEP_SECONDS:
            self._scheduler.add_job(
                self._beat,
                DateTrigger(machine_moment(away)),
                id="next",
                replace_existing=True,
                misfire_grace_time=None,
            )

    async def settle(self) -> None:
        """Turn until nothing is due and nothing is being sent.

        A worker that is under way while we look may leave something to do behind our back; workers begin
        only in a turn, so a look that began with none saw everything.
        """
        for _ in range(2000):
            await self.courier.rest()
            async with self._turning:
                nothing_under_way = not self.courier.busy
                done = await self._turn()
            if nothing_under_way and done == 0:
                return await self.courier.rest()
        raise RuntimeError("the engine does not come to rest")

    async def next_due(self, limit: int = 20) -> list[Timer]:
        """What falls due next, soonest first."""
        return await self.tools.store.read(lambda db: upcoming(db, limit), within=PATIENT_SECONDS)
