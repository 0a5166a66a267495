"""Delivery by reconciliation: lease a channel, render what its rows should say now, make Slack agree.

Order and pacing are kept per channel; one bad channel does not hold the others. An attempt is written
down before its bytes go, so that a process that dies leaves a doubt, never a repeat (DESIGN section 4,
"The ledger").
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.engine import proof
from bot.errors import Busy
from bot.flows import deliveries, messages, workspaces
from bot.models import Delivery, Message, Person
from bot.slack import Gone, Later, Refused, Revoked, SlackError, Uncertain, Unreachable
from bot.slack.errors import PARENT_GONE
from bot.store import PATIENT_SECONDS, Db, ledger
from bot.store.ledger import Rate
from bot.tools import Tools
from bot.views.kit import Rendered

log = structlog.get_logger(__name__)

WORKERS = 64
POSTS = Rate("*posts", every=0.1, burst=90)
EDITS = Rate("*edits", every=1.34, burst=5)
POST_SECONDS = 1.02
"""Seconds between posts in one channel. All three a little slower than PLATFORM section 2 permits; edits
also where the minute is counted as a window, in which burst and refill add up."""
LONGEST_WAIT = 2.0
"""Seconds a worker waits with its channel in hand; for longer it gives the channel back."""
TRY_AGAIN = (2.0, 4.0, 8.0, 15.0, 30.0)
SAVES = 60
"""So often, a second apart, what Slack answered is saved again while the database is away."""


@dataclass(frozen=True)
class Attempt:
    """What is about to be sent: the row, and what it says now."""

    message: Message
    rendered: Rendered | dict[str, Any] | None
    target: str | None
    thread: str | None
    says: str = ""
    """A digest of what it says."""
    unfit: bool = False
    """It could not be rendered: a bug, which must not hold the channel."""


@dataclass
class Silence:
    """Since when Slack does not answer (machine time; None: it does), and when to ask it again."""

    since: float | None = None
    ask_at: float = 0.0
    asked: int = 0

    def longer(self, tick: float, at_least: float = 0.0) -> None:
        """Another call got no answer."""
        self.since = tick if self.since is None else self.since
        self.ask_at = tick + max(at_least, TRY_AGAIN[min(self.asked, 4)])
        self.asked += 1


ASKING, PROVING = ("", ""), ("", "proof")
"""Among the running workers: the question whether Slack is there again, and the look for doubtful rows."""
LOST = float("inf")


class Courier:
    """Sends what is owed. One per process; any number of processes share the channels."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.name = secrets.token_hex(4)
        self._running: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(WORKERS)
        self._stopping = False
        self._silence = Silence()
        self._held: dict[str, float] = {}
        """Buckets that Slack asked us to leave alone, until when: known here before it is saved."""

    @property
    def busy(self) -> bool:
        """Whether something is being sent right now."""
        return bool(self._running)

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

    async def rest(self) -> None:
        """Wait until the workers under way have finished."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _serve(self, workspace: str, channel: str) -> None:
        try:
            async with self._places:
                tick = self.tools.clock.tick()
                if not await self.tools.store.write(lambda db: self._lease(db, workspace, channel, tick)):
                    return
                try:
                    while self._may_go_on and await self._one(workspace, channel):
                        pass
                finally:
                    await self.tools.store.write(
                        lambda db: ledger.give_back(db, workspace, channel, self.name)
                    )
        except Busy:
            log.warning("database away, delivery waits", channel=channel)
        except Exception:
            log.exception("delivery of a channel stopped", channel=channel)
        finally:
            self._running.pop((workspace, channel), None)

    @property
    def _may_go_on(self) -> bool:
        return not self._stopping and self._silence.since is None

    def _lease(self, db: Db, workspace: str, channel: str, tick: float) -> bool:
        """Take the channel; rows that a dead process left in the middle may or may not be there."""
        if not ledger.lease(db, workspace, channel, self.name, tick):
            return False
        for message in ledger.unfinished(db, workspace, channel):
            deliveries.uncertain(db, self.tools, message, "process_ended")
        return True

    async def _one(self, workspace: str, channel: str) -> bool:
        """Send the next row of the channel; False when there is none or the channel must wait."""
        tick = self.tools.clock.tick()
        attempt = await self.tools.store.read(
            lambda db: self._gather(db, workspace, channel, tick), within=PATIENT_SECONDS
        )
        if attempt is None:
            return False
        if attempt.unfit:
            await self.tools.store.write(lambda db: deliveries.unfit(db, self.tools, attempt.message))
            return True
        if attempt.rendered is None:
            await self._save(attempt, state=Delivery.dropped)
            return True
        if attempt.message.ts and attempt.says == attempt.message.says:
            await self._save(attempt)
            return True
        try:
            target = attempt.target or await self._direct(workspace, channel)
            wait = await self._begun(attempt)
            if wait is not None:
                return wait
            answer = await self._send(attempt, target)
        except SlackError as error:
            return await self._failed(attempt, error)
        await self._save(attempt, answer=answer)
        return True

    async def _begun(self, attempt: Attempt) -> bool | None:
        """None once the attempt is written down; else whether the worker keeps the channel."""
        again_at = await self.tools.store.write(lambda db: self._begin(db, attempt))
        if again_at == 0:
            return None
        wait = again_at - self.tools.clock.tick() if again_at else LOST
        if wait > LONGEST_WAIT:
            if again_at:
                await self.tools.store.write(lambda db: deliveries.put_off(db, attempt.message, again_at))
            return False
        await self.tools.clock.sleep(max(wait, 0))
        return True

    def _gather(self, db: Db, workspace: str, channel: str, tick: float) -> Attempt | None:
        book = self.tools.books.of(db, workspace)
        message = ledger.next_message(db, workspace, channel, tick)
        if message is None:
            return None
        parent = db.get(Message, id=message.parent) if message.parent else None
        target: str | None = message.posted_channel or channel
        if channel.startswith(("U", "W")) and message.kind != "home" and not message.posted_channel:
            person = db.get(Person, workspace=workspace, id=channel)
            target = person.direct_channel if person else None
        thread = parent.ts if parent else None
        try:
            rendered = messages.render(db, self.tools, book, message)
        except Exception:
            log.exception("a message could not be rendered", kind=message.kind, notice=message.notice)
            return Attempt(message, None, target, thread, unfit=True)
        return Attempt(message, rendered, target, thread, _digest(rendered))

    async def _direct(self, workspace: str, user: str) -> str:
        """Open our direct-message channel with this person and remember it."""
        try:
            found = await self.tools.slack.direct_channel(user)
        except Uncertain as error:
            raise Unreachable from error  # Opening it twice does no harm: nothing is in doubt.

        def work(db: Db) -> None:
            person = db.get(Person, workspace=workspace, id=user)
            if person is None:
                db.add_if_new(Person(workspace=workspace, id=user, direct_channel=found))
            else:
                db.change(person, direct_channel=found)

        await self.tools.store.write(work)
        return found

    def _begin(self, db: Db, attempt: Attempt) -> float | None:
        """Write the attempt down: 0. Else the time to come again, or None: the channel is another's."""
        message, tick = attempt.message, self.tools.clock.tick()
        if not ledger.holds(db, message.workspace, message.channel, self.name, tick):
            return None
        if message.kind != "home":
            again_at = ledger.reserve(db, message.workspace, tick, *_rates(message))
            if again_at > tick:
                return again_at
        db.change(message, attempt_at=tick, attempts=message.attempts + 1)
        return 0.0

    async def _send(self, attempt: Attempt, target: str) -> dict[str, Any]:
        message, rendered = attempt.message, attempt.rendered
        self._keep_away(message)
        if message.kind == "join":
            return await self.tools.slack.call("conversations.join", channel=target)
        if isinstance(rendered, dict):
            return await self.tools.slack.call("views.publish", user_id=message.channel, view=rendered)
        if rendered is None:
            raise LookupError(message.key)
        said: dict[str, Any] = {"channel": target, "text": rendered.text, "blocks": rendered.blocks or None}
        if message.ts:
            return await self.tools.slack.call("chat.update", ts=message.ts, **said)
        return await self.tools.slack.call(
            "chat.postMessage",
            thread_ts=attempt.thread,
            reply_broadcast=(message.broadcast and attempt.thread is not None) or None,
            metadata={"event_type": "tutti_post", "event_payload": {"key": str(message.id)}},
            unfurl_links=False,
            unfurl_media=False,
            **said,
        )

    def _keep_away(self, message: Message) -> None:
        """Raises Later for a call that would fall into a wait which another worker was just told of."""
        tick = self.tools.clock.tick()
        left = max((self._held.get(rate.bucket, 0.0) - tick for rate in _rates(message)), default=0.0)
        if left > 0:
            raise Later(left)

    async def _save(
        self, attempt: Attempt, *, answer: dict[str, Any] | None = None, state: Delivery = Delivery.sent
    ) -> None:
        """Keep what Slack answered, also through a short absence of the database: it is known only here."""
        now = self.tools.clock.now()

        def work(db: Db) -> None:
            deliveries.sent(db, self.tools, attempt.message, answer or {}, state, now, attempt.says)

        for left in range(SAVES, -1, -1):
            try:
                return await self.tools.store.write(work)
            except Busy:
                if not left or self._stopping:
                    raise
                await self.tools.clock.sleep(1)

    async def _failed(self, attempt: Attempt, error: SlackError) -> bool:
        """Sort out what Slack answered; whether the channel may go on at once."""
        message = attempt.message
        log.warning("not delivered", kind=message.kind, notice=message.notice, error=error.code)
        if isinstance(error, (Unreachable, Uncertain)):
            self._silence.longer(self.tools.clock.tick())
        elif isinstance(error, Later):
            until = self.tools.clock.tick() + error.seconds
            self._held |= {rate.bucket: until for rate in _rates(message)}
        await self.tools.store.write(lambda db: self._follow(db, attempt, error))
        return not isinstance(error, (Later, Revoked))

    def _follow(self, db: Db, attempt: Attempt, error: SlackError) -> None:
        message, tick = attempt.message, self.tools.clock.tick()
        pause = TRY_AGAIN[min(message.attempts, 4)]
        match error:
            case Revoked():
                deliveries.not_sent(db, message, error.code, 0)
                workspaces.revoke(db, message.workspace, self.tools.clock.now())
            case Gone() if message.ts:
                deliveries.post_anew(db, message)
            case Refused() if attempt.thread and error.code in PARENT_GONE and message.attempts < 2:
                deliveries.parent_gone(db, message)
            case Refused():
                deliveries.parked(db, self.tools, message, error)
            case Unreachable():
                deliveries.not_sent(db, message, error.code, tick + pause)
                ledger.hold(db, message.workspace, Rate(message.channel, POST_SECONDS), tick + pause)
            case Later():
                deliveries.not_sent(db, message, error.code, tick + error.seconds)
                for rate in _rates(message):
                    ledger.hold(db, message.workspace, rate, tick + error.seconds)
            case Uncertain() if message.ts or message.kind in deliveries.REPEATABLE:
                deliveries.not_sent(db, message, error.code, tick + pause)
            case _:
                deliveries.uncertain(db, self.tools, message, error.code)

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


def _digest(rendered: Rendered | dict[str, Any] | None) -> str:
    """Equal for messages that say the same; "" for a Home, which Slack may have forgotten."""
    if not isinstance(rendered, Rendered):
        return ""
    said = json.dumps([rendered.text, rendered.blocks], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _rates(message: Message) -> tuple[Rate, ...]:
    """The permitted rates that sending this row uses: a Home's is never reached."""
    if message.kind == "home":
        return ()
    return (EDITS,) if message.ts else (Rate(message.channel, POST_SECONDS), POSTS)
