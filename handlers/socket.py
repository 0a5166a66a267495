"""The door for Socket Mode: Slack's envelopes over a socket that we open, in the shape that HTTP has too.

https://docs.slack.dev/apis/events-api/using-socket-mode: every envelope is acknowledged over the socket;
there is no signature, the socket itself was opened with our app's token.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.tools import Tools
from handlers import shapes

log = structlog.get_logger(__name__)


class Socket:
    """Keeps one socket to Slack open and gives Bolt what comes over it."""

    def __init__(self, app: AsyncApp, tools: Tools, token: str) -> None:
        self._tools = tools
        self._handler = _Counted(app, tools, token)
        self._opening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to connect, and go on for as long as it takes; `connected` tells."""
        self._opening = asyncio.create_task(self._connect())

    async def _connect(self) -> None:
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def connected(self) -> bool:
        return bool(await self._handler.client.is_connected())

    async def close(self, seconds: float) -> None:
        """Let what is under way be answered, for so long at most, then close."""
        if self._opening:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._handler.idle.wait()
        await self._handler.close_async()  # type: ignore[no-untyped-call]


class _Counted(AsyncSocketModeHandler):
    """Bolt's own adapter, which knows what is under way and looks at shapes."""

    def __init__(self, app: AsyncApp, tools: Tools, token: str) -> None:
        super().__init__(app, token, logger=logging.getLogger("bolt"))
        self._tools = tools
        self._running = 0
        self.idle, self.busy = asyncio.Event(), asyncio.Event()
        self.idle.set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope."""
        self._running += 1
        self.idle.clear()
        self.busy.set()
        try:
            if shapes.fits(req.payload):
                await super().handle(client, req)
            else:
                log.warning("envelope refused", reason="not a Slack payload")
                with contextlib.suppress(ConnectionError):
                    await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
        finally:
            self._running -= 1
            if not self._running:
                self.busy.clear()
                self.idle.set()
