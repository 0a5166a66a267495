"""Socket Mode: envelopes over WebSockets, each to any one of the app's connections.

docs.slack.dev/apis/events-api/using-socket-mode: hello, envelopes acknowledged by id, and
disconnect with a warning about ten seconds before.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets

from aiohttp import WSMsgType, web

from bot.sandbox.box import Box, Input, Refused
from bot.sandbox.workspace import Json, new_id

TYPES = {"command": "slash_commands", "interactive": "interactive", "event": "events_api"}
CONNECTIONS_MAX = 10


class SocketMode:
    """The app's open sockets and the envelopes that wait for their acknowledgement."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._tickets: set[str] = set()
        self._links: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = itertools.count()
        self.opened = 0
        self._news = asyncio.Condition()

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._links)

    def open(self) -> Json:
        """apps.connections.open: an address that works once. Raises Refused."""
        if len(self._links) >= CONNECTIONS_MAX:
            raise Refused("too_many_websockets")
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        link = f"{self._box.base.replace('http', 'ws', 1)}/link/"
        return {"url": f"{link}?ticket={ticket}&app_id={self._box.workspace.app_id}"}

    async def connected(self, opened: int = 1) -> None:
        """Wait until so many sockets have been opened in all and one of them still is."""
        async with self._news:
            await self._news.wait_for(lambda: self.opened >= opened and bool(self._open_links()))

    def _open_links(self) -> list[web.WebSocketResponse]:
        return [link for link in self._links if not link.closed]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One socket, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or self._box.down:
            return web.Response(status=401)
        self._tickets.discard(ticket)
        link = web.WebSocketResponse(timeout=1.0)
        await link.prepare(request)
        self._links.append(link)
        self.opened += 1
        await link.send_json(self._hello())
        async with self._news:
            self._news.notify_all()
        try:
            async for message in link:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self._links.remove(link)
        return link

    async def send(self, given: Input, reason: str) -> None:
        """Give one input to one connection and wait for its acknowledgement. Raises ConnectionError."""
        links = self._open_links()
        if not links or self._box.down:
            raise ConnectionError("no open socket")
        link = links[next(self._turn) % len(links)]
        envelope_id = new_id("E")
        self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": TYPES[given.kind],
            "payload": given.payload,
            "accepts_response_payload": given.kind != "event",
        }
        if given.kind == "event":
            envelope |= {"retry_attempt": given.retry, "retry_reason": reason}
        try:
            await link.send_json(envelope)
            ack = await self._waiting[envelope_id]
        finally:
            del self._waiting[envelope_id]
        given.status, given.answer = 200, ack.get("payload") or ""

    async def refresh(self, warning_seconds: float = 10.0) -> None:
        """Slack's own hourly refresh: a warning, then every socket is told to close and come back."""
        for link in list(self._links):
            await link.send_json({"type": "disconnect", "reason": "warning", "debug_info": {}})
        await self._box.clock.sleep(warning_seconds)
        for link in list(self._links):
            await link.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    async def close(self) -> None:
        """End every socket without a word."""
        for link in list(self._links):
            await link.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links),
            "connection_info": {"app_id": self._box.workspace.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    def _acknowledged(self, data: str) -> None:
        try:
            ack = json.loads(data)
        except ValueError:
            return
        waiting = self._waiting.get(str(ack.get("envelope_id"))) if isinstance(ack, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(ack)
