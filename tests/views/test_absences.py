"""Absence, snooze and personal settings as Slack shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.i18n import Translator
from bot.models import Absence, AbsenceDraft, Preference
from bot.views import absences, preferences, snoozes
from tests.views import limits, scenes
from tests.views.filled import filled
from tests.views.scenes import EN, LANGUAGES, NASTY

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
ZONE = "Europe/Paris"


def away(**changes: Any) -> Absence:
    """Léa is away until Friday; Tom stands in."""
    ends_at = datetime(2026, 11, 27, 23, tzinfo=UTC)
    standing: dict[str, Any] = {"id": 1, "workspace": "T0TUTTI", "person": "U0LEA", "deputy": "U0TOM"}
    return Absence(**({**standing, "starts_at": NOW, "ends_at": ends_at} | changes))


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_forms_and_messages_fit_slack(t: Translator) -> None:
    draft = AbsenceDraft(TODAY, TODAY, time(14), "U0TOM")
    chosen = Preference(workspace="T0TUTTI", person="U0LEA", quiet="20:00-08:00", only_crisis=True)
    views = [
        absences.away_form(draft, [away()] * 9, t, today=TODAY, zone=ZONE, trouble="No"),
        absences.away_form(AbsenceDraft(), [], t, today=TODAY, zone=ZONE),
        snoozes.form(t, zone=ZONE, running=NOW, typed=NASTY[: snoozes.WORDS], trouble="No"),
        snoozes.form(t, zone=ZONE),
        preferences.form(chosen, [f"{hour:02}:15" for hour in range(24)], t),
        preferences.form(Preference(workspace="T0TUTTI", person="U0LEA"), (), t),
    ]
    assert [fault for view in views for fault in limits.view_faults(view)] == []
    book = scenes.snapshot()
    many = {"asked": 500, "answered": [[f"U{n}", 3] for n in range(90)], "waiting": 9}
    shown = [
        absences.saved(away(), [away()] * 9, book, t, zone=ZONE, now=NOW),
        absences.saved(away(deputy=None), [], book, t, zone=ZONE, now=NOW),
        absences.taken_back(away(), t, zone=ZONE),
        absences.welcome_back(many, book, t),
        absences.offer(t),
        absences.offer(t, settled=True),
        snoozes.snoozed(NOW, t, zone=ZONE),
    ]
    assert [fault for one in shown for fault in limits.message_faults(one)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("until friday deputy @Tom", ("", "until friday", "Tom")),
        ("jusqu'au 12/03 suppléante Tom Garnier", ("", "jusqu'au 12/03", "Tom Garnier")),
        ("12 mars @Tom", ("", "12 mars", "Tom")),
        ("until friday <@U0TOM|tom>", ("", "until friday", "U0TOM")),
        ("from monday until friday", ("monday", "until friday", "")),
        ("du 1er mars au 12 mars, remplacé par Tom", ("1er mars", "au 12 mars", "Tom")),
        ("deputy Tom", ("", "", "Tom")),
        ("", ("", "", "")),
    ],
)
def test_words_are_taken_apart(text: str, expected: tuple[str, str, str]) -> None:
    assert tuple(absences.read_words(text)) == expected


def test_forms_are_read_back_as_they_were_filled() -> None:
    draft = AbsenceDraft(TODAY, date(2026, 11, 27), time(14), "U0TOM")
    drawn = absences.away_form(draft, [], EN, today=TODAY, zone=ZONE)
    assert absences.read_form(filled(drawn)) == draft
    chosen = Preference(
        workspace="T0TUTTI", person="U0LEA", language="fr", quiet="20:00-08:00", rounds=["11:45"]
    )
    read = preferences.read_form(filled(preferences.form(chosen, ("09:15", "11:45"), EN)))
    assert read == preferences.Draft("fr", time(20), time(8), ("11:45",), True, False)
    assert snoozes.read_form(filled(snoozes.form(EN, zone=ZONE))) == ("2h", "length")
    assert snoozes.read_form(filled(snoozes.form(EN, zone=ZONE, typed="3h"))) == ("3h", "words")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"asked": 6, "answered": [["U1", 5], ["U2", 1]], "waiting": 0},
            "Welcome back. 6 requests in your absence, 6 answers (<@U1> 5, <@U2> 1). Nothing waits for you.",
        ),
        (
            {"asked": 1, "answered": [], "waiting": 1},
            "Welcome back. 1 request in your absence. 1 request still waits.",
        ),
        (
            {"asked": 0, "answered": [], "waiting": 0},
            "Welcome back. Nothing was asked in your absence. Nothing waits for you.",
        ),
    ],
)
def test_a_welcome_says_what_happened(facts: dict[str, Any], said: str) -> None:
    assert absences.welcome_back(facts, scenes.snapshot(), EN).text == said
