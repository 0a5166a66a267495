"""How things are called."""

from __future__ import annotations

import pytest

from bot.models import Reach, Requester, RequestState, Severity
from bot.rules import defaults
from bot.views import kit, names
from tests.views.samples import BOTH, EN, LONG, NASTY, crowded, escalation, launch, snapshot

DEADLINES = {"crisis": "20m", "high": "1h", "normal": "4h", "low": "1d"}


@pytest.mark.parametrize(
    ("window", "real", "words"),
    [
        ("4h", False, "4 working hours"),
        ("1h", False, "1 working hour"),
        ("20m", True, "20 minutes"),
        ("30s", False, "30 seconds"),
        ("1d", False, "1 working day"),
        ("2d", True, "2 days"),
        ("1h", True, "1 hour"),
        ("soon", False, "soon"),
    ],
)
def test_a_window_is_said_in_words(window: str, real: bool, words: str) -> None:
    assert names.window_words(EN, window, real=real) == words


def test_a_severity_is_a_sentence_with_its_window() -> None:
    assert names.severity(EN, Severity.normal, DEADLINES) == "Normal: answered within 4 working hours"
    assert names.severity(EN, Severity.crisis, DEADLINES).endswith("within 20 minutes")
    assert names.severity(EN, Severity.high, {}) == "High"


def test_every_default_kind_topic_and_state_has_a_name() -> None:
    for key in defaults.LAUNCH_KINDS:
        assert key in names.KINDS
    for key in defaults.TOPICS:
        assert key in names.TOPICS
    for t in BOTH:
        assert all(names.request_state(t, state) for state in RequestState)
        assert all(names.requester(t, one) for one in Requester)
        assert all(names.reach(t, one) for one in Reach)


def test_a_key_of_the_workspaces_own_is_shown_as_words() -> None:
    assert names.kind(EN, "store_opening") == "Store opening"
    assert names.topic(EN, "lost_and_found") == "Lost and found"
    assert names.department_label(EN, snapshot(), "night_shift") == "Night shift"


def test_a_known_person_is_text_and_an_unknown_one_a_mention() -> None:
    assert names.who(snapshot(), "U0LEA") == "Léa Petit"
    assert names.who(snapshot(), "U0NEW") == "<@U0NEW>"
    assert "<" not in names.who(crowded(), "U0LEA")


def test_what_people_typed_is_cut_before_it_is_escaped() -> None:
    assert names.said("a\n  b") == "a b"
    assert names.said("&&&&&&", 4) == "&amp;&amp;&amp;…"
    pieces = names.said_whole(LONG * 2)
    assert all(len(piece) <= 3000 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(kit.escape(LONG * 2).split())


def test_headers_name_the_thing() -> None:
    assert names.launch_header(EN, launch()) == "Promotion: Summer sale"
    assert names.launch_header(EN, launch(texts={})) == "Promotion: (removed)"
    told = escalation(texts={"title": "one two three four five six seven eight nine"})
    assert names.escalation_header(EN, told) == "Complaint: one two three four five six seven eight…"
    assert NASTY.split()[0] in names.launch_header(EN, launch(texts={"title": NASTY}))
