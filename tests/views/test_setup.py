"""Set-up, invitations and the pilot fit Slack's limits in both languages, whatever was typed."""

from __future__ import annotations

import pytest

from bot.i18n import Translator
from bot.models import Role, Setup, SetupDraft
from bot.rules import defaults
from bot.rules import setup as rules
from bot.rules.pilot import Criterion, Name
from bot.views import invitations, kit, pilot, setup, setup_forms
from tests.views import limits, scenes
from tests.views.scenes import LANGUAGES, NOW, submitted

DRAFT = SetupDraft(
    language="fr",
    channel="C0MKT",
    new_channel="les-cartes",
    timezone="Asia/Tashkent",
    people=dict.fromkeys(rules.departments(), "U0LEA"),
    days=("mon", "sat"),
    opens="08:30",
    closes="16:00",
    holidays="PL",
    pilot=("hr",),
)


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_each_form_fits_slack_and_reads_back_what_it_shows(t: Translator) -> None:
    preview = rules.organised(scenes.snapshot(), DRAFT, "U0KARIM", {}, NOW)
    drawn = [
        setup_forms.place_form(DRAFT, t),
        setup_forms.people_form(DRAFT, t),
        setup_forms.hours_form(DRAFT, t, preview, t),
    ]
    read = SetupDraft()
    for form in drawn:
        assert limits.view_faults(form) == []
        assert sum(block["type"] == "input" for block in form["blocks"]) <= 6
        read = setup_forms.peek(submitted(form), read)
    assert read == DRAFT


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_messages_and_pages_fit_slack(t: Translator) -> None:
    book = scenes.snapshot()
    seats = [(key, role) for key in defaults.DEPARTMENTS for role in Role]
    found: list[kit.Rendered] = [
        setup.welcome(t),
        setup.under_way(t),
        setup.passed(t, Setup(workspace="T1", by="U0LEA", started_at=NOW), book),
        setup.channel_refused(t, "#tutti", "name_taken"),
        setup.done(t, book),
        setup.needed(t, begun=True),
        setup.intro(book, t),
        invitations.invitation(seats, "U0KARIM", book, t),
        invitations.accepted(seats, book, t),
        invitations.declined(t),
        invitations.nobody_named("U0LEA", ["hr"], book, t),
        pilot.pilot_card("hr", book, t),
    ]
    faults = [limits.message_faults(one) for one in found]
    assert [one for one in faults if one] == []
    names: tuple[Name, ...] = ("week_2", "week_4", "routed", "proposals", "pings", "seats")
    criteria = [Criterion(name, "failed", 0.5, 0.7, tuple(defaults.DEPARTMENTS)) for name in names]
    for view in (
        setup.done_page(t, book),
        setup_forms.pass_form(t),
        invitations.other_form(seats, book, t),
        pilot.pilot_page(book, t, criteria),
    ):
        assert limits.view_faults(view) == []
