"""When a digest is sent (PRODUCT section 2, "Cards"). The 6th of April 2026 is Easter Monday."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Refusal
from bot.models import Preference
from bot.rules import digests
from tests.rules.organisation import WORKSPACE, a_snapshot, a_workspace, clock, paris


@pytest.mark.parametrize(
    ("case", "after", "values", "expected"),
    [
        ("the next Monday", "2026-11-18 12:00", {}, "2026-11-23 10:00"),
        ("later the same day", "2026-11-23 09:59", {}, "2026-11-23 10:00"),
        ("strictly after", "2026-11-23 10:00", {}, "2026-11-30 10:00"),
        ("a holiday moves it to the next working day", "2026-04-03 12:00", {}, "2026-04-07 10:00"),
        ("the moved one is still to come on the holiday", "2026-04-06 12:00", {}, "2026-04-07 10:00"),
        ("after the moved one the next week follows", "2026-04-07 10:00", {}, "2026-04-13 10:00"),
        ("no holidays named", "2026-04-03 12:00", {"holidays": None}, "2026-04-06 10:00"),
        ("a holiday on Friday moves it to Monday", "2026-12-23 12:00", {"digest": {"shared": "fri 10:00"}},
         "2026-12-28 10:00"),
        ("a Saturday that was chosen stays", "2026-11-18 12:00", {"digest": {"shared": "sat 10:00"}},
         "2026-11-21 10:00"),
        ("in a gap the first instant after it", "2026-03-25 12:00", {"digest": {"shared": "sun 02:30"}},
         "2026-03-29 03:00"),
        ("another zone", "2026-11-18 12:00", {"timezone": "America/New_York", "holidays": None},
         "2026-11-23 16:00"),
    ],
)  # fmt: skip
def test_when_the_shared_digest_is_sent(case: str, after: str, values: dict[str, Any], expected: str) -> None:
    assert clock(digests.next_digest(a_workspace(**values), paris(after))) == expected, case


def test_each_audience_has_its_own_hour() -> None:
    found = digests.next_digest(a_workspace(), paris("2026-11-22 12:00"), "leadership")
    assert clock(found) == "2026-11-24 08:30"


def test_a_digest_in_the_repeated_hour_comes_once() -> None:
    workspace = a_workspace(digest={"shared": "sun 02:30"}, holidays=None)
    first = digests.next_digest(workspace, paris("2026-10-22 12:00"))
    assert first is not None and first.hour == 0, "the first of the two"
    following = digests.next_digest(workspace, first)
    assert following is not None and following - first == timedelta(days=7, hours=1)


def test_it_belongs_to_the_local_day() -> None:
    assert digests.day_of(a_workspace(), paris("2026-11-23 00:30")) == "2026-11-23"


@pytest.mark.parametrize("text", ["", "mon", "monday 10:00", "mon 25:00", "10:00 mon"])
def test_an_hour_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a weekly hour"):
        digests.parse_hour(text)


def test_none_switches_an_audience_off() -> None:
    workspace = a_workspace(digest={"leadership": "none"})
    assert digests.next_digest(workspace, paris("2026-11-22 12:00"), "leadership") is None
    assert digests.next_digest(workspace, paris("2026-11-22 12:00"), "personal") is not None


def test_a_zone_that_changes_in_mid_week_moves_the_hour_and_no_week_is_left_out_or_sent_twice() -> None:
    """From Paris to New York on Wednesday: the next digest is Monday 10:00 there, of the same ISO week."""
    after = digests.next_digest(a_workspace(), paris("2026-11-18 12:00"))
    moved = a_workspace(timezone="America/New_York", holidays=None)
    found = digests.next_digest(moved, paris("2026-11-18 12:00"))
    assert (clock(after), clock(found)) == ("2026-11-23 10:00", "2026-11-23 16:00")
    assert after and found and digests.day_of(a_workspace(), after) == digests.day_of(moved, found)


@pytest.mark.parametrize(
    ("week", "days"),
    [
        ("2026-W48", ("2026-11-23", "2026-11-29")),
        ("2026-w47 ", ("2026-11-16", "2026-11-22")),
        ("2026-W53", None),
        ("2026-W49", None),
        ("last week", None),
        ("", None),
    ],
)
def test_a_week_has_its_days_unless_it_is_none_or_to_come(week: str, days: tuple[str, str] | None) -> None:
    now = paris("2026-11-25 12:00")
    if days is not None:
        assert digests.days_of(week, a_workspace(), now) == days
        return
    with pytest.raises(Refusal, match=r"no week|has not begun"):
        digests.days_of(week, a_workspace(), now)


MONDAY = "2026-11-23 09:00"


@pytest.mark.parametrize(
    ("case", "person", "chosen", "rounds", "expected"),
    [
        ("at its hour", "U0LEA", {}, [], MONDAY),
        ("at that clock time in their own zone", "U0HUGO", {}, [], "2026-11-23 10:00"),
        ("after the quiet hours", "U0LEA", {"quiet": "18:00-11:30"}, [], "2026-11-23 11:30"),
        ("after a snooze", "U0LEA", {"snoozed_until": paris("2026-11-23 13:10")}, [], "2026-11-23 13:10"),
        ("never for who wants only crises", "U0LEA", {"only_crisis": True}, [], None),
        ("not a week later", "U0LEA", {"snoozed_until": paris("2026-11-25 09:00")}, [], None),
        ("an hour after a round to come", "U0LEA", {}, ["2026-11-23 09:15"], "2026-11-23 10:15"),
        ("an hour after a round just shown", "U0LEA", {}, ["2026-11-23 08:45"], "2026-11-23 09:45"),
        ("a far round moves nothing", "U0LEA", {}, ["2026-11-23 11:45"], MONDAY),
    ],
)
def test_when_the_personal_message_reaches_somebody(
    case: str, person: str, chosen: dict[str, Any], rounds: list[str], expected: str | None
) -> None:
    book = a_snapshot()
    book.preferences[person] = Preference(workspace=WORKSPACE, person=person, **chosen)
    at = digests.own_clock(book, person, paris(MONDAY))
    assert clock(digests.reaches_person(book, person, at, [paris(one) for one in rounds])) == expected, case
