"""What stands on a Home or in a list: whose turn it is, what may be seen, pages, names of departments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.models import DepartmentKind, EscalationState, Launch, RequestState
from bot.rules import lists as rules
from bot.rules.lists import Item
from tests.rules.organisation import (
    a_department,
    a_launch,
    a_person,
    a_request,
    a_snapshot,
    an_escalation,
    paris,
)

NOW = paris("2026-11-24 09:05")
BOOK = a_snapshot()


@pytest.mark.parametrize(
    ("total", "number", "shown", "first"),
    [(0, 0, 0, 0), (5, 0, 5, 0), (6, 1, 1, 5), (12, 1, 5, 5), (12, 9, 2, 10), (12, -3, 5, 0)],
)
def test_a_page_that_is_gone_is_the_last_one(total: int, number: int, shown: int, first: int) -> None:
    items = [Item(a_launch(id=f"L{n}"), NOW) for n in range(total)]
    found = rules.page(items, total, number, 5)
    assert (len(found.items), found.first_shown) == (shown, first)
    assert found.last == max(0, (total - 1) // 5)


@pytest.mark.parametrize(
    ("person", "seated", "representing"),
    [
        ("U0LEA", ("customer_service",), ("customer_service",)),
        ("U0TOM", ("customer_service",), ()),
        ("U0ANA", ("marketing", "pr", "customer_service"), ()),
        ("U0HUGO", ("product", "sales"), ("product", "sales")),
        ("U0ZOE", (), ()),
    ],
)
def test_who_sits_where_and_whose_a_request_is_first(
    person: str, seated: tuple[str, ...], representing: tuple[str, ...]
) -> None:
    assert rules.seated(BOOK, person) == seated
    assert rules.representing(BOOK, person) == representing


def test_where_the_representative_has_left_the_deputy_is_first() -> None:
    assert rules.representing(a_snapshot(gone=("U0LEA",)), "U0TOM") == ("customer_service",)
    nobody = a_snapshot(gone=("U0LEA", "U0TOM"))
    assert rules.representing(nobody, "U0ANA") == ("customer_service",)


def test_a_seat_that_is_only_proposed_shows_nothing_yet_and_our_contact_sees_the_partner() -> None:
    proposed = tuple(seat.model_copy(update={"accepted": False}) for seat in BOOK.seats)
    assert rules.seated(replace(BOOK, seats=proposed), "U0LEA") == ()
    partner = a_department("agency", kind=DepartmentKind.partner, our_contact="U0JULIE")
    assert rules.seated(a_snapshot(seats={}, departments=(partner,)), "U0JULIE") == ("agency",)


def test_colleagues_are_named_once() -> None:
    assert rules.colleagues(BOOK, ("customer_service", "pr")) == ("U0LEA", "U0TOM", "U0ANA", "U0NADIA")


def test_the_oldest_deadline_comes_first() -> None:
    early, late = Item(a_launch(id="L2"), NOW), Item(a_launch(), paris("2026-11-27 10:00"))
    assert rules.by_due([late], [early]) == [early, late]


@pytest.mark.parametrize(
    ("person", "private", "conducts", "seen"),
    [
        ("U0LEA", False, False, "whole"),
        ("U0NADIA", False, False, "whole"),
        ("U0LEA", True, False, "whole"),
        ("U0JULIE", True, False, "whole"),  # told it
        ("U0NADIA", True, False, "nothing"),
        ("U0KARIM", True, True, "hidden"),
        ("U0MAX", False, False, "nothing"),  # a guest
    ],
)
def test_who_sees_an_item(person: str, private: bool, conducts: bool, seen: str) -> None:
    case = an_escalation(private=private)
    asked = a_request(notice="E1", private=private)
    guest = a_person("U0MAX", guest=True) if person == "U0MAX" else None
    item = Item(case, NOW, url="https://acme.slack.com/x")
    found = rules.visible(item, person, BOOK, [asked], known=guest, conducts=conducts)
    if seen == "hidden":
        assert found == replace(item, request=asked, url=None, hidden=True)
    else:
        assert found == (item if seen == "whole" else None)


def test_of_a_hidden_item_the_open_request_is_what_can_be_given_to_somebody() -> None:
    case = an_escalation(private=True)
    done, left = a_request(notice="E1", state=RequestState.handed_over), a_request(id="R2", notice="E1")
    found = rules.visible(Item(case, NOW), "U0KARIM", BOOK, [done, left], known=None, conducts=True)
    assert found is not None and found.request == left and rules.department_of(found) == "customer_service"


def test_an_item_waits_for_its_next_act() -> None:
    case = an_escalation()
    assert rules.next_due(case) == case.taken_due_at
    assert rules.next_due(an_escalation(state=EscalationState.taken)) == case.told_due_at
    launch: Launch = a_launch()
    assert rules.next_due(launch) == launch.at
    assert rules.department_of(Item(launch, NOW)) == "marketing"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("sales", ("sales",)),
        ("SERVICE  client", ("customer_service",)),
        ("Customer service", ("customer_service",)),
        ("customer", ("customer_service",)),
        ("pr", ("pr",)),
        ("p", ("pr", "product")),
        ("Élu", ()),
        ("équipe", ("hr",)),
        ("", ()),
    ],
)
def test_words_name_a_department_in_either_language(words: str, keys: tuple[str, ...]) -> None:
    names = {"customer_service": {"fr": "Service client"}, "hr": {"fr": "Équipe RH", "en": "HR"}}
    departments = tuple(
        a_department(key, name=names.get(key, {}))
        for key in ("customer_service", "hr", "pr", "product", "sales")
    )
    assert rules.named(a_snapshot(departments=departments), words) == keys
