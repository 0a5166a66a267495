"""Whose week it is (PRODUCT section 1, mechanisms 67 and 93; DESIGN section 8, "a weekly rota")."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.models import Person, Role, Seat, Snapshot, Swap, SwapState
from bot.rules import rotas, routing, swaps
from bot.rules.rotas import ORCHESTRATOR
from tests.rules.organisation import WORKSPACE, a_department, a_person, a_snapshot, clock, paris

CS = "customer_service"
THREE = ("U0LEA", "U0TOM", "U0ANA")
NOW = paris("2026-11-24 10:00")


def a_rota(
    *people: str,
    weekly: bool = True,
    gone: tuple[str, ...] = (),
    proposed: tuple[str, ...] = (),
    zone: str = "",
) -> Snapshot:
    """Customer service with these people on duty, in this order."""
    department = a_department(CS, weekly_turns=weekly, timezone=zone or None)
    made = a_snapshot(seats={CS: {Role.on_call: list(people)}}, departments=(department,), gone=gone)
    seats = [replace_accepted(seat, seat.person not in proposed) for seat in made.seats]
    return replace(made, seats=tuple(seats))


def replace_accepted(seat: Seat, accepted: bool) -> Seat:
    return Seat(**(seat.model_dump() | {"accepted": accepted}))


def a_swap(week: str, person: str, other: str, **values: Any) -> Swap:
    given: dict[str, Any] = {"id": "S1", "rota": CS, "state": SwapState.accepted, "asked_at": NOW, **values}
    return Swap(workspace=WORKSPACE, week=week, person=person, other=other, **given)


def firsts(snapshot: Snapshot, rota: str, *weeks: str) -> list[str]:
    return [rotas.order(snapshot, rota, week)[0] for week in weeks]


def test_everybody_moves_up_by_one_each_week_and_the_order_stays() -> None:
    orders = [rotas.order(a_rota(*THREE), CS, f"2026-W{week}") for week in (48, 49, 50)]
    first = orders[0][0]
    turn = THREE.index(first)
    around = [THREE[turn:] + THREE[:turn], THREE[turn + 1 :] + THREE[: turn + 1]]
    assert orders[:2] == around
    assert sorted(one[0] for one in orders) == sorted(THREE)


@pytest.mark.parametrize(
    ("rota", "weeks", "expected"),
    [
        (CS, ("2026-W52", "2026-W53", "2027-W01"), 3),
        (CS, ("2027-W51", "2027-W52", "2028-W01"), 3),
        (ORCHESTRATOR, ("2026-W51", "2026-W52"), 2),
        (ORCHESTRATOR, ("2027-W52", "2028-W01"), 1),
    ],
)
def test_at_new_year_nobody_has_two_duty_weeks_in_a_row(
    rota: str, weeks: tuple[str, ...], expected: int
) -> None:
    """The orchestrator's rota goes by the ISO week number, as the configuration's contract says."""
    snapshot = a_rota(*THREE)
    snapshot.workspace.orchestrators = list(THREE)
    assert len(set(firsts(snapshot, rota, *weeks))) == expected


def test_without_weekly_turns_the_first_stays_first() -> None:
    assert firsts(a_rota(*THREE, weekly=False), CS, "2026-W48", "2026-W49", "2026-W50") == ["U0LEA"] * 3


@pytest.mark.parametrize("missing", THREE)
def test_who_left_or_has_not_accepted_is_passed_over_and_nobody_elses_week_moves(missing: str) -> None:
    weeks = ("2026-W48", "2026-W49", "2026-W50")
    whole = firsts(a_rota(*THREE), CS, *weeks)
    for without in (a_rota(*THREE, gone=(missing,)), a_rota(*THREE, proposed=(missing,))):
        left = firsts(without, CS, *weeks)
        assert missing not in left
        assert [p for p, was in zip(left, whole, strict=True) if was != missing] == [
            was for was in whole if was != missing
        ]


@pytest.mark.parametrize(
    ("zone", "at", "week", "change"),
    [
        ("Europe/Paris", "2026-11-29 23:59", "2026-W48", "2026-11-30 00:00"),
        ("Europe/Paris", "2026-11-30 00:00", "2026-W49", "2026-12-07 00:00"),
        ("America/New_York", "2026-11-30 00:00", "2026-W48", "2026-11-30 06:00"),
        ("Pacific/Auckland", "2026-11-29 13:00", "2026-W49", "2026-12-06 12:00"),
        # The Sunday nights on which Paris changes its clocks: the week still begins at its Monday midnight.
        ("Europe/Paris", "2027-03-28 12:00", "2027-W12", "2027-03-29 00:00"),
        ("Europe/Paris", "2026-10-25 12:00", "2026-W43", "2026-10-26 00:00"),
        # Beirut's Sunday 28 March 2027 has no midnight, its Monday has.
        ("Asia/Beirut", "2027-03-27 12:00", "2027-W12", "2027-03-28 23:00"),
        ("Europe/Paris", "2026-12-31 12:00", "2026-W53", "2027-01-04 00:00"),
    ],
)
def test_a_week_begins_at_midnight_of_its_monday_in_the_rotas_zone(
    zone: str, at: str, week: str, change: str
) -> None:
    snapshot = a_rota(*THREE, zone=zone)
    assert rotas.week_of(rotas.zone(snapshot, CS), paris(at)) == week
    assert clock(rotas.next_change(snapshot, CS, paris(at))) == change


def test_a_swapped_week_begins_with_who_took_it_and_the_last_swap_counts() -> None:
    snapshot = a_rota(*THREE)
    weeks = ("2026-W48", "2026-W49")
    first, second = firsts(snapshot, CS, *weeks)
    third = next(person for person in THREE if person not in (first, second))
    swapped = replace(snapshot, swaps=(a_swap("2026-W48", first, second, back="2026-W49"),))
    assert firsts(swapped, CS, *weeks) == [second, first]
    assert sorted(rotas.order(swapped, CS, "2026-W48")) == sorted(THREE), "the others are still called"
    again = replace(swapped, swaps=(*swapped.swaps, a_swap("2026-W48", second, third, id="S2")))
    assert firsts(again, CS, *weeks) == [third, first]
    off = replace(again, seats=tuple(seat for seat in again.seats if seat.person != third))
    assert rotas.order(off, CS, "2026-W48")[0] in (first, second), "who is off the rota has no week"


def test_the_orchestrators_week_may_go_to_a_colleague_outside_the_rota() -> None:
    snapshot = replace(a_snapshot(), swaps=(a_swap("2026-W48", "U0KARIM", "U0NADIA", rota=ORCHESTRATOR),))
    assert routing.orchestrator(snapshot, NOW) == "U0NADIA"
    assert routing.orchestrator(snapshot, NOW + timedelta(days=7)) == "U0KARIM"
    gone = replace(snapshot, people={**snapshot.people, "U0NADIA": a_person("U0NADIA", deactivated=True)})
    assert routing.orchestrator(gone, NOW) == "U0KARIM"


GUEST = a_person("U0PIA", guest=True)
SWAPS = [
    ({}, None, ()),
    ({"week": "2026-W47"}, "week", ("over",)),
    ({"week": "2026-W49"}, "week", ("now",)),
    ({"back": "2026-W48"}, "week", ("now",)),
    ({"other": "self"}, "other", ("yourself",)),
    ({"other": "U0HUGO"}, "other", ("not on this duty rota",)),
]


@pytest.mark.parametrize(("given", "field", "words"), SWAPS)
def test_a_swap_that_cannot_be_is_refused_at_its_field(
    given: dict[str, str], field: str | None, words: tuple[str, ...]
) -> None:
    snapshot = a_rota(*THREE)
    mine, theirs = firsts(snapshot, CS, "2026-W48", "2026-W49")
    values = {"week": "2026-W48", "other": theirs, "back": "2026-W49", **given}
    values["other"] = mine if values["other"] == "self" else values["other"]
    if values["other"] != theirs:
        values["back"] = ""
    swap = a_swap(values["week"], mine, values["other"], back=values["back"] or None, state=SwapState.asked)
    wrong = swaps.may_ask(snapshot, swap, NOW)
    assert list(wrong) == ([field] if field else [])
    assert all(word in wrong[str(field)].msgid for word in words)


def test_a_week_that_was_offered_is_not_offered_again_to_the_same_person() -> None:
    snapshot = a_rota(*THREE)
    mine, theirs = firsts(snapshot, CS, "2026-W48", "2026-W49")
    swap = a_swap("2026-W48", mine, theirs, state=SwapState.asked)
    assert set(swaps.may_ask(snapshot, swap, NOW, asked=[swap])) == {"other"}
    other = next(person for person in THREE if person not in (mine, theirs))
    assert not swaps.may_ask(snapshot, a_swap("2026-W48", mine, other), NOW, asked=[swap])


@pytest.mark.parametrize(("known", "allowed"), [(a_person("U0NADIA"), True), (GUEST, False), (None, False)])
def test_only_a_colleague_can_be_offered_the_orchestrators_week(known: Person | None, allowed: bool) -> None:
    swap = a_swap("2026-W48", "U0KARIM", "U0PIA", rota=ORCHESTRATOR, state=SwapState.asked)
    assert (swaps.may_ask(a_snapshot(), swap, NOW, known=known) == {}) is allowed


def test_an_offer_is_answered_once_by_whom_it_was_made_to_while_the_week_is_as_it_was() -> None:
    snapshot = a_rota(*THREE)
    mine, theirs = firsts(snapshot, CS, "2026-W48", "2026-W49")
    swap = a_swap("2026-W48", mine, theirs, state=SwapState.asked)
    assert swaps.may_accept(snapshot, swap, theirs, NOW) is None
    assert swaps.may_accept(snapshot, swap, mine, NOW) is not None
    assert swaps.may_accept(snapshot, a_swap("2026-W48", mine, theirs), theirs, NOW) is not None
    taken = replace(snapshot, swaps=(a_swap("2026-W48", mine, "U0ANA" if mine != "U0ANA" else "U0TOM"),))
    assert (
        swaps.may_accept(taken, swap, theirs, NOW) is not None
        or theirs in rotas.order(taken, CS, "2026-W48")[:1]
    )
    assert clock(swaps.lapses_at(snapshot, swap, NOW)) == "2026-11-30 00:00"
    later = a_swap("2026-W50", mine, theirs, state=SwapState.asked)
    assert clock(swaps.lapses_at(snapshot, later, NOW)) == "2026-12-07 00:00"
