"""When a digest is sent (PRODUCT section 2, "Cards"). The 6th of April 2026 is Easter Monday."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.rules import digests
from tests.rules.organisation import a_workspace, clock, paris


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
    assert digests.next_digest(workspace, first) - first == timedelta(days=7, hours=1)
    assert first.hour == 0, "the first of the two"


def test_it_belongs_to_the_local_day() -> None:
    assert digests.day_of(a_workspace(), paris("2026-11-23 00:30")) == "2026-11-23"


@pytest.mark.parametrize("text", ["", "mon", "monday 10:00", "mon 25:00", "10:00 mon"])
def test_an_hour_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a weekly hour"):
        digests.parse_hour(text)
