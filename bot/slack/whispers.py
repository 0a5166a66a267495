"""Whispers: private sentences sent after the response, at most once, never a decision."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, NamedTuple

import structlog

from bot.clock import Clock
from bot.slack import Later, Refused, Slack, SlackError

log = structlog.get_logger(__name__)

EVERY, BURST = 0.1, 20
"""Seconds between two messages of ours, and how many may go at once after a rest (PLATFORM section 2)."""


class Place(NamedTuple):
    """Where somebody is: a channel, and a thread of it."""

    channel: str | None
    thread: str | None = None


class Reply(NamedTuple):
    """An input's own address for answers, and whether one takes its message's place."""

    url: str | None
    replaces: bool = False


class Whispers:
    """Sends in the background and can be waited for; a whisper that fails is logged and forgotten."""

    def __init__(self, slack: Slack, clock: Clock) -> None:
        self._slack = slack
        self._clock = clock
        self._full_at = 0.0
        """Machine time from which a whole burst may go again."""
        self._tasks: set[asyncio.Task[None]] = set()

    def say(
        self,
        user: str,
        text: str,
        *,
        blocks: list[dict[str, Any]] | None = None,
        response_url: str | None = None,
        channel: str | None = None,
        thread: str | None = None,
        replaces: bool = False,
    ) -> None:
        """Tell this person alone: by the response_url, else where they are, else by direct message.

        thread: of the channel, in which it is shown. replaces: see `Slack.respond`.
        """
        place = Place(channel, thread)
        self._start(self._say(user, text, blocks, Reply(response_url, replaces), place))

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
        reply: Reply,
        place: Place,
    ) -> None:
        said = blocks or [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}]
        try:
            if not (reply.url and await self._responded(reply, text, said)):
                await self._post(user, text, said, place)
        except Later as error:
            await asyncio.sleep(error.seconds)
            await self._once_more(user, text, said, place)
        except SlackError as error:
            log.warning("whisper not delivered", error=error.code)

    async def _responded(self, reply: Reply, text: str, said: list[dict[str, Any]]) -> bool:
        """Whether the response_url still took it: it lives for 30 minutes and five answers."""
        try:
            await self._slack.respond(reply.url or "", text, said, replaces=reply.replaces)
        except Refused:
            return False
        return True

    async def _once_more(self, user: str, text: str, said: list[dict[str, Any]], place: Place) -> None:
        """Slack asked us to wait, so nothing was said yet; after a second refusal it is forgotten."""
        try:
            await self._post(user, text, said, place)
        except SlackError as error:
            log.warning("whisper not delivered", error=error.code)

    async def _wait_for_turn(self) -> None:
        """Many whispers at once go one after the other, at the rate that Slack permits."""
        tick = self._clock.tick()
        self._full_at = max(self._full_at, tick) + EVERY
        if (wait := self._full_at - BURST * EVERY - tick) > 0:
            await self._clock.sleep(wait)

    async def _post(self, user: str, text: str, said: list[dict[str, Any]], place: Place) -> None:
        """Where they are, if that is a channel that we are in, else by direct message."""
        await self._wait_for_turn()
        if place.channel and place.channel[0] in "CG":
            try:
                await self._slack.call(
                    "chat.postEphemeral",
                    channel=place.channel,
                    thread_ts=place.thread,
                    user=user,
                    text=text,
                    blocks=said,
                )
                return
            except Refused:
                log.info("whispered by direct message", channel=place.channel)
        direct = await self._slack.direct_channel(user)
        await self._slack.call(
            "chat.postMessage",
            channel=direct,
            text=text,
            blocks=said,
            unfurl_links=False,
            unfurl_media=False,
        )
