"""Workers that want to send at the same moment write their attempts down together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.engine import pace
from bot.errors import Busy
from bot.models import Message
from bot.store.places import Place, Wish, take
from bot.tools import Tools

MOST = 100
"""Attempts of one unit."""


@dataclass
class _Waiting:
    wish: Wish
    answer: asyncio.Future[Place | None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Places:
    """One of these per process. While a unit runs, those who come meanwhile gather for the next one."""

    def __init__(self, tools: Tools, holder: str) -> None:
        self._tools = tools
        self._holder = holder
        self._waiting: list[_Waiting] = []
        self._working: asyncio.Task[None] | None = None

    async def take(self, message: Message) -> Place | None:
        """A place for this message, its attempt committed; see `store.places.take`. Raises Busy."""
        one = _Waiting(Wish(message, pace.rates(message)))
        self._waiting.append(one)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await one.answer

    async def _work(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._answer(together)

    async def _answer(self, together: list[_Waiting]) -> None:
        """What a unit of all says; where it fails for a reason of one's own, a unit of each."""
        try:
            found = await self._take([one.wish for one in together])
        except Exception as error:
            if len(together) > 1 and not isinstance(error, Busy):
                for one in together:
                    await self._answer([one])
                return
            for one in together:
                if not one.answer.done():
                    one.answer.set_exception(error)
        else:
            for one, place in zip(together, found, strict=True):
                if not one.answer.done():
                    one.answer.set_result(place)

    async def _take(self, wishes: list[Wish]) -> list[Place | None]:
        clock = self._tools.clock
        return await self._tools.store.write(
            lambda db: take(db, wishes, self._holder, clock.tick(), ahead=pace.AHEAD)
        )
