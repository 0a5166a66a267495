"""How a launch moves and what *Go* waits for (DESIGN section 2; PRODUCT section 2, "Go")."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from bot.errors import Refusal
from bot.models import LaunchState, Origin, Request, RequestState
from bot.rules import launches
from bot.rules.launches import Blocked, Gate, Move
from tests.rules.organisation import a_launch, a_request

DESIGN = (
    "announced:go announced:reservations announced:no_go announced:not_confirmed go:live reservations:live "
    "announced:cancelled go:cancelled reservations:cancelled no_go:cancelled not_confirmed:cancelled "
    "announced:announced go:announced reservations:announced no_go:announced not_confirmed:announced "
    "live:reviewed"
)


def asked(department: str, state: str, **values: Any) -> Request:
    """A request of the launch in this state."""
    return a_request(id=f"R{department}{values}", department=department, state=RequestState(state), **values)


def test_the_moves_are_those_of_the_design() -> None:
    assert {f"{before}:{after}" for (before, _), after in launches.MOVES.items()} == set(DESIGN.split())


@pytest.mark.parametrize("state", list(LaunchState))
def test_every_other_move_is_refused_with_a_sentence(state: LaunchState) -> None:
    for move in get_args(Move):
        for by in (None, "U0JULIE"):
            expected = launches.MOVES.get((state, move))
            if expected is not None:
                assert launches.move(state, move, by=by) is expected
                continue
            with pytest.raises(Refusal) as refused:
                launches.move(state, move, by=by)
            assert refused.value.msgid.format(**refused.value.fields).endswith(".")


@pytest.mark.parametrize(
    ("state", "required", "gate"),
    [
        ("ready", True, Gate()),
        ("problem", True, Gate(blocking=(Blocked("hr", "problem"),))),
        ("waiting", True, Gate(blocking=(Blocked("hr", "waiting"),))),
        ("unanswered", True, Gate(blocking=(Blocked("hr", "unanswered"),))),
        ("rested", True, Gate(blocking=(Blocked("hr", "unanswered"),))),
        ("not_concerned", True, Gate(confirm=("hr",))),
        ("dropped", True, Gate()),
        ("ready", False, Gate()),
        ("not_concerned", False, Gate()),
        ("problem", False, Gate(reserved=("hr",))),
        ("waiting", False, Gate(reserved=("hr",))),
        ("unanswered", False, Gate(reserved=("hr",))),
    ],
)
def test_what_one_answer_does_to_the_gate(state: str, required: bool, gate: Gate) -> None:
    found = [asked("hr", state, required=required)]
    assert launches.gate(a_launch(), found) == gate
    assert launches.is_ready(a_launch(), found) is (gate.blocking == ())


def test_a_launch_that_asks_nobody_is_ready() -> None:
    assert launches.gate(a_launch(), []) == Gate()
    assert launches.is_ready(a_launch(), [])


def test_the_announcing_department_and_those_gone_without_do_not_block() -> None:
    launch = a_launch(department="marketing", without=["hr"])
    found = [asked("marketing", "waiting"), asked("hr", "problem"), asked("pr", "waiting")]
    assert launches.gate(launch, found) == Gate(blocking=(Blocked("pr", "waiting"),))


def test_a_request_handed_over_is_replaced_by_its_successor() -> None:
    first, second = asked("hr", "handed_over"), asked("pr", "waiting", hop=1)
    assert launches.current(a_launch(), [second, first]) == [second]
    assert launches.gate(a_launch(), [first, second]).blocking == (Blocked("pr", "waiting"),)


def test_the_latest_round_counts_and_who_was_not_asked_again_keeps_their_answer() -> None:
    old, new = asked("hr", "ready", round=1), asked("hr", "waiting", round=2)
    kept = asked("pr", "ready", round=1)
    counted = launches.current(a_launch(round=2), [new, kept, old])
    assert {request.department: request for request in counted} == {"hr": new, "pr": kept}
    assert launches.gate(a_launch(round=2), [old, kept, new]).blocking == (Blocked("hr", "waiting"),)


def test_only_routing_requests_of_this_launch_count() -> None:
    problem = asked("pr", "waiting", origin=Origin.problem)
    other = asked("pr", "waiting", notice="L2")
    assert launches.gate(a_launch(), [problem, other]) == Gate()


@pytest.mark.parametrize("state", list(LaunchState))
def test_an_answer_is_taken_back_until_go(state: LaunchState) -> None:
    assert (launches.may_take_back(a_launch(state=state)) is None) is (state == "announced")


@pytest.mark.parametrize(
    ("before", "after", "again"),
    [
        ({"at": 1}, {"at": 2}, True),
        ({"price": "9 €"}, {"price": "8 €"}, True),
        ({"claim": "Best"}, {}, True),
        ({"answerer": None}, {"answerer": "U0LEA"}, True),
        ({"offer": ""}, {"offer": None}, False),
        ({"terms": "Until Friday"}, {"terms": " Until Friday "}, False),
        ({"title": "A", "goal": "1"}, {"title": "B", "goal": "2"}, False),
    ],
)
def test_a_change_asks_again_only_if_it_matters(
    before: dict[str, Any], after: dict[str, Any], again: bool
) -> None:
    assert launches.asks_again(before, after) is again
