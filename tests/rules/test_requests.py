"""What may become of a request (DESIGN section 2, "A launch request goes …")."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from bot.errors import Refusal
from bot.models import Escalation, EscalationState, Lane, Launch, LaunchState, Origin, Request, RequestState
from bot.rules import requests
from bot.rules.requests import Move, Sort
from tests.rules.organisation import a_launch, a_request, an_escalation

SORTS: dict[Sort, dict[str, Any]] = {
    "launch": {"lane": Lane.launch},
    "escalation": {"lane": Lane.escalation},
    "expert": {"lane": Lane.escalation, "origin": Origin.expert},
    "problem": {"lane": Lane.launch, "origin": Origin.problem},
}
DESIGN: dict[Sort, str] = {
    "launch": "waiting:ready waiting:problem waiting:not_concerned problem:ready ready:waiting "
    "problem:waiting not_concerned:waiting waiting:unanswered unanswered:ready unanswered:problem "
    "unanswered:not_concerned unanswered:rested waiting:handed_over unanswered:handed_over",
    "escalation": "waiting:taken waiting:handed_over waiting:rested taken:waiting taken:handed_over "
    "rested:taken waiting:paused paused:waiting",
    "expert": "waiting:answered waiting:not_concerned waiting:rested waiting:paused paused:waiting",
    "problem": "waiting:solved",
}


@pytest.mark.parametrize("sort", get_args(Sort))
def test_every_move_of_the_design_is_possible(sort: Sort) -> None:
    reached = {f"{before}:{after}" for (before, _), after in requests.MOVES[sort].items()}
    assert set(DESIGN[sort].split()) <= reached
    more = {pair for pair in reached - set(DESIGN[sort].split()) if not pair.endswith(":dropped")}
    late = {"rested:ready", "rested:problem", "rested:not_concerned", "waiting:rested", "rested:answered"}
    assert more <= late, "beyond the design only a late answer to what was let rest"


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("state", list(RequestState))
def test_every_other_move_is_refused_with_a_sentence(sort: Sort, state: RequestState) -> None:
    for answered_by in (None, "U0TOM"):
        request = a_request(state=state, answered_by=answered_by, **SORTS[sort])
        for move in get_args(Move):
            expected = requests.MOVES[sort].get((state, move))
            if expected is not None:
                assert requests.answer(request, move) is expected
                continue
            with pytest.raises(Refusal) as refused:
                requests.answer(request, move)
            assert refused.value.msgid.format(**refused.value.fields).endswith(".")


@pytest.mark.parametrize(
    ("sort", "state", "move", "sentence"),
    [
        ("launch", "ready", "ready", "Already answered by U0TOM."),
        ("launch", "not_concerned", "problem", "Already answered by U0TOM."),
        ("escalation", "taken", "take", "Already taken by U0TOM."),
        ("expert", "answered", "answer", "Already answered by U0TOM."),
        ("problem", "solved", "solve", "Already answered by U0TOM."),
        ("escalation", "handed_over", "take", "Already handed over by U0TOM; another department has it now."),
        ("escalation", "dropped", "take", "This is not asked any more; nothing was changed."),
    ],
)
def test_a_late_click_says_who_was_first(sort: Sort, state: str, move: Move, sentence: str) -> None:
    request: Request = a_request(state=RequestState(state), answered_by="U0TOM", **SORTS[sort])
    with pytest.raises(Refusal) as refused:
        requests.answer(request, move)
    assert refused.value.msgid.format(**refused.value.fields) == sentence


@pytest.mark.parametrize(
    ("notice", "values", "sentence"),
    [
        (
            a_launch(state=LaunchState.cancelled),
            {},
            "This launch was cancelled; no answer is needed any more.",
        ),
        (a_launch(state=LaunchState.live), {}, "This launch has gone out; no answer is needed any more."),
        (
            a_launch(state=LaunchState.live),
            {"state": "ready", "answered_by": "U0TOM"},
            "Already answered by U0TOM.",
        ),
        (an_escalation(state=EscalationState.closed, owner="U0LEA"), {}, "This is closed; U0LEA had it."),
        (an_escalation(state=EscalationState.closed), {}, "This is closed; reopen it if it is not settled."),
        (
            an_escalation(state=EscalationState.not_escalation),
            {},
            "This was set aside as not an escalation; reopen it if it is one.",
        ),
    ],
)
def test_after_the_end_a_click_says_what_became_of_it(
    notice: Launch | Escalation, values: dict[str, Any], sentence: str
) -> None:
    refusal = requests.ended(notice, a_request(**values))
    assert refusal.msgid.format(**refusal.fields) == sentence


@pytest.mark.parametrize("state", list(RequestState))
def test_open_means_somebody_still_has_to_answer(state: RequestState) -> None:
    assert requests.is_open(a_request(state=state)) is (state in ("waiting", "unanswered"))
