"""Who is there, who stands in, and what an absence may be. It is Tuesday 24 November 2026, 9:05 in Paris."""

from __future__ import annotations

import dataclasses
from datetime import date, time
from typing import Any

import pytest

from bot.errors import FormRefusal
from bot.models import Absence, AbsenceDraft, Preference, Rung, Snapshot
from bot.rules import absences, ladders, phones, rights, rotas, routing, who
from bot.rules.rungs import first_asked, persons, reachable
from tests.rules.organisation import (
    WORKSPACE,
    a_launch,
    a_person,
    a_request,
    a_snapshot,
    an_escalation,
    clock,
    paris,
)

NOW = paris("2026-11-24 09:05")


def away(person: str, deputy: str | None = None, *, until: str = "2026-11-28 00:00") -> Absence:
    """Since Monday."""
    start, end = paris("2026-11-23 00:00"), paris(until)
    return Absence(id=1, workspace=WORKSPACE, person=person, starts_at=start, ends_at=end, deputy=deputy)


def book(*gone: Absence, **chosen: dict[str, Any]) -> Snapshot:
    """The organisation with these absences and preferences."""
    kept = {who: Preference(workspace=WORKSPACE, person=who, **values) for who, values in chosen.items()}
    return dataclasses.replace(a_snapshot(), absences=gone, preferences=kept)


@pytest.mark.parametrize(
    ("case", "absent", "asked"),
    [
        ("everybody is there", (), ("U0LEA",)),
        ("a deputy is named", (away("U0LEA", "U0INES"),), ("U0INES",)),
        ("none is named: the department's", (away("U0LEA"),), ("U0TOM",)),
        ("the named one is away too", (away("U0LEA", "U0INES"), away("U0INES")), ("U0TOM",)),
        ("deputies away too: the head", (away("U0LEA"), away("U0TOM")), ("U0ANA",)),
        (
            "a chain of stand-ins is not followed",
            (away("U0LEA", "U0TOM"), away("U0TOM", "U0INES")),
            ("U0INES",),
        ),
        ("nobody: who conducts", (away("U0LEA"), away("U0TOM"), away("U0ANA")), ("U0KARIM",)),
        ("it is over", (away("U0LEA", until="2026-11-24 09:05"),), ("U0LEA",)),
    ],
)
def test_the_next_one_who_is_there_is_asked(
    case: str, absent: tuple[Absence, ...], asked: tuple[str, ...]
) -> None:
    assert first_asked(a_request(), book(*absent), NOW) == asked, case


def test_of_a_private_request_only_a_seat_of_the_department_learns() -> None:
    snapshot = book(away("U0LEA", "U0INES"))
    assert first_asked(a_request(private=True), snapshot, NOW) == ("U0TOM",)


def test_a_crisis_at_night_passes_over_who_is_away_and_wakes_nobody_else() -> None:
    request = a_request(rungs=ladders.CRISIS_CLOSED, real_time=True)
    assert first_asked(request, book(away("U0LEA", "U0INES")), NOW) == ("U0TOM",)
    assert first_asked(request, book(away("U0LEA", "U0INES"), away("U0TOM")), NOW) == ()


def test_a_reminder_goes_to_who_stands_in() -> None:
    request = a_request(called=["U0LEA"])
    assert persons(Rung("reminder", 0.5), request, book(away("U0LEA", "U0INES")), NOW) == ("U0INES",)


@pytest.mark.parametrize(
    ("case", "chosen", "real_time", "asked"),
    [
        ("a snooze that ends in time", {"snoozed_until": paris("2026-11-24 11:00")}, False, "U0LEA"),
        ("a snooze beyond the due time", {"snoozed_until": paris("2026-11-24 15:00")}, False, "U0TOM"),
        ("nothing but crises", {"only_crisis": True}, False, "U0TOM"),
        ("a crisis", {"only_crisis": True}, True, "U0LEA"),
    ],
)
def test_who_would_not_see_it_in_time_is_passed_over(
    case: str, chosen: dict[str, Any], real_time: bool, asked: str
) -> None:
    request = a_request(due_at=paris("2026-11-24 14:00"), real_time=real_time)
    assert first_asked(request, book(U0LEA=chosen), NOW) == (asked,), case


def test_the_orchestrator_is_replaced_and_there_is_always_one() -> None:
    assert routing.orchestrator(book(away("U0KARIM", "U0INES")), NOW) == "U0INES"
    assert routing.orchestrator(book(away("U0KARIM")), NOW) == "U0ANA"
    everybody = book(away("U0KARIM"), away("U0ANA"))
    assert routing.orchestrator(everybody, NOW) == "U0KARIM"


def test_who_stands_in_may_answer_and_who_is_away_still_may() -> None:
    snapshot, launch = book(away("U0LEA", "U0INES")), a_launch()
    asked = a_request(called=["U0INES"])
    assert rights.may_answer(snapshot, asked, launch, "U0INES", member=False) is None
    assert rights.may_answer(snapshot, asked, launch, "U0LEA", member=False) is None
    assert rights.may_answer(snapshot, a_request(), launch, "U0INES", member=False), "not called"
    assert rights.may_answer(book(), asked, launch, "U0INES", member=False) is None, "after the return too"
    conducting = a_request(called=["U0KARIM"])
    assert rights.may_answer(book(), conducting, launch, "U0KARIM", member=False), "called to conduct"
    assert rights.may_decide_go(launch, "U0KARIM", snapshot, NOW)
    assert rights.may_decide_go(launch, "U0KARIM", book(away("U0JULIE")), NOW) is None


NIGHT = paris("2026-11-24 23:00")


@pytest.mark.parametrize(
    ("case", "absent", "at_hand", "phoned"),
    [
        ("everybody is there", (), ("U0LEA", "U0TOM"), ("U0LEA", "U0TOM", "U0ANA")),
        ("the first is away", (away("U0LEA", "U0INES"),), ("U0TOM",), ("U0TOM", "U0ANA")),
        ("all of the rota", (away("U0LEA"), away("U0TOM")), (), ("U0ANA",)),
        ("everybody", (away("U0LEA"), away("U0TOM"), away("U0ANA"), away("U0KARIM")), (), ("U0ANA",)),
    ],
)
def test_at_night_who_is_away_is_neither_called_nor_rung_up(
    case: str, absent: tuple[Absence, ...], at_hand: tuple[str, ...], phoned: tuple[str, ...]
) -> None:
    snapshot = book(*absent)
    assert rotas.at_hand(snapshot, "customer_service", NIGHT) == at_hand, case
    found = phones.to_phone(snapshot, "customer_service", NIGHT, with_number=["U0ANA"], without="U0JULIE")
    assert found == phoned, case
    present = [who for who in ("U0LEA", "U0TOM", "U0ANA") if who not in [one.person for one in absent]]
    assert list(reachable(snapshot, "customer_service", NIGHT)) == present, case


@pytest.mark.parametrize(
    ("case", "absent", "private", "asked"),
    [
        ("they are there", (), False, "U0LEA"),
        ("whom they named", (away("U0LEA", "U0HUGO"),), False, "U0HUGO"),
        ("nobody named: a deputy", (away("U0LEA"),), False, "U0TOM"),
        ("the named one is away too", (away("U0LEA", "U0HUGO"), away("U0HUGO")), False, "U0TOM"),
        ("private: nobody without a seat", (away("U0LEA", "U0HUGO"),), True, "U0TOM"),
        ("nobody of the department", (away("U0LEA"), away("U0TOM")), False, None),
    ],
)
def test_a_case_of_somebody_away_is_asked_of_who_stands_in_and_they_may_settle_it(
    case: str, absent: tuple[Absence, ...], private: bool, asked: str | None
) -> None:
    snapshot, taken = book(*absent), an_escalation(owner="U0LEA", private=private)
    assert absences.asked_for_owner(snapshot, taken, NOW) == asked, case
    if asked:
        assert rights.may_close(taken, asked, snapshot, NOW) is None, case
        assert rights.may_hand_over(snapshot, taken, a_request(), asked, NOW) is None, case
    assert asked == "U0HUGO" or rights.may_close(taken, "U0HUGO", snapshot, NOW), "nobody else from outside"


@pytest.mark.parametrize(
    ("case", "absent", "chosen", "person", "opens"),
    [
        ("away", (away("U0LEA", "U0INES"),), {}, "U0TOM", None),
        ("nothing but crises", (), {"only_crisis": True}, "U0TOM", None),
        ("a snooze", (), {"snoozed_until": paris("2026-11-24 14:00")}, "U0LEA", "2026-11-24 14:00"),
        ("quiet hours", (), {"quiet": "18:00-11:00"}, "U0LEA", "2026-11-24 11:00"),
        ("a deputy named", (away("U0LEA", "U0INES"), away("U0TOM"), away("U0ANA")), {}, "U0INES", None),
        ("all away", (away("U0LEA"), away("U0TOM"), away("U0ANA")), {}, "U0KARIM", None),
    ],
)
def test_whom_to_ask_is_somebody_who_is_there_and_says_when(
    case: str, absent: tuple[Absence, ...], chosen: dict[str, Any], person: str, opens: str | None
) -> None:
    kept = {"U0LEA": chosen} if chosen else {}
    door = who.door(book(*absent, **kept), "customer_service", paris("2026-11-24 10:00"))
    assert (door.person, clock(door.opens)) == (person, opens), case
    assert door.conducts == (person == "U0KARIM")


# What an absence may be


@pytest.mark.parametrize(
    ("draft", "starts", "ends"),
    [
        (AbsenceDraft(last=date(2026, 11, 24)), "2026-11-24 09:05", "2026-11-25 00:00"),
        (AbsenceDraft(date(2026, 12, 1), date(2026, 12, 4)), "2026-12-01 00:00", "2026-12-05 00:00"),
        (AbsenceDraft(None, date(2026, 11, 25), time(14)), "2026-11-24 09:05", "2026-11-25 14:00"),
    ],
)
def test_an_absence_counts_whole_days_unless_an_hour_is_given(
    draft: AbsenceDraft, starts: str, ends: str
) -> None:
    span = absences.span(draft, NOW, "Europe/Paris")
    assert (clock(span.starts_at), clock(span.ends_at)) == (starts, ends)


@pytest.mark.parametrize(
    ("draft", "field", "sentence"),
    [
        (AbsenceDraft(), "last", "Choose the last day"),
        (AbsenceDraft(last=date(2026, 11, 23)), "last", "past"),
        (AbsenceDraft(date(2026, 11, 20), date(2026, 11, 27)), "first", "past"),
        (AbsenceDraft(date(2026, 12, 4), date(2026, 12, 1)), "last", "ends before it begins"),
        (AbsenceDraft(None, date(2026, 11, 24), time(8)), "hour", "This hour is past"),
        (AbsenceDraft(None, date(2027, 12, 1)), "last", "more than a year"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(draft: AbsenceDraft, field: str, sentence: str) -> None:
    with pytest.raises(FormRefusal) as refused:
        absences.span(draft, NOW, "Europe/Paris")
    assert list(refused.value.errors) == [field] and sentence in refused.value.errors[field].msgid


@pytest.mark.parametrize(
    ("deputy", "sentence"),
    [
        (None, "does not know"),
        (a_person("U0LEA"), "yourself"),
        (a_person("U0TOM", deactivated=True), "has left"),
        (a_person("U0TOM", guest=True), "guest"),
        (a_person("U0TOM", external=True), "guest"),
        (a_person("U0INES"), "away then too"),
        (a_person("U0TOM"), ""),
    ],
)
def test_not_everybody_can_stand_in(deputy: Any, sentence: str) -> None:
    span = absences.span(AbsenceDraft(last=date(2026, 11, 26)), NOW, "Europe/Paris")
    refusal = absences.may_stand_in(book(away("U0INES")), "U0LEA", deputy, span)
    assert (refusal is None) == (not sentence)
    assert refusal is None or sentence in refusal.msgid


NAMES = {"U1": "Léa Petit", "U2": "Tom", "U3": "Tom Roy"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("U1", ["U1"]),
        ("lea petit", ["U1"]),
        ("Léa", ["U1"]),
        ("TOM", ["U2"]),
        ("Tom Roy", ["U3"]),
        ("roy", ["U3"]),
        ("To", []),
    ],
)
def test_a_typed_name_means_somebody(name: str, found: list[str]) -> None:
    assert absences.named([a_person(who, name=known) for who, known in NAMES.items()], name) == found
