"""Who is asked (PRODUCT section 2, "Topics", "Launch kinds"; DESIGN section 2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import Refusal
from bot.models import LaunchKind, Topic
from bot.rules import routing
from bot.rules.routing import Asks
from tests.rules.organisation import WORKSPACE, a_department, a_snapshot, paris

MONDAY = paris("2026-11-23 10:00")


@pytest.mark.parametrize(
    ("topic", "department"),
    [
        ("complaint", "customer_service"),
        ("press", "pr"),
        ("hr_grievance", "hr"),
        ("other", "communication"),
        ("no_such_topic", "communication"),
    ],
)
def test_a_topic_has_one_responsible_department(topic: str, department: str) -> None:
    assert routing.route(a_snapshot(), topic) == department


def test_a_retired_department_is_replaced_by_communication_then_by_the_first() -> None:
    pr, hr = a_department("pr", retired=True), a_department("hr")
    topic = Topic(workspace=WORKSPACE, key="press", department="pr")
    both = replace(a_snapshot(departments=(pr, hr, a_department("communication"))), topics=(topic,))
    assert routing.route(both, "press") == "communication"
    assert routing.route(replace(a_snapshot(departments=(pr, hr)), topics=(topic,)), "press") == "hr"


def test_without_any_department_the_person_is_told_what_to_do() -> None:
    with pytest.raises(Refusal, match="No department is set up yet"):
        routing.route(a_snapshot(departments=()), "press")


def test_consulted_departments_are_active_and_never_the_responsible_one() -> None:
    topic = Topic(
        workspace=WORKSPACE, key="press", department="pr", consulted=["pr", "hr", "finance", "hr", "product"]
    )
    assert routing.consulted(replace(a_snapshot(), topics=(topic,)), "press") == ("hr", "product")
    assert routing.consulted(a_snapshot(), "no_such_topic") == ()


BOTH = ("customer_service", "sales")
CASES = [
    ("promotion", None, Asks(BOTH, BOTH, "marketing")),
    (
        "promotion",
        ("hr",),
        Asks(("customer_service", "hr", "sales"), BOTH, "marketing"),
    ),
    (
        "promotion",
        ("legal",),
        Asks(BOTH, BOTH, "marketing"),
    ),
    ("product_launch", None, Asks(("pr", "customer_service"), ("pr", "customer_service"), "marketing")),
    ("information", None, Asks((), (), "marketing")),
    ("information", ("hr", "marketing"), Asks(("hr",), (), "marketing")),
]


@pytest.mark.parametrize(("kind", "chosen", "expected"), CASES)
def test_a_launch_asks_its_kind_and_whom_the_owner_chose(
    kind: str, chosen: tuple[str, ...] | None, expected: Asks
) -> None:
    assert routing.asks(a_snapshot(), kind, "U0JULIE", chosen) == expected


def test_chosen_departments_replace_the_optional_ones() -> None:
    kind = LaunchKind(workspace=WORKSPACE, key="event", departments=["pr", "hr"], required=["pr"])
    snapshot = replace(a_snapshot(), launch_kinds=(kind,))
    assert routing.asks(snapshot, "event", "U0JULIE").asked == ("pr", "hr")
    assert routing.asks(snapshot, "event", "U0JULIE", ("sales",)).asked == ("pr", "sales")


def test_of_two_seats_the_department_that_is_asked_announces() -> None:
    assert routing.asks(a_snapshot(), "promotion", "U0HUGO").department == "sales"
    assert routing.asks(a_snapshot(), "event", "U0HUGO").department == "product"
    assert routing.asks(a_snapshot(), "event", "U0NEW").department is None


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refusal, match="choose another one"):
        routing.asks(a_snapshot(), "no_such_kind", "U0JULIE")


def test_the_rota_turns_with_the_iso_week_in_the_workspaces_zone() -> None:
    snapshot = a_snapshot(orchestrators=["U0KARIM", "U0LEA"])
    week_47, week_48 = paris("2026-11-22 23:59"), paris("2026-11-23 00:00")
    assert routing.orchestrator(snapshot, week_47) == "U0LEA"
    assert routing.orchestrator(snapshot, week_48) == "U0KARIM"


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ((), "U0KARIM"),
        (("U0KARIM",), "U0LEA"),
        (("U0KARIM", "U0LEA"), "U0ANA"),
        (("U0KARIM", "U0LEA", "U0ANA"), "U0INES"),
        (("U0KARIM", "U0LEA", "U0ANA", "U0INES"), "U0TOM"),
        (("U0KARIM", "U0LEA", "U0ANA", "U0INES", "U0TOM"), None),
    ],
)
def test_whoever_has_left_is_passed_over(gone: tuple[str, ...], expected: str | None) -> None:
    snapshot = a_snapshot(
        gone=gone, orchestrators=["U0KARIM", "U0LEA"], installer="U0INES", administrators=["U0TOM"]
    )
    assert routing.orchestrator(snapshot, MONDAY) == expected


def test_informed_departments_are_active_and_neither_responsible_nor_consulted() -> None:
    topic = Topic(
        workspace=WORKSPACE,
        key="press",
        department="pr",
        consulted=["hr"],
        informed=["pr", "hr", "finance", "sales", "product", "sales"],
    )
    assert routing.informed(replace(a_snapshot(), topics=(topic,)), "press") == ("sales", "product")
    assert routing.informed(a_snapshot(), "no_such_topic") == ()
