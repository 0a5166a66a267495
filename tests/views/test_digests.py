"""The digests are short, count departments and never persons, and say what they leave out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.i18n import Translator
from bot.models import DecisionKind
from bot.views import digest_departments, digest_text, digests, explainers, leadership
from tests.views import limits
from tests.views.scenes import EN, LANGUAGES, NASTY

LINK = "https://acme.slack.com/archives/C0/p1"
DUE = "2026-11-25T09:00:00+00:00"
NAMES = {
    "customer_service": {"en": "Customer service", "fr": "Service client"},
    "pr": {"en": "Press", "fr": "Presse"},
    "marketing": {"en": "Marketing <!here>", "fr": "Marketing <!here>"},
}


def launched(number: int, title: str = "Sale") -> dict[str, Any]:
    return {
        "id": f"L{number}",
        "title": f"{title} {number}",
        "at": "2026-11-27T09:00:00+00:00",
        "state": "go",
        "url": LINK if number == 0 else None,
        "goal": title,
        "help": title,
    }


def waiting(keys: list[str]) -> list[dict[str, Any]]:
    return [{"department": key, "count": 2, "oldest_due": DUE} for key in keys]


def facts(count: int = 2, title: str = "Sale") -> dict[str, Any]:
    """A week with `count` of each thing."""
    keys = ["pr", "customer_service", "marketing", *(f"d{n}" for n in range(count))]
    case = {"id": "E1", "title": title, "topic": "complaint", "department": "pr", "url": LINK}
    return {
        "week": "2026-W07",
        "zone": "Europe/Paris",
        "names": NAMES,
        "words": {"language": "fr", "text": title},
        "happened": True,
        "launching": [launched(number, title) for number in range(min(count, 12))],
        "launching_more": max(0, count - 12),
        "launched": [launched(number + 100, title) for number in range(min(count, 12))],
        "launched_more": max(0, count - 12),
        "opened": 5,
        "told_in_time": 3,
        "late": 1,
        "closed": 4,
        "topics": [["complaint", 3], ["own_topic", 2], ["delivery", 1]],
        "long_open": [{**case, "since": DUE} for _ in range(min(count, 12))],
        "long_open_more": max(0, count - 12),
        "lessons": [{**case, "lesson": title} for _ in range(min(count, 3))],
        "asks": [{"topic": "complaint", "owner": "U0LEA", "due": DUE, "what": "content"}] * count,
        "waiting": waiting(keys),
        "owed": [{"id": "L1", "title": title, "due": DUE, "url": LINK}] * min(count, 4),
        "sent": waiting(keys),
        "rising": [{"topic": "complaint", "count": 3, "usual": 0.5}],
        "about": [["product_defect", 2]],
        "figures": [
            {"measure": "on_time", "share": 0.84, "usual": 0.7},
            {"measure": "reply", "share": None, "usual": 0.7},
            {"measure": "first_route", "share": 1.0, "usual": None},
        ],
        "late_sent": True,
    }


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("count", [1, 60, 1000])
def test_a_digest_has_at_most_25_lines_and_fits_slack_whatever_happened(count: int, t: Translator) -> None:
    given = facts(count, NASTY)
    shown = [
        digests.shared_digest(given, t, day="2026-11-23"),
        digest_departments.department_digest(given, "marketing", t),
    ]
    assert [fault for one in shown for fault in limits.message_faults(one)] == []
    assert max(limits.visible_lines(one) for one in shown) <= 25


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_a_quiet_week_is_one_line(t: Translator) -> None:
    for quiet in ({"week": "2026-W47", "happened": False}, {}):
        for shown in (
            digests.shared_digest(quiet, t, day="2026-11-23"),
            digest_departments.department_digest(quiet, "hr", t),
            leadership.leadership_digest(quiet, t),
        ):
            assert limits.visible_lines(shown) == 1
            assert limits.message_faults(shown) == []


def test_the_shared_digest_says_the_week_in_one_sentence_and_then_by_section() -> None:
    shown = digests.shared_digest(facts(), EN, day="2026-11-23")
    everything = limits.shown(shown.blocks)
    summary = "2 launches this week, 5 escalations last week, 10 answers awaited."
    assert shown.text == f"Weekly digest, week 7: {summary}"
    assert f"• <{LINK}|Sale 0>, <!date^" in everything
    assert "5 opened · 3 told in time · 1 late · 4 closed" in everything
    assert "• Complaint: 3 cases" in everything and "Make Content" in everything
    assert "• Press: 2 answers, the oldest due <!date^" in everything
    assert "• <@U0LEA>: content about “Complaint” by <!date^" in everything
    assert "This digest comes late" in everything and "Make the Agenda" in everything


def test_what_is_left_out_is_counted_and_said_where_it_stands() -> None:
    everything = limits.shown(digests.shared_digest(facts(1000), EN).blocks)
    assert "of 1000, all of them in `/tutti calendar`" in everything
    assert "of 1001, all of them in `/tutti list`" in everything
    assert "of 1003, all of them in `/tutti list`" in everything


def test_content_that_somebody_makes_has_no_button_and_their_name() -> None:
    taken = {"complaint": digests.Taken("U0LEA", DUE)}
    shown = digests.shared_digest(facts(), EN, day="2026-11-23", taken=taken)
    everything = limits.shown(shown.blocks)
    assert "• Complaint: 3 cases. <@U0LEA> makes content of it by <!date^" in everything
    assert limits.action_ids(shown.blocks).count("content_take") == 1
    assert "Delivery: 1 case" not in everything, "one case is not often"


def test_a_departments_digest_says_what_it_owes_first_and_its_own_figures() -> None:
    given = {**facts(), "waiting": waiting(["customer_service"])}
    shown = digest_departments.department_digest(given, "customer_service", EN)
    everything = limits.shown(shown.blocks)
    assert shown.text.startswith("Customer service: weekly digest, week 7: We owe 2 answers, the oldest due")
    assert "Others owe us 10 answers." in shown.text
    assert "• Complaint: 3 cases, usually 0.5 a week" in everything
    assert "• Answers in time: 84%, in the four weeks before 70%" in everything
    assert "• Requester told in time: too few to say" in everything
    assert "• Right department at once: 100%" in everything
    assert "• Product defect: 2 cases" in everything


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_the_opening_paragraph_stands_only_in_its_own_language(t: Translator) -> None:
    given = {**facts(), "words": {"language": "fr", "text": "Belle semaine *<!here>*"}}
    everything = limits.shown(digests.shared_digest(given, t).blocks)
    assert ("Belle semaine" in everything) == (t.language == "fr")


def decision(kind: DecisionKind, title: str = "Sale") -> dict[str, Any]:
    """One of them with every value that any of them has."""
    return {
        "id": f"{kind}:x:1",
        "kind": str(kind),
        "title": title,
        "url": LINK,
        "at": DUE,
        "since": DUE,
        "department": "pr",
        "to": "marketing",
        "topic": "complaint",
        "count": 2,
        "first": {"id": "L2", "title": title, "url": LINK},
    }


def leaders(title: str = "Sale", kinds: tuple[DecisionKind, ...] = tuple(DecisionKind)[:3]) -> dict[str, Any]:
    return {
        "week": "2026-W49",
        "zone": "Europe/Paris",
        "names": NAMES,
        "figures": [{"measure": one, "share": 0.84} for one in ("on_time", "reply", "first_route")],
        "decisions": [decision(kind, title) for kind in kinds],
        "more": 2,
        "taken": [1, 3],
        "explainer": 3,
        "late_sent": True,
    }


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("kind", DecisionKind)
def test_leaders_read_8_lines_each_decision_with_two_ways_and_what_happens_else(
    kind: DecisionKind, t: Translator
) -> None:
    shown = leadership.leadership_digest(leaders(NASTY, (kind,) * 3), t, buttons=True)
    assert limits.message_faults(shown) == []
    assert limits.visible_lines(shown) <= 8
    buttons = limits.action_ids(shown.blocks)
    assert buttons == ["decision_act", "decision_accept"] * 3
    else_ = "If you do not choose" if t.language == "en" else "Sans choix"
    assert limits.shown(shown.blocks).count(else_) == 3


def test_leaders_read_who_decided_how_quickly_and_what_comes_next_week() -> None:
    known = leaders()
    first, second, third = (str(one["id"]) for one in known["decisions"])
    chosen = {
        first: leadership.Chosen("act", "U0ANA"),
        second: leadership.Chosen("accept", "U0KARIM"),
        third: leadership.Chosen("settled", None),
    }
    shown = leadership.leadership_digest(known, EN, chosen=chosen, buttons=True)
    everything = limits.shown(shown.blocks)
    assert "everything that was put before you is decided." in everything
    assert "“Allow It”, decided by <@U0ANA>." in everything
    assert "“Leave It to the Owner”, decided by <@U0KARIM>." in everything
    assert "Press: settled without a decision." in everything
    assert limits.action_ids(shown.blocks) == []
    assert "2 more decisions come next week." in everything
    assert "Decisions of the last four weeks: 3, of which 1 was taken within 5 days." in everything
    assert "Answers in time 84% · Requester told in time 84%" in everything


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_at_least_twelve_explainers_come_one_after_the_other(t: Translator) -> None:
    weeks = [explainers.number(f"2026-W{week:02}") for week in range(1, 17)]
    said = {explainers.sentence(number, t) for number in weeks}
    assert len(said) == len(explainers.EXPLAINERS) >= 12
    assert max(len(one) for one in said) <= 140, "one line of a phone or two"


def test_as_text_there_is_no_markup_left() -> None:
    text = digest_text.text_of(digests.shared_digest(facts(), EN))
    assert f"• Sale 0 ({LINK}), Fri 27 Nov 2026 10:00: Go" in text
    assert "Launching this week" in text and "*" not in text and "<" not in text.replace("<!here>", "")
