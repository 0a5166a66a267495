"""Who may do what (PRODUCT section 2, "Who may answer", "Private"; DESIGN section 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.models import DepartmentKind, Lane, Notice, Origin, Person, Request, RequestState, Role
from bot.rules import rights, sight
from tests.rules.organisation import (
    a_department,
    a_launch,
    a_person,
    a_request,
    a_snapshot,
    an_escalation,
    paris,
)

NOW = paris("2026-11-23 10:00")
MEMBER = a_person("U0NEW")
TAKE: dict[str, Any] = {"notice": "E1", "lane": Lane.escalation}


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (a_person("U0NEW"), True),
        (a_person("U0NEW", guest=True), False),
        (a_person("U0NEW", external=True), False),
        (a_person("U0NEW", deactivated=True), False),
        (a_person("U0NEW", bot=True), False),
        (None, False),
    ],
)
def test_anyone_in_the_workspace_may_announce_and_raise_but_no_guest(
    person: Person | None, allowed: bool
) -> None:
    assert (rights.may_announce(person) is None) is allowed
    assert (rights.may_raise(person) is None) is allowed


@pytest.mark.parametrize(
    ("person", "allowed"),
    [("U0LEA", True), ("U0TOM", True), ("U0ANA", True), ("U0JULIE", False), ("U0KARIM", False)],
)
def test_people_with_a_seat_answer_for_their_department(person: str, allowed: bool) -> None:
    refusal = rights.may_answer(a_snapshot(), a_request(), a_launch(), person, member=True)
    assert (refusal is None) is allowed
    if refusal:
        assert refusal.fields == {"department": "customer_service"}


@pytest.mark.parametrize(("open_channel", "member", "allowed"), [(True, True, True), (True, False, False)])
def test_members_of_the_channel_answer_where_the_department_says_so(
    open_channel: bool, member: bool, allowed: bool
) -> None:
    department = a_department("customer_service", members_may_answer=open_channel)
    snapshot = a_snapshot(departments=(department,))
    refusal = rights.may_answer(snapshot, a_request(), a_launch(), "U0NEW", member=member)
    assert (refusal is None) is allowed


def test_the_owner_of_a_launch_never_answers_for_another_department() -> None:
    launch = a_launch(owner="U0ANA")
    refusal = rights.may_answer(a_snapshot(), a_request(), launch, "U0ANA", member=True)
    assert refusal is not None
    assert "somebody else" in refusal.msgid
    own = a_request(department="marketing")
    assert rights.may_answer(a_snapshot(), own, launch, "U0ANA", member=True) is None


def test_who_has_left_or_has_not_accepted_answers_nothing() -> None:
    assert rights.may_answer(a_snapshot(gone=("U0LEA",)), a_request(), a_launch(), "U0LEA", member=True)
    snapshot = a_snapshot()
    for seat in snapshot.seats:
        seat.accepted = seat.person != "U0TOM"
    assert rights.may_answer(snapshot, a_request(), a_launch(), "U0TOM", member=True)


def test_a_named_person_answers_and_a_problem_is_settled_by_owner_or_who_raised_it() -> None:
    named = a_request(person="U0KARIM")
    assert rights.may_answer(a_snapshot(), named, a_launch(), "U0KARIM", member=False) is None
    problem = a_request(origin=Origin.problem, department="hr", asked_by="U0INES", person="U0JULIE")
    for person, allowed in (("U0JULIE", True), ("U0INES", True), ("U0TOM", False)):
        refusal = rights.may_answer(a_snapshot(), problem, a_launch(), person, member=False)
        assert (refusal is None) is allowed


@pytest.mark.parametrize(
    ("person", "values", "allowed"),
    [
        ("U0LEA", {}, True),
        ("U0JULIE", {}, False),
        ("U0JULIE", {"person": "U0JULIE"}, True),
        ("U0JULIE", {"called": ["U0JULIE"]}, True),
        ("U0KARIM", {}, True),
    ],
)
def test_the_responsible_department_takes_or_whom_the_orchestrator_names(
    person: str, values: dict[str, Any], allowed: bool
) -> None:
    request = a_request(**TAKE, **values)
    refusal = rights.may_take(a_snapshot(), an_escalation(), request, person)
    assert (refusal is None) is allowed
    if refusal:
        assert "offer of help" in refusal.msgid


def test_a_partners_contact_takes_for_the_partner() -> None:
    agency = a_department("agency", kind=DepartmentKind.partner, our_contact="U0JULIE")
    snapshot = a_snapshot(departments=(agency,))
    request = a_request(**TAKE, department="agency")
    assert rights.may_take(snapshot, an_escalation(department="agency"), request, "U0JULIE") is None


@pytest.mark.parametrize(
    ("person", "approver", "gone", "allowed"),
    [
        ("U0JULIE", None, (), True),
        ("U0ANA", None, (), False),
        ("U0ANA", "U0ANA", (), True),
        ("U0KARIM", None, (), False),
        ("U0KARIM", None, ("U0JULIE",), True),
        ("U0JULIE", None, ("U0JULIE",), False),
    ],
)
def test_the_owner_decides_go(
    person: str, approver: str | None, gone: tuple[str, ...], allowed: bool
) -> None:
    refusal = rights.may_decide_go(a_launch(approver=approver), person, a_snapshot(gone=gone), NOW)
    assert (refusal is None) is allowed


def test_a_refused_decision_names_whom_to_ask() -> None:
    refusal = rights.may_decide_go(a_launch(), "U0TOM", a_snapshot(), NOW)
    assert refusal is not None
    assert refusal.fields == {"person": "U0JULIE"}


@pytest.mark.parametrize(("person", "allowed"), [("U0JULIE", True), ("U0KARIM", True), ("U0TOM", False)])
def test_owner_and_orchestrator_edit_and_release_a_launch(person: str, allowed: bool) -> None:
    assert (rights.may_edit_launch(a_launch(), person, a_snapshot(), NOW) is None) is allowed
    assert (rights.may_release(a_launch(), person, a_snapshot(), NOW) is None) is allowed


@pytest.mark.parametrize(
    ("person", "owner", "allowed"),
    [
        ("U0JULIE", "U0JULIE", True),
        ("U0LEA", "U0JULIE", True),
        ("U0KARIM", "U0LEA", True),
        ("U0INES", "U0LEA", False),
        ("U0INES", None, False),
    ],
)
def test_owner_department_and_orchestrator_close_an_escalation(
    person: str, owner: str | None, allowed: bool
) -> None:
    assert (rights.may_close(an_escalation(owner=owner), person, a_snapshot(), NOW) is None) is allowed


def test_p9_the_orchestrator_decides_nothing_about_a_private_case_whose_subject_they_may_not_read() -> None:
    private = an_escalation(private=True, by="U0JULIE")
    for rule in (rights.may_close, rights.may_reword):
        assert rule(private, "U0KARIM", a_snapshot(), NOW)
        assert rule(private, "U0LEA", a_snapshot(), NOW) is None
    assert rights.may_reword(private, "U0JULIE", a_snapshot(), NOW) is None


def test_administrators_and_the_installer_administer() -> None:
    snapshot = a_snapshot(installer="U0INES")
    assert rights.may_administer(snapshot, "U0KARIM") is None
    assert rights.may_administer(snapshot, "U0INES") is None
    assert rights.may_administer(snapshot, "U0TOM")
    assert rights.may_administer(a_snapshot(gone=("U0KARIM",)), "U0KARIM")


def test_representatives_and_heads_edit_their_own_department() -> None:
    for person, allowed in (("U0LEA", True), ("U0ANA", True), ("U0KARIM", True), ("U0TOM", False)):
        assert (rights.may_edit_department(a_snapshot(), "customer_service", person) is None) is allowed


def test_anyone_of_the_rota_conducts_and_who_stands_in() -> None:
    snapshot = a_snapshot(orchestrators=["U0KARIM", "U0LEA"])
    assert rights.is_orchestrator(snapshot, "U0KARIM", NOW)
    assert rights.is_orchestrator(snapshot, "U0LEA", NOW)
    assert not rights.is_orchestrator(snapshot, "U0ANA", NOW)
    without_karim = a_snapshot(gone=("U0KARIM",))
    assert rights.is_orchestrator(without_karim, "U0ANA", NOW)
    assert not rights.is_orchestrator(without_karim, "U0KARIM", NOW)


def test_who_does_not_conduct_is_told_who_does() -> None:
    assert rights.may_conduct(a_snapshot(), "U0KARIM", NOW) is None
    refusal = rights.may_conduct(a_snapshot(), "U0TOM", NOW)
    assert refusal is not None
    assert refusal.fields == {"person": "U0KARIM"}
    nobody = a_snapshot(orchestrators=[], sponsor=None, administrators=[])
    refusal = rights.may_conduct(nobody, "U0ANA", NOW)
    assert refusal is not None
    assert "ask an administrator" in refusal.msgid


@pytest.mark.parametrize(
    ("person", "allowed"),
    [("U0LEA", True), ("U0KARIM", True), ("U0JULIE", True), ("U0INES", False)],
)
def test_who_works_on_a_case_hands_it_over_and_asks_an_expert(person: str, allowed: bool) -> None:
    case, request = an_escalation(owner="U0JULIE"), a_request(**TAKE)
    assert (rights.may_hand_over(a_snapshot(), case, request, person, NOW) is None) is allowed
    assert (rights.may_ask_expert(a_snapshot(), case, request, person, NOW) is None) is allowed


def test_the_owner_of_a_launch_does_not_hand_over_what_another_department_was_asked() -> None:
    assert rights.may_hand_over(a_snapshot(), a_launch(), a_request(), "U0JULIE", NOW)
    assert rights.may_hand_over(a_snapshot(), a_launch(), a_request(), "U0TOM", NOW) is None


def test_a_workspace_is_set_up_with_a_channel_and_a_department() -> None:
    assert rights.is_set_up(a_snapshot(integration_channel="C0TUTTI")) is None
    assert rights.is_set_up(a_snapshot())
    assert rights.is_set_up(a_snapshot(integration_channel="C0TUTTI", departments=()))


PRIVATE = an_escalation(private=True, department="hr", by="U0NADIA")


@pytest.mark.parametrize(
    ("notice", "person", "allowed"),
    [
        (an_escalation(), "U0HUGO", True),
        (an_escalation(), "U0NEW", True),
        (an_escalation(), "U0GUEST", False),
        (an_escalation(by="U0GUEST"), "U0GUEST", True),
        (a_launch(answerer="U0GUEST"), "U0GUEST", True),
        (PRIVATE, "U0INES", True),
        (PRIVATE, "U0NADIA", True),
        (PRIVATE, "U0KARIM", False),
        (PRIVATE, "U0LEA", False),
        (PRIVATE, "U0NEW", False),
    ],
)
def test_open_by_default_and_private_for_the_responsible_seats(
    notice: Notice, person: str, allowed: bool
) -> None:
    snapshot = a_snapshot()
    snapshot.people["U0GUEST"] = a_person("U0GUEST", guest=True)
    request = a_request(**TAKE, department="hr", called=["U0INES", "U0KARIM"])
    assert (
        sight.may_see(notice, person, snapshot, [request], known=snapshot.people.get(person, MEMBER)) is None
    ) is allowed


def test_a_department_that_handed_a_private_item_over_sees_it_no_more() -> None:
    first = a_request(**TAKE, private=True, state=RequestState.handed_over)
    second = a_request(**TAKE, id="R2", hop=1, private=True, department="hr", person="U0JULIE")
    for person, allowed in (("U0LEA", False), ("U0INES", True), ("U0JULIE", True)):
        assert (
            sight.may_see(PRIVATE, person, a_snapshot(), [first, second], known=MEMBER) is None
        ) is allowed


def test_a_guest_with_a_seat_sees_what_their_department_is_asked() -> None:
    agency = a_department("agency", kind=DepartmentKind.partner)
    snapshot = a_snapshot(seats={"agency": {Role.representative: ["U0GUEST"]}}, departments=(agency,))
    snapshot.people["U0GUEST"] = a_person("U0GUEST", guest=True)
    asked = a_request(department="agency")
    assert sight.may_see(a_launch(), "U0GUEST", snapshot, [asked], known=None) is None
    assert sight.may_open(a_launch(), "U0GUEST", snapshot, [asked], known=None), "their request, not the card"
    assert sight.may_see(a_launch(), "U0GUEST", snapshot, [], known=None)
    assert sight.may_see(a_launch(), "U0OUT", snapshot, [], known=a_person("U0OUT", external=True))
    assert sight.may_see(a_launch(), "U0NEW", snapshot, [], known=None), "nobody knows who it is"


@pytest.mark.parametrize(
    ("kind", "asked", "channel", "stands"),
    [
        ("card", None, "C0OURS", True),
        ("request", a_request(), "C0OURS", True),
        ("card", None, "C0AGENCY", False),
        ("digest", None, "C0AGENCY", False),
        ("request", a_request(department="agency"), "C0AGENCY", True),
        ("reminder", a_request(department="agency"), "C0AGENCY", True),
        ("line", a_request(department="agency"), "C0AGENCY", False),
        ("request", a_request(department="agency", private=True), "C0AGENCY", False),
        ("request", a_request(), "C0AGENCY", False),
    ],
)
def test_in_a_shared_channel_stands_only_what_its_partner_is_asked(
    kind: str, asked: Request | None, channel: str, stands: bool
) -> None:
    agency = a_department("agency", kind=DepartmentKind.partner, channel="C0AGENCY")
    book = replace(a_snapshot(departments=(agency,)), shared=frozenset({"C0AGENCY"}))
    assert sight.may_stand(kind, asked, channel, book) is stands


def test_a_guest_with_a_seat_answers_and_hands_nothing_over() -> None:
    book = a_snapshot()
    book.people["U0LEA"] = a_person("U0LEA", external=True)
    assert rights.may_answer(book, a_request(), a_launch(), "U0LEA", member=False) is None
    for rule in (rights.may_hand_over, rights.may_ask_expert):
        assert rule(book, a_launch(), a_request(), "U0LEA", NOW)
