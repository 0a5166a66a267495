"""Places in the permitted rates: many in one unit, each as if it were taken alone, nobody waited for (P2)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.engine import pace
from bot.models import Channel, Delivery, Message
from bot.store import Db, Store, ledger
from bot.store.places import MOMENT, Place, Wish, take

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
TICK = 1000.0
CHANNELS = ("C0", "C1", "C2")


def line(channel: str) -> Message:
    return Message(workspace="T1", key=channel, kind="line", channel=channel, made_at=NOW)


async def owed(url: str) -> tuple[Store, list[Message]]:
    """A line for each channel, all leased by `me`."""
    store, messages = Store(url), [line(channel) for channel in CHANNELS]

    def work(db: Db) -> None:
        for message in messages:
            ledger.owe(db, message)
            assert ledger.lease(db, "T1", message.channel, "me", TICK)

    await store.write(work)
    return store, messages


@pytest.fixture
async def given(database_url: str) -> AsyncIterator[tuple[Store, list[Message]]]:
    store, messages = await owed(database_url)
    yield store, messages
    store.close()


def wishes(messages: list[Message]) -> list[Wish]:
    return [Wish(message, pace.rates(message)) for message in messages]


async def test_each_channel_gets_its_place_or_hears_when_or_that_it_is_lost(
    given: tuple[Store, list[Message]],
) -> None:
    store, messages = given

    def work(db: Db) -> list[Place | None]:
        ledger.keep_away(db, "T1", "C1", TICK + 0.5)
        db.change(Channel(workspace="T1", id="C2"), lease="other")
        return take(db, wishes(messages), "me", TICK)

    assert await store.write(work) == [Place(leaves=TICK), Place(until=TICK + 0.5), None]
    rows = await store.read(lambda db: [(row.attempt_at, row.attempts) for row in db.all(Message)])
    assert rows == [(TICK, 1), (None, 0), (None, 0)]
    channels = await store.read(lambda db: {row.id: row for row in db.all(Channel)})
    assert channels["C0"].next_at == TICK + pace.POST_SECONDS
    assert channels["C0"].lease_until == TICK + ledger.LEASE_SECONDS
    assert channels["C2"].next_at == 0.0, "what is another's is not touched"


async def test_what_has_no_rate_needs_only_its_channel(given: tuple[Store, list[Message]]) -> None:
    store, messages = given
    found = await store.write(lambda db: take(db, [Wish(messages[0], ())], "me", TICK))
    assert found == [Place(leaves=TICK)]


async def test_a_workspaces_rate_is_shared_out_in_order(given: tuple[Store, list[Message]]) -> None:
    store, messages = given
    two = replace(pace.POSTS, burst=2)
    asked = [Wish(message, (pace.rates(message)[0], two)) for message in messages]
    first, second, third = await store.write(lambda db: take(db, asked, "me", TICK))
    assert first == second == Place(leaves=TICK)
    assert third and third.in_line and third.until == pytest.approx(TICK + two.every)
    ahead = await store.write(lambda db: take(db, asked[2:], "me", TICK + 0.05, ahead=0.1))
    assert ahead == [Place(leaves=pytest.approx(TICK + two.every))]  # type: ignore[arg-type]
    channel = await store.read(lambda db: db.get(Channel, workspace="T1", id="C2"))
    assert channel and channel.next_at == pytest.approx(TICK + two.every + pace.POST_SECONDS)


async def test_what_is_no_longer_due_is_looked_at_again(given: tuple[Store, list[Message]]) -> None:
    store, messages = given

    def work(db: Db) -> list[Place | None]:
        db.change(messages[0], state=Delivery.dropped)
        return take(db, wishes(messages[:2]), "me", TICK)

    assert await store.write(work) == [Place(until=TICK + MOMENT), Place(leaves=TICK)]


async def test_a_message_that_another_unit_holds_is_not_waited_for(
    postgres_template: str, new_postgres: Callable[[str], str]
) -> None:
    store, messages = await owed(new_postgres(postgres_template))
    with store._write_engine.begin() as other:
        other.execute(text("SELECT 1 FROM message WHERE channel = 'C0' FOR UPDATE"))
        other.execute(text("SELECT 1 FROM channel WHERE id = 'C1' FOR UPDATE"))
        found = await store.write(lambda db: take(db, wishes(messages), "me", TICK))
    assert found == [Place(until=TICK + MOMENT), Place(until=TICK + MOMENT), Place(leaves=TICK)]
    store.close()
