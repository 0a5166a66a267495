"""The writer: the only way to change the database (DESIGN section 4, "The writer").

A unit of work is a plain function of a `Db`. On SQLite one thread takes the waiting units into one
`BEGIN IMMEDIATE`, a savepoint each, one commit; those with an ack behind them apart from the others (see
`lines`). On PostgreSQL each runs in its own transaction in one of a few threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.clock import monotonic
from bot.errors import Busy
from bot.store import cells, stale, timers
from bot.store.db import Db
from bot.store.lines import Lines

Value = TypeVar("Value")
Work = Callable[[Db], Value]

WAIT_SECONDS = 2.0
"""A unit that waited longer is refused unrun (DESIGN section 4)."""
BATCH = 200
TURN_SECONDS = 0.02
"""After so long a transaction on SQLite begins no further unit without an ack: acks wait for its end."""
RETRIES = 3


@dataclass
class Unit:
    """One waiting unit of work and where its result goes."""

    work: Work[Any]
    wake: Callable[[], None]
    acked: bool = False
    """An ack waits for it."""
    result: Future[Any] = field(default_factory=Future)
    since: float = field(default_factory=monotonic)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    """Where somebody waits for it."""
    known: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """Done once that loop may look at the result."""

    def starts(self) -> bool:
        """Whether it is to be run now: it was not given up, and did not wait too long."""
        if self.result.done() or not self.result.set_running_or_notify_cancel():
            return False
        if monotonic() - self.since > WAIT_SECONDS:
            self.fails(Busy("waited too long"))
            return False
        return True

    def fails(self, error: BaseException) -> None:
        """Tell who waits for it, unless the result is known already."""
        # Between a look at it and the setting, who waits may have given up.
        with contextlib.suppress(InvalidStateError):
            self.result.set_exception(error)

    def gives_up(self) -> None:
        """Never run it, if nobody began; called in its loop."""
        if self.result.cancel():
            _go_on([self])


def tell(units: Sequence[Unit]) -> None:
    """Let those go on who wait for these units. To wake a loop costs more than a statement: once for all."""
    for loop in {unit.loop for unit in units}:
        with contextlib.suppress(RuntimeError):  # The loop was closed this very moment.
            loop.call_soon_threadsafe(_go_on, [unit for unit in units if unit.loop is loop])


def _go_on(units: Sequence[Unit]) -> None:
    for unit in units:
        if not unit.known.done():
            unit.known.set_result(None)


class Writer(Protocol):
    """Runs units of work, each all or nothing."""

    def submit(self, unit: Unit) -> None: ...

    def close(self) -> None: ...


def run_unit(db: Db, unit: Unit) -> tuple[Any, bool]:
    """Run one unit on an open transaction; its value, and whether it left something for the engine."""
    value = unit.work(db)
    stale.refresh(db)
    timers.flush(db)
    cells.mark(db)
    return value, db.woken


class SqliteWriter:
    """One thread, group commit."""

    def __init__(self, engine: Engine, committed: Callable[[], None]) -> None:
        self._engine = engine
        self._committed = committed
        self._lines: Lines[Unit] = Lines()
        self._thread = threading.Thread(target=self._loop, name="tutti-writer", daemon=True)
        self._thread.start()

    def submit(self, unit: Unit) -> None:
        self._lines.put(unit, acked=unit.acked)

    def close(self) -> None:
        self._lines.close()
        self._thread.join()

    def _loop(self) -> None:
        while (line := self._lines.next()) is not None:
            self._commit(line)

    def _commit(self, line: deque[Unit]) -> None:
        """One transaction for what waits in line; a unit that fails is rolled back to its savepoint alone."""
        batch: list[Unit] = []
        done: list[tuple[Unit, Any, bool]] = []
        begun = monotonic()
        try:
            with self._engine.begin() as connection:
                while line and len(batch) < BATCH:
                    if not line[0].acked and batch and monotonic() - begun > TURN_SECONDS:
                        break
                    batch.append(line.popleft())
                    if batch[-1].starts():
                        self._run(connection, batch[-1], done)
        except BaseException as error:
            if not batch:  # It could not even begin.
                batch = [line.popleft() for _ in range(min(len(line), BATCH))]
            for unit in batch:
                unit.fails(_busy(error))
            done.clear()
        for unit, value, _ in done:
            unit.result.set_result(value)
        if done:
            self._committed()
        tell(batch)
        for wake in {unit.wake for unit, _, woken in done if woken}:
            wake()

    def _run(self, connection: Connection, unit: Unit, done: list[tuple[Unit, Any, bool]]) -> None:
        try:
            db = Db(connection)
            with db.part():
                done.append((unit, *run_unit(db, unit)))
        except BaseException as error:
            if is_away(error):
                raise
            unit.fails(error)


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
        if not unit.starts():
            tell([unit])
            return
        try:
            value, woken = self._retried(unit)
        except BaseException as error:
            unit.fails(_busy(error))
            woken = False
        else:
            unit.result.set_result(value)
        tell([unit])
        if woken:
            unit.wake()

    def _retried(self, unit: Unit) -> tuple[Any, bool]:
        for attempt in range(RETRIES):
            try:
                with self._engine.begin() as connection:
                    return run_unit(Db(connection), unit)
            except DBAPIError as error:
                if attempt == RETRIES - 1 or not _again(error):
                    raise
        raise Busy


def _again(error: DBAPIError) -> bool:
    """Whether PostgreSQL rolled back for a reason that a second run may not meet, or cut an idle connection.

    A connection cut during COMMIT leaves open whether the unit was saved: run again, a Slack input meets its
    own key (`tools.Repeat`), and the engine's units find their rows already changed.
    """
    state = getattr(error.orig, "sqlstate", None)
    return state in ("40001", "40P01") or error.connection_invalidated


SQLITE_MISTAKES = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE})
"""Codes of an OperationalError that tell of the statement, not of the database."""


def is_away(error: BaseException) -> bool:
    """Whether the database is away, locked or full; anything else is the unit's own failure."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return isinstance(error, OperationalError) and code & 0xFF not in SQLITE_MISTAKES
    return isinstance(error, OperationalError) or error.connection_invalidated


def _busy(error: BaseException) -> BaseException:
    return Busy(str(error)) if is_away(error) else error


async def wait(unit: Unit) -> Any:
    """The unit's value; what it raised is raised here. Cancelling does not undo a running unit.

    Raises Busy as soon as the unit has waited too long without being begun; it is never run then.
    """
    patience = unit.loop.call_later(WAIT_SECONDS, unit.gives_up)
    try:
        await unit.known
    finally:
        patience.cancel()
    if unit.result.cancelled():
        raise Busy("waited too long")
    return unit.result.result()
