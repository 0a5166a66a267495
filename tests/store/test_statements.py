"""Statements that are compiled once: what goes in comes out, a mistake tells nothing that was typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from bot.models import Delivery, Message, Ping, PingKind, Workspace
from bot.store import Db, Store, ledger

NOW = datetime(2026, 11, 24, 8, 5, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = Store(database_url)
    yield made
    made.close()


def message(key: str, channel: str = "C1", workspace: str = "T1") -> Message:
    values = {"entry": 3, "said": "« élève » & 100 %"}
    return Message(
        workspace=workspace, key=key, kind="card", channel=channel, values=values, made_at=NOW, not_before=2.5
    )


async def test_a_noun_comes_back_as_it_was_written(store: Store) -> None:
    def work(db: Db) -> tuple[Message, Ping]:
        told = message("a")
        ping = Ping(
            workspace="T1",
            person="U1",
            kind=PingKind.deputy,
            key="k",
            notice="E1",
            urgent=True,
            not_before=NOW,
            made_at=NOW,
        )
        db.add(told, ping)
        db.change(told, state=Delivery.parked, shown_at=NOW, values={"more": [1, None]})
        assert not db.add_if_new(message("a"))
        assert db.add_if_new(message("b"))
        return told, ping

    told, ping = await store.write(work)
    assert isinstance(told.id, int)
    found = await store.read(lambda db: (db.get(Message, key="a"), db.get(Ping, person="U1")))
    assert [one.model_dump() for one in found if one] == [told.model_dump(), ping.model_dump()]
    assert found[0] is not None and found[0].state is Delivery.parked and found[0].made_at == NOW


async def test_the_error_of_a_statement_keeps_what_was_typed_to_itself(store: Store) -> None:
    await store.write(lambda db: db.add(message("a")))
    with pytest.raises(IntegrityError) as refused:
        await store.write(lambda db: db.add(message("a")))
    assert "élève" not in str(refused.value).partition("DETAIL")[0]
    await store.write(lambda db: db.add(message("b")))


async def test_each_channel_with_something_due_is_found_once(store: Store) -> None:
    def work(db: Db) -> None:
        db.add(Workspace(id="T1"), Workspace(id="T2"), Workspace(id="T3", pause=True))
        db.add(*(message(f"{n}", f"C{n % 3}") for n in range(9)))
        db.add(message("x", "C1", "T2"), message("y", "C1", "T3"))
        later, sent = message("later", "C5"), message("sent", "C6")
        later.__dict__["not_before"], sent.__dict__["state"] = 99.0, Delivery.sent
        db.add(later, sent)

    await store.write(work)
    found = await store.read(lambda db: ledger.channels_due(db, 10.0, "me"))
    assert sorted(found) == [("T1", "C0"), ("T1", "C1"), ("T1", "C2"), ("T2", "C1")]
    assert len(await store.read(lambda db: ledger.channels_due(db, 10.0, "me", limit=2))) == 2
