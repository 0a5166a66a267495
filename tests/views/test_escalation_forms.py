"""What is typed into an escalation's forms comes back typed; what is missing is said at its field."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import FormRefusal
from bot.i18n import Translator
from bot.models import EscalationDraft, EscalationState, Reach, Requester, Severity, Topic
from bot.views import escalation_forms as forms
from bot.views import escalation_opening as opening
from bot.views import fields, kit
from tests.views import limits, scenes
from tests.views.scenes import DEADLINES, EN, HOUR, LANGUAGES, NASTY, NOW

TOPICS = tuple(Topic(workspace="T0TUTTI", key=key) for key in ("complaint", "press", "hr_grievance"))
STATED_AT = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)


def open_form(draft: EscalationDraft | None = None, t: Translator = EN, **changed: Any) -> kit.Block:
    given: dict[str, Any] = {"topics": TOPICS, "deadlines": DEADLINES}
    return opening.open_form(draft or EscalationDraft(), scenes.snapshot(), t, **(given | changed))


def missing(read: Callable[[kit.Block], object], view: kit.Block) -> dict[str, str]:
    """The sentences of the refusal, by field; nothing typed was refused where there is none."""
    with pytest.raises(FormRefusal) as refused:
        read(view)
    return {name: refusal.msgid for name, refusal in refused.value.errors.items()}


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_every_form_fits_slack_whatever_stands_in_it(t: Translator) -> None:
    texts = dict.fromkeys(("title", "promised", "lesson", "reason", "statement_fr", "statement_en"), NASTY)
    nasty, snapshot = scenes.escalation(texts=texts), scenes.snapshot()
    link = f"https://acme.slack.com/{'a' * 900}"
    draft = EscalationDraft(
        title=NASTY,
        topic="hr_grievance",
        stated=True,
        where=NASTY,
        who=NASTY,
        permalink=link,
        excerpt="é" * 5000,
    )
    promise = opening.Promise("marketing", NOW, NOW + HOUR, NOW)
    many = [Topic(workspace="T0TUTTI", key=f"own_{n}_{'x' * 90}") for n in range(140)]
    drawn = [
        open_form(draft, t, promise=promise),
        open_form(draft, t, topics=many),
        opening.crisis_form(opening.CrisisDraft(draft), snapshot, t, topics=TOPICS, deadlines=DEADLINES),
        forms.told_form(nasty, t),
        forms.more_time_form(nasty, snapshot, t),
        forms.close_form(nasty, t),
        forms.severity_form(nasty, t, deadlines=DEADLINES),
        forms.edit_form(nasty, t),
        forms.private_form(nasty, t),
        forms.reopen_form(nasty, t),
        forms.not_escalation_form(nasty, t),
        forms.statement_form(nasty, snapshot, t),
    ]
    assert [fault for view in drawn for fault in limits.view_faults(view)] == []


def test_the_form_has_six_inputs_and_a_seventh_for_a_stated_hour() -> None:
    names = [block["block_id"] for block in open_form()["blocks"] if block["type"] == "input"]
    stated = [
        block["block_id"] for block in open_form(EscalationDraft(stated=True))["blocks"] if "element" in block
    ]
    assert names == ["title", "topic", "severity", "requester", "where", "ticks"]
    assert set(stated) - set(names) == {"stated_at"}


def test_a_draft_survives_the_form() -> None:
    draft = EscalationDraft(
        title="Angry bakery",
        topic="press",
        requester=Requester.journalist,
        stated=True,
        stated_at=STATED_AT,
        where="Shop, J. D.",
        mine=True,
        private=True,
        reach=Reach.wide,
        permalink="https://acme.slack.com/p1",
        excerpt="They said so",
    )
    assert opening.read_open(scenes.submitted(open_form(draft))) == draft


def test_typed_values_are_read() -> None:
    view = scenes.submitted(
        open_form(), title="  Late  ", topic="press", severity="high", requester="blogger", ticks=["mine"]
    )
    read = opening.read_open(view)
    assert (read.title, read.severity, read.requester, read.mine) == (
        "Late",
        Severity.high,
        Requester.blogger,
        True,
    )


def test_an_empty_form_is_refused_at_its_fields_and_peeked_at_without_complaint() -> None:
    view = scenes.submitted(open_form(), title="   ", severity=None)
    assert missing(opening.read_open, view) == {
        "title": "Say what happened in one sentence.",
        "topic": "Choose a subject: it says who answers.",
        "severity": "Choose how fast this needs an answer.",
    }
    assert opening.peek_open(view) == EscalationDraft()


def test_a_stated_hour_is_asked_for_at_a_field_that_the_form_shows() -> None:
    """Slack drops errors at fields that it does not show."""
    before = scenes.submitted(open_form(), title="x", topic="press", severity="stated")
    after = scenes.submitted(open_form(EscalationDraft(stated=True)), title="x", topic="press")
    assert missing(opening.read_open, before) == {"severity": "Give the hour that the requester stated."}
    assert missing(opening.read_open, after) == {"stated_at": "Give the hour that the requester stated."}


def test_the_form_says_who_answers_and_what_it_is_not() -> None:
    promise = opening.Promise("customer_service", NOW, NOW + HOUR, NOW)
    shown = limits.shown(open_form(EscalationDraft(topic="hr_grievance"), promise=promise)["blocks"])
    assert "Customer service is closed until <!date^" in shown
    assert "Customer service takes it by <!date^" in shown
    assert "This is not the whistleblowing channel: <@U0KARIM> can tell you where it is." in shown


def test_a_crisis_is_read_as_one() -> None:
    drawn = opening.crisis_form(
        opening.CrisisDraft(EscalationDraft(permalink="https://a.b/c")),
        scenes.snapshot(),
        EN,
        topics=TOPICS,
        deadlines=DEADLINES,
    )
    read = opening.read_crisis(
        scenes.submitted(drawn, title="Fire", story="safety", topic="press", ticks=["private"])
    )
    assert read.story == "safety"
    assert read.escalation.severity is Severity.crisis
    assert (read.escalation.private, read.escalation.permalink) == (True, "https://a.b/c")
    assert set(missing(opening.read_crisis, scenes.submitted(drawn))) == {"title", "story", "topic"}


def test_every_form_remembers_its_escalation() -> None:
    assert fields.remembered(forms.told_form(scenes.escalation(), EN))["id"] == "E1"
    assert json.loads(forms.reopen_form(scenes.escalation(), EN)["private_metadata"]) == {"id": "E1"}


def test_told_needs_a_place_unless_it_is_not_needed() -> None:
    drawn = forms.told_form(scenes.escalation(), EN)
    assert set(missing(forms.read_told, scenes.submitted(drawn))) == {"told_where"}
    assert forms.read_told(scenes.submitted(drawn, told_where="Phone")) == forms.Told("yes", "Phone")
    unneeded = scenes.submitted(drawn, told="not_needed", told_where="x")
    assert forms.read_told(unneeded) == forms.Told("not_needed", "")


def test_more_time_needs_an_hour_and_a_promise() -> None:
    drawn = forms.more_time_form(scenes.escalation(), scenes.snapshot(), EN)
    assert set(missing(forms.read_more_time, scenes.submitted(drawn, told_by=None))) == {
        "told_by",
        "promised",
    }
    read = forms.read_more_time(
        scenes.submitted(drawn, told_by=int(STATED_AT.timestamp()), promised="A call")
    )
    assert read == forms.MoreTime(STATED_AT, "A call")


def test_closing_asks_whether_the_requester_was_told_unless_it_is_recorded() -> None:
    unknown = forms.close_form(scenes.escalation(state=EscalationState.taken), EN)
    assert set(missing(forms.read_close, scenes.submitted(unknown))) == {"told"}
    read = forms.read_close(scenes.submitted(unknown, told="no", lesson="Check\n twice", mood="unhappy"))
    assert read == forms.Closing("no", "Check twice", "unhappy")
    recorded = forms.close_form(scenes.escalation(told="yes"), EN)
    assert forms.read_close(scenes.submitted(recorded)) == forms.Closing(None, "", "unknown")


@pytest.mark.parametrize(
    ("draw", "read", "name"),
    [
        (forms.edit_form, forms.read_edit, "title"),
        (forms.private_form, forms.read_private, "reason"),
        (forms.reopen_form, forms.read_reopen, "reason"),
        (forms.not_escalation_form, forms.read_not_escalation, "reason"),
    ],
)
def test_a_form_of_one_text_needs_it(
    draw: Callable[..., kit.Block], read: Callable[[kit.Block], str], name: str
) -> None:
    drawn = draw(scenes.escalation(), EN)
    assert read(scenes.submitted(drawn, **{name: " New text "})) == "New text"
    assert set(missing(read, scenes.submitted(drawn, **{name: "  "}))) == {name}


def test_a_level_is_chosen_as_a_sentence() -> None:
    drawn = forms.severity_form(scenes.escalation(), EN, deadlines=DEADLINES)
    assert forms.read_severity(scenes.submitted(drawn)) is Severity.normal
    assert forms.read_severity(scenes.submitted(drawn, severity="crisis")) is Severity.crisis
    assert "High: answered within 1 working hour" in limits.shown(drawn["blocks"])


def test_a_statement_is_prefilled_in_both_languages_and_silence_needs_a_reason() -> None:
    drawn = forms.statement_form(scenes.escalation(), scenes.snapshot(), EN)
    assert "Our next news comes at 13:40." in limits.shown(drawn["blocks"])
    assert missing(forms.read_statement, scenes.submitted(drawn, decision="silent")) == {
        "reason": "Say why: people will ask."
    }
    read = forms.read_statement(
        scenes.submitted(drawn, decision="publish", statement_fr="", statement_en="We know.")
    )
    assert read == forms.Statement("publish", "", "", "We know.")
    empty = scenes.submitted(drawn, decision="publish", statement_fr="", statement_en="")
    assert set(missing(forms.read_statement, empty)) == {"statement_fr"}
