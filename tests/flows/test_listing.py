"""Homes and lists over five hundred open items: what is found, counted and hidden, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.flows import configuration, homes
from bot.flows.listing import Look
from bot.i18n import translator
from bot.models import (
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Person,
    Request,
    Severity,
    Snapshot,
)
from bot.sandbox.demo import seed_text
from bot.store import Db, Store, lists, snapshots
from tests.views import limits

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEAM = "T0TUTTI"
SECRET = {"title": "A quarrel in the shop"}
COUNT = 125
"""Of each sort: launches, cases to take, taken cases, private cases."""


def case(number: int, **changed: Any) -> Escalation:
    given: dict[str, Any] = {
        "id": f"E{number}",
        "workspace": TEAM,
        "texts": {"title": f"Cold oven {number}"},
        "by": "U0JULIE",
        "created_at": NOW,
        "topic": "complaint",
        "department": "customer_service",
        "severity": Severity.normal,
        "taken_due_at": NOW + number * HOUR,
        "told_due_at": NOW + (number + 1) * HOUR,
        "told_first_due_at": NOW + (number + 1) * HOUR,
    }
    return Escalation(**(given | changed))


def launch(number: int, **changed: Any) -> Launch:
    given: dict[str, Any] = {
        "id": f"L{number}",
        "workspace": TEAM,
        "texts": {"title": f"Galette {number}"},
        "by": "U0JULIE",
        "owner": "U0JULIE",
        "created_at": NOW,
        "kind": "promotion",
        "at": NOW + (number + 1) * HOUR,
        "department": "marketing",
        "asked": ["customer_service"],
    }
    return Launch(**(given | changed))


def asked(notice: Launch | Escalation, **changed: Any) -> Request:
    given: dict[str, Any] = {
        "id": f"R{notice.id}",
        "workspace": TEAM,
        "notice": notice.id,
        "lane": notice.lane,
        "department": "customer_service",
        "asked_by": "U0JULIE",
        "asked_at": NOW,
        "due_at": NOW + HOUR,
        "private": notice.private,
    }
    return Request(**(given | changed))


def crowd(db: Db) -> None:
    """Five hundred open items, a few that are late or odd, and as many finished ones."""
    for number in range(COUNT):
        private = case(3 * COUNT + number, department="hr", private=True, by="U0HUGO", texts=SECRET)
        to_take = case(number)
        planned = launch(number)
        taken = case(COUNT + number, owner="U0LEA", state=EscalationState.taken)
        closed = case(4 * COUNT + number, state=EscalationState.closed, ended_at=NOW)
        db.add(private, to_take, planned, taken, closed, launch(COUNT + number, state=LaunchState.cancelled))
        db.add(asked(private, department="hr"), asked(to_take), asked(planned))


async def filled(database_url: str) -> tuple[Store, Snapshot]:
    store = Store(database_url)
    await configuration.import_file(store, seed_text("en"), TEAM, NOW)
    await store.write(crowd)
    await store.write(lambda db: db.add(*(Person(workspace=TEAM, id=who) for who in MEMBERS)))
    return store, await store.read(lambda db: snapshots.load(db, TEAM))


MEMBERS = ("U0LEA", "U0TOM", "U0KARIM", "U0JULIE", "U0INES", "U0NADIA", "U0HUGO")


async def test_five_hundred_open_items_fit_every_home_and_every_page(database_url: str) -> None:
    store, book = await filled(database_url)
    try:
        for who in (*MEMBERS, "U0NOBODY"):
            for number in (0, 1, 30):
                pages = dict.fromkeys(homes.SECTIONS, number)
                t = translator("fr" if number else "en")
                look = partial(homes.view, book=book, user=who, t=t, now=NOW, pages=pages)
                given = await store.read(look, within=30)
                assert [fault for fault in limits.view_faults(given) if "<#" not in fault] == []
                assert ("quarrel" in str(given)) is (who in ("U0INES", "U0HUGO")), (who, number)
    finally:
        store.close()


async def test_everything_is_found_and_counted_for_whom_it_is(database_url: str) -> None:
    store, book = await filled(database_url)

    def look(db: Db) -> None:
        def seen(who: str, **known: Any) -> Look:
            return Look(db, book, who, Person(workspace=TEAM, id=who, **known), NOW)

        lea, tom, julie, karim = (seen(who) for who in ("U0LEA", "U0TOM", "U0JULIE", "U0KARIM"))
        assert lea.owed(5).total == 3 * COUNT, "to take, to answer, and to tell"
        assert [item.due_at for item in lea.owed(300).items] == sorted(i.due_at for i in lea.owed(300).items)
        assert tom.owed(5).total == 0, "the deputy was not called"
        db.change(asked(case(0)), called=["U0LEA", "U0TOM"])
        assert [item.notice.id for item in tom.owed(5).items] == ["E0"]
        assert julie.mine(5).total == 3 * COUNT, "what she announced and what she told"
        assert julie.owed(500).total == 48, "launches of the next two days wait for her decision"
        assert karim.owed(5).total == 0
        assert seen("U0INES").owed(5).total == COUNT
        for who, total, hidden in (("U0KARIM", 4 * COUNT, True), ("U0NADIA", 3 * COUNT, False)):
            ids, found = page(db, seen(who))
            assert (len(ids), found) == (4 * COUNT if hidden else 3 * COUNT, total)
        assert page(db, seen("U0HUGO"))[1] == 4 * COUNT, "he told the private ones"
        assert page(db, seen("U0MAX", guest=True))[1] == 0
        assert page(db, seen("U0LEA", guest=True))[1] == 3 * COUNT, "a guest with a seat sees what names it"
        nadia = seen("U0NADIA")
        assert page(db, nadia, what="launches")[1] == COUNT
        assert page(db, nadia, what="waiting")[1] == 3 * COUNT
        assert page(db, nadia, department="marketing")[1] == COUNT
        assert page(db, nadia, department="hr")[1] == 0
        assert page(db, nadia, what="late", at=NOW + 2 * HOUR)[1] == COUNT + 2, "requests and two cases"
        assert page(db, nadia, limit=3)[0] == ["E0", "E1", "L0"]

    try:
        await store.write(look)
    finally:
        store.close()


def page(
    db: Db,
    look: Look,
    *,
    what: str = "all",
    department: str | None = None,
    at: datetime = NOW,
    limit: int = 1000,
) -> tuple[list[str], int]:
    """Ids that the list finds for this reader, and how many it counts."""
    return lists.page(db, TEAM, look.reader, at, department=department, what=what, offset=0, limit=limit)
