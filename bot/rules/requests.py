"""What may become of a request: the moves between its states (DESIGN section 2).

There is one table for each sort: a department asked about a launch or an escalation, an expert, a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from bot.errors import Refusal
from bot.models import Escalation, EscalationState, Lane, Launch, LaunchState, Origin, Request
from bot.models import RequestState as S

Sort = Literal["launch", "escalation", "expert", "problem"]
Move = Literal[
    "ready",
    "problem",
    "not_concerned",
    "hand_over",
    "solve",
    "take_back",
    "expire",
    "rest",
    "take",
    "give_back",
    "answer",
    "drop",
    "pause",
    "resume",
]
Moves = Mapping[tuple[S, Move], S]

_OPEN: Final = (S.waiting, S.unanswered, S.rested)
_ANSWERS: Final[Mapping[Move, S]] = {
    "ready": S.ready,
    "problem": S.problem,
    "not_concerned": S.not_concerned,
}

LAUNCH: Final[Moves] = {
    **{(state, move): answer for state in _OPEN for move, answer in _ANSWERS.items()},
    **{(state, "take_back"): S.waiting for state in _ANSWERS.values()},
    **{(state, "hand_over"): S.handed_over for state in (S.waiting, S.unanswered)},
    **{(state, "rest"): S.rested for state in (S.waiting, S.unanswered)},
    **{(state, "drop"): S.dropped for state in (*_OPEN, *_ANSWERS.values())},
    (S.waiting, "expire"): S.unanswered,
    (S.problem, "solve"): S.ready,
}
ESCALATION: Final[Moves] = {
    (S.waiting, "take"): S.taken,
    (S.rested, "take"): S.taken,
    (S.waiting, "hand_over"): S.handed_over,
    (S.taken, "hand_over"): S.handed_over,
    (S.waiting, "rest"): S.rested,
    (S.taken, "give_back"): S.waiting,
    **{(state, "drop"): S.dropped for state in (S.waiting, S.taken, S.rested, S.paused)},
    (S.waiting, "pause"): S.paused,
    (S.paused, "resume"): S.waiting,
}
EXPERT: Final[Moves] = {
    (S.waiting, "answer"): S.answered,
    (S.rested, "answer"): S.answered,
    (S.waiting, "not_concerned"): S.not_concerned,
    (S.waiting, "rest"): S.rested,
    **{(state, "drop"): S.dropped for state in (S.waiting, S.rested, S.paused)},
    (S.waiting, "pause"): S.paused,
    (S.paused, "resume"): S.waiting,
}
PROBLEM: Final[Moves] = {
    (S.waiting, "solve"): S.solved,
    (S.waiting, "drop"): S.dropped,
}
MOVES: Final[Mapping[Sort, Moves]] = {
    "launch": LAUNCH,
    "escalation": ESCALATION,
    "expert": EXPERT,
    "problem": PROBLEM,
}


def sort_of(request: Request) -> Sort:
    """Which of the tables holds for this request."""
    if request.origin is Origin.expert:
        return "expert"
    if request.origin is Origin.problem:
        return "problem"
    return "launch" if request.lane is Lane.launch else "escalation"


def answer(request: Request, move: Move) -> S:
    """The state that the move leads to; Refusal that says who was first or what has become of it (N14).

    Whether the notice still allows it (an answer is taken back until *Go*, a take within the hour) is asked
    of `rules.launches` and `rules.escalations`.
    """
    state = MOVES[sort_of(request)].get((request.state, move))
    if state is None:
        raise finished(request)
    return state


def is_open(request: Request) -> bool:
    """Whether somebody still has to answer it."""
    return request.state in (S.waiting, S.unanswered)


def may_still_answer(request: Request) -> bool:
    """Whether an answer still counts: it waits, is late, or rests (N14)."""
    return request.state in _OPEN


def finished(request: Request) -> Refusal:
    """What a late click is told: who answered, took, handed over or rested it (N14)."""
    person = request.answered_by
    if request.state is S.paused:
        return Refusal("This is merged into another one and is answered there; nothing was changed.")
    if request.state is S.dropped:
        return Refusal("This is not asked any more; nothing was changed.")
    if request.state in (S.waiting, S.unanswered):
        return Refusal("Nobody has answered this yet, so there is nothing to undo; nothing was changed.")
    if person is None:
        return Refusal("This was settled meanwhile; open the card to see where it stands.")
    if request.state is S.taken:
        return Refusal("Already taken by {person}.", person=person)
    if request.state is S.handed_over:
        return Refusal("Already handed over by {person}; another department has it now.", person=person)
    if request.state is S.rested:
        return Refusal("{person} decided to let this rest.", person=person)
    return Refusal("Already answered by {person}.", person=person)


def ended(notice: Launch | Escalation, request: Request) -> Refusal:
    """What a click is told after the whole notice ended: who answered, else what became of the notice."""
    if request.answered_by is not None and not is_open(request):
        return finished(request)
    if isinstance(notice, Launch):
        if notice.state is LaunchState.cancelled:
            return Refusal("This launch was cancelled; no answer is needed any more.")
        return Refusal("This launch has gone out; no answer is needed any more.")
    if notice.state is EscalationState.not_escalation:
        return Refusal("This was set aside as not an escalation; reopen it if it is one.")
    if notice.owner is not None:
        return Refusal("This is closed; {person} had it.", person=notice.owner)
    return Refusal("This is closed; reopen it if it is not settled.")
