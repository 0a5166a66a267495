"""All the SQL. `Store` is the door: `write(work)` changes, `read(look)` looks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.errors import Busy
from bot.store import engines, migrate
from bot.store.checkpoints import Checkpoints
from bot.store.db import Db
from bot.store.glances import Glances
from bot.store.writer import PostgresWriter, SqliteWriter, Unit, Writer, is_away, wait

Value = TypeVar("Value")

THREADS, PATIENT_THREADS = 6, 2
"""For what an ack waits for, and for what nobody waits for: a long list that is drawn for one person must not
take the place of who is calling."""
LOOK_SECONDS = 2.0
"""A look that takes longer is given up: who asked has 2.5 seconds in all."""
PATIENT_SECONDS = 30.0
"""For what nobody waits for: the engine, the command line."""
TIMES = 5
"""So often PostgreSQL is asked what time it is."""

__all__ = ["PATIENT_SECONDS", "Db", "Store"]


class Store:
    """One database. Open it once, close it at the end.

    `on_commit` is called from a writer thread after a unit left something for the engine to do.
    """

    def __init__(self, database_url: str) -> None:
        self.url = database_url
        self.sqlite = engines.url_of(database_url).get_backend_name() == "sqlite"
        self.on_commit: Callable[[], None] = lambda: None
        self._acks = 0
        self._calm = asyncio.Event()
        self._write_engine = engines.engine(database_url, writes=True, threads=1 if self.sqlite else THREADS)
        self._read_engine = engines.engine(database_url, writes=False, threads=THREADS + PATIENT_THREADS)
        self._readers = ThreadPoolExecutor(THREADS, thread_name_prefix="tutti-reader")
        self._patient = ThreadPoolExecutor(PATIENT_THREADS, thread_name_prefix="tutti-patient")
        self._glances = Glances(self._looking)
        self._checkpoints = Checkpoints(database_url) if self.sqlite else None
        self._writer: Writer = (
            SqliteWriter(self._write_engine, self._checkpoints.due)
            if self._checkpoints
            else PostgresWriter(self._write_engine, THREADS)
        )

    async def write(self, work: Callable[[Db], Value], *, acked: bool = False) -> Value:
        """Run a unit of work: committed when this returns, undone when it raises.

        acked: Slack waits for its ack. Raises Busy if the database did not take it in time, and whatever
        `work` raises.
        """
        unit = Unit(work, self._woken, acked)
        with self._hurried() if acked else nullcontext():
            self._writer.submit(unit)
            value: Value = await wait(unit)
            return value

    @contextmanager
    def _hurried(self) -> Iterator[None]:
        self._acks += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._acks -= 1
            if not self._acks:
                self._calm.set()

    async def calm(self, within: float) -> None:
        """Wait until no unit is under way for which an ack waits, at most so many seconds."""
        if self._acks:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._calm.wait(), within)

    def _woken(self) -> None:
        self.on_commit()

    async def read(self, look: Callable[[Db], Value], *, within: float = LOOK_SECONDS) -> Value:
        """Look without changing: one consistent view on SQLite.

        Raises Busy if the database is away or does not answer within so many seconds.
        """
        threads = self._patient if within >= PATIENT_SECONDS else self._readers
        return await _within(within, self._looking(look, threads))

    async def glance(self, look: Callable[[Db], Value]) -> Value:
        """Like `read`, for a few rows found by their keys: who asks at the same time shares a view."""
        return await _within(LOOK_SECONDS, self._glances.ask(look))

    def _looking(
        self, look: Callable[[Db], Value], threads: ThreadPoolExecutor | None = None
    ) -> asyncio.Future[Value]:
        return asyncio.get_running_loop().run_in_executor(threads or self._readers, self._look, look)

    def _look(self, look: Callable[[Db], Value]) -> Value:
        for again in (True, False):
            try:
                with self._read_engine.connect() as connection:
                    return _looked(connection, look)
            except DBAPIError as error:
                if again and error.connection_invalidated:
                    continue
                if is_away(error):
                    raise Busy(str(error)) from error
                raise
        raise Busy

    async def drift(self, tick: Callable[[], float]) -> float:
        """Seconds by which PostgreSQL's clock is ahead of `tick`; 0 on SQLite, whose clock is ours.

        Wrong by half of what the quickest of a few questions took, at most: replicas pace by it.
        """
        if self.sqlite:
            return 0.0

        def look(db: Db) -> float:
            return min(_asked_for_time(db, tick) for _ in range(TIMES))[1]

        return await self.read(look)

    def migrate(self) -> None:
        """Bring the schema up to this code's; see `store.migrate`."""
        migrate.upgrade(self.url)

    def close(self) -> None:
        """Finish running units and give every connection back."""
        self._writer.close()
        if self._checkpoints:
            self._checkpoints.close()
        self._readers.shutdown(wait=True)
        self._patient.shutdown(wait=True)
        self._write_engine.dispose()
        self._read_engine.dispose()


def _asked_for_time(db: Db, tick: Callable[[], float]) -> tuple[float, float]:
    """Seconds that the question took, and by which PostgreSQL's clock is ahead."""
    before = tick()
    there = db.run(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one()
    after = tick()
    return after - before, float(there) - (before + after) / 2


def _looked(connection: Connection, look: Callable[[Db], Value]) -> Value:
    with connection.begin():
        return look(Db(connection))


async def _within(seconds: float, looking: asyncio.Future[Value]) -> Value:
    try:
        async with asyncio.timeout(seconds):
            return await looking
    except TimeoutError as error:
        raise Busy("no answer") from error
