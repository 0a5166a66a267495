"""What charts show: nothing of too few, nothing that two points would say, Slack's own until it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.models import EVERYBODY, Figure, WeekFacts, Workspace
from bot.rules import charts

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def week(number: int, *, people: int = 3, cases: int = 8) -> WeekFacts:
    figure = Figure(number=min(6, cases), of=cases, people=people, cases=cases)
    starts = NOW - timedelta(weeks=49 - number)
    figures = {EVERYBODY: {"on_time": figure}, "pr": {"on_time": figure}}
    return WeekFacts(f"2026-W{number}", starts, starts + timedelta(weeks=1), figures=figures)  # type: ignore[arg-type]


def test_a_week_of_too_few_people_or_cases_is_a_gap() -> None:
    weeks = [week(45), week(46, people=2), week(47, cases=4), week(48), week(49)]
    (chart,) = charts.on_time(weeks, "pr")
    assert chart["weeks"] == [
        ["2026-W45", 6, 8],
        ["2026-W46", None, None],
        ["2026-W47", None, None],
        ["2026-W48", 6, 8],
        ["2026-W49", 6, 8],
    ]
    assert charts.on_time([week(44, people=0, cases=0), *weeks], "pr") == [chart], "nothing was asked yet"
    assert charts.on_time(weeks[:-1], "pr") == [], "two points are no chart"
    assert charts.on_time(weeks, "hr") == []


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"customer": 3, "journalist": 4}, [["journalist", 4], ["customer", 3]]),
        ({"customer": 3, "partner": 3}, [["customer", 3], ["partner", 3]]),
        ({"customer": 2, "journalist": 2}, None),
        ({"customer": 9}, None),
        ({}, None),
    ],
)
def test_where_questions_come_from(counts: dict[str, int], shown: list[list[object]] | None) -> None:
    found = charts.requesters(counts)
    assert [one["counts"] for one in found] == ([] if shown is None else [shown])


@pytest.mark.parametrize(("ago", "native"), [(None, True), (0, False), (28, False), (29, True)])
def test_slack_is_asked_again_four_weeks_after_it_refused(ago: int | None, native: bool) -> None:
    refused = None if ago is None else NOW - timedelta(days=ago)
    assert charts.drawn_by_slack(Workspace(id="T1", charts_refused_at=refused), NOW) is native
