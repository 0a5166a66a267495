"""Whispers: private sentences sent after the response, at most once, never a decision."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.slack import Slack, SlackError

log = structlog.get_logger(__name__)


class Whispers:
    """Sends in the background and can be waited for; a whisper that fails is logged and forgotten."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._tasks: set[asyncio.Task[None]] = set()

    def say(
        self,
        user: str,
        text: str,
        *,
        blocks: list[dict[str, Any]] | None = None,
        response_url: str | None = None,
        channel: str | None = None,
    ) -> None:
        """Tell this person alone: by the response_url, else where they are, else by direct message."""
        self._start(self._say(user, text, blocks, response_url, channel))

    async def drain(self) -> None:
        """Wait until every whisper was sent or given up."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(
        self,
        user: str,
        text: str,
        blocks: list[dict[str, Any]] | None,
        response_url: str | None,
        channel: str | None,
    ) -> None:
        try:
            if response_url:
                await self._slack.respond(response_url, text, blocks)
            elif channel and channel[0] in "CG":
                await self._slack.call(
                    "chat.postEphemeral", channel=channel, user=user, text=text, blocks=blocks or None
                )
            else:
                direct = await self._slack.direct_channel(user)
                await self._slack.call("chat.postMessage", channel=direct, text=text, blocks=blocks or None)
        except SlackError as error:
            log.warning("whisper not delivered", error=error.code)
