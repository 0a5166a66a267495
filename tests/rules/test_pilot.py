"""Who takes part in a pilot, and when it can end (PRODUCT section 3, "Pilot")."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.models import Request, RequestState, Role
from bot.rules import ladders, pilot, routing
from bot.rules.pilot import Facts
from tests.rules.organisation import a_request, a_snapshot, paris

SINCE = paris("2026-11-02 09:00")
DAY = timedelta(days=1)
WHOLE = {
    key: {Role.representative: [f"U{key}"], Role.deputy: [f"V{key}"]} for key in ("marketing", "hr", "pr")
}


def answers(week: int, *, late: int, of: int) -> list[Request]:
    """Requests of hr that fell due in this week of the pilot; so many of them late."""
    due = SINCE + (week - 1) * pilot.WEEK + DAY
    ready = RequestState.ready
    return [
        a_request(
            department="hr", state=ready, due_at=due, answered_at=due + (DAY if number < late else -DAY)
        )
        for number in range(of)
    ]


def verdicts(weeks: float, seats: Any = None, **facts: Any) -> dict[str, pilot.Criterion]:
    book = a_snapshot(seats=seats or WHOLE, pilot=["marketing", "hr"], pilot_since=SINCE)
    return {one.name: one for one in pilot.criteria(book, Facts(**facts), SINCE + weeks * pilot.WEEK)}


@pytest.mark.parametrize(
    ("name", "facts", "weeks", "verdict"),
    [
        ("week_2", {"requests": answers(2, late=3, of=10)}, 2, "met"),
        ("week_2", {"requests": answers(2, late=4, of=10)}, 2, "failed"),
        ("week_2", {"requests": answers(2, late=4, of=10)}, 1.9, "too_early"),
        ("week_2", {"requests": answers(2, late=4, of=4)}, 2, "too_early"),
        ("week_2", {"requests": answers(3, late=9, of=10)}, 3, "too_early"),
        ("week_4", {"requests": answers(4, late=2, of=10)}, 4, "met"),
        ("week_4", {"requests": answers(4, late=3, of=10)}, 4, "failed"),
        ("routed", {"routed": 20, "rerouted": 3}, 1, "met"),
        ("routed", {"routed": 20, "rerouted": 4}, 1, "failed"),
        ("routed", {"routed": 4, "rerouted": 4}, 1, "too_early"),
        ("proposals", {}, 1, "met"),
        ("proposals", {"proposals": 10, "refused": 2}, 1, "failed"),
        ("proposals", {"listens": True, "proposals": 10, "refused": 1}, 1, "met"),
        ("proposals", {"listens": True, "proposals": 4, "refused": 4}, 1, "too_early"),
        ("pings", {}, 1, "too_early"),
        ("pings", {"representative_pings": [20, 18, 25], "head_pings": [5, 4]}, 3, "met"),
        ("pings", {"representative_pings": [21, 21, 20]}, 3, "failed"),
        ("pings", {"representative_pings": [1, 1, 60]}, 3, "failed"),
        ("pings", {"representative_pings": [1], "head_pings": [6]}, 3, "failed"),
    ],
)
def test_a_criterion_is_computed_from_records(
    name: str, facts: dict[str, Any], weeks: float, verdict: str
) -> None:
    assert verdicts(weeks, **facts)[name].verdict == verdict


def test_a_failing_criterion_names_the_departments() -> None:
    assert verdicts(2, requests=answers(2, late=9, of=10))["week_2"].departments == ("hr",)
    lacking = verdicts(1, seats={"hr": {Role.representative: ["U1"]}, "pr": WHOLE["pr"]})["seats"]
    assert (lacking.verdict, lacking.departments) == ("failed", ("hr",))
    assert verdicts(1)["seats"].verdict == "met"


def test_who_answered_late_or_not_at_all_was_not_in_time() -> None:
    due = paris("2026-11-23 14:00")
    assert pilot.in_time(a_request(state=RequestState.problem, answered_at=due))
    assert not pilot.in_time(a_request(state=RequestState.ready, answered_at=due + DAY))
    assert not pilot.in_time(a_request(state=RequestState.unanswered))
    assert not pilot.in_time(a_request(state=RequestState.rested, answered_at=due))


def test_it_widens_in_the_workspaces_order_and_ends_when_all_take_part() -> None:
    book = a_snapshot(seats=WHOLE, pilot=["hr"])
    assert pilot.widened(book, "marketing") == ["marketing", "hr"]
    assert pilot.widened(a_snapshot(seats=WHOLE, pilot=["marketing", "hr"]), "pr") is None
    assert pilot.narrowed(a_snapshot(seats=WHOLE), "hr") == ["marketing", "pr"]


def test_outside_the_pilot_only_required_departments_are_asked_and_the_orchestrator_for_the_rest() -> None:
    book = a_snapshot(pilot=["marketing", "customer_service"])
    asked = routing.asks(book, "promotion", "U0JULIE", ("pr", "customer_service"))
    assert asked.asked == ("customer_service", "sales") and "sales" in asked.required
    assert [rung.role for rung in ladders.plan(book, "sales")] == ["orchestrator"]
    assert ladders.plan(book, "customer_service")[0].role == "representative"
