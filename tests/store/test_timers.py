"""Timers that several units set."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.models import Timer
from bot.store import Db, Store, timers
from bot.store.timers import claim, set_timer

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def round_at(db: Db, at: datetime) -> None:
    set_timer(db, "T1", "round", "U1", at, earliest=True)


async def test_the_earliest_of_several_times_holds(database_url: str) -> None:
    store = Store(database_url)
    try:
        for minutes in (5, 9, 2, 7):
            await store.write(lambda db, minutes=minutes: round_at(db, NOW + timedelta(minutes=minutes)))  # type: ignore[misc]
        found = await store.read(lambda db: db.get(Timer, workspace="T1", kind="round", subject="U1"))
        assert found is not None and found.at == NOW + timedelta(minutes=2)
    finally:
        store.close()


async def test_units_that_rely_on_the_same_round_do_not_wait_for_each_other(
    new_postgres: Callable[[str], str], postgres_template: str
) -> None:
    store = Store(new_postgres(postgres_template))
    relied, leave = threading.Event(), threading.Event()

    def slow(db: Db) -> None:
        round_at(db, NOW)
        timers.flush(db)
        relied.set()
        leave.wait(10)

    try:
        await store.write(lambda db: round_at(db, NOW))
        first = asyncio.create_task(store.write(slow))
        await asyncio.to_thread(relied.wait, 10)
        await asyncio.wait_for(store.write(lambda db: round_at(db, NOW)), 1.5)
        taken = await store.write(lambda db: claim(db, NOW, 10))
        assert taken == [], "a round that a unit relies on is claimed only after its commit"
        leave.set()
        await first
        assert len(await store.write(lambda db: claim(db, NOW, 10))) == 1
    finally:
        leave.set()
        store.close()
