"""Weeks and the figures of them: when a week is, when a figure says too little, several weeks as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.models.facts import MEASURES, Figure, Measure
from bot.rules import calendars

FEW_PEOPLE: Final = 3
FEW_CASES: Final = 5
"""PRODUCT section 2, "Cards": "a department with under 3 answering people or 5 cases shows “too few”"."""
FEW_PRIVATE: Final = 5
"""Private notices are counted only from five on (PRODUCT section 2, "Private")."""

_WEEK: Final = re.compile(r"2[0-9]{3}-W[0-9]{2}")


class Span(NamedTuple):
    """A week's first instant, and the first one after it."""

    starts: datetime
    ends: datetime


def parse_week(text: str) -> str:
    """The ISO week that is written as "2026-W47"; ValueError with one sentence otherwise."""
    week = text.strip().upper()
    try:
        return before(week if _WEEK.fullmatch(week) else "", 0)
    except ValueError:
        raise ValueError(
            f"“{text}” is not a week; write the year and the number of the week, such as 2026-W47."
        ) from None


def week_of(zone: str, at: datetime) -> str:
    """The ISO week in which the instant lies, by the zone's calendar."""
    return _written(at.astimezone(ZoneInfo(zone)).date())


def last_week(zone: str, now: datetime) -> str:
    """The last week that is over."""
    return before(week_of(zone, now), 1)


def before(week: str, count: int) -> str:
    """The week so many weeks earlier; later for a negative number."""
    return _written(_monday(week) - count * timedelta(weeks=1))


def weeks_until(week: str, count: int) -> list[str]:
    """So many weeks up to and with this one, oldest first."""
    return [before(week, back) for back in reversed(range(count))]


def span(zone: str, week: str, known: Mapping[str, Span] | None = None) -> Span:
    """When the week begins and ends.

    Next to a week that was counted already (`known`) it begins where that one ended: after a change of the
    zone in mid-week no hour is counted twice, and none is left out.
    """
    counted = known or {}
    if week in counted:
        return counted[week]
    earlier, later = counted.get(before(week, 1)), counted.get(before(week, -1))
    starts = earlier.ends if earlier else _midnight(zone, _monday(week))
    ends = later.starts if later else _midnight(zone, _monday(before(week, -1)))
    return Span(starts, ends)


def too_few(figure: Figure) -> bool:
    """Whether the figure would speak of persons rather than of a department: "too few" stands for it."""
    return figure.people < FEW_PEOPLE or figure.cases < FEW_CASES


def measures(departments: int) -> tuple[Measure, ...]:
    """What can be measured where there are so many departments: alone, none can work across."""
    return MEASURES if departments > 1 else tuple(one for one in MEASURES if one != "cross_work")


def pooled(figures: Iterable[Figure]) -> Figure:
    """Several weeks of one department as one figure, for a mean of weeks.

    Numbers add up. People are at least as many as in the fullest week. Medians of weeks do not make a median
    of all: there is none.
    """
    given = list(figures)
    return Figure(
        number=sum(one.number for one in given),
        of=sum(one.of for one in given),
        people=max((one.people for one in given), default=0),
        cases=sum(one.cases for one in given),
    )


def _monday(week: str) -> date:
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _written(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def _midnight(zone: str, day: date) -> datetime:
    return calendars.local(zone, day, time())
