"""Whom to ask, and when they can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from bot.rules import who
from tests.rules.organisation import a_department, a_snapshot, clock, paris

NAMES: dict[str, Sequence[str]] = {
    "topic:complaint": ("complaint", "Complaint", "Réclamation"),
    "topic:partner_delay": ("partner_delay", "Partner delay", "Retard de partenaire"),
    "topic:product_defect": ("product_defect", "Product defect", "Défaut de produit"),
    "department:product": ("product", "Product", "Produit"),
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("complaint", ["topic:complaint"]),
        ("  RECLAMATION ", ["topic:complaint"]),
        ("partner-delay", ["topic:partner_delay"]),
        ("product", ["department:product"]),
        ("pro", ["topic:product_defect", "department:product"]),
        ("partenaire", ["topic:partner_delay"]),
        ("complant", []),
    ],
)
def test_words_find_what_they_mean(asked: str, found: list[str]) -> None:
    assert who.find(asked, NAMES) == found


@pytest.mark.parametrize(
    ("asked", "near"),
    [("complant", "topic:complaint"), ("reclamtion", "topic:complaint"), ("prodct", "department:product")],
)
def test_a_slip_of_the_pen_gives_the_nearest_names(asked: str, near: str) -> None:
    assert who.nearest(asked, NAMES)[0] == near


def test_nothing_is_near_to_nonsense() -> None:
    assert who.nearest("xyzzy", NAMES) == []


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-23 10:00", None),
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-21 12:00", "2026-11-23 09:00"),
        ("2026-12-24 19:00", "2026-12-28 09:00"),
    ],
)
def test_a_door_says_when_it_opens(at: str, opens: str | None) -> None:
    found = who.door(a_snapshot(), "customer_service", paris(at))
    assert (found.person, found.deputy, clock(found.opens)) == ("U0LEA", "U0TOM", opens)


def test_a_person_in_another_zone_is_reached_when_both_are_open() -> None:
    # Hugo is in London: product in Paris opens at 9:00, he an hour later.
    assert _opens("product", paris("2026-11-23 09:30")) == "2026-11-23 10:00"


def _opens(department: str, at: datetime) -> str | None:
    return clock(who.door(a_snapshot(), department, at).opens)


def test_who_has_left_is_passed_over_and_at_last_the_orchestrator_answers() -> None:
    at = paris("2026-11-23 10:00")
    assert who.door(a_snapshot(gone=("U0LEA",)), "customer_service", at).person == "U0TOM"
    empty = who.door(a_snapshot(gone=("U0INES",)), "hr", at)
    assert (empty.person, empty.deputy, empty.conducts) == ("U0KARIM", "U0ANA", True)
    alone: dict[str, Any] = {"orchestrators": [], "sponsor": None, "administrators": []}
    nobody = a_snapshot(departments=(a_department("hr"),), seats={}, **alone)
    assert who.door(nobody, "hr", at).person is None
