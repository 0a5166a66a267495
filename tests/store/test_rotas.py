"""Rows of rotas on both databases: the migration, and the cards that name who conducts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.models import Delivery, Launch, Message, Phone, Swap, SwapState, Workspace
from bot.store import Db, Store, rotas, snapshots

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


def a_swap(name: str, state: SwapState, answered: int) -> Swap:
    at = NOW + timedelta(minutes=answered)
    return Swap(
        id=name,
        workspace="T1",
        rota="hr",
        week="2026-W48",
        person="U1",
        other="U2",
        state=state,
        asked_at=NOW,
        answered_at=at,
    )


def a_launch(name: str, *, ended: bool) -> Launch:
    return Launch(
        id=name,
        workspace="T1",
        by="U1",
        created_at=NOW,
        ended_at=NOW if ended else None,
        kind="event",
        at=NOW,
    )


def a_card(launch: str) -> Message:
    return Message(
        workspace="T1",
        key=f"card:{launch}",
        kind="card",
        channel="C1",
        notice=launch,
        state=Delivery.sent,
        made_at=NOW,
    )


async def test_swaps_come_in_the_order_of_their_acceptance_and_numbers_by_person(store: Store) -> None:
    def work(db: Db) -> None:
        db.add(Workspace(id="T1"))
        db.add(a_swap("S1", SwapState.accepted, 9), a_swap("S2", SwapState.accepted, 3))
        db.add(a_swap("S3", SwapState.asked, 0), a_swap("S4", SwapState.over, 1))
        db.add(Phone(workspace="T1", person="U1", number="0612345678", at=NOW))

    await store.write(work)
    book = await store.read(lambda db: snapshots.load(db, "T1"))
    assert [swap.id for swap in book.swaps] == ["S2", "S1"]
    assert [one.id for one in await store.read(lambda db: rotas.asked(db, "T1", "hr", "2026-W48"))] == ["S3"]
    assert await store.read(lambda db: rotas.with_number(db, "T1", {"U1", "U2"})) == {"U1"}
    assert await store.read(lambda db: rotas.with_number(db, "T1", ())) == set()


async def test_only_cards_of_open_notices_name_the_new_orchestrator(store: Store) -> None:
    def work(db: Db) -> None:
        db.add(Workspace(id="T1"))
        db.add(a_launch("L1", ended=False), a_launch("L2", ended=True))
        db.add(a_card("L1"), a_card("L2"))
        rotas.refresh_cards(db, "T1")

    await store.write(work)
    cards = await store.read(lambda db: db.all(Message, workspace="T1"))
    assert {card.notice: card.state for card in cards} == {"L1": Delivery.due, "L2": Delivery.sent}
