"""When a person is called (PRODUCT section 2, N1, N2, N4, N8), in tables. 23 November 2026 is a Monday."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import PingKind
from bot.rules import calendars, noise
from bot.rules.calendars import ALWAYS, Hours
from bot.rules.defaults import ROUNDS
from tests.rules.organisation import OFFICE, WEEK, clock, paris

LONDON = calendars.parse_hours(WEEK, "Europe/London")
TOKYO = calendars.parse_hours(WEEK, "Asia/Tokyo")
LOS_ANGELES = calendars.parse_hours(WEEK, "America/Los_Angeles")
ASK, HEAD, LAST = PingKind.ask, PingKind.head, PingKind.orchestrator


def called(
    now: str, kind: PingKind = ASK, due: str | None = "2026-12-01 10:00", **options: Any
) -> str | None:
    """When the call goes out, as a Paris wall clock; office hours and rounds unless told otherwise."""
    values: dict[str, Any] = {
        "high": False,
        "crisis": False,
        "hours": OFFICE,
        "person_hours": OFFICE,
        "rounds": ROUNDS,
    }
    found = noise.when(kind=kind, now=paris(now), due_at=paris(due) if due else None, **(values | options))
    return clock(found)


@pytest.mark.parametrize(
    ("case", "now", "kind", "expected"),
    [
        ("before the first round", "2026-11-23 09:00", ASK, "2026-11-23 09:15"),
        ("a round at this instant has gone", "2026-11-23 09:15", ASK, "2026-11-23 11:45"),
        ("after the last round", "2026-11-23 15:30", ASK, "2026-11-24 09:15"),
        ("over the weekend", "2026-11-27 16:00", ASK, "2026-11-30 09:15"),
        ("over a holiday", "2026-11-10 16:00", ASK, "2026-11-12 09:15"),
        ("over the change of the clock", "2026-10-25 02:30", ASK, "2026-10-26 09:15"),
        ("heads have their own", "2026-11-23 09:00", HEAD, "2026-11-23 11:00"),
        ("the orchestrator too", "2026-11-23 11:00", LAST, "2026-11-23 16:00"),
        ("a problem goes at once", "2026-11-23 09:30", PingKind.problem, "2026-11-23 09:30"),
        ("at once means in opening hours", "2026-11-22 15:00", PingKind.reply_late, "2026-11-23 09:00"),
    ],
)
def test_people_are_reached_in_rounds(case: str, now: str, kind: PingKind, expected: str) -> None:
    assert called(now, kind) == expected, case


@pytest.mark.parametrize("kind", sorted(noise.AT_ONCE))
def test_some_calls_wait_for_no_round(kind: PingKind) -> None:
    assert called("2026-11-23 10:03", kind) == "2026-11-23 10:03"


def test_high_goes_at_once_in_opening_hours() -> None:
    assert called("2026-11-23 10:03", high=True) == "2026-11-23 10:03"
    assert called("2026-11-28 10:03", high=True) == "2026-11-30 09:00"


@pytest.mark.parametrize("kind", [ASK, LAST, PingKind.on_call, PingKind.statement])
def test_a_crisis_calls_now_whatever_the_hours(kind: PingKind) -> None:
    assert called("2026-11-22 03:00", kind, crisis=True) == "2026-11-22 03:00"


def test_a_step_whose_round_would_be_too_late_goes_at_once_except_the_heads_line() -> None:
    due = "2026-11-23 14:00"
    assert called("2026-11-23 12:00", PingKind.reminder, due) == "2026-11-23 12:00"
    assert called("2026-11-23 11:00", PingKind.reminder, due) == "2026-11-23 11:45"
    assert called("2026-11-23 12:00", HEAD, due) == "2026-11-23 16:00"
    assert called("2026-11-23 14:00", LAST, due) == "2026-11-23 16:00"
    assert called("2026-11-23 12:00", due=None) == "2026-11-23 15:00"


def test_with_rounds_off_everything_goes_now_or_at_the_next_opening() -> None:
    assert called("2026-11-23 10:03", rounds=None) == "2026-11-23 10:03"
    assert called("2026-11-28 10:03", LAST, rounds=None) == "2026-11-30 09:00"
    assert called("2026-11-23 10:03", rounds={"seats": [], "heads": []}) == "2026-11-23 10:03"
    found = called("2026-11-22 03:00:07", rounds=None, hours=ALWAYS, person_hours=ALWAYS)
    assert found == "2026-11-22 03:00:07"


@pytest.mark.parametrize(
    ("case", "now", "person", "expected"),
    [
        ("London opens an hour later", "2026-11-23 09:30", LONDON, "2026-11-23 10:00"),
        ("the department's hours decide", "2026-11-23 18:30", LONDON, "2026-11-24 10:00"),
        ("Tokyo and Paris share an hour", "2026-11-23 12:00", TOKYO, "2026-11-24 09:00"),
        ("where they never meet, the person's decide", "2026-11-23 12:00", LOS_ANGELES, "2026-11-23 18:00"),
    ],
)
def test_a_persons_hours_can_only_narrow_the_departments(
    case: str, now: str, person: Hours, expected: str
) -> None:
    assert called(now, high=True, person_hours=person) == expected, case


def test_rounds_are_in_the_persons_own_zone() -> None:
    assert called("2026-11-23 09:30", person_hours=LONDON) == "2026-11-23 10:15"


@pytest.mark.parametrize(
    ("today", "limit", "urgent", "waits"),
    [(11, 12, False, False), (12, 12, False, True), (40, 12, True, False), (40, None, False, False)],
)
def test_a_card_waits_when_the_channel_had_its_twelve(
    today: int, limit: int | None, urgent: bool, waits: bool
) -> None:
    assert noise.card_waits(today, limit, urgent) is waits
