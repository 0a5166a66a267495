"""A batch gives what the database would give, and writes what it was told, in few statements."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import event, text

from bot.models import Delivery, Entry, Lane, Message, Ping, PingKind, Request, Timer
from bot.store import Db, Store
from bot.store.batches import Batch, together

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
Value = TypeVar("Value")


def request(number: int) -> Request:
    return Request(
        id=f"R{number}",
        workspace="T1",
        notice="L1",
        lane=Lane.launch,
        department=f"d{number}",
        asked_by="U1",
        asked_at=NOW,
        due_at=NOW,
        texts={"reason": 'été "1"\n'},
    )


def ping(number: int, person: str = "U1") -> Ping:
    return Ping(
        workspace="T1",
        person=person,
        kind=PingKind.ask,
        key=f"ask:R{number}",
        notice="L1",
        request=f"R{number}",
        not_before=NOW,
        made_at=NOW,
    )


async def in_batch(store: Store, work: Callable[[Batch], Value]) -> Value:
    def unit(db: Db) -> Value:
        with together(db) as batch:
            return work(batch)

    return await store.write(unit)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """With requests R0 to R4, and R0's ping."""
    made = Store(database_url)
    await made.write(lambda db: db.add(*(request(number) for number in range(5)), ping(0)))
    yield made
    made.close()


async def test_what_a_batch_was_told_stands_in_the_database_as_if_told_one_by_one(store: Store) -> None:
    def work(batch: Batch) -> list[bool]:
        batch.gather(Request, "id", [f"R{number}" for number in range(6)])
        batch.gather(Ping, "request", [f"R{number}" for number in range(6)])
        new = []
        for number in range(5):
            one = batch.get(Request, id=f"R{number}")
            assert one is not None
            batch.change(one, step=number, called=["U1"], shown_at=NOW)
            new.append(batch.add_if_new(ping(number)))
            batch.add(Entry(workspace="T1", notice="L1", at=NOW, kind="called", values={"n": number}))
        assert batch.get(Request, id="R5") is None
        assert not batch.add_if_new(ping(1))
        return new

    assert await in_batch(store, work) == [False, True, True, True, True]
    requests = await store.read(lambda db: db.all(Request))
    assert [(one.step, one.called, one.shown_at, one.texts) for one in requests] == [
        (number, ["U1"], NOW, {"reason": 'été "1"\n'}) for number in range(5)
    ]
    pings = await store.read(lambda db: db.all(Ping))
    assert [(one.request, one.kind, one.not_before, one.values) for one in pings] == [
        (f"R{number}", PingKind.ask, NOW, {}) for number in range(5)
    ]
    entries = await store.read(lambda db: db.all(Entry))
    assert [one.values for one in entries] == [{"n": number} for number in range(5)]
    # Ids that a batch took are not given a second time.
    await store.write(lambda db: db.add(ping(7), Entry(workspace="T1", notice="L1", at=NOW, kind="called")))
    store.close()


async def test_a_batch_sees_what_it_was_told_before_it_is_written(store: Store) -> None:
    def work(batch: Batch) -> None:
        batch.gather(Ping, "person", ["U1", "U2"], state="waiting")
        first = batch.all(Ping, workspace="T1", person="U1", state="waiting")[0]
        batch.change(first, state="sent")
        assert batch.all(Ping, workspace="T1", person="U1", state="waiting") == []
        batch.add(ping(2, "U2"))
        assert [one.request for one in batch.all(Ping, person="U2", state="waiting")] == ["R2"]
        # Asked of the database, which knows it too.
        assert [one.request for one in batch.all(Ping, state="sent")] == ["R0"]
        assert [one.person for one in batch.all(Ping, request="R2")] == ["U2"]

    await in_batch(store, work)
    store.close()


async def test_of_what_was_gathered_by_age_nothing_younger_is_given(store: Store) -> None:
    """The pings of R1 to R3 were made a minute apart; R3's within the unit."""
    later = [NOW + timedelta(minutes=minute) for minute in range(4)]

    def made(number: int) -> Ping:
        return ping(number).model_copy(update={"made_at": later[number]})

    def work(batch: Batch) -> list[list[str]]:
        batch.gather(Ping, "person", ["U1"], before=later[2], workspace="T1")
        batch.add(made(3))
        asked = [
            batch.all(Ping, before=limit, workspace="T1", person="U1") for limit in (later[2], later[1], None)
        ]
        return [[one.key for one in found] for found in asked]

    await store.write(lambda db: db.add(made(1), made(2)))
    found = await in_batch(store, work)
    assert found == [["ask:R0", "ask:R1"], ["ask:R0"], ["ask:R0", "ask:R1", "ask:R2", "ask:R3"]]


async def test_a_batch_that_fails_is_undone_alone(store: Store) -> None:
    def unit(db: Db) -> None:
        db.add(ping(3))
        with pytest.raises(LookupError), together(db) as batch:
            batch.gather(Request, "id", ["R1"])
            batch.change(batch.all(Request, id="R1")[0], step=9)
            batch.add(ping(4))
            batch.flush()
            raise LookupError

    await store.write(unit)
    assert [one.step for one in await store.read(lambda db: db.all(Request))] == [0] * 5
    assert [one.request for one in await store.read(lambda db: db.all(Ping))] == ["R0", "R3"]
    store.close()


async def test_many_rows_take_few_statements(store: Store) -> None:
    ran: list[str] = []
    event.listen(store._write_engine, "before_cursor_execute", lambda *args: ran.append(args[2]))

    def work(batch: Batch) -> None:
        batch.gather(Request, "id", [f"R{number}" for number in range(5)])
        batch.gather(Ping, "request", [f"R{number}" for number in range(5)])
        for one in batch.gather(Request, "id", [f"R{number}" for number in range(5)]):
            batch.change(one, step=1)
            batch.add_if_new(ping(int(one.id[1:])))
            batch.add(Message(workspace="T1", key=f"k{one.id}", kind="line", channel="C1", made_at=NOW))

    await in_batch(store, work)
    written = [one for one in ran if one.split()[0] in ("INSERT", "UPDATE")]
    assert len(written) == 3, written
    messages = await store.read(lambda db: db.all(Message))
    assert [(one.key, one.state, one.not_before) for one in messages] == [
        (f"kR{number}", Delivery.due, 0) for number in range(5)
    ]
    store.close()


async def test_nobody_elses_rows_are_waited_for(
    postgres_template: str, new_postgres: Callable[..., str]
) -> None:
    store = Store(new_postgres(postgres_template))
    await store.write(lambda db: db.add(*(request(number) for number in range(3))))
    with store._write_engine.begin() as other:
        other.execute(text("SELECT 1 FROM request WHERE id = 'R1' FOR UPDATE"))
        found = await in_batch(
            store, lambda batch: batch.gather(Request, "id", ["R0", "R1", "R2"], lock=True)
        )
    assert [one.id for one in found] == ["R0", "R2"]
    assert await store.read(lambda db: db.all(Timer)) == []
    store.close()
