"""The ratios of a digest: the last week that is over against the four before, and nothing of too few."""

from __future__ import annotations

from bot.flows import figures
from bot.models import EVERYBODY, Figure, WeekFacts
from tests.rules.organisation import SEATS, a_snapshot, paris

MONDAY = paris("2026-11-23 00:00")


def week(name: str, **shares: tuple[int, int, int]) -> WeekFacts:
    """A week in which sales answered so many of so many, by so many people; everybody the same."""
    found = {
        measure: Figure(number=number, of=of, people=people, cases=of)
        for measure, (number, of, people) in shares.items()
    }
    return WeekFacts(name, MONDAY, MONDAY, figures={"sales": found, EVERYBODY: found})  # type: ignore[dict-item]


WEEKS = [
    week("2026-W43", on_time=(5, 10, 3), reply=(1, 2, 3)),
    week("2026-W44", on_time=(5, 10, 3)),
    week("2026-W45"),
    week("2026-W46", on_time=(10, 20, 4), first_route=(9, 9, 5)),
    week("2026-W47", on_time=(9, 10, 3), reply=(8, 8, 2), first_route=(4, 4, 9), loop_closed=(6, 8, 3)),
]


def test_a_departments_week_stands_against_its_own_four_weeks() -> None:
    assert figures.of_department(WEEKS, "sales") == [
        {"measure": "on_time", "share": 0.9, "usual": 0.5},
        {"measure": "reply", "share": None, "usual": None},
        {"measure": "first_route", "share": None, "usual": 1.0},
        {"measure": "loop_closed", "share": 0.75, "usual": None},
    ], "under 3 people, under 5 cases, and no weeks to compare with"


def test_a_department_without_any_record_says_too_few_everywhere() -> None:
    assert {one["share"] for one in figures.of_department(WEEKS, "hr")} == {None}


def test_leaders_read_four_ratios_and_alone_a_department_none_across() -> None:
    named = [one["measure"] for one in figures.of_leaders(WEEKS, a_snapshot())]
    assert named == ["on_time", "reply", "first_route", "cross_work"]
    alone = a_snapshot(seats={"sales": SEATS["sales"]})
    assert [one["measure"] for one in figures.of_leaders(WEEKS, alone)][-1] == "loop_closed"
