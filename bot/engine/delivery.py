"""Delivery by reconciliation: lease a channel, render what its rows should say now, make Slack agree.

Order and pacing are kept per channel; one bad channel does not hold the others. An attempt is written down
before its bytes go, so that a process that dies leaves a doubt, never a repeat (DESIGN section 4, "The ledger").
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

import structlog

from bot.engine import proof
from bot.errors import Busy
from bot.flows import deliveries, messages
from bot.models import Delivery, Message, Person, Workspace
from bot.slack import Gone, Later, Refused, Revoked, SlackError, Uncertain
from bot.store import Db, ledger
from bot.tools import Tools
from bot.views.kit import Rendered

log = structlog.get_logger(__name__)

WORKERS = 64
POST_EVERY, EDIT_EVERY = 1.02, 1.25
"""Seconds between posts in one channel and between edits in a workspace (PLATFORM section 2), a little slower."""
POST_BURST, EDIT_BURST = 90, 45
LONGEST_WAIT = 2.0
"""Seconds a worker waits with its channel in hand; for longer it gives the channel back."""
TRY_AGAIN = (2.0, 4.0, 8.0, 15.0, 30.0)


@dataclass(frozen=True)
class Attempt:
    """What is about to be sent: the row, and what it says now."""

    message: Message
    rendered: Rendered | dict[str, Any] | None
    target: str | None
    thread: str | None


class Courier:
    """Sends what is owed. One per process; any number of processes share the channels."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.name = secrets.token_hex(4)
        self._running: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(WORKERS)

    @property
    def busy(self) -> bool:
        """Whether something is being sent right now."""
        return bool(self._running)

    async def look(self) -> int:
        """Start a worker for every channel with something to send; how many were started."""
        tick = self.tools.clock.tick()
        waiting = await self.tools.store.read(lambda db: ledger.channels_due(db, tick))
        started = 0
        for place in waiting:
            if place not in self._running:
                self._running[place] = asyncio.create_task(self._serve(*place))
                started += 1
        return started

    async def rest(self) -> None:
        """Wait until the workers under way have finished."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _serve(self, workspace: str, channel: str) -> None:
        try:
            async with self._places:
                tick = self.tools.clock.tick()
                if not await self.tools.store.write(
                    lambda db: ledger.lease(db, workspace, channel, self.name, tick)
                ):
                    return
                try:
                    await self._doubt_unfinished(workspace, channel)
                    while await self._one(workspace, channel):
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

    async def _doubt_unfinished(self, workspace: str, channel: str) -> None:
        """Rows that a dead process left in the middle may or may not be there."""

        def work(db: Db) -> None:
            for message in ledger.unfinished(db, workspace, channel):
                deliveries.uncertain(db, self.tools, message, "process_ended")

        await self.tools.store.write(work)

    async def _one(self, workspace: str, channel: str) -> bool:
        """Send the next row of the channel; False when there is none or the channel must wait."""
        tick = self.tools.clock.tick()
        attempt = await self.tools.store.read(lambda db: self._gather(db, workspace, channel, tick))
        if attempt is None:
            return False
        if attempt.rendered is None:
            await self._save(attempt, state=Delivery.dropped)
            return True
        try:
            target = attempt.target or await self._direct(workspace, channel)
            wait = await self.tools.store.write(lambda db: self._begin(db, attempt))
        except SlackError as error:
            return await self._failed(attempt, error)
        if wait is None:
            return False
        if wait > LONGEST_WAIT:
            not_before = self.tools.clock.tick() + wait
            await self.tools.store.write(lambda db: deliveries.put_off(db, attempt.message, not_before))
            return False
        if wait > 0:
            await self.tools.clock.sleep(wait)
            return True
        try:
            answer = await self._send(attempt, target)
        except SlackError as error:
            return await self._failed(attempt, error)
        await self._save(attempt, answer=answer)
        return True

    def _gather(self, db: Db, workspace: str, channel: str, tick: float) -> Attempt | None:
        book = self.tools.books.of(db, workspace)
        if book.workspace.pause or book.workspace.revoked_at:
            return None
        message = ledger.next_message(db, workspace, channel, tick)
        if message is None:
            return None
        parent = db.get(Message, id=message.parent) if message.parent else None
        target: str | None = message.posted_channel or channel
        if channel.startswith(("U", "W")) and message.kind != "home" and not message.posted_channel:
            person = db.get(Person, workspace=workspace, id=channel)
            target = person.direct_channel if person else None
        rendered = messages.render(db, self.tools, book, message)
        return Attempt(message, rendered, target, parent.ts if parent else None)

    async def _direct(self, workspace: str, user: str) -> str:
        """Open our direct-message channel with this person and remember it."""
        found = await self.tools.slack.direct_channel(user)

        def work(db: Db) -> None:
            person = db.get(Person, workspace=workspace, id=user)
            if person is None:
                db.add_if_new(Person(workspace=workspace, id=user, direct_channel=found))
            else:
                db.change(person, direct_channel=found)

        await self.tools.store.write(work)
        return found

    def _begin(self, db: Db, attempt: Attempt) -> float | None:
        """Write the attempt down. Seconds to wait first, or None if the channel is not ours any more."""
        message, tick = attempt.message, self.tools.clock.tick()
        if not ledger.holds(db, message.workspace, message.channel, self.name, tick):
            return None
        if message.kind != "home":
            wait = self._pace(db, message, tick)
            if wait > 0:
                return wait
        db.change(message, attempt_at=tick, attempts=message.attempts + 1)
        return 0.0

    def _pace(self, db: Db, message: Message, tick: float) -> float:
        if message.ts:
            return ledger.reserve(db, message.workspace, "*edits", tick, every=EDIT_EVERY, burst=EDIT_BURST)
        wait = ledger.reserve(db, message.workspace, message.channel, tick, every=POST_EVERY, burst=1)
        return wait or ledger.reserve(db, message.workspace, "*posts", tick, every=0.1, burst=POST_BURST)

    async def _send(self, attempt: Attempt, target: str) -> dict[str, Any]:
        message, rendered = attempt.message, attempt.rendered
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
            reply_broadcast=message.broadcast or None,
            metadata={"event_type": "tutti_post", "event_payload": {"key": str(message.id)}},
            unfurl_links=False,
            unfurl_media=False,
            **said,
        )

    async def _save(
        self, attempt: Attempt, *, answer: dict[str, Any] | None = None, state: Delivery = Delivery.sent
    ) -> None:
        now = self.tools.clock.now()

        def work(db: Db) -> None:
            deliveries.sent(db, self.tools, attempt.message, answer or {}, state, now)

        await self.tools.store.write(work)

    async def _failed(self, attempt: Attempt, error: SlackError) -> bool:
        """Sort out what Slack answered; whether the channel may go on at once."""
        message, tick = attempt.message, self.tools.clock.tick()
        log.warning("not delivered", kind=message.kind, notice=message.notice, error=error.code)

        def work(db: Db) -> bool:
            match error:
                case Revoked():
                    row = db.lock(Workspace, id=message.workspace)
                    if row:
                        db.change(row, revoked_at=self.tools.clock.now())
                    deliveries.not_sent(db, message, error.code, tick + 60)
                    return False
                case Gone() if message.ts:
                    deliveries.post_anew(db, message)
                    return True
                case Refused():
                    deliveries.parked(db, self.tools, message, error)
                    return True
                case Later():
                    seconds = max(
                        error.seconds, TRY_AGAIN[min(message.attempts, 4)] if message.attempts else 0
                    )
                    bucket = "*edits" if message.ts and error.seconds != 2.0 else message.channel
                    ledger.hold(db, message.workspace, bucket, tick + error.seconds)
                    deliveries.not_sent(db, message, error.code, tick + seconds)
                    return False
                case Uncertain() if message.ts or message.kind == "home":
                    deliveries.not_sent(db, message, error.code, tick + TRY_AGAIN[min(message.attempts, 4)])
                    return True
                case _:
                    deliveries.uncertain(db, self.tools, message, error.code)
                    return True

        return await self.tools.store.write(work)

    async def prove(self) -> None:
        """Look for messages that may be there; see `engine.proof`."""
        await proof.look(self.tools)
