"""What an administrator has still to set up, and how often people were called, as figures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.models import Department, DepartmentKind, Person, Role, Seat, Snapshot, Topic, Workspace
from bot.rules import attention, checklist

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEAM = "T0TUTTI"


def seat(role: Role, person: str, **changed: Any) -> Seat:
    return Seat(**({"workspace": TEAM, "department": "sales", "role": role, "person": person} | changed))


WHOLE = (
    seat(Role.representative, "U0LEA"),
    seat(Role.deputy, "U0TOM"),
    seat(Role.on_call, "U0ANA"),
)


def book(seats: tuple[Seat, ...] = WHOLE, orchestrators: tuple[str, ...] = ("U0KARIM",)) -> Snapshot:
    """Sales with these seats, and a partner, who needs neither deputy nor rota."""
    partner = Department(workspace=TEAM, key="agency", name={"en": "Agency"}, kind=DepartmentKind.partner)
    return Snapshot(
        workspace=Workspace(id=TEAM, orchestrators=list(orchestrators), integration_channel="C0"),
        departments=(Department(workspace=TEAM, key="sales", name={"en": "Sales"}), partner),
        seats=(*seats, seat(Role.representative, "U0MAX", department="agency")),
        topics=tuple(Topic(workspace=TEAM, key=key, department="sales") for key in ("complaint", "press")),
        people={"U0GONE": Person(workspace=TEAM, id="U0GONE", deactivated=True)},
    )


@pytest.mark.parametrize(
    ("made", "invited", "steps"),
    [
        (book(), (), []),
        (book(orchestrators=()), (), ["no_orchestrator"]),
        (book(WHOLE[1:]), (), ["no_representative"]),
        (book(WHOLE[:1]), (), ["no_deputy", "no_rota"]),
        (book((*WHOLE, seat(Role.head, "U0GONE"))), (), ["left"]),
        (book((*WHOLE, seat(Role.head, "U0ZOE", accepted=False))), (), ["invite"]),
        (book((*WHOLE, seat(Role.head, "U0ZOE", accepted=False))), ("U0ZOE",), ["waiting"]),
        (book((*WHOLE, seat(Role.head, "U0GONE", accepted=False))), (), ["left"]),
    ],
)
def test_what_is_missing_comes_in_the_order_in_which_it_matters(
    made: Snapshot, invited: tuple[str, ...], steps: list[str]
) -> None:
    assert [one.step for one in checklist.todos(made, invited, NOW)] == steps


def test_of_fewer_than_three_people_no_figure_is_shown_and_each_counts_in_one_role() -> None:
    three = [seat(Role.representative, person) for person in ("U0A", "U0B", "U0C")]
    made = book((*three, seat(Role.deputy, "U0A"), seat(Role.deputy, "U0D")))
    found = {one.group: one for one in attention.weekly(made, {"U0A": 9, "U0B": 2, "U0D": 50})}
    assert (found["representative"].median, found["representative"].most) == (1.0, 9)
    assert found["deputy"].median is None and found["orchestrator"].most is None and "head" not in found
