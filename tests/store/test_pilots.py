"""What the records say of a pilot, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.flows import pilot
from bot.models import EscalationState, Origin, Ping, PingKind, RequestState, Workspace
from bot.rules import pilot as rules
from bot.store import Db, Store
from tests.rules.organisation import WORKSPACE, a_request, a_snapshot, an_escalation, paris

SINCE = paris("2026-11-02 09:00")
DAY = timedelta(days=1)


def ping(number: int, person: str, day: float, *, shown: bool = True) -> Ping:
    at = SINCE + day * DAY
    return Ping(
        workspace=WORKSPACE,
        person=person,
        kind=PingKind.ask,
        key=f"ask:{number}",
        notice="L1",
        not_before=at,
        made_at=at,
        shown_at=at if shown else None,
    )


async def test_answers_routes_and_pings_are_counted_from_the_day_the_pilot_began(database_url: str) -> None:
    store = Store(database_url)
    book = a_snapshot(pilot=["hr", "customer_service"], pilot_since=SINCE)

    def arrange(db: Db) -> None:
        db.add(Workspace(id=WORKSPACE))
        asked: list[tuple[int, dict[str, Any]]] = [
            (8, {"state": RequestState.ready, "answered_at": SINCE + 8 * DAY}),
            (9, {"state": RequestState.unanswered}),
            (9, {"state": RequestState.dropped}),
            (9, {"in_person": True, "state": RequestState.ready}),
            (9, {"origin": Origin.expert}),
            (-1, {"state": RequestState.ready}),
            (30, {}),
        ]
        for number, (day, more) in enumerate(asked):
            db.add(a_request(id=f"R{number}", round=number, due_at=SINCE + day * DAY, **more))
        db.add(an_escalation(id="E1", created_at=SINCE + DAY, hops=1))
        db.add(an_escalation(id="E2", created_at=SINCE + DAY))
        db.add(an_escalation(id="E3", created_at=SINCE - DAY, hops=1))
        db.add(an_escalation(id="E4", created_at=SINCE + DAY, state=EscalationState.not_escalation))
        days = [("U0LEA", 1), ("U0LEA", 2), ("U0INES", 2), ("U0LEA", 8), ("U0ANA", 9), ("U0LEA", 20)]
        db.add(*(ping(number, person, day) for number, (person, day) in enumerate(days)))
        db.add(ping(9, "U0LEA", 3, shown=False))

    try:
        await store.write(arrange)
        facts = await store.read(lambda db: pilot.facts_of(db, book, SINCE + 2 * rules.WEEK + DAY))
    finally:
        store.close()
    assert [one.id for one in facts.requests] == ["R0", "R1"]
    assert (facts.routed, facts.rerouted) == (2, 1)
    assert facts.representative_pings == [2, 1] and facts.head_pings == [0, 1], "two whole weeks"
