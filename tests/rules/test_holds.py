"""What people asked for themselves narrows what reaches them (N4, N13), in tables over zones and nights."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.models import Absence, PingKind, Preference
from bot.rules import calendars, holds, noise
from bot.rules.defaults import ROUNDS
from bot.rules.holds import NEVER, Holds
from tests.rules.organisation import OFFICE, WEEK, WORKSPACE, a_snapshot, clock, paris

ALWAYS = calendars.always("Europe/Paris")
NIGHT = holds.quiet_minutes("22:00-02:30")


def called(now: str, asked: Holds, kind: PingKind = PingKind.ask, **options: Any) -> str | None:
    """When the call goes out, as a Paris wall clock."""
    values: dict[str, Any] = {"due_at": None, "high": False, "crisis": False, "rounds": ROUNDS}
    values |= {"hours": OFFICE, "person_hours": OFFICE}
    return clock(noise.when(kind=kind, now=paris(now), holds=asked, **(values | options)))


def span(start: str, end: str) -> Holds:
    """A snooze or an absence."""
    return Holds(spans=((paris(start), paris(end)),))


@pytest.mark.parametrize(
    ("quiet", "day"),
    [
        ("18:00-10:00", [(600, 1080)]),
        ("12:00-14:00", [(540, 720), (840, 1080)]),
        ("20:00-08:00", [(540, 1080)]),
        ("08:00-12:00", [(720, 1080)]),
        ("09:00-18:00", [(540, 1080)]),
        ("17:59-09:01", [(541, 1079)]),
    ],
)
def test_quiet_hours_only_narrow(quiet: str, day: list[tuple[int, int]]) -> None:
    """Those that would leave nothing narrow nothing: nobody is out of reach by a mistake."""
    narrowed = holds.narrowed(OFFICE, holds.quiet_minutes(quiet))
    assert list(narrowed.week[0]) == day and narrowed.week[6] == ()


@pytest.mark.parametrize(
    ("case", "at", "free"),
    [
        ("in the evening", "2026-11-24 23:00", "2026-11-25 02:30"),
        ("after midnight", "2026-11-25 01:00", "2026-11-25 02:30"),
        ("at its end", "2026-11-25 02:30", "2026-11-25 02:30"),
        ("before it begins", "2026-11-24 21:59", "2026-11-24 21:59"),
        ("the end falls into the gap", "2027-03-27 23:00", "2027-03-28 03:00"),
        ("the end is repeated", "2026-10-24 23:00", "2026-10-25 02:30"),
    ],
)
def test_quiet_hours_cross_midnight_and_the_change_of_the_clock(case: str, at: str, free: str) -> None:
    assert clock(holds.held_until(Holds(quiet=NIGHT), paris(at), "Europe/Paris")) == free, case


def test_quiet_hours_are_those_of_the_persons_own_zone() -> None:
    asked = Holds(quiet=holds.quiet_minutes("20:00-08:00"))
    assert clock(holds.held_until(asked, paris("2026-11-24 10:00"), "America/New_York")) == "2026-11-24 14:00"
    assert clock(holds.held_until(asked, paris("2026-11-24 10:00"), "Asia/Tokyo")) == "2026-11-24 10:00"


@pytest.mark.parametrize(
    ("case", "now", "asked", "expected"),
    [
        ("the round before is left out", "2026-11-24 09:00", Holds(rounds=("15:00",)), "2026-11-24 15:00"),
        (
            "chosen rounds that are gone are none",
            "2026-11-24 09:00",
            Holds(rounds=("07:00",)),
            "2026-11-24 09:15",
        ),
        ("a quiet morning", "2026-11-24 09:00", Holds(quiet=(0, 720)), "2026-11-24 15:00"),
        (
            "a snooze over a round",
            "2026-11-24 09:00",
            span("2026-11-24 09:00", "2026-11-24 11:00"),
            "2026-11-24 11:45",
        ),
        (
            "a round at its end",
            "2026-11-24 09:00",
            span("2026-11-24 09:00", "2026-11-24 11:45"),
            "2026-11-24 11:45",
        ),
        (
            "leave over a weekend",
            "2026-11-26 16:00",
            span("2026-11-26 00:00", "2026-11-28 00:00"),
            "2026-11-30 09:15",
        ),
    ],
)
def test_what_is_held_comes_in_the_next_round(case: str, now: str, asked: Holds, expected: str) -> None:
    assert called(now, asked) == expected, case


def test_every_path_holds_and_only_a_crisis_passes() -> None:
    asked = span("2026-11-24 09:00", "2026-11-24 13:00")
    for kind in PingKind:
        assert called("2026-11-24 10:00", asked, kind, high=True) == "2026-11-24 13:00", kind
        assert (called("2026-11-24 10:00", asked, kind, due_at=paris("2026-11-24 10:30")) or "") >= (
            "2026-11-24 13:00"
        ), kind
        assert called("2026-11-24 10:00", asked, kind, rounds=None) == "2026-11-24 13:00", kind
        assert called("2026-11-24 10:00", asked, kind, crisis=True) == "2026-11-24 10:00", kind
        assert called("2026-11-24 10:00", Holds(only_crisis=True), kind, high=True) == clock(NEVER), kind


def test_a_snooze_into_the_night_ends_at_the_opening() -> None:
    asked = span("2026-11-24 17:00", "2026-11-24 20:00")
    assert called("2026-11-24 17:10", asked, high=True) == "2026-11-25 09:00"
    always: dict[str, Any] = {"hours": ALWAYS, "person_hours": ALWAYS, "high": True}
    assert called("2026-11-24 17:10", asked, **always) == "2026-11-24 20:00"
    evening = dataclasses.replace(asked, quiet=(19 * 60, 8 * 60))
    assert called("2026-11-24 17:10", evening, **always) == "2026-11-25 08:00"


def test_holds_are_read_from_what_a_person_chose() -> None:
    chosen = Preference(workspace=WORKSPACE, person="U0LEA", quiet="18:00-10:00", rounds=["11:45"])
    chosen.snoozed_until = paris("2026-11-24 12:00")
    away = Absence(
        workspace=WORKSPACE,
        person="U0LEA",
        starts_at=paris("2026-12-01 00:00"),
        ends_at=paris("2026-12-02 00:00"),
    )
    book = dataclasses.replace(a_snapshot(), preferences={"U0LEA": chosen}, absences=(away,))
    found = holds.of(book, "U0LEA")
    assert (found.quiet, found.rounds, len(found.spans)) == ((1080, 600), ("11:45",), 2)
    assert holds.of(book, "U0TOM") == holds.NOTHING
    chosen.quiet = "09:00-18:00"
    assert holds.of(book, "U0LEA").quiet is None, "they leave nothing of a working day"


def test_quiet_hours_must_leave_some_of_each_working_day() -> None:
    short = calendars.parse_hours(WEEK | {"sat": "09:00-12:00"}, "Europe/Paris")
    assert holds.leaves_time(short, holds.quiet_minutes("18:00-11:59"))
    assert not holds.leaves_time(short, holds.quiet_minutes("18:00-12:00"))
