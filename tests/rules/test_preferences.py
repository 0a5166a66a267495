"""What people may choose for themselves, and what a snooze may be."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.errors import FormRefusal, Refusal
from bot.rules import preferences, snoozes
from bot.rules.defaults import ROUNDS
from bot.rules.moments import Moment
from tests.rules.organisation import OFFICE, a_snapshot, clock, paris

ROUND = {kind: list(clocks) for kind, clocks in ROUNDS.items()}
NOW = paris("2026-11-24 09:05")


def test_people_choose_among_the_rounds_that_can_reach_them() -> None:
    book = a_snapshot(rounds=ROUND)
    assert preferences.rounds_of(book, "U0LEA") == ("09:15", "11:45", "15:00")
    assert preferences.rounds_of(book, "U0ANA") == ("09:15", "11:00", "11:45", "15:00", "16:00")
    assert preferences.rounds_of(a_snapshot(rounds=None), "U0LEA") == ()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (time(20), None, "quiet_until"),
        (None, time(8), "quiet_from"),
        (time(8), time(8), "quiet_until"),
        (time(8), time(18), "quiet_until"),
    ],
)
def test_quiet_hours_that_cannot_be(first: time | None, last: time | None, field: str) -> None:
    with pytest.raises(FormRefusal) as refused:
        preferences.quiet(a_snapshot(), "U0LEA", first, last)
    assert list(refused.value.errors) == [field]


def test_quiet_hours_leave_a_round() -> None:
    assert preferences.quiet(a_snapshot(), "U0LEA", time(18), time(10)) == "18:00-10:00"
    assert preferences.quiet(a_snapshot(), "U0LEA", None, None) is None
    offered = ("09:15", "11:45", "15:00")
    assert preferences.leaves_a_round(offered, ("15:00",), "18:00-10:00") is None
    assert preferences.leaves_a_round(offered, ("09:15",), "18:00-10:00")
    assert preferences.leaves_a_round(offered, (), None)
    assert preferences.leaves_a_round((), (), "18:00-10:00") is None


def test_a_snooze_ends_at_its_hour_or_when_the_person_next_works() -> None:
    assert clock(snoozes.until(Moment(date(2026, 11, 24), paris("2026-11-24 11:05")), NOW, OFFICE)) == (
        "2026-11-24 11:05"
    )
    assert clock(snoozes.until(Moment(date(2026, 11, 28)), NOW, OFFICE)) == "2026-11-30 09:00"
    for day in (date(2026, 11, 23), date(2026, 12, 24)):
        with pytest.raises(Refusal):
            snoozes.until(Moment(day), NOW, OFFICE)
