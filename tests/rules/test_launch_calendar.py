"""Six weeks from Monday on, and which launches get in each other's way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.models import Launch, LaunchState
from bot.rules import launch_calendar as rules
from tests.rules.organisation import paris

ZONE = "Europe/Paris"


def launch(number: int, at: str, audience: str = "", **changed: Any) -> Launch:
    texts = {"title": f"Launch {number}", "audience": audience}
    given: dict[str, Any] = {
        "by": "U0JULIE",
        "created_at": paris("2026-11-01 09:00"),
        "kind": "promotion",
        "texts": texts,
    }
    return Launch(id=f"L{number}", workspace="T0TUTTI", at=paris(at), **(given | changed))


@pytest.mark.parametrize(
    ("now", "page", "monday", "end"),
    [
        ("2026-11-23 00:00", 0, "2026-11-23 00:00", "2027-01-04 00:00"),
        ("2026-11-29 23:59", 0, "2026-11-23 00:00", "2027-01-04 00:00"),
        ("2026-11-25 12:00", 1, "2027-01-04 00:00", "2027-02-15 00:00"),
        ("2026-11-25 12:00", -1, "2026-10-12 00:00", "2026-11-23 00:00"),
        # over the night in which clocks go back, and the one in which they go forward
        ("2026-10-20 12:00", 0, "2026-10-19 00:00", "2026-11-30 00:00"),
        ("2027-03-24 12:00", 0, "2027-03-22 00:00", "2027-05-03 00:00"),
    ],
)
def test_six_weeks_begin_with_monday_of_this_week(now: str, page: int, monday: str, end: str) -> None:
    assert rules.span(paris(now), ZONE, page) == (paris(monday), paris(end))


def test_a_launch_stands_in_the_week_of_its_local_day() -> None:
    sunday, monday = launch(1, "2026-11-29 23:30"), launch(2, "2026-11-30 00:15")
    start, _ = rules.span(paris("2026-11-25 12:00"), ZONE)
    weeks = rules.weeks([monday, sunday], start, ZONE)
    assert [len(week.launches) for week in weeks] == [1, 1, 0, 0, 0, 0]
    assert (weeks[0].monday, weeks[0].sunday) == (date(2026, 11, 23), date(2026, 11, 29))
    assert weeks[0].launches == (sunday,)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (("2026-12-01 10:00", "Families"), ("2026-12-04 10:00", " FAMILIES "), "audience"),
        (("2026-12-01 10:00", "Étudiants de Lyon"), ("2026-12-06 10:00", "etudiants  de lyon"), "audience"),
        (("2026-12-01 10:00", "Families"), ("2026-12-01 18:00", "Students"), "day"),
        (("2026-12-01 10:00", ""), ("2026-12-01 18:00", ""), "day"),
        (("2026-12-01 10:00", "Families"), ("2026-12-01 18:00", "families"), "audience"),
        (("2026-12-01 10:00", ""), ("2026-12-02 10:00", ""), None),
        (("2026-12-01 10:00", "Families"), ("2026-12-02 10:00", "Students"), None),
        (("2026-12-06 10:00", "Families"), ("2026-12-07 10:00", "Families"), None),
        (("2026-12-01 23:30", ""), ("2026-12-02 00:30", ""), None),
    ],
)
def test_two_launches_are_in_each_others_way(
    first: tuple[str, str], second: tuple[str, str], why: str | None
) -> None:
    found = rules.overlaps([launch(2, *second), launch(1, *first)], ZONE)
    assert [(one.first.id, one.second.id, one.why) for one in found] == ([("L1", "L2", why)] if why else [])


@pytest.mark.parametrize("state", [LaunchState.cancelled, LaunchState.no_go])
def test_what_does_not_take_place_is_in_nobodys_way(state: LaunchState) -> None:
    out = launch(1, "2026-12-01 10:00", state=state)
    assert rules.overlaps([out, launch(2, "2026-12-01 18:00")], ZONE) == ()


def test_each_is_paired_with_the_one_before_it() -> None:
    three = [launch(number, f"2026-12-01 1{number}:00", "Families") for number in range(3)]
    pairs = [(one.first.id, one.second.id) for one in rules.overlaps(three, ZONE)]
    assert pairs == [("L0", "L1"), ("L1", "L2")]
    start, _ = rules.span(paris("2026-11-25 12:00"), ZONE)
    assert [week.double_booked for week in rules.weeks(three, start, ZONE)][:2] == [False, True]


def test_a_department_is_shown_what_it_announces_or_is_asked_about() -> None:
    one = launch(1, "2026-12-01 10:00", department="marketing", asked=["sales"])
    assert [rules.shows(one, key) for key in (None, "marketing", "sales", "hr")] == [True, True, True, False]
