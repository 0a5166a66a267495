"""What Slack gives to the app: signed HTTP requests or Socket Mode envelopes, within three seconds.

Events are repeated when they were not acknowledged; commands, clicks and forms never are
(docs.slack.dev/apis/events-api, docs.slack.dev/interactivity/handling-user-interaction).
"""

from __future__ import annotations

import asyncio
import copy
import heapq
import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.clock import monotonic
from bot.sandbox.box import Box, Input
from bot.sandbox.limits import ACK_SECONDS, EVENT_RETRIES_AFTER_SECONDS
from bot.sandbox.sockets import SocketMode
from bot.sandbox.workspace import Json, new_id

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(order=True)
class Repeat:
    """An event to be delivered again: when in product time, and which time it is (1 to 3)."""

    at: datetime
    order: int
    retry: int = field(compare=False)
    reason: str = field(compare=False)
    name: str = field(compare=False)
    payload: Json = field(compare=False)
    first: datetime = field(compare=False)


class Delivery:
    """Delivers to the app at `url`, or over an open socket when there is no address."""

    def __init__(self, box: Box, sockets: SocketMode) -> None:
        self.url = ""
        self._box = box
        self._sockets = sockets
        self._session: aiohttp.ClientSession | None = None
        self._repeats: list[Repeat] = []
        self._order = itertools.count()

    async def close(self) -> None:
        """Let go of the connections to the app."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def command(self, form: Json) -> Input:
        """A slash command."""
        return await self._give("command", str(form["command"]), form)

    async def interactive(self, name: str, payload: Json) -> Input:
        """A click, a form, a shortcut."""
        return await self._give("interactive", name, payload)

    async def event(self, event: Json, *, event_id: str = "") -> Input:
        """An event; when it is not acknowledged, repeated at once and then as time is moved."""
        space, now = self._box.workspace, self._box.clock.now()
        bot = {"enterprise_id": None, "team_id": space.team_id, "user_id": space.bot_user, "is_bot": True}
        payload = {
            "token": "sandbox",
            "team_id": space.team_id,
            "api_app_id": space.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id or new_id("Ev"),
            "event_time": int(now.timestamp()),
            "authorizations": [bot | {"is_enterprise_install": False}],
            "is_ext_shared_channel": False,
        }
        given = await self._give("event", str(event["type"]), payload)
        self._plan(given, now)
        await self.repeat_due()
        return given

    async def again(self, given: Input) -> Input:
        """The same input once more, as a double delivery."""
        return await self._give(given.kind, given.name, given.payload, given.retry)

    async def repeat_due(self) -> None:
        """Deliver again every event whose time has come."""
        while self._repeats and self._repeats[0].at <= self._box.clock.now():
            due = heapq.heappop(self._repeats)
            self._plan(await self._give("event", due.name, due.payload, due.retry, due.reason), due.first)

    def next_repeats(self) -> list[tuple[datetime, str]]:
        """When an event will be delivered again, in product time."""
        return [(r.at, f"Slack repeats {r.name}") for r in sorted(self._repeats)]

    def _plan(self, given: Input, first: datetime) -> None:
        if given.ok or given.no_retry or given.retry >= len(EVENT_RETRIES_AFTER_SECONDS):
            return
        at = first + timedelta(seconds=EVENT_RETRIES_AFTER_SECONDS[given.retry])
        repeat = Repeat(
            at, next(self._order), given.retry + 1, given.problem, given.name, given.payload, first
        )
        heapq.heappush(self._repeats, repeat)

    async def _give(self, kind: str, name: str, payload: Json, retry: int = 0, reason: str = "") -> Input:
        clock = self._box.clock
        kept = copy.deepcopy(payload)
        given = Input(len(self._box.inputs) + 1, kind, name, kept, clock.tick(), clock.now(), retry)
        self._box.inputs.append(given)
        started = monotonic()
        try:
            async with asyncio.timeout(ACK_SECONDS):
                await (self._post(given, reason) if self.url else self._sockets.send(given, reason))
        except TimeoutError:
            given.problem = "http_timeout"
        except (aiohttp.ClientError, ConnectionError):
            given.problem = "connection_failed"
        if given.status and not given.ok:
            given.problem = "http_error"
        given.elapsed = monotonic() - started
        self._box.done(given)
        return given

    async def _post(self, given: Input, reason: str) -> None:
        body, content_type = encode(given.kind, given.payload)
        headers = self.signed(body, content_type)
        if given.retry:
            headers |= {"X-Slack-Retry-Num": str(given.retry), "X-Slack-Retry-Reason": reason or "http_error"}
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        async with self._session.post(self.url, data=body.encode(), headers=headers) as answer:
            text = await answer.text()
            given.status = answer.status
            given.no_retry = answer.headers.get("x-slack-no-retry") == "1"
            given.answer = _parsed(text, answer.content_type)

    def signed(self, body: str, content_type: str) -> dict[str, str]:
        """The headers that prove a body comes from Slack, stamped with machine time."""
        stamp = str(int(self._box.clock.tick()))
        signature = SignatureVerifier(self._box.signing_secret).generate_signature(timestamp=stamp, body=body)
        return {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": str(signature),
        }


def encode(kind: str, payload: Json) -> tuple[str, str]:
    """The body and content type in which Slack sends a command, an interaction or an event."""
    if kind == "command":
        return urlencode(payload), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return json.dumps(payload), JSON


def _parsed(text: str, content_type: str) -> object:
    if content_type == JSON:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
