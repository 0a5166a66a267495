"""Days and hours as people type them, in both languages. It is Tuesday 24 November 2026, 9:05 in Paris."""

from __future__ import annotations

import pytest

from bot.errors import Refusal
from bot.rules import moments
from tests.rules.organisation import clock, paris

NOW = paris("2026-11-24 09:05")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("demain", "2026-11-25"),
        ("Tomorrow", "2026-11-25"),
        ("après-demain", "2026-11-26"),
        ("aujourd’hui", "2026-11-24"),
        ("hier", "2026-11-23"),
        ("lundi", "2026-11-30"),
        ("mardi prochain", "2026-12-01"),
        ("next friday", "2026-11-27"),
        ("jusqu'au vendredi", "2026-11-27"),
        ("until friday", "2026-11-27"),
        ("24/12", "2026-12-24"),
        ("24.12.", "2026-12-24"),
        ("12/03", "2027-03-12"),
        ("12/03/2028", "2028-03-12"),
        ("23/11", "2026-11-23"),
        ("2026-12-03", "2026-12-03"),
        ("1er mars 2027", "2027-03-01"),
        ("jusqu’au 12 décembre", "2026-12-12"),
        ("march 12", "2027-03-12"),
        ("12th of march", "2027-03-12"),
        ("29/02", "2028-02-29"),
        ("3 jours", "2026-11-27"),
        ("2 weeks", "2026-12-08"),
    ],
)
def test_a_day_is_read(text: str, day: str) -> None:
    found = moments.read(text, NOW, "Europe/Paris")
    assert (found.day.isoformat(), found.at) == (day, None)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2h", "2026-11-24 11:05"),
        ("30 min", "2026-11-24 09:35"),
        ("dans 2 heures", "2026-11-24 11:05"),
        ("14:00", "2026-11-24 14:00"),
        ("14h30", "2026-11-24 14:30"),
        ("until 14h", "2026-11-24 14:00"),
        ("2pm", "2026-11-24 14:00"),
        ("demain 14h", "2026-11-25 14:00"),
        ("until tomorrow at 14:00", "2026-11-25 14:00"),
        ("24/12 à 8:15", "2026-12-24 08:15"),
    ],
)
def test_an_hour_is_read(text: str, at: str) -> None:
    assert clock(moments.read(text, NOW, "Europe/Paris").at) == at


@pytest.mark.parametrize(
    "text", ["demain matin", "soon", "25:00", "12/13/14/15", "99 bananas", "", "a" * 500]
)
def test_what_is_no_day_says_what_to_write(text: str) -> None:
    with pytest.raises(Refusal, match="Write, for example, tomorrow"):
        moments.read(text, NOW, "Europe/Paris")


@pytest.mark.parametrize("text", ["31/02", "31 février", "2026-13-01", "february 30"])
def test_a_day_that_does_not_exist_is_named(text: str) -> None:
    with pytest.raises(Refusal, match="no day of the calendar"):
        moments.read(text, NOW, "Europe/Paris")


def test_words_are_read_in_the_zone_of_the_person() -> None:
    late = paris("2026-11-24 23:30")
    assert moments.read("tomorrow", late, "Europe/Paris").day.isoformat() == "2026-11-25"
    assert moments.read("tomorrow", late, "Asia/Tokyo").day.isoformat() == "2026-11-26"
    assert clock(moments.read("9:00", late, "America/New_York").at) == "2026-11-24 15:00"
