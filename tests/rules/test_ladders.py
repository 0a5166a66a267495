"""Who is called next (PRODUCT section 2, "Ladder of a request", N2, N3; DESIGN section 2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.models import (
    DepartmentKind,
    Lane,
    Origin,
    PingKind,
    Request,
    RequestState,
    Role,
    Rung,
    Snapshot,
)
from bot.rules import ladders
from bot.rules.calendars import ALWAYS
from tests.rules.organisation import OFFICE, a_department, a_request, a_snapshot, clock, paris

NOW = paris("2026-11-23 10:00")
REP, REMIND, DEPUTY = Rung("representative", 0.0), Rung("reminder", 0.5), Rung("deputy", 0.75)
HEAD, LAST = Rung("head", 1.0), Rung("orchestrator", 1.0)
PERSON = {"rungs": ladders.PERSON, "person": "U0TOM"}
NIGHT = {"crisis": True, "open_now": False}


def told(request: Request, snapshot: Snapshot | None = None) -> list[tuple[str, str, str]]:
    """The remaining steps as (role, Monday's clock time, persons)."""
    steps = ladders.next_steps(request, snapshot or a_snapshot(), OFFICE, NOW)
    return [(step.rung.role, str(clock(step.at))[11:], " ".join(step.persons)) for step in steps]


def seats(held: str) -> dict[str, dict[Role, list[str]]]:
    """Who sits where in customer service, from "rep=A deputy=B,C"."""
    pairs = (part.replace("rep=", "representative=").split("=") for part in held.split())
    return {"customer_service": {Role(role): people.split(",") for role, people in pairs}}


ALL = "rep=A deputy=B head=C"
FIRST = Rung("orchestrator", 0.0)
PLANS: list[tuple[str, str, dict[str, Any], tuple[Rung, ...]]] = [
    ("all filled", ALL, {}, ladders.NORMAL),
    ("no deputy", "rep=A head=C", {}, (REP, REMIND, HEAD, LAST)),
    ("a deputy stands in", "deputy=B head=C", {}, (Rung("deputy", 0.0), REMIND, HEAD, LAST)),
    ("only a head", "head=C", {}, (Rung("head", 0.0), REMIND, LAST)),
    ("one person in every seat", "rep=A deputy=A head=A", {}, (REP, REMIND, LAST)),
    ("the first deputy represents", "rep=A deputy=A,B", {}, (REP, REMIND, DEPUTY, LAST)),
    ("nobody", "", {}, (FIRST,)),
    ("high has no reminder", ALL, {"high": True}, ladders.HIGH),
    ("high, no deputy", "rep=A head=C", {"high": True}, (REP, Rung("head", 0.8), LAST)),
    ("crisis", ALL, {"crisis": True}, ladders.CRISIS),
    ("crisis at night", "rep=A on_call=B,C", NIGHT, (Rung("on_call", 0.0), Rung("on_call", 0.25))),
    ("crisis at night, nobody on duty", "rep=A", NIGHT, (FIRST,)),
    ("a person", "rep=A", {"person": "P"}, ladders.PERSON),
    ("a person, high", "rep=A", {"person": "P", "high": True}, (Rung("person", 0.0), LAST)),
]


@pytest.mark.parametrize(("case", "held", "options", "expected"), PLANS)
def test_the_plan_keeps_filled_rungs_and_asks_the_first(
    case: str, held: str, options: dict[str, Any], expected: tuple[Rung, ...]
) -> None:
    assert ladders.plan(a_snapshot(seats=seats(held)), "customer_service", **options) == expected, case


def test_people_who_have_left_fill_no_rung() -> None:
    plan = ladders.plan(a_snapshot(gone=("U0LEA", "U0ANA")), "customer_service")
    assert plan == (Rung("deputy", 0.0), REMIND, LAST)
    assert ladders.plan(a_snapshot(gone=("U0LEA",)), "hr", person="U0LEA") == (Rung("orchestrator", 0.0),)


def test_a_partners_contact_is_the_head_of_its_ladder() -> None:
    agency = a_department("agency", kind=DepartmentKind.partner, our_contact="U0JULIE")
    snapshot = a_snapshot(seats={"agency": {Role.representative: ["U0ANA"]}}, departments=(agency,))
    assert ladders.plan(snapshot, "agency") == (REP, REMIND, HEAD, LAST)
    request = a_request(department="agency", called=["U0ANA"], lane=Lane.escalation)
    assert ladders.persons(HEAD, request, snapshot, NOW) == ("U0JULIE",)


def test_the_reporter_of_a_stated_hour_is_told_whom_to_phone() -> None:
    snapshot = a_snapshot(gone=("U0TOM",))
    assert ladders.reachable(snapshot, "customer_service", paris("2026-11-23 20:00")) == ("U0LEA", "U0ANA")


def test_before_it_is_shown_only_the_direct_ask_and_the_orchestrator_are_planned() -> None:
    expected = [
        ("representative", "10:00", "U0LEA"),
        ("direct", "12:00", "U0LEA"),
        ("orchestrator", "14:00", "U0KARIM"),
    ]
    assert told(a_request()) == expected
    assert told(a_request(step=1, called=["U0LEA"])) == expected[1:]
    assert told(a_request(step=1, called=["U0LEA", ladders.DIRECT])) == expected[2:]


def test_shares_run_from_the_moment_it_was_shown_and_due_never_moves() -> None:
    request = a_request(step=1, called=["U0LEA"], shown_at=paris("2026-11-23 12:00"))
    assert told(request) == [
        ("reminder", "13:00", "U0LEA"),
        ("deputy", "13:30", "U0TOM"),
        ("head", "14:00", "U0ANA"),
        ("orchestrator", "14:00", "U0KARIM"),
    ]


def test_shares_are_of_working_time() -> None:
    request = a_request(
        step=1, called=["U0LEA"], shown_at=paris("2026-11-27 16:00"), due_at=paris("2026-11-30 11:00")
    )
    steps = ladders.next_steps(request, a_snapshot(), OFFICE, NOW)
    assert [clock(step.at) for step in steps][:2] == ["2026-11-27 18:00", "2026-11-30 10:00"]


def test_a_crisis_runs_in_real_time_and_calls_each_person_once() -> None:
    request = a_request(
        rungs=ladders.CRISIS,
        lane=Lane.escalation,
        real_time=True,
        asked_at=paris("2026-11-23 20:00"),
        due_at=paris("2026-11-23 20:12"),
        shown_at=paris("2026-11-23 20:00"),
    )
    assert told(request) == [
        ("representative", "20:00", "U0LEA"),
        ("deputy", "20:03", "U0TOM"),
        ("head", "20:06", "U0ANA"),
        ("orchestrator", "20:09", "U0KARIM"),
    ], "the sponsor is the head, who was called already"


def test_a_crisis_climbs_even_if_nobody_was_shown_it() -> None:
    request = a_request(
        rungs=ladders.CRISIS,
        lane=Lane.escalation,
        real_time=True,
        step=1,
        called=["U0LEA"],
        due_at=paris("2026-11-23 10:12"),
    )
    assert [at for _, at, _ in told(request)] == ["10:03", "10:06", "10:09"]


@pytest.mark.parametrize(
    ("case", "due", "expected"),
    [
        ("early", "2026-11-23 14:00", [("representative", False), ("direct", True), ("orchestrator", False)]),
        ("past half", "2026-11-23 10:30", [("representative", True), ("orchestrator", False)]),
        ("overdue", "2026-11-23 09:50", [("representative", True), ("orchestrator", False)]),
    ],
)
def test_a_request_that_was_handed_over_late_is_asked_now_and_has_missed_no_rung(
    case: str, due: str, expected: list[tuple[str, bool]]
) -> None:
    request = a_request(hop=1, asked_at=paris("2026-11-23 09:10"), due_at=paris(due))
    steps = ladders.next_steps(request, a_snapshot(), OFFICE, NOW)
    assert [(step.rung.role, step.urgent) for step in steps] == expected, case
    assert steps[0].at == NOW
    assert all(step.at >= NOW for step in steps)


def test_a_crisis_handed_over_late_does_not_call_everybody_at_once() -> None:
    late: dict[str, Any] = {"asked_at": paris("2026-11-23 09:52"), "due_at": paris("2026-11-23 10:04")}
    request = a_request(rungs=ladders.CRISIS, lane=Lane.escalation, real_time=True, hop=1, **late)
    assert told(request) == [
        ("representative", "10:00", "U0LEA"),
        ("orchestrator", "10:01", "U0KARIM"),
        ("sponsor", "10:04", "U0ANA"),
    ]
    shown = a_request(
        rungs=ladders.CRISIS,
        lane=Lane.escalation,
        real_time=True,
        step=1,
        called=["U0LEA"],
        shown_at=NOW,
        **late,
    )
    assert [at for _, at, _ in told(shown)] == ["10:01", "10:02", "10:03"]


def test_the_duty_rota_is_called_one_after_the_other() -> None:
    request = a_request(
        rungs=ladders.CRISIS_CLOSED[:2],
        lane=Lane.escalation,
        real_time=True,
        due_at=paris("2026-11-23 10:12"),
    )
    assert told(request) == [("on_call", "10:00", "U0LEA"), ("on_call", "10:03", "U0TOM")]


def test_windows_of_seconds_are_climbed_too() -> None:
    start = paris("2026-11-22 03:00")
    request = a_request(
        step=1, called=["U0LEA"], asked_at=start, shown_at=start, due_at=start + timedelta(seconds=20)
    )
    steps = ladders.next_steps(request, a_snapshot(), ALWAYS, start)
    assert [(step.at - start).total_seconds() for step in steps] == [10, 15, 20, 20]


def test_a_rung_whose_person_left_is_left_out_and_an_empty_ask_goes_to_the_next() -> None:
    snapshot = a_snapshot(gone=("U0LEA", "U0TOM"))
    assert told(a_request(), snapshot)[0] == ("representative", "10:00", "U0ANA")
    shown = a_request(step=1, called=["U0LEA"], shown_at=NOW)
    assert [role for role, _, _ in told(shown, snapshot)] == ["head", "orchestrator"]


def test_the_orchestrators_line_goes_on_to_the_sponsor_but_is_never_nobodys() -> None:
    request = a_request(called=["U0KARIM"])
    assert ladders.persons(LAST, request, a_snapshot(), NOW) == ("U0ANA",)
    request = a_request(called=["U0KARIM", "U0ANA"])
    assert ladders.persons(LAST, request, a_snapshot(), NOW) == ("U0KARIM",)


def test_the_owner_of_a_launch_is_not_asked_for_another_department() -> None:
    request = a_request(asked_by="U0LEA")
    assert told(request)[0] == ("representative", "10:00", "U0TOM")
    escalation = a_request(asked_by="U0LEA", lane=Lane.escalation)
    assert told(escalation)[0] == ("representative", "10:00", "U0LEA")


def test_a_named_person_is_asked_even_if_the_ladder_called_them_before() -> None:
    request = a_request(rungs=ladders.PERSON, person="U0TOM", called=["U0TOM"], shown_at=NOW)
    assert told(request) == [
        ("person", "10:00", "U0TOM"),
        ("reminder", "12:00", "U0TOM"),
        ("orchestrator", "14:00", "U0KARIM"),
    ]


@pytest.mark.parametrize("state", [RequestState.ready, RequestState.taken, RequestState.rested])
def test_nobody_is_chased_for_what_was_answered(state: RequestState) -> None:
    assert told(a_request(state=state)) == []


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({}, ["ask", "reminder", "deputy", "head", "orchestrator"]),
        (PERSON, ["named", "reminder", "orchestrator"]),
        ({**PERSON, "origin": Origin.problem}, ["problem", "reminder", "orchestrator"]),
        ({**PERSON, "origin": Origin.expert}, ["ask", "reminder", "orchestrator"]),
        ({"rungs": (Rung("orchestrator", 0.0),)}, ["without_next"]),
        ({"rungs": ladders.CRISIS_CLOSED, "real_time": True}, ["on_call", "on_call"]),
    ],
)
def test_each_call_says_why(values: dict[str, Any], kinds: list[str]) -> None:
    steps = ladders.next_steps(a_request(shown_at=NOW, **values), a_snapshot(), OFFICE, NOW)
    assert [step.kind for step in steps] == kinds


def test_the_direct_ask_is_urgent_and_stays_before_the_next_step() -> None:
    [direct, last] = ladders.next_steps(a_request(step=1, called=["U0LEA"]), a_snapshot(), OFFICE, NOW)
    assert (direct.index, direct.urgent, direct.kind) == (1, True, PingKind.ask)
    assert (last.index, last.urgent) == (4, False)


@pytest.mark.parametrize("minutes", [0, 31, 60, 91, 120, 200])
@pytest.mark.parametrize("shown", [None, NOW])
@pytest.mark.parametrize("rungs", [ladders.NORMAL, ladders.HIGH, ladders.CRISIS, ladders.PERSON])
def test_what_is_due_and_what_comes_next_are_parts_of_the_whole(
    rungs: tuple[Rung, ...], shown: datetime | None, minutes: int
) -> None:
    now = NOW + timedelta(minutes=minutes)
    for step in range(len(rungs)):
        request = a_request(rungs=rungs, step=step, shown_at=shown)
        steps = ladders.next_steps(request, a_snapshot(), OFFICE, now)
        assert [one.at for one in steps] == sorted(one.at for one in steps)
        due = ladders.due_steps(request, a_snapshot(), OFFICE, now)
        assert due == [one for one in steps if one.at <= now]
        following = [one.at for one in steps if one.at > now]
        assert ladders.next_moment(request, a_snapshot(), OFFICE, now) == min(following, default=None)


@pytest.mark.parametrize(
    ("old", "step", "new", "expected"),
    [
        (ladders.NORMAL, 0, ladders.HIGH, 0),
        (ladders.NORMAL, 1, ladders.HIGH, 1),
        (ladders.NORMAL, 2, ladders.HIGH, 1),
        (ladders.NORMAL, 3, ladders.HIGH, 2),
        (ladders.HIGH, 2, ladders.NORMAL, 3),
        (ladders.HIGH, 4, ladders.CRISIS, 4),
        (ladders.NORMAL, 5, ladders.PERSON, 0),
        (ladders.HIGH, 2, ladders.CRISIS_CLOSED, 0),
        (ladders.CRISIS_CLOSED, 2, ladders.CRISIS, 0),
    ],
)
def test_a_new_ladder_goes_on_after_the_roles_already_called(
    old: tuple[Rung, ...], step: int, new: tuple[Rung, ...], expected: int
) -> None:
    request = a_request(rungs=old, step=step)
    changes = ladders.replan(request, ladder=new)
    assert changes.get("step", request.step) == expected
    assert changes["ladder"] == [[rung.role, rung.share] for rung in new]


def test_only_what_changes_is_returned() -> None:
    request = a_request()
    due = paris("2026-11-23 11:00")
    assert ladders.replan(request, due_at=due, high=True, real_time=False) == {"due_at": due, "high": True}
    assert ladders.replan(request, due_at=request.due_at, ladder=request.rungs) == {}


def test_a_held_ask_moves_its_later_steps_once() -> None:
    shown = paris("2026-11-23 11:45")
    assert ladders.replan(a_request(), shown_at=shown) == {"shown_at": shown}
    assert ladders.replan(a_request(shown_at=NOW), shown_at=shown) == {}


def test_naming_somebody_starts_the_ask_again() -> None:
    request = a_request(step=5, called=["U0LEA", "direct", "U0KARIM"], shown_at=NOW)
    assert ladders.replan(request, person="U0TOM", ladder=ladders.PERSON) == {
        "person": "U0TOM",
        "ladder": [["person", 0.0], ["reminder", 0.5], ["orchestrator", 1.0]],
        "step": 0,
        "called": [],
        "shown_at": None,
    }
