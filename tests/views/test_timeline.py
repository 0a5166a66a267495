"""Each kind of entry is a whole sentence in both languages, also with values of an older version."""

from __future__ import annotations

from typing import Any

import pytest

from bot.i18n import Translator
from bot.views import timeline
from tests.views import scenes
from tests.views.limits import LIVE
from tests.views.scenes import EN, LANGUAGES, NASTY

FULL: dict[str, Any] = {
    "department": "customer_service",
    "from": "customer_service",
    "to": "pr",
    "person": "U0TOM",
    "state": "ready",
    "decision": "go",
    "before": "normal",
    "after": "high",
    "role": "deputy",
    "due": "2026-11-26T12:00:00+00:00",
    "channel": "C0CS",
    **dict.fromkeys(("reason", "question", "answer", "lesson", "promised", "where"), NASTY),
}


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("kind", [*timeline.SENTENCES, "of_tomorrow"])
def test_a_kind_reads_with_all_its_values_and_with_none(kind: str, t: Translator) -> None:
    snapshot = scenes.snapshot()
    full = timeline.line(scenes.entry(kind, **FULL), snapshot, t)
    bare = timeline.line(scenes.entry(kind, None), snapshot, t)
    for line in (full, bare):
        assert " · " in line
        assert not LIVE.search(line.replace("<#C0CS>", ""))
        assert len(line) < 1500
    assert "–" not in bare


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("answered", {"department": "pr", "state": "ready"}, "Léa Petit answered for Press: ready."),
        ("answered", {"department": "pr", "state": "problem", "reason": "No stock"}, "problem. No stock"),
        ("told", {"where": "By phone"}, "Léa Petit told the requester: By phone"),
        ("told", {"told": "not_needed"}, "Léa Petit noted that the requester need not be told."),
        ("severity", {"before": "normal", "after": "high"}, "changed the severity from Normal to High."),
        ("called", {"role": "deputy", "person": "U0LEA"}, "Léa Petit was called (deputy)."),
        ("missed", {"role": "head"}, "A call came too late to be sent: head."),
        ("decided", {"decision": "reservations"}, "Léa Petit decided: Go with reservations."),
        ("changed", {"price": ["10", "12"], "at": ["a", "b"]}, "Léa Petit changed it: price and date."),
        ("changed", {"fields": {"title": ["a", "b"]}}, "Léa Petit changed it: name."),
        ("handed_over", {"from": "pr", "to": "customer_service"}, "from Press to Customer service."),
        ("edited", {"title": "the old text"}, "Léa Petit rewrote the summary; the old text was removed."),
    ],
    ids=str,
)
def test_the_fullest_known_sentence_is_said(kind: str, values: dict[str, Any], sentence: str) -> None:
    assert sentence in timeline.event(scenes.entry(kind, **values), scenes.snapshot(), EN)


def test_a_new_date_names_both_hours() -> None:
    moved = scenes.entry(
        "postponed", **{"from": "2026-11-26T12:00:00+00:00", "to": "2026-11-27T12:00:00+00:00"}
    )
    line = timeline.event(moved, scenes.snapshot(), EN)
    assert line.startswith("Léa Petit moved it from <!date^")
    assert " to <!date^" in line


def test_what_tutti_did_by_itself_names_tutti() -> None:
    assert timeline.event(scenes.entry("of_tomorrow", None), scenes.snapshot(), EN) == "Tutti worked on it."
