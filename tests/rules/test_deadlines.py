"""By when: launch requests and the two clocks of an escalation, in tables (PRODUCT section 2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Severity
from bot.rules import calendars, deadlines
from bot.rules.calendars import ALWAYS
from tests.rules.organisation import OFFICE, a_request, an_escalation, clock, paris

SECONDS = {"crisis": "10s", "high": "20s", "normal": "20s", "low": "40s", "launch": "20s"}


def on(text: str) -> datetime:
    """An instant of 2026 from its Paris wall clock without the year."""
    return paris(f"2026-{text}")


def shown(at: datetime | None) -> str | None:
    """An instant of 2026 as its Paris wall clock without the year."""
    text = clock(at)
    return text and text.removeprefix("2026-")


# Days of 2026 as month and day: 11-23 is a Monday, 11-11 (a Wednesday) a French holiday; on 10-25 the clock
# goes back.
LAUNCHES = [
    ("two working days are the earlier", "11-23 10:00", "12-04 10:00", "11-25 10:00"),
    ("48 hours before are the earlier", "11-23 10:00", "11-26 11:00", "11-24 11:00"),
    ("a mark on Sunday moves back to Friday 18:00", "11-26 16:00", "12-01 10:00", "11-27 18:00"),
    ("a mark in the night moves back to the closing", "11-23 10:00", "11-26 08:00", "11-23 18:00"),
    ("at least four working hours", "11-23 10:00", "11-24 16:00", "11-23 14:00"),
    ("four working hours over the night", "11-23 16:00", "11-25 10:00", "11-24 11:00"),
    ("told at night it counts from the opening", "11-23 03:00", "11-24 16:00", "11-23 13:00"),
    ("two working days over a holiday", "11-10 10:00", "11-20 10:00", "11-13 10:00"),
    ("two working days over the change of the clock", "10-23 10:00", "11-06 10:00", "10-27 10:00"),
    ("the floor passes the launch", "11-23 10:00", "11-23 13:59", None),
    ("the floor is the launch", "11-23 10:00", "11-23 14:00", None),
    ("the floor passes a launch on Saturday", "11-27 17:00", "11-28 12:00", None),
    ("a past launch", "11-23 10:00", "11-23 09:00", None),
]


@pytest.mark.parametrize(("case", "now", "at", "due"), LAUNCHES)
def test_when_a_launch_request_is_due(case: str, now: str, at: str, due: str | None) -> None:
    found = deadlines.launch_due(now=on(now), at=on(at), hours=OFFICE, window="2d", high=False)
    assert shown(found) == due, case


@pytest.mark.parametrize(
    ("now", "at", "due"),
    [
        ("2026-11-23 10:00", "2026-11-23 17:00", "2026-11-23 11:00"),
        ("2026-11-23 10:00", "2026-11-23 11:00", "2026-11-23 10:30"),
        ("2026-11-23 17:30", "2026-11-24 12:00", "2026-11-24 09:30"),
        ("2026-11-27 17:30", "2026-11-28 10:00", "2026-11-27 17:45"),
        ("2026-11-28 08:00", "2026-11-28 10:00", "2026-11-28 09:00"),
    ],
)
def test_high_gives_one_working_hour_at_most_half_the_time_left(now: str, at: str, due: str) -> None:
    found = deadlines.launch_due(now=paris(now), at=paris(at), hours=OFFICE, window="2d", high=True)
    assert clock(found) == due


@pytest.mark.parametrize(("high", "seconds"), [(False, 20), (True, 20)])
def test_a_launch_window_of_seconds_is_its_own_floor(high: bool, seconds: int) -> None:
    now = paris("2026-11-22 03:00")
    due = deadlines.launch_due(now=now, at=now + timedelta(minutes=1), hours=ALWAYS, window="20s", high=high)
    assert due == now + timedelta(seconds=seconds)


ESCALATIONS = [
    ("normal", "11-23 10:00", "normal", None, "11-23 12:24", "11-23 14:00", ""),
    ("normal over the night", "11-23 16:00", "normal", None, "11-24 09:24", "11-24 11:00", ""),
    ("high on a Saturday", "11-28 10:00", "high", None, "11-30 09:36", "11-30 10:00", "high"),
    ("low over the weekend", "11-27 15:00", "low", None, "11-30 11:24", "11-30 15:00", ""),
    ("low over the holiday", "11-10 10:00", "low", None, "11-10 15:24", "11-12 10:00", ""),
    ("crisis at night", "11-22 03:00", "crisis", None, "11-22 03:12", "11-22 03:20", "high real"),
    ("crisis in the repeated hour", "10-25 02:50", "crisis", None, "10-25 02:02", "10-25 02:10", "high real"),
    ("stated, 20 % off", "11-23 10:00", "low", "11-23 15:00", "11-23 12:24", "11-23 14:00", "high real"),
    (
        "stated, 30 minutes off",
        "11-23 10:00",
        "low",
        "11-23 11:40",
        "11-23 10:42",
        "11-23 11:10",
        "high real",
    ),
    (
        "stated, at least half",
        "11-23 10:00",
        "high",
        "11-23 10:40",
        "11-23 10:12",
        "11-23 10:20",
        "high real",
    ),
    ("stated at night", "11-23 20:00", "normal", "11-24 06:00", "11-24 00:48", "11-24 04:00", "high real"),
    ("stated in a crisis", "11-23 10:00", "crisis", "11-23 18:00", "11-23 10:12", "11-23 10:20", "high real"),
]


@pytest.mark.parametrize(("case", "now", "severity", "stated", "taken", "told", "runs"), ESCALATIONS)
def test_the_two_clocks(
    case: str, now: str, severity: str, stated: str | None, taken: str, told: str, runs: str
) -> None:
    times = deadlines.escalation_times(
        now=on(now),
        severity=Severity(severity),
        stated_at=on(stated) if stated else None,
        hours=OFFICE,
        deadlines={},
    )
    assert (shown(times.taken_due_at), shown(times.told_due_at)) == (taken, told), case
    assert (times.high, times.real_time) == ("high" in runs, "real" in runs), case


def test_windows_of_seconds_have_two_clocks_too() -> None:
    now = paris("2026-11-22 03:00")
    times = deadlines.escalation_times(
        now=now, severity=Severity.high, stated_at=None, hours=ALWAYS, deadlines=SECONDS
    )
    assert times.taken_due_at == now + timedelta(seconds=12)
    assert times.told_due_at == now + timedelta(seconds=20)


LEVELS = [
    ("asked + new window is later", Severity.high, "10:10", "10:36", "11:00"),
    ("now + half the new window is later", Severity.high, "11:00", "11:18", "11:30"),
    ("never later than before", Severity.high, "13:50", "12:24", "14:00"),
    ("to crisis, in real time", Severity.crisis, "11:00", "11:06", "11:10"),
    ("down: asked + new window", Severity.low, "11:00", "15:24", "10:00 next day"),
    ("the same level changes nothing", Severity.normal, "11:00", "12:24", "14:00"),
]


@pytest.mark.parametrize(("case", "severity", "now", "taken", "told"), LEVELS)
def test_after_a_change_of_level(case: str, severity: Severity, now: str, taken: str, told: str) -> None:
    escalation = an_escalation()
    times = deadlines.after_level_change(
        escalation, severity, now=paris(f"2026-11-23 {now}"), hours=OFFICE, deadlines={}
    )
    expected = "2026-11-24 10:00" if told.endswith("next day") else f"2026-11-23 {told}"
    assert (clock(times.taken_due_at), clock(times.told_due_at)) == (f"2026-11-23 {taken}", expected), case
    assert times.real_time is (severity is Severity.crisis)
    assert escalation.created_at == paris("2026-11-23 10:00"), "the clock does not move"


def test_going_down_is_never_earlier_than_a_promise_already_made() -> None:
    promised = an_escalation(severity=Severity.high, told_due_at=paris("2026-11-25 12:00"))
    times = deadlines.after_level_change(
        promised, Severity.normal, now=paris("2026-11-23 10:30"), hours=OFFICE, deadlines={}
    )
    assert clock(times.told_due_at) == "2026-11-25 12:00"


def test_a_stated_deadline_goes_on_ruling_when_the_level_changes() -> None:
    stated = an_escalation(stated_at=paris("2026-11-23 15:00"))
    times = deadlines.after_level_change(
        stated, Severity.high, now=paris("2026-11-23 10:30"), hours=OFFICE, deadlines={}
    )
    assert times == deadlines.Times(stated.taken_due_at, stated.told_due_at, real_time=True, high=True)


@given(
    before=st.sampled_from(list(Severity)),
    after=st.sampled_from(list(Severity)),
    minutes=st.integers(min_value=0, max_value=6000),
)
def test_a_rise_never_moves_due_later_and_a_fall_never_earlier(
    before: Severity, after: Severity, minutes: int
) -> None:
    start = paris("2026-11-23 10:00")
    first = deadlines.escalation_times(now=start, severity=before, stated_at=None, hours=OFFICE, deadlines={})
    escalation = an_escalation(
        severity=before, taken_due_at=first.taken_due_at, told_due_at=first.told_due_at
    )
    times = deadlines.after_level_change(
        escalation, after, now=start + timedelta(minutes=minutes), hours=OFFICE, deadlines={}
    )
    order = list(Severity)
    if order.index(after) >= order.index(before):
        assert times.told_due_at <= first.told_due_at
        assert times.taken_due_at <= first.taken_due_at
    if order.index(after) <= order.index(before):
        assert times.told_due_at >= first.told_due_at
        assert times.taken_due_at >= first.taken_due_at


@pytest.mark.parametrize(
    ("severity", "told", "since", "expected"),
    [
        (Severity.normal, "2026-11-23 14:00", None, "2026-11-23 13:00"),
        (Severity.normal, "2026-11-24 12:00", "2026-11-23 17:00", "2026-11-24 11:00"),
        (Severity.crisis, "2026-11-23 10:20", None, "2026-11-23 10:15"),
    ],
)
def test_still_yours_is_asked_at_three_quarters(
    severity: Severity, told: str, since: str | None, expected: str
) -> None:
    escalation = an_escalation(severity=severity, told_due_at=paris(told))
    found = deadlines.told_check_at(escalation, OFFICE, since=paris(since) if since else None)
    assert clock(found) == expected


def test_an_expert_has_half_the_time_left_or_an_hour_when_none_is() -> None:
    def due(now: str) -> str | None:
        return clock(deadlines.expert_due(an_escalation(), now=paris(now), hours=OFFICE))

    assert due("2026-11-23 12:00") == "2026-11-23 13:00"
    assert due("2026-11-23 17:30") == "2026-11-24 09:30"


@pytest.mark.parametrize(
    ("now", "launch", "expected"),
    [
        ("2026-11-23 11:00", "2026-11-27 10:00", "2026-11-23 15:00"),
        ("2026-11-23 16:00", "2026-11-27 10:00", "2026-11-24 11:00"),
        ("2026-11-23 11:00", "2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 11:00", "2026-11-23 10:00", "2026-11-23 11:00"),
    ],
)
def test_a_problem_has_the_window_of_its_request_until_the_launch(
    now: str, launch: str, expected: str
) -> None:
    found = deadlines.problem_due(a_request(), paris(launch), now=paris(now), hours=OFFICE)
    assert clock(found) == expected


def test_a_named_person_has_as_long_as_the_request_had_even_outside_hours() -> None:
    night = a_request(asked_at=paris("2026-11-22 03:00"), due_at=paris("2026-11-22 03:20"))
    assert (
        clock(deadlines.named_due(night, now=paris("2026-11-23 10:00"), hours=OFFICE)) == "2026-11-23 10:20"
    )
    assert (
        clock(deadlines.named_due(a_request(), now=paris("2026-11-23 17:00"), hours=OFFICE))
        == "2026-11-24 12:00"
    )


@pytest.mark.parametrize(
    ("launch", "expected"),
    [
        ("2026-11-24 17:30", "2026-11-24 09:30"),
        ("2026-11-24 17:00", "2026-11-24 09:00"),
        ("2026-11-24 10:00", "2026-11-23 11:00"),
        ("2026-11-30 09:00", "2026-11-27 10:00"),
        ("2026-11-29 20:00", "2026-11-27 10:00"),
        ("2026-11-12 10:00", "2026-11-10 11:00"),
    ],
)
def test_an_undecided_launch_is_asked_about_eight_working_hours_before(launch: str, expected: str) -> None:
    assert clock(deadlines.undecided_at(paris(launch), OFFICE)) == expected


@given(minutes=st.integers(min_value=0, max_value=60 * 24 * 30))
def test_exactly_eight_working_hours_are_left_when_it_is_asked(minutes: int) -> None:
    launch = paris("2026-11-01 00:00") + timedelta(minutes=minutes)
    asked = deadlines.undecided_at(launch, OFFICE)
    assert calendars.working_between(OFFICE, asked, launch) == timedelta(hours=8)
    assert deadlines.undecided_at(launch, ALWAYS) == launch - timedelta(hours=8)


def test_a_waiting_public_case_rises_at_half_and_at_all_of_its_taken_by_window() -> None:
    found = [clock(at) for at in deadlines.rises_at(an_escalation(), OFFICE)]
    assert found == ["2026-11-23 11:12", "2026-11-23 12:24"]


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.low, Severity.normal),
        (Severity.normal, Severity.high),
        (Severity.high, None),
        (Severity.crisis, None),
    ],
)
def test_waiting_raises_one_level_and_never_above_high(severity: Severity, expected: Severity | None) -> None:
    assert deadlines.risen(an_escalation(severity=severity)) is expected


@pytest.mark.parametrize(
    ("since", "lead", "statement"),
    [
        (None, "2026-11-23 10:12", "2026-11-23 10:20"),
        ("2026-11-23 10:05", "2026-11-23 10:12", "2026-11-23 10:20"),
        ("2026-11-23 12:00", "2026-11-23 12:06", "2026-11-23 12:10"),
    ],
)
def test_a_crisis_has_its_lead_and_its_statement_by(since: str | None, lead: str, statement: str) -> None:
    crisis = an_escalation(severity=Severity.crisis)
    became: datetime | None = paris(since) if since else None
    assert clock(deadlines.lead_due(crisis, {}, since=became)) == lead
    assert clock(deadlines.statement_due(crisis, {}, since=became)) == statement


def test_the_clock_of_an_escalation_is_ordered() -> None:
    escalation = an_escalation()
    instants = [
        escalation.created_at,
        *deadlines.rises_at(escalation, OFFICE),
        deadlines.told_check_at(escalation, OFFICE),
        escalation.told_due_at,
    ]
    assert all(earlier < later for earlier, later in pairwise(instants))


@pytest.mark.parametrize(
    ("severity", "own", "stated", "told"),
    [
        (Severity.normal, None, None, "11-23 14:00"),
        (Severity.normal, "1h", None, "11-23 11:00"),
        (Severity.normal, "2d", None, "11-23 14:00"),
        (Severity.low, "1h", None, "11-23 11:00"),
        (Severity.high, "4h", None, "11-23 11:00"),
        (Severity.crisis, "5m", None, "11-23 10:20"),
        (Severity.normal, "30m", "11-23 17:00", "11-23 15:36"),
    ],
)
def test_a_requesters_own_window_counts_where_it_is_the_shorter(
    severity: Severity, own: str | None, stated: str | None, told: str
) -> None:
    """PRODUCT mechanism 77; a crisis keeps its own window, and a stated hour rules."""
    times = deadlines.escalation_times(
        now=on("11-23 10:00"),
        severity=severity,
        stated_at=on(stated) if stated else None,
        hours=OFFICE,
        deadlines={},
        own=own,
    )
    assert shown(times.told_due_at) == told
