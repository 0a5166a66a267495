"""The card of an escalation says who must act by when, whatever was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import Translator, slack_date
from bot.models import Escalation, EscalationState, Origin, Reach, Report, Request, RequestState, Severity
from bot.views import escalations, kit
from bot.views.lines import newest
from tests.views import limits, scenes
from tests.views.scenes import DEADLINES, EN, HOUR, LANGUAGES, NASTY, NOW

LINK = "https://acme.slack.com/archives/C0/p1"


def card(
    escalation: Escalation, requests: list[Request] | None = None, t: Translator = EN, **changed: Any
) -> kit.Rendered:
    """The card with one waiting request, seen now."""
    given: dict[str, Any] = {
        "links": {"R1": LINK},
        "orchestrator": "U0KARIM",
        "now": NOW,
        "deadlines": DEADLINES,
    }
    asked = requests if requests is not None else [scenes.request(escalation)]
    reports = changed.pop("reports", [])
    return escalations.escalation_card(escalation, asked, reports, scenes.snapshot(), t, **(given | changed))


def details(escalation: Escalation, t: Translator = EN, **changed: Any) -> kit.Block:
    given: dict[str, Any] = {"links": {}, "orchestrator": None, "now": NOW, "deadlines": DEADLINES}
    entries = changed.pop("entries", [scenes.entry("told_first")])
    return escalations.escalation_details(
        escalation,
        [scenes.request(escalation)],
        changed.pop("reports", []),
        entries,
        scenes.snapshot(),
        t,
        **(given | changed),
    )


def report(number: int) -> Report:
    return Report(
        id=number, workspace="T0TUTTI", escalation="E1", by=f"U0{number}", at=NOW, permalink=f"{LINK}{number}"
    )


STATES: list[dict[str, Any]] = [
    {},
    {"late": True},
    {"severity": Severity.crisis},
    {"severity": Severity.high, "rises": 1, "stated_at": NOW + HOUR, "reach": Reach.wide},
    {"state": EscalationState.taken, "owner": "U0LEA"},
    {"state": EscalationState.taken, "owner": "U0UNKNOWN", "late": True},
    {"state": EscalationState.taken, "owner": "U0LEA", "severity": Severity.crisis, "statement": "hold"},
    {"state": EscalationState.told, "owner": "U0LEA", "told": "yes", "told_at": NOW},
    {"state": EscalationState.told, "owner": "U0LEA", "told": "not_needed"},
    {"state": EscalationState.closed, "owner": "U0LEA", "ended_at": NOW},
    {"state": EscalationState.not_escalation, "ended_at": NOW},
]


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("given", STATES, ids=str)
def test_every_state_fits_slack_whatever_was_typed(given: dict[str, Any], t: Translator) -> None:
    names = ("title", "where", "who", "lesson", "reason", "promised", "story", "statement_fr", "statement_en")
    nasty = scenes.escalation(**given, texts=dict.fromkeys(names, NASTY))
    experts = [scenes.request(nasty, id=f"R{n}", origin=Origin.expert) for n in range(2, 9)]
    shown = card(nasty, [scenes.request(nasty), *experts], t, reports=[report(1), report(2)])
    assert limits.message_faults(shown) == []
    assert limits.visible_lines(shown) <= 12
    words = {key: {"en": NASTY, "fr": NASTY} for key in ("say", "privately", "gesture", "never")}
    entries = [scenes.entry("closed", lesson=NASTY) for _ in range(60)]
    assert limits.view_faults(details(nasty, t, words=words, entries=entries)) == []


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_an_erased_summary_and_no_optional_field_still_make_a_card(t: Translator) -> None:
    bare = scenes.escalation(texts={}, topic="own_topic", department="gone")
    shown = card(bare, [], t, orchestrator=None, deadlines={})
    assert limits.message_faults(shown) == []
    assert limits.view_faults(details(bare, t, entries=[])) == []


def test_the_first_line_says_who_takes_it_by_when() -> None:
    escalation = scenes.escalation()
    shown = card(escalation)
    by = slack_date(escalation.taken_due_at, EN, zone="Europe/Paris")
    assert shown.blocks[0]["text"]["text"] == "Complaint: A bakery got the wrong cake twice this…"
    assert shown.blocks[1]["text"]["text"].startswith(f"*Customer service* takes this by {by}.\n<{LINK}|")
    assert f"*Customer service* takes this by {by}." in shown.text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"now": NOW + 2 * HOUR}, "Not taken in time: *Karim Haddad* names somebody"),
        ({"now": NOW + 2 * HOUR, "orchestrator": None}, "*Customer service* takes this by"),
    ],
)
def test_a_case_that_nobody_took_names_the_orchestrator(given: dict[str, Any], sentence: str) -> None:
    assert sentence in card(scenes.escalation(), **given).text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (STATES[1], "Reply late: *Customer service* takes this now"),
        (STATES[2], "*Customer service* names a lead by"),
        (STATES[4], "*Léa Petit* has it; the requester is told by"),
        (STATES[5], "Reply late: *<@U0UNKNOWN>* has it"),
        (STATES[6], "*Léa Petit* leads; the statement is decided."),
        (STATES[7], "*Léa Petit* closes it."),
        (STATES[8], "The requester need not be told"),
        (STATES[9], "Closed"),
        (STATES[10], "Not an escalation."),
    ],
    ids=str,
)
def test_the_card_says_what_became_of_it(given: dict[str, Any], sentence: str) -> None:
    assert sentence in card(scenes.escalation(**given), []).text


def test_answer_buttons_stand_on_the_request_only() -> None:
    assert limits.action_ids(card(scenes.escalation()).blocks) == ["escalation_details"]


def test_the_link_goes_to_the_request_that_stands_now() -> None:
    escalation = scenes.escalation()
    first = scenes.request(escalation, state=RequestState.handed_over)
    second = scenes.request(escalation, id="R2", hop=1, department="pr")
    shown = card(escalation, [second, first], links={"R1": LINK, "R2": f"{LINK}2"})
    assert f"<{LINK}2|" in limits.shown(shown.blocks)
    assert f"<{LINK}|" not in limits.shown(shown.blocks)


def test_an_address_is_a_link_and_several_reports_are_counted() -> None:
    escalation = scenes.escalation(texts={"title": "Late", "where": "https://forum.example/1"})
    shown = limits.shown(card(escalation, reports=[report(1), report(2)]).blocks)
    assert "<https://forum.example/1|Where it is>" in shown
    assert "2 colleagues reported it." in shown


def test_a_private_escalation_shows_nothing_of_itself_in_a_channel() -> None:
    secret = scenes.escalation("Secret", private=True)
    snapshot = scenes.snapshot()
    for shown in (card(secret), escalations.consulted_line(secret, snapshot, EN, LINK)):
        assert shown.text == "Made private"
        assert limits.shown(shown.blocks) == "Made private"


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_the_consulted_have_nothing_to_answer(t: Translator) -> None:
    for link in (LINK, None):
        line = escalations.consulted_line(scenes.escalation(NASTY), scenes.snapshot(), t, link)
        assert limits.message_faults(line) == []
        assert limits.action_ids(line.blocks) == []


@pytest.mark.parametrize(
    ("state", "severity", "expected"),
    [
        (EscalationState.open, Severity.normal, {"severity", "same", "edit", "private", "not_escalation"}),
        (
            EscalationState.taken,
            Severity.crisis,
            {"statement", "severity", "close", "same", "edit", "private", "not_escalation"},
        ),
        (EscalationState.told, Severity.normal, {"close", "reopen", "same", "edit", "private"}),
        (EscalationState.closed, Severity.normal, {"reopen", "edit", "private"}),
        (EscalationState.not_escalation, Severity.normal, {"reopen", "edit", "private"}),
    ],
)
def test_details_offer_what_the_state_allows(
    state: EscalationState, severity: Severity, expected: set[str]
) -> None:
    view = details(scenes.escalation(state=state, severity=severity))
    assert set(limits.action_ids(view["blocks"])) == {f"escalation_{name}" for name in expected}


def test_details_say_the_words_in_the_readers_language_and_only_show_to_readers() -> None:
    words = {"say": {"fr": "Nous regardons.", "en": "We look at it."}, "never": {"fr": "Jamais."}}
    view = details(scenes.escalation(), words=words, may_manage=False)
    shown = limits.shown(view["blocks"])
    assert "*Say in public*: We look at it." in shown
    assert "*Never say*: Jamais." in shown
    assert limits.action_ids(view["blocks"]) == []


def test_a_long_timeline_keeps_the_newest_lines_and_counts_the_others() -> None:
    kept = newest([f"line {n}" for n in range(100)], EN, limit=200)
    assert kept.startswith("88 earlier lines are not shown.\nline 88")
    assert kept.endswith("line 99")


def test_a_crisis_says_its_clock_and_holds_launches() -> None:
    crisis = scenes.escalation(
        severity=Severity.crisis,
        taken_due_at=NOW + timedelta(minutes=12),
        texts={"title": "Fire", "story": "safety"},
    )
    shown = limits.shown(card(crisis).blocks)
    assert "the statement is decided by" in shown
    assert "Kind of story: People may be hurt" in shown
    assert "No launch goes out by itself until this is closed." in shown
