"""How the two lanes meet: what is proposed, what can be held, what a release ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.models import Launch, LaunchState, Relation, RelationKind
from bot.rules import defaults
from bot.rules import relations as rules
from tests.rules.organisation import a_launch, a_snapshot, paris

NOW = paris("2026-11-23 10:00")


def tie(
    kind: RelationKind = RelationKind.holds, *, released: bool = False, escalation: str = "E1"
) -> Relation:
    return Relation(
        workspace="T0TUTTI",
        launch="L1",
        escalation=escalation,
        kind=kind,
        by="U0LEA",
        at=NOW,
        ended_by="U0JULIE" if released else None,
        ended_at=NOW if released else None,
    )


def launch(state: LaunchState = LaunchState.go, days: int = 3, **given: bool | str) -> Launch:
    return a_launch(state=state, at=NOW + timedelta(days=days), **given)


@pytest.mark.parametrize("kind", defaults.LAUNCH_KINDS)
def test_each_kind_proposes_a_topic_that_exists(kind: str) -> None:
    book = a_snapshot()
    found = rules.topic_for(a_launch(kind=kind), book)
    assert found in {"", *(topic.key for topic in defaults.topics(book))}
    assert found or kind == "information"


@pytest.mark.parametrize("state", LaunchState)
def test_only_what_takes_place_turns_sour(state: LaunchState) -> None:
    assert (rules.may_turn_sour(launch(state)) is None) == (state in rules.SOUR)


@pytest.mark.parametrize(
    ("given", "ties", "held"),
    [
        (launch(), [], True),
        (launch(LaunchState.announced), [], True),
        (launch(), [tie(RelationKind.raised)], True),
        (launch(), [tie(released=True)], True),
        (launch(), [tie(escalation="E2")], True),
        (launch(), [tie()], False),
        (launch(LaunchState.live), [], False),
        (launch(LaunchState.no_go), [], False),
        (launch(days=43), [], False),
    ],
)
def test_what_still_goes_out_within_six_weeks_can_be_held_once_by_each(
    given: Launch, ties: list[Relation], held: bool
) -> None:
    assert (rules.may_be_held(given, ties, "E1", NOW) is None) is held


@pytest.mark.parametrize(
    ("given", "ties", "crisis", "refused"),
    [
        (launch(), [tie()], False, None),
        (launch(LaunchState.announced), [tie()], False, None),
        (launch(held=True), [], False, None),
        (launch(), [], True, None),
        (launch(), [], False, "Nothing holds"),
        (launch(LaunchState.announced), [], True, "Only a launch at Go"),
        (launch(), [tie(released=True)], False, "Already released"),
        (launch(released_by="U0KARIM"), [], True, "Already released"),
    ],
)
def test_a_release_needs_something_that_holds_and_says_who_was_first(
    given: Launch, ties: list[Relation], crisis: bool, refused: str | None
) -> None:
    found = rules.may_be_released(given, ties, crisis=crisis)
    assert (found is None) if refused is None else (found is not None and found.msgid.startswith(refused))
