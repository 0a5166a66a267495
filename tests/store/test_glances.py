"""Short looks share a thread and a view (`store.glances`)."""

from __future__ import annotations

import asyncio
import threading

from bot.errors import Busy
from bot.models import Person
from bot.store import Db, Store


def _name(person: str) -> str:
    return f"name of {person}"


def _look(db: Db, person: str) -> str:
    found = db.get(Person, workspace="T", id=person)
    if found is None:
        raise LookupError(person)
    return found.name


async def test_each_gets_what_it_asked_for_and_nobody_anothers_error(database_url: str) -> None:
    store = Store(database_url)
    people = [f"U{number}" for number in range(20)]
    await store.write(lambda db: db.add(*(Person(workspace="T", id=one, name=_name(one)) for one in people)))
    asked = [store.glance(lambda db, one=one: _look(db, one)) for one in [*people, "UNOBODY"]]  # type: ignore[misc]
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert found[:-1] == [_name(one) for one in people]
    assert isinstance(found[-1], LookupError)
    store.close()


async def test_what_is_asked_meanwhile_shares_the_next_look(sqlite_url: str) -> None:
    store, gate, threads = Store(sqlite_url), threading.Event(), []
    first = asyncio.ensure_future(store.glance(lambda _: gate.wait(5)))
    await asyncio.sleep(0)
    others = [
        asyncio.ensure_future(store.glance(lambda _: threads.append(threading.get_ident()))) for _ in "abc"
    ]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *others)
    assert len(threads) == 3
    assert len(set(threads)) == 1
    store.close()


async def test_nobody_waits_for_a_look_that_takes_long(sqlite_url: str) -> None:
    store, gate = Store(sqlite_url), threading.Event()
    slow = asyncio.ensure_future(store.glance(lambda _: gate.wait(5)))
    await asyncio.sleep(0)
    assert await store.glance(lambda _: "at once") == "at once"
    assert not slow.done()
    gate.set()
    assert await slow
    store.close()


async def test_a_database_that_is_away_is_busy_for_all_of_them(postgres_url: str) -> None:
    store = Store(postgres_url.rpartition("/")[0] + "/none_of_this_name")
    for error in await asyncio.gather(
        *(store.glance(lambda db: db.get(Person)) for _ in "ab"), return_exceptions=True
    ):
        assert isinstance(error, Busy)
    store.close()
