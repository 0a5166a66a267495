"""What may be sent: nothing of a workspace whose token is gone, and while it is paused only Homes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.models import Escalation, Message, Severity, Workspace
from bot.store import Db, Store, ledger

TEAM = "T0TUTTI"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def due(db: Db, channel: str) -> str | None:
    """The key of what is sent next there, as the engine's look and a worker's own see it."""
    found = ledger.next_message(db, TEAM, channel, 10.0)
    assert ((TEAM, channel) in ledger.channels_due(db, 10.0, "me")) == (found is not None)
    return found.key if found else None


@pytest.mark.parametrize(
    ("state", "card", "home"),
    [({}, "card", "home"), ({"pause": True}, None, "home"), ({"revoked_at": NOON}, None, None)],
    ids=["open", "paused", "revoked"],
)
async def test_what_may_be_sent_is_the_same_for_the_engine_and_for_a_worker_that_waited(
    database_url: str, state: dict[str, object], card: str | None, home: str | None
) -> None:
    store = Store(database_url)

    def owe(db: Db) -> tuple[str | None, str | None]:
        workspace = Workspace(id=TEAM)
        db.add(workspace)
        db.change(workspace, **state)
        for kind, channel in (("card", "C0TUTTI"), ("home", "U0LEA")):
            ledger.owe(db, Message(workspace=TEAM, key=kind, kind=kind, channel=channel, made_at=NOON))
        return due(db, "C0TUTTI"), due(db, "U0LEA")

    assert await store.write(owe) == (card, home)
    store.close()


async def test_a_card_is_due_again_when_its_notice_changes_but_not_in_the_unit_that_made_both(
    database_url: str,
) -> None:
    store = Store(database_url)
    notice = Escalation(
        id="E1",
        workspace=TEAM,
        by="U0LEA",
        created_at=NOON,
        topic="complaint",
        department="customer_service",
        severity=Severity.normal,
        taken_due_at=NOON,
        told_due_at=NOON,
        told_first_due_at=NOON,
    )

    def make(db: Db) -> None:
        db.add(notice)
        ledger.refresh(db, TEAM, notice.id)
        card = Message(workspace=TEAM, key="c", kind="card", channel="C0", notice=notice.id, made_at=NOON)
        ledger.owe(db, card)

    def wanted(db: Db) -> list[int]:
        return [card.wanted for card in db.all(Message, workspace=TEAM, notice=notice.id)]

    await store.write(make)
    assert await store.read(wanted) == [1]
    await store.write(lambda db: ledger.refresh(db, TEAM, notice.id))
    assert await store.read(wanted) == [2]
    store.close()
