"""The digest is short, counts departments and never persons, and is one line after a quiet week."""

from __future__ import annotations

from typing import Any

import pytest

from bot.i18n import Translator
from bot.views import digests
from tests.views import limits, scenes
from tests.views.scenes import EN, LANGUAGES, NASTY

LINK = "https://acme.slack.com/archives/C0/p1"


def launched(number: int, title: str = "Sale") -> dict[str, Any]:
    return {
        "id": f"L{number}",
        "title": f"{title} {number}",
        "at": "2026-11-27T09:00:00+00:00",
        "state": "go",
    }


def facts(count: int = 2, title: str = "Sale") -> dict[str, Any]:
    """A week with `count` of each thing."""
    return {
        "week": "2026-W07",
        "launching": [launched(number, title) for number in range(count)],
        "launched": [launched(number + 100, title) for number in range(count)],
        "opened": 5,
        "told_in_time": 3,
        "late": 1,
        "closed": 4,
        "topics": [["complaint", 3], ["own_topic", 2]],
        "waiting": [
            {"department": key, "count": 2, "oldest_due": "2026-11-25T09:00:00+00:00"}
            for key in ["pr", "customer_service", "marketing", *(f"d{n}" for n in range(count))]
        ],
        "late_sent": True,
    }


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("count", [1, 60])
def test_a_digest_has_at_most_25_lines_whatever_happened(count: int, t: Translator) -> None:
    links = {"L0": LINK}
    shown = [
        digests.shared_digest(facts(count, NASTY), scenes.snapshot(), t, links=links),
        digests.department_digest(facts(count, NASTY), "marketing", scenes.snapshot(), t, links=links),
    ]
    assert [fault for given in shown for fault in limits.message_faults(given)] == []
    assert max(limits.visible_lines(given) for given in shown) <= 25


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_a_quiet_week_is_one_line(t: Translator) -> None:
    for quiet in ({"week": "2026-W47"}, {}):
        shown = digests.shared_digest(quiet, scenes.snapshot(), t, links={})
        assert limits.visible_lines(shown) == 1
        assert limits.message_faults(shown) == []


def test_the_shared_digest_says_the_week_in_one_sentence_and_then_by_section() -> None:
    shown = digests.shared_digest(facts(), scenes.snapshot(), EN, links={"L0": LINK})
    everything = limits.shown(shown.blocks)
    summary = "2 launches this week, 5 escalations last week, 10 answers awaited."
    assert shown.text == f"Weekly digest, week 7: {summary}"
    assert f"• <{LINK}|Sale 0>, <!date^" in everything
    assert "5 opened · 3 told in time · 1 late · 4 closed" in everything
    assert "Most often: Complaint (3) and Own topic (2)" in everything
    assert "• Press: 2 answers, the oldest due <!date^" in everything
    assert "This digest comes late" in everything


def test_a_departments_digest_has_what_waits_for_it_first() -> None:
    shown = digests.department_digest(facts(), "customer_service", scenes.snapshot(), EN, links={})
    waiting = limits.shown(shown.blocks).partition("*Answers awaited*\n")[2]
    assert shown.blocks[0]["text"]["text"] == "Customer service: weekly digest, week 7"
    assert waiting.startswith("• Customer service: 2 answers")
