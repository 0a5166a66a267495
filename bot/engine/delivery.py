"""Delivery by reconciliation: lease a channel, render what its rows should say now, make Slack agree.

Order and pacing are kept per channel; one bad channel does not hold the others. An attempt is written
down before its bytes go, so that a process that dies leaves a doubt, never a repeat (DESIGN section 4,
"The ledger").
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Any

import structlog

from bot.engine import attempts, disturbing, failures, leases, pace, pictures, proof, rooms, sending
from bot.engine.attempts import Attempt, Wait
from bot.engine.places import Places
from bot.engine.silence import Silence
from bot.engine.watch import DELIVERY, Watch
from bot.errors import Busy
from bot.flows import deliveries, holds, workspaces
from bot.models import Delivery, Message
from bot.slack import Later, Revoked, SlackError, Uncertain, Unreachable, departures
from bot.store import PATIENT_SECONDS, Db, ledger
from bot.store.places import Place
from bot.tools import Tools
from bot.views.kit import Rendered

log = structlog.get_logger(__name__)

CALLS = 250
"""Calls of one process under way at once; channels that wait for their pace do not count."""
LONGEST_WAIT = 2.0
"""Seconds a worker waits with its channel in hand; for longer it gives the channel back."""
SAVES = 60
"""So often, a second apart, what Slack answered is saved again while the database is away."""
ASKING, PROVING = ("", ""), ("", "proof")
"""Among the running workers: the question whether Slack is there again, and the look for doubtful rows."""


class Courier:
    """Sends what is owed. One per process; any number of processes share the channels."""

    def __init__(self, tools: Tools, watch: Watch) -> None:
        self.tools = tools
        self._watch = watch
        self.name = secrets.token_hex(4)
        self._running: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._calls = asyncio.Semaphore(CALLS)
        self._stopping = False
        self._silence = Silence()
        self._line = pace.Line()
        self._places = Places(tools, self.name)
        self._easel = pictures.Easel(tools)
        self._known: set[tuple[str, str]] = set()
        self._renewing: asyncio.Task[None] | None = None
        self._let_go: set[tuple[str, str]] = set()
        """Channels that were given back with their last answer."""
        self._held: dict[str, float] = {}
        """Buckets that Slack asked us to leave alone, until when: known here before it is saved."""

    @property
    def busy(self) -> bool:
        """Whether something is being sent right now."""
        return bool(self._running)

    @property
    def silent_since(self) -> float | None:
        """From when Slack has not answered (machine time); None: it does."""
        return self._silence.since

    def begin(self, waiting: Sequence[tuple[str, str]]) -> int:
        """Start a worker for every (workspace, channel) with something to send; how many were started.

        After a call that Slack did not answer it is asked something harmless first, so that an outage
        leaves a doubt about the calls under way, not about every message.
        """
        tick = self.tools.clock.tick()
        if waiting and self._silence.since is not None:
            if tick >= self._silence.ask_at and ASKING not in self._running:
                self._running[ASKING] = asyncio.create_task(self._ask())
                return 1
            return 0
        started = 0
        for place in waiting:
            if place not in self._running:
                self._running[place] = asyncio.create_task(self._serve(*place))
                started += 1
        if started and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(leases.keep(self.tools, self.name, lambda: self.busy))
        return started

    async def _ask(self) -> None:
        """Whether Slack is there again."""
        try:
            await self.tools.slack.call("auth.test")
            self._silence = Silence()
        except Later as error:
            self._silence.longer(self.tools.clock.tick(), error.seconds)
        except Uncertain:
            self._silence.longer(self.tools.clock.tick())
        except SlackError:
            self._silence = Silence()
        finally:
            self._running.pop(ASKING, None)

    async def stop(self) -> None:
        """Begin no further call and wait for those under way."""
        self._stopping = True
        await self.rest()
        if self._renewing:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)

    async def rest(self) -> None:
        """Wait until the workers under way have finished."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _serve(self, workspace: str, channel: str) -> None:
        try:
            tick = self.tools.clock.tick()
            if not await self.tools.store.write(lambda db: self._lease(db, workspace, channel, tick)):
                return
            try:
                await self._know(workspace, channel)
                while self._may_go_on and (wait := await self._turn(workspace, channel)) is not None:
                    self._watch.advanced(DELIVERY)
                    await self.tools.clock.sleep(wait)
                self._watch.advanced(DELIVERY)
            finally:
                if (workspace, channel) not in self._let_go:
                    await self.tools.store.write(
                        lambda db: ledger.give_back(db, workspace, channel, self.name)
                    )
        except Busy:
            log.warning("database away, delivery waits", channel=channel)
        except Exception:
            log.exception("delivery of a channel stopped", channel=channel)
        finally:
            self._let_go.discard((workspace, channel))
            self._running.pop((workspace, channel), None)

    async def _know(self, workspace: str, channel: str) -> None:
        """Whether another organisation reads the channel is asked once, before the first message there."""
        place = (workspace, channel)
        if place not in self._known and await workspaces.know_channel(self.tools, workspace, channel):
            self._known.add(place)

    @property
    def _may_go_on(self) -> bool:
        return not self._stopping and self._silence.since is None

    def _lease(self, db: Db, workspace: str, channel: str, tick: float) -> bool:
        """Take the channel; rows that a dead process left in the middle may or may not be there."""
        if not ledger.lease(db, workspace, channel, self.name, tick):
            return False
        for message in ledger.unfinished(db, workspace, channel):
            pace.from_then(db, message, tick)
            deliveries.uncertain(db, self.tools, message, "process_ended")
        return True

    async def _turn(self, workspace: str, channel: str) -> float | None:
        """Send the next row of the channel, if it may be sent now.

        The seconds until the worker looks again, None when there is nothing to do or the channel must wait.
        """
        async with self._calls:
            tick = self.tools.clock.tick()
            found = await self.tools.store.read(
                lambda db: attempts.gather(db, self.tools, workspace, channel, tick), within=PATIENT_SECONDS
            )
            if found is None:
                return None
            if isinstance(found, Attempt):
                again_at = await self._one(found)
                if not again_at:
                    return again_at
                return await self._waits(found.message, again_at)
            return await self._waits(found.message, self._until(found))

    def _until(self, found: Wait) -> float:
        """When to look again (machine time)."""
        return self._line.place(found.message, found.until) if found.in_line else found.until

    async def _waits(self, message: Message, until: float) -> float | None:
        """Seconds until then; None, and the row is put off, where that is longer than a channel is kept."""
        wait = max(until - self.tools.clock.tick(), 0.0)
        if wait <= LONGEST_WAIT:
            return wait
        await self.tools.store.write(lambda db: deliveries.put_off(db, message, until))
        return None

    async def _one(self, attempt: Attempt) -> float | None:
        """Send it; the machine time at which the channel may go on (0: now), None when it is given back."""
        if attempt.unfit:
            await self.tools.store.write(lambda db: deliveries.unfit(db, self.tools, attempt.message))
        elif attempt.rendered is None:
            return await self._save(attempt, state=Delivery.dropped)
        elif isinstance(attempt.rendered, Rendered) and attempt.rendered.pictures:
            await self._easel.prepare(attempt.message, attempt.rendered.pictures)
        elif attempt.message.ts and attempt.says == attempt.message.says:
            return await self._save(attempt)
        elif attempt.message.channel.startswith("#"):
            await rooms.create(self.tools, attempt.message)
            return None
        elif not (attempt.calls and await self._is_held(attempt)):
            return await self._call(attempt)
        return 0.0

    async def _is_held(self, attempt: Attempt) -> bool:
        """Whether the person is not to be disturbed now: what calls on them is put back (N4, N13)."""
        message, until = attempt.message, attempt.held_until
        try:
            until = until or await disturbing.until(self.tools, message.channel)
        except Later as error:
            again_at = self.tools.clock.tick() + error.seconds
            await self.tools.store.write(lambda db: deliveries.put_off(db, message, again_at))
            return True
        if until is None:
            return False
        await self.tools.store.write(lambda db: holds.put_back(db, self.tools, message, until))
        return True

    async def _call(self, attempt: Attempt) -> float | None:
        departure = departures.watch(self.tools.clock.tick)
        try:
            target = attempt.target or await rooms.direct(self.tools, attempt.message)
            taken = self.tools.clock.tick()
            place = await self._places.take(attempt.message)
            if place and not place.leaves:
                return self._line.place(attempt.message, place.until) if place.in_line else place.until
            if place is None or not await self._is_time(place, taken):
                return None
            self._keep_away(attempt.message)
            answer = await sending.send(self.tools.slack, attempt, target)
        except SlackError as error:
            if await rooms.joined(self.tools, attempt.message, error):
                return 0.0
            return await self._failed(attempt, error, departure.at)
        return await self._save(attempt, answer=answer, left=departure.at)

    async def _is_time(self, place: Place, taken: float) -> bool:
        """Wait for the place's moment; False where it is too late, and somebody else may have the channel."""
        clock = self.tools.clock
        if (early := place.leaves - clock.tick()) > 0:
            await clock.sleep(early)
        return not leases.lapsed(taken, clock.tick())

    def _keep_away(self, message: Message) -> None:
        """Raises Later for a call that would fall into a wait which another worker was just told of."""
        tick = self.tools.clock.tick()
        left = max((self._held.get(rate.bucket, 0.0) - tick for rate in pace.rates(message)), default=0.0)
        if left > 0:
            raise Later(left)

    async def _save(
        self,
        attempt: Attempt,
        *,
        answer: dict[str, Any] | None = None,
        state: Delivery = Delivery.sent,
        left: float | None = None,
    ) -> float | None:
        """Keep what Slack answered, also through a short absence of the database: it is known only here.

        `left`: when the call left. When the channel may go on (0: now); None where nothing more is due: it
        was given back in the same unit. Machine time.
        """
        clock, message, now = self.tools.clock, attempt.message, self.tools.clock.now()

        def work(db: Db) -> Message | Wait | None:
            deliveries.sent(db, self.tools, message, answer or {}, state, now, attempt.says)
            pace.from_then(db, message, left)
            found = attempts.coming(db, message.workspace, message.channel, clock.tick())
            if found is None:
                ledger.give_back(db, message.workspace, message.channel, self.name)
            return found

        for more in range(SAVES, -1, -1):
            try:
                found = await self.tools.store.write(work)
                break
            except Busy:
                if not more or self._stopping:
                    raise
                await clock.sleep(1)
        if found is None:
            self._let_go.add((message.workspace, message.channel))
            return None
        return self._until(found) if isinstance(found, Wait) else 0.0

    async def _failed(self, attempt: Attempt, error: SlackError, left: float | None) -> float | None:
        """Sort out what Slack answered: 0 when the channel may go on at once, None when it may not."""
        message = attempt.message
        log.warning("not delivered", kind=message.kind, notice=message.notice, error=error.code)
        if isinstance(error, (Unreachable, Uncertain)):
            self._silence.longer(self.tools.clock.tick())
        elif isinstance(error, Later):
            until = self.tools.clock.tick() + error.seconds
            self._held |= {rate.bucket: until for rate in pace.rates(message)}

        def work(db: Db) -> None:
            failures.follow(db, self.tools, attempt, error)
            pace.from_then(db, message, left)

        await self.tools.store.write(work)
        return None if isinstance(error, (Later, Revoked)) else 0.0

    def prove(self) -> None:
        """Look for messages that may be there, beside the sending; see `engine.proof`."""
        if PROVING not in self._running:
            self._running[PROVING] = asyncio.create_task(self._prove())

    async def _prove(self) -> None:
        try:
            await proof.look(self.tools)
        except Busy:
            log.warning("database away, doubts wait")
        except Exception:
            log.exception("doubts could not be looked into")
        finally:
            self._running.pop(PROVING, None)
