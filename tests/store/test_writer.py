"""The writer's promises: all or nothing, one bad unit alone, refused rather than late, back again."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import sleep

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.clock import monotonic
from bot.errors import Busy, Refusal
from bot.models import Input, Timer
from bot.store import Db, Store, engines, writer
from bot.store.timers import set_timer

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store."""
    made = Store(database_url)
    yield made
    made.close()


def key(name: str) -> Input:
    return Input(workspace="T1", key=name, at=NOW)


async def kept(store: Store) -> set[str]:
    """The keys that are saved."""
    return await store.read(lambda db: {row.key for row in db.all(Input)})


async def test_of_two_hundred_units_those_that_fail_fail_alone(store: Store) -> None:
    def unit(number: int) -> str:
        return f"key{number:03}"

    async def write(number: int) -> None:
        def work(db: Db) -> None:
            db.add(key(unit(number)))
            set_timer(db, "T1", "rung", unit(number), NOW)
            if number % 50 == 7:
                raise Refusal("no")
            if number % 50 == 9:
                db.add(key(unit(number)))  # Its own key again: the database refuses.
            if number % 50 == 11:
                db.run(text("SELECT nonsense FROM nowhere"))

        await store.write(work)

    done = await asyncio.gather(*(write(number) for number in range(200)), return_exceptions=True)
    failed = {number for number in range(200) if number % 50 in (7, 9, 11)}
    assert {number for number, result in enumerate(done) if result is not None} == failed
    assert not any(isinstance(result, Busy) for result in done)
    assert await kept(store) == {unit(number) for number in range(200) if number not in failed}
    timers = await store.read(lambda db: db.all(Timer))
    assert len(timers) == 200 - len(failed)


async def test_a_mistake_in_a_look_is_no_busy_database(store: Store) -> None:
    with pytest.raises(DBAPIError):
        await store.read(lambda db: db.run(text("SELECT nonsense FROM nowhere")))


async def test_a_unit_that_waited_two_seconds_is_refused_unrun(store: Store) -> None:
    gate, ran = threading.Event(), []
    first = [asyncio.create_task(store.write(lambda db: gate.wait(10))) for _ in range(6)]
    await asyncio.sleep(0)
    started = monotonic()
    with pytest.raises(Busy):
        await store.write(lambda db: ran.append("late"))
    assert 1.8 < monotonic() - started < 2.4
    gate.set()
    await asyncio.gather(*first, return_exceptions=True)
    assert await store.write(lambda db: "alive") == "alive"
    assert ran == []


async def test_giving_up_on_a_running_unit_does_not_undo_it(store: Store) -> None:
    gate = threading.Event()

    def work(db: Db) -> None:
        gate.wait(10)
        db.add(key("slow"))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await store.write(work)
    gate.set()
    store.close()  # It waits for what is running.
    again = Store(store.url)
    assert await kept(again) == {"slow"}
    again.close()


async def test_a_locked_sqlite_file_is_busy_and_then_served(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    other = sqlite3.connect(str(engines.url_of(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = monotonic()
    answers = await asyncio.gather(
        *(store.write(lambda db: db.add(key("a"))) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(answer, Busy) for answer in answers)
    assert monotonic() - started < 2.5
    assert await store.read(lambda db: len(db.all(Input))) == 0
    other.execute("ROLLBACK")
    other.close()
    await store.write(lambda db: db.add(key("a")))
    assert await kept(store) == {"a"}
    store.close()


async def test_a_postgresql_that_cut_every_connection_serves_the_next_input(
    postgres_url: str, postgres_template: str, new_postgres: object
) -> None:
    url = new_postgres(postgres_template)  # type: ignore[operator]
    store = Store(url)
    for number in range(12):
        await store.write(lambda db, number=number: db.add(key(f"before{number}")))  # type: ignore[misc]
        await kept(store)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await store.write(lambda db: db.add(key("after")))
    assert "after" in await kept(store)
    store.close()


async def test_two_units_that_block_each_other_on_postgresql_are_both_done(
    postgres_template: str, new_postgres: object
) -> None:
    store = Store(new_postgres(postgres_template))  # type: ignore[operator]
    await store.write(lambda db: db.add(key("a"), key("b")))
    meeting = threading.Barrier(2, timeout=5)

    def crossing(first: str, second: str) -> None:
        tried: list[int] = []

        def work(db: Db) -> None:
            db.lock(Input, workspace="T1", key=first)
            if not tried:
                tried.append(1)
                meeting.wait()
            row = db.lock(Input, workspace="T1", key=second)
            assert row is not None
            db.change(row, at=NOW)

        return work  # type: ignore[return-value]

    await asyncio.gather(store.write(crossing("a", "b")), store.write(crossing("b", "a")))  # type: ignore[arg-type,func-returns-value]
    store.close()


async def test_units_are_committed_together_on_sqlite(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    commits = []
    from sqlalchemy import event

    event.listen(store._write_engine, "commit", lambda connection: commits.append(1))
    await asyncio.gather(*(store.write(lambda db, n=n: db.add(key(str(n)))) for n in range(100)))  # type: ignore[misc]
    assert len(await kept(store)) == 100
    assert len(commits) < 50
    store.close()


async def test_an_ack_waits_for_no_more_than_the_unit_under_way_on_sqlite(sqlite_url: str) -> None:
    """Twenty units of the engine wait already when a form comes."""
    store, order = Store(sqlite_url), list[str]()
    began, come = threading.Event(), threading.Event()

    def under_way(db: Db) -> None:
        began.set()
        come.wait(10)
        sleep(1.5 * writer.TURN_SECONDS)

    others = [asyncio.create_task(store.write(under_way))]
    others += [asyncio.create_task(store.write(lambda db: order.append("engine"))) for _ in range(20)]
    await asyncio.to_thread(began.wait, 10)
    form = asyncio.create_task(store.write(lambda db: order.append("form"), acked=True))
    await asyncio.sleep(0)
    come.set()
    await asyncio.gather(form, *others)
    assert order == ["form", *["engine"] * 20]
    store.close()


async def test_closing_finishes_what_is_running(store: Store) -> None:
    tasks = [asyncio.create_task(store.write(lambda db, n=n: db.add(key(str(n))))) for n in range(20)]  # type: ignore[misc]
    await asyncio.gather(*tasks)
    assert len(await kept(store)) == 20
