"""Short looks of many askers at once: what is asked while one is under way waits for the next, and shares it.

Every input begins with two rows that say who is calling. A thread and a transaction for each of them costs
ten times what the rows do, and more where several threads want to compute at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.store.db import Db

PATIENCE_SECONDS = 0.05
"""What is asked while a look takes longer than this does not wait for it."""

Look = Callable[[Db], Any]
Asked = tuple[Look, "asyncio.Future[Any]"]


class Glances:
    """Looks that find a few rows by their keys. `start` begins a look in a thread."""

    def __init__(self, start: Callable[[Look], asyncio.Future[Any]]) -> None:
        self._start = start
        self._waiting: list[Asked] = []
        self._latest: asyncio.Future[Any] | None = None
        """The look under way for which others wait."""

    def ask(self, look: Look) -> asyncio.Future[Any]:
        """What it finds, or the error that it or the database raised."""
        loop = asyncio.get_running_loop()
        if self._latest is None or self._latest.get_loop() is not loop:
            return self._under_way(self._start(look))
        found: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((look, found))
        return found

    def _under_way(self, look: asyncio.Future[Any]) -> asyncio.Future[Any]:
        """What is asked from now on waits for it."""
        self._latest = look
        patience = look.get_loop().call_later(PATIENCE_SECONDS, self._next, look)
        look.add_done_callback(lambda _: patience.cancel())
        look.add_done_callback(self._next)
        return look

    def _together(self) -> None:
        asked, self._waiting = self._waiting, []
        look = self._start(lambda db: [_tried(db, one) for one, _ in asked])
        look.add_done_callback(lambda _: _tell(asked, look))
        self._under_way(look)

    def _next(self, ended: asyncio.Future[Any]) -> None:
        """It ended, or takes too long to be waited for."""
        if self._latest is ended:
            self._latest = None
            if self._waiting:
                self._together()


def _tried(db: Db, look: Look) -> tuple[Any, Exception | None]:
    """What it finds; what it raises itself is told to who asked for it alone."""
    try:
        return look(db), None
    except DBAPIError:
        raise
    except Exception as error:
        return None, error


def _tell(asked: Sequence[Asked], look: asyncio.Future[Any]) -> None:
    if look.cancelled():
        for _, found in asked:
            found.cancel()
        return
    failed = look.exception()
    results = [(None, failed)] * len(asked) if failed else look.result()
    for (_, found), (value, error) in zip(asked, results, strict=True):
        if found.done():
            continue
        if error is not None:
            found.set_exception(error)
        else:
            found.set_result(value)
