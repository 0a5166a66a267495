"""What is put before leaders (PRODUCT section 2, "Leadership"), and what rises and stands on the agenda."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.models import Decision, DecisionKind, LaunchState, Point, PointKind, Role
from bot.rules import agendas, decisions, rights, signals
from tests.rules.organisation import SEATS, WORKSPACE, a_launch, a_request, a_snapshot, clock, paris

NOW = paris("2026-12-01 08:30")
BOOK = a_snapshot(leaders=["U0ANA", "U0LEA"])


def test_only_leaders_who_are_there_decide() -> None:
    book = a_snapshot(leaders=["U0ANA", "U0LEA"], gone=("U0LEA",))
    allowed = [rights.may_lead(book, who) is None for who in ("U0ANA", "U0LEA", "U0KARIM", "U0TOM")]
    assert allowed == [True, False, False, False]


@pytest.mark.parametrize(
    ("at", "state", "offered"),
    [
        ("2026-12-03 08:30", LaunchState.announced, True),
        ("2026-12-03 08:31", LaunchState.announced, False),
        ("2026-12-01 08:30", LaunchState.announced, False),
        ("2026-12-02 09:00", LaunchState.go, False),
        ("2026-12-02 09:00", LaunchState.no_go, False),
    ],
)
def test_a_launch_is_offered_undecided_within_48_hours(at: str, state: LaunchState, offered: bool) -> None:
    found = decisions.undecided(BOOK, [a_launch(at=paris(at), state=state)], NOW)
    assert [one.id for one in found] == (["undecided:L1:1"] if offered else [])


def test_a_seat_is_empty_without_anybody_present_who_accepted_it() -> None:
    seats = {**SEATS, "hr": {Role.deputy: ["U0INES"]}}
    assert decisions.empty_seats(a_snapshot(seats=seats, gone=("U0LEA",))) == ("customer_service", "hr")
    assert decisions.empty_seats(a_snapshot(seats=seats, pilot=["sales"])) == ()


@pytest.mark.parametrize(("days", "ripe"), [(5, False), (5.01, True), (60, True)])
def test_an_empty_seat_is_offered_after_five_days(days: float, ripe: bool) -> None:
    seen = decisions.of_seat(BOOK, "hr", NOW - timedelta(days=days))
    assert decisions.is_ripe(seen, NOW) is ripe


def test_two_launches_for_the_same_people_in_one_week_are_one_decision_about_the_later() -> None:
    def of(number: int, day: str, audience: str = "Families") -> Any:
        return a_launch(id=f"L{number}", at=paris(day), texts={"title": "x", "audience": audience})

    pair = [of(2, "2026-12-10 10:00"), of(1, "2026-12-08 10:00", " FAMILIES ")]
    (found,) = decisions.overlapping(BOOK, pair, NOW)
    assert (found.id, found.values["first"]) == ("overlap:L2:L1", "L1")
    apart = [of(1, "2026-12-08 10:00"), of(2, "2026-12-15 10:00"), of(3, "2026-12-09 10:00", "Bakers")]
    assert decisions.overlapping(BOOK, apart, NOW) == []
    same_day = [of(1, "2026-12-08 10:00"), of(2, "2026-12-08 12:00", "Bakers")]
    assert decisions.overlapping(BOOK, same_day, NOW) == [], "a day alone is no audience"


def test_a_topic_late_twice_is_offered_unless_it_was_decided_about() -> None:
    late = {"delivery": 2, "billing": 1, "complaint": 5}
    found = decisions.late_topics(BOOK, late, ["complaint"], "2026-W49", NOW)
    assert [(one.id, one.values["count"]) for one in found] == [("late_topic:delivery:2026-W49", 2)]


def test_a_second_hand_over_is_offered_never_a_private_one() -> None:
    texts = {"wanted_department": "pr"}
    asked = [
        a_request(id="R1", texts=texts),
        a_request(id="R2", texts=texts, private=True),
        a_request(id="R3"),
    ]
    assert [one.id for one in decisions.second_hand_overs(BOOK, asked, NOW)] == ["second_hand_over:R1:pr"]


def test_three_at_most_what_stands_still_now_first() -> None:
    found = [
        *decisions.late_topics(BOOK, {"delivery": 2}, [], "2026-W49", NOW),
        decisions.of_seat(BOOK, "hr", NOW),
        *decisions.undecided(
            BOOK,
            [
                a_launch(id="L1", at=paris("2026-12-02 18:00")),
                a_launch(id="L2", at=paris("2026-12-02 09:00")),
            ],
            NOW,
        ),
    ]
    offered, more = decisions.chosen(found)
    assert [one.subject for one in offered] == ["L2", "L1", "hr"]
    assert more == 1


def test_decisions_are_measured_by_five_days_and_what_settled_itself_does_not_count() -> None:
    def of(number: int, day: str | None, choice: str | None, after: float | None) -> Decision:
        decided = None if after is None else NOW + timedelta(days=after)
        return Decision(
            workspace=WORKSPACE, id=str(number), kind=DecisionKind.overlap, subject="L1", since=NOW,
            day=day, choice=choice, decided_at=decided,
        )  # fmt: skip

    offered = [
        of(1, "2026-12-01", "act", 4.9),
        of(2, "2026-12-01", "accept", 5.1),
        of(3, "2026-12-01", "settled", 1),
        of(4, "2026-12-01", None, None),
        of(5, "2026-11-03", "act", 1),
    ]
    assert decisions.taken_in_time(offered, {"2026-12-01": NOW}) == (1, 3)


# What rises


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ({"delivery": 3}, {"delivery": 4}, ["delivery"]),
        ({"delivery": 3}, {"delivery": 12}, []),
        ({"delivery": 1}, {}, []),
        ({"a": 2, "b": 5, "c": 3, "d": 4}, {}, ["b", "d", "c"]),
        ({}, {"delivery": 9}, []),
    ],
)
def test_a_topic_rises_against_its_own_four_weeks(
    now: dict[str, int], before: dict[str, int], expected: list[str]
) -> None:
    assert [one.topic for one in signals.rising(now, before)] == expected


def test_what_concerns_a_department_is_what_others_answer_and_ask_it_about() -> None:
    assert signals.concerning(BOOK, "customer_service") >= {"product_defect", "safety"}
    assert "complaint" not in signals.concerning(BOOK, "customer_service"), "its own"


# The agenda


def point(number: int, kind: PointKind, day: str = "2026-11-30") -> Point:
    return Point(
        workspace=WORKSPACE,
        id=f"A{number}",
        kind=kind,
        subject=f"E{number}",
        first_day=day,
        made_at=NOW,
    )


def test_the_agenda_decides_first_then_what_stood_there_longest() -> None:
    points = [
        point(1, PointKind.lesson),
        point(2, PointKind.late),
        point(3, PointKind.late, "2026-11-23"),
        point(4, PointKind.blocked),
        point(5, PointKind.decide),
        point(6, PointKind.launching),
        point(7, PointKind.promised),
    ]
    assert [one.id for one in agendas.ordered(points)] == ["A5", "A4", "A3", "A2", "A7", "A6", "A1"]


def test_a_subject_that_stands_there_already_does_not_come_twice() -> None:
    carried, again = point(1, PointKind.late, "2026-11-23"), point(1, PointKind.decide)
    assert agendas.merged([carried], [again, point(2, PointKind.late)]) == [carried, point(2, PointKind.late)]


def test_what_somebody_takes_on_is_due_in_five_working_days() -> None:
    assert clock(agendas.promised_until(BOOK, "U0LEA", paris("2026-11-26 15:00"))) == "2026-12-03 15:00"
