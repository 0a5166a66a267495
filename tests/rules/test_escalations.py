"""How an escalation moves; levels, hand-overs, taking back (DESIGN section 2; PRODUCT section 2)."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from bot.errors import Refusal
from bot.models import EscalationState, Reach, Severity
from bot.rules import escalations
from bot.rules.escalations import Move
from tests.rules.organisation import an_escalation, paris

NOW = paris("2026-11-23 12:00")
DESIGN = {
    "open:taken",
    "taken:told",
    "told:closed",
    "taken:open",
    "closed:open",
    "open:not_escalation",
    "taken:not_escalation",
    "not_escalation:open",
    "told:open",
    "open:open",
}


def test_the_moves_are_those_of_the_design() -> None:
    assert {f"{before}:{after}" for (before, _), after in escalations.MOVES.items()} == DESIGN


@pytest.mark.parametrize("state", list(EscalationState))
def test_every_other_move_is_refused_with_a_sentence(state: EscalationState) -> None:
    for move in get_args(Move):
        for by in (None, "U0LEA"):
            expected = escalations.MOVES.get((state, move))
            if expected is not None:
                assert escalations.move(state, move, by=by) is expected
                continue
            with pytest.raises(Refusal) as refused:
                escalations.move(state, move, by=by)
            assert refused.value.msgid.format(**refused.value.fields).endswith(".")


@pytest.mark.parametrize(
    ("state", "move", "sentence"),
    [
        ("taken", "take", "Already taken by U0LEA."),
        ("closed", "close", "Already closed by U0LEA."),
        ("open", "tell", "Nobody has taken this yet; take it first."),
        ("taken", "close", "Already taken by U0LEA."),
    ],
)
def test_a_late_click_says_who_was_first(state: str, move: Move, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        escalations.move(EscalationState(state), move, by="U0LEA")
    assert refused.value.msgid.format(**refused.value.fields) == sentence


def test_a_second_hand_over_needs_the_orchestrator() -> None:
    assert escalations.may_hand_over(an_escalation())
    assert not escalations.may_hand_over(an_escalation(hops=1))


@pytest.mark.parametrize(
    ("topic", "ticked", "private"),
    [("complaint", False, False), ("complaint", True, True), ("hr_grievance", False, True)],
)
def test_some_topics_are_private_from_the_start(topic: str, ticked: bool, private: bool) -> None:
    assert escalations.is_private(topic, ticked=ticked) is private


@pytest.mark.parametrize(
    ("taken_ago", "allowed"),
    [(None, False), (timedelta(0), True), (timedelta(hours=1), True), (timedelta(hours=1, seconds=1), False)],
)
def test_a_take_is_given_back_within_the_hour(taken_ago: timedelta | None, allowed: bool) -> None:
    escalation = an_escalation(taken_at=None if taken_ago is None else NOW - taken_ago)
    assert (escalations.may_give_back(escalation, NOW) is None) is allowed


@pytest.mark.parametrize(
    ("severity", "reach", "proposed"),
    [
        (Severity.low, Reach.wide, Severity.normal),
        (Severity.normal, Reach.wide, Severity.high),
        (Severity.high, Reach.wide, Severity.high),
        (Severity.crisis, Reach.wide, Severity.crisis),
        (Severity.normal, Reach.local, Severity.normal),
        (Severity.normal, Reach.none, Severity.normal),
    ],
)
def test_a_wide_reach_raises_the_proposed_level_but_never_to_crisis(
    severity: Severity, reach: Reach, proposed: Severity
) -> None:
    assert escalations.proposed_severity(severity, reach) is proposed


@pytest.mark.parametrize(
    ("state", "now", "late"),
    [
        ("open", "2026-11-23 13:59", False),
        ("open", "2026-11-23 14:00", True),
        ("taken", "2026-11-23 15:00", True),
        ("told", "2026-11-23 15:00", False),
        ("closed", "2026-11-23 15:00", False),
    ],
)
def test_a_reply_is_late_once_the_promise_has_passed(state: str, now: str, late: bool) -> None:
    escalation = an_escalation(state=EscalationState(state))
    assert escalations.is_late(escalation, paris(now)) is late


@pytest.mark.parametrize(
    ("state", "reach", "waits"),
    [
        ("open", Reach.local, True),
        ("open", Reach.wide, True),
        ("open", Reach.none, False),
        ("taken", Reach.wide, False),
    ],
)
def test_only_a_public_case_not_yet_taken_rises(state: str, reach: Reach, waits: bool) -> None:
    assert escalations.waits_in_public(an_escalation(state=EscalationState(state), reach=reach)) is waits
