"""Weeks and their figures: when a week is, when a figure speaks of too few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Figure
from bot.rules import durations, facts
from tests.rules.organisation import OFFICE, a_request, paris

PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("zone", "at", "week"),
    [
        (PARIS, "2026-11-23 00:00", "2026-W48"),
        (PARIS, "2026-11-22 23:59", "2026-W47"),
        ("America/New_York", "2026-11-23 03:00", "2026-W47"),
        (PARIS, "2027-01-03 12:00", "2026-W53"),
        (PARIS, "2027-01-04 12:00", "2027-W01"),
    ],
)
def test_a_moment_lies_in_the_week_of_the_workspaces_calendar(zone: str, at: str, week: str) -> None:
    assert facts.week_of(zone, paris(at)) == week


def test_a_week_lasts_from_monday_to_monday_also_when_the_clocks_change() -> None:
    assert facts.span(PARIS, "2026-W48") == (paris("2026-11-23 00:00"), paris("2026-11-30 00:00"))
    spring = facts.span(PARIS, "2026-W13")
    assert spring.ends - spring.starts == timedelta(days=7, hours=-1)


def test_weeks_are_counted_back_over_the_turn_of_the_year() -> None:
    assert facts.weeks_until("2027-W01", 3) == ["2026-W52", "2026-W53", "2027-W01"]
    assert facts.before("2026-W53", -1) == "2027-W01"
    assert facts.last_week(PARIS, paris("2026-11-23 00:00")) == "2026-W47"


def test_after_a_change_of_the_zone_a_week_begins_where_the_counted_one_ended() -> None:
    counted = facts.span(PARIS, "2026-W47")
    moved = facts.span("America/New_York", "2026-W48", {"2026-W47": counted})
    assert moved.starts == counted.ends, "no hour is counted twice, and none is left out"
    assert moved.ends == facts.span("America/New_York", "2026-W48").ends
    before = facts.span("America/New_York", "2026-W46", {"2026-W47": counted})
    assert before.ends == counted.starts
    assert facts.span("Asia/Tokyo", "2026-W47", {"2026-W47": counted}) == counted


@pytest.mark.parametrize("text", ["2026-W47", " 2026-w47 ", "2026-W53"])
def test_a_week_is_written_with_its_year_and_number(text: str) -> None:
    assert facts.parse_week(text) == text.strip().upper()


@pytest.mark.parametrize(
    "text", ["", "47", "2026-47", "2026-W00", "2026-W54", "2025-W53", "9999-W53", "W47-2026"]
)
def test_what_is_no_week_is_answered_with_one_that_is(text: str) -> None:
    with pytest.raises(ValueError, match="such as 2026-W47"):
        facts.parse_week(text)


@pytest.mark.parametrize(
    ("people", "cases", "few"), [(3, 5, False), (2, 5, True), (3, 4, True), (0, 0, True), (9, 90, False)]
)
def test_under_three_people_or_five_cases_is_too_few(people: int, cases: int, few: bool) -> None:
    assert facts.too_few(Figure(number=1, of=cases, people=people, cases=cases)) is few


def test_several_weeks_add_up_and_have_no_median_of_medians() -> None:
    weeks = [Figure(3, 4, 10, 20, people=2, cases=4), Figure(1, 6, 30, 40, people=3, cases=5)]
    assert facts.pooled(weeks) == Figure(4, 10, None, None, people=3, cases=9)
    assert facts.pooled([]) == Figure() and Figure().share is None and facts.pooled(weeks).share == 0.4


def test_alone_no_department_can_work_across() -> None:
    assert "cross_work" in facts.measures(2) and "cross_work" not in facts.measures(1)


@given(st.lists(st.integers(0, 60 * 24 * 14), min_size=2, max_size=2).map(sorted))
def test_the_minutes_of_an_answer_never_shrink_with_time(moments: list[int]) -> None:
    asked = paris("2026-11-20 16:00")
    early, late = (asked + timedelta(minutes=one) for one in moments)
    assert 0 <= durations.minutes(OFFICE, asked, early) <= durations.minutes(OFFICE, asked, late)


def test_an_answer_is_measured_in_working_time_and_once() -> None:
    request = a_request(asked_at=paris("2026-11-20 17:30"))
    monday = paris("2026-11-23 10:15")
    measured = durations.answered(request, OFFICE, monday)
    assert measured == {"answered_first_at": monday, "answer_minutes": 30 + 75}
    solved_later = a_request(asked_at=request.asked_at, **measured)
    assert durations.answered(solved_later, OFFICE, monday + timedelta(days=3)) == {}
