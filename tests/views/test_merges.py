"""What a merged escalation shows, and the forms that say what is the same."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import FormRefusal
from bot.i18n import Translator
from bot.models import EscalationDraft, EscalationState
from bot.rules import defaults
from bot.views import escalation_opening, merges, sameness
from tests.views import limits, scenes
from tests.views.filled import filled
from tests.views.scenes import DEADLINES, EN, HOUR, LANGUAGES, NASTY, NOW

LINK = "https://acme.slack.com/archives/C0/p1"
MANY = [scenes.escalation(NASTY, id=f"E{number}", owner="U0LEA") for number in range(120)]


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_slack_takes_what_is_shown_whatever_was_typed(t: Translator) -> None:
    one, book = scenes.escalation(NASTY), scenes.snapshot()
    for main in (scenes.escalation(NASTY, id="E2"), scenes.escalation(NASTY, id="E2", private=True)):
        into = merges.Into(main, LINK)
        assert limits.message_faults(merges.merged_card(one, into, t)) == []
        for person in (None, "U0LEA"):
            drawn = merges.merged_request(scenes.request(one), one, into, t, person=person)
            assert limits.message_faults(drawn) == []
            assert limits.action_ids(drawn.blocks) == []
    for offered in ((), MANY[:1], MANY):
        assert limits.view_faults(merges.same_form(one, offered, book, t)) == []
    draft = EscalationDraft(title=NASTY[:2000], topic="complaint")
    drawn_form = escalation_opening.open_form(
        draft, book, t, topics=defaults.topics(book), deadlines=DEADLINES, alike=MANY[:3]
    )
    assert limits.view_faults(drawn_form) == []


def test_a_merged_card_says_where_it_goes_on_and_can_only_be_separated() -> None:
    into = merges.Into(scenes.escalation("Cold oven", id="E2"), LINK)
    drawn = merges.merged_card(scenes.escalation("No bread"), into, EN)
    assert drawn.text.endswith(f"Same as *<{LINK}|Cold oven>*: it goes on there, nothing to answer here.")
    assert limits.action_ids(drawn.blocks) == ["escalation_separate"]


def test_beside_a_private_one_nothing_of_either_is_shown() -> None:
    into = merges.Into(scenes.escalation("Secret", id="E2", private=True), None)
    drawn = merges.merged_card(scenes.escalation("No bread"), into, EN)
    assert limits.shown(drawn.blocks) == drawn.text == "Made private"
    asked = merges.merged_request(
        scenes.request(scenes.escalation("No bread")), scenes.escalation("No bread"), into, EN, person="U0LEA"
    )
    assert "Secret" not in limits.shown(asked.blocks) and "goes on elsewhere" in asked.text


def test_the_other_one_must_be_chosen() -> None:
    form = merges.same_form(scenes.escalation(), MANY[:2], scenes.snapshot(), EN)
    assert merges.read_same(filled(form, other="E1")) == "E1"
    with pytest.raises(FormRefusal):
        merges.read_same(filled(form))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "Open since Thu 10:00, Customer service takes it"),
        ({"owner": "U0LEA", "state": EscalationState.taken}, "Open since Thu 10:00, Léa Petit has it"),
        ({"state": EscalationState.told, "told_at": NOW + HOUR}, "Already answered, Thu 11:00"),
        ({"state": EscalationState.closed, "ended_at": NOW + HOUR}, "Already answered, Thu 11:00"),
    ],
)
def test_where_one_stands_is_said_beside_its_name(changed: dict[str, Any], expected: str) -> None:
    given = scenes.escalation(created_at=NOW, **changed)
    assert sameness.where_it_stands(given, scenes.snapshot(), EN) == expected
