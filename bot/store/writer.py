"""The writer: the only way to change the database (DESIGN section 4, "The writer").

A unit of work is a plain function of a `Db`. On SQLite one thread takes all waiting units into one
`BEGIN IMMEDIATE`, a savepoint each, one commit; on PostgreSQL each runs in its own transaction in one
of a few threads.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.clock import monotonic
from bot.errors import Busy
from bot.store import timers
from bot.store.db import Db

Value = TypeVar("Value")
Work = Callable[[Db], Value]

WAIT_SECONDS = 2.0
"""A unit that waited longer is refused unrun (DESIGN section 4)."""
BATCH = 200
RETRIES = 3


@dataclass
class Unit:
    """One waiting unit of work and where its result goes."""

    work: Work[Any]
    wake: Callable[[], None]
    result: Future[Any] = field(default_factory=Future)
    since: float = field(default_factory=monotonic)

    @property
    def too_late(self) -> bool:
        return monotonic() - self.since > WAIT_SECONDS


class Writer(Protocol):
    """Runs units of work, each all or nothing."""

    def submit(self, unit: Unit) -> None: ...

    def close(self) -> None: ...


def run_unit(connection: Connection, unit: Unit) -> tuple[Any, bool]:
    """Run one unit on an open transaction; its value, and whether it left something for the engine."""
    db = Db(connection)
    value = unit.work(db)
    timers.flush(db)
    return value, db.woken


class SqliteWriter:
    """One thread, group commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[Unit | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._loop, name="tutti-writer", daemon=True)
        self._thread.start()

    def submit(self, unit: Unit) -> None:
        self._waiting.put(unit)

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _loop(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, more = [first], True
            while more and len(batch) < BATCH:
                try:
                    unit = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if unit is None:
                    self._waiting.put(None)
                    more = False
                else:
                    batch.append(unit)
            self._commit(batch)

    def _commit(self, batch: list[Unit]) -> None:
        """One transaction for all; a unit that fails is rolled back to its savepoint alone."""
        fresh = []
        for unit in batch:
            if unit.too_late:
                unit.result.set_exception(Busy())
            elif unit.result.set_running_or_notify_cancel():
                fresh.append(unit)
        done: list[tuple[Unit, Any, bool]] = []
        try:
            with self._engine.begin() as connection:
                for unit in fresh:
                    try:
                        with connection.begin_nested():
                            done.append((unit, *run_unit(connection, unit)))
                    except BaseException as error:
                        if isinstance(error, OperationalError):
                            raise
                        unit.result.set_exception(error)
        except BaseException as error:
            for unit in fresh:
                if not unit.result.done():
                    unit.result.set_exception(_busy(error))
            return
        for unit, value, woken in done:
            unit.result.set_result(value)
            if woken:
                unit.wake()


class PostgresWriter:
    """A few threads, a transaction each; deadlocks and serialisation failures are run again."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="tutti-writer")

    def submit(self, unit: Unit) -> None:
        self._pool.submit(self._run, unit)

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def _run(self, unit: Unit) -> None:
        if unit.too_late:
            unit.result.set_exception(Busy())
            return
        if not unit.result.set_running_or_notify_cancel():
            return
        try:
            value, woken = self._retried(unit)
        except BaseException as error:
            unit.result.set_exception(_busy(error))
            return
        unit.result.set_result(value)
        if woken:
            unit.wake()

    def _retried(self, unit: Unit) -> tuple[Any, bool]:
        for attempt in range(RETRIES):
            try:
                with self._engine.begin() as connection:
                    return run_unit(connection, unit)
            except DBAPIError as error:
                if attempt == RETRIES - 1 or not _again(error):
                    raise
        raise Busy


def _again(error: DBAPIError) -> bool:
    """Whether PostgreSQL rolled back for a reason that a second run may not meet, or cut an idle connection."""
    state = getattr(error.orig, "sqlstate", None)
    return state in ("40001", "40P01") or error.connection_invalidated


def _busy(error: BaseException) -> BaseException:
    return Busy(str(error)) if isinstance(error, OperationalError) else error


async def wait(unit: Unit) -> Any:
    """The unit's value; what it raised is raised here. Cancelling does not undo a running unit."""
    return await asyncio.shield(asyncio.wrap_future(unit.result))
