"""Whether a call is still needed when it would be shown, and which of two is enough (N1, P3)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import LaunchState, Ping, PingKind, RequestState
from bot.rules import pings
from tests.rules.organisation import WORKSPACE, a_launch, a_request, paris

NOW = paris("2026-11-24 10:00")


def a_ping(kind: PingKind, number: int = 1, **values: Any) -> Ping:
    """A call on Léa about the request R1."""
    defaults: dict[str, Any] = {"workspace": WORKSPACE, "person": "U0LEA", "key": str(number), "notice": "L1"}
    ping = Ping(id=number, kind=kind, request="R1", not_before=NOW, made_at=NOW, **defaults)
    for name, value in values.items():
        setattr(ping, name, value)
    return ping


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (LaunchState.announced, True),
        (LaunchState.go, False),
        (LaunchState.no_go, False),
        (LaunchState.not_confirmed, False),
    ],
)
@pytest.mark.parametrize("kind", [PingKind.last_answer, PingKind.undecided])
def test_an_owner_is_asked_to_decide_only_while_go_is_possible(
    kind: PingKind, state: LaunchState, expected: bool
) -> None:
    assert pings.needed(a_ping(kind), None, a_launch(state=state)) is expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [(RequestState.waiting, True), (RequestState.unanswered, True), (RequestState.ready, False)],
)
def test_a_round_leaves_out_what_was_answered_meanwhile(state: RequestState, expected: bool) -> None:
    assert pings.needed(a_ping(PingKind.ask), a_request(state=state), a_launch()) is expected


@pytest.mark.parametrize(
    ("case", "later", "earlier", "expected"),
    [
        ("a reminder and its ask", {}, {}, True),
        ("another person", {"person": "U0TOM"}, {}, False),
        ("another request", {"request": "R2"}, {}, False),
        ("two without a request", {"request": None}, {"request": None}, False),
        ("something else about it", {}, {"kind": PingKind.second_hand_over}, False),
    ],
)
def test_of_one_request_a_person_needs_only_the_latest_step(
    case: str, later: dict[str, Any], earlier: dict[str, Any], expected: bool
) -> None:
    reminder, ask = a_ping(PingKind.reminder, 2, **later), a_ping(**{"kind": PingKind.ask, **earlier})
    assert pings.replaces(reminder, ask) is expected, case
    assert not pings.replaces(ask, reminder), case
