"""When a language model may be asked, and what that costs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.models import Outcome
from bot.rules import model_calls
from tests.rules.organisation import a_workspace, clock, paris

NOW = paris("2026-11-24 10:00")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("allowed", "used", "wanted", "outcomes", "ago", "why"),
    [
        (False, 0, 10, [], 1, "not_allowed"),
        (True, 0, 1000, [], 1, None),
        (True, 900, 101, [], 1, "budget"),
        (True, 900, 100, [Outcome.answered], 1, None),
        (True, 0, 10, [Outcome.slow] * 2, 1, None),
        (True, 0, 10, [Outcome.slow, Outcome.limited, Outcome.unavailable], 1, "resting"),
        (True, 0, 10, [Outcome.slow] * 3, 61, None),
        (True, 0, 10, [Outcome.slow, Outcome.answered, Outcome.slow, Outcome.slow], 1, None),
        (True, 0, 10, [Outcome.declined] * 3, 1, None),
    ],
)
def test_it_is_asked_where_allowed_within_the_budget_and_while_it_answers(
    allowed: bool, used: int, wanted: int, outcomes: list[Outcome], ago: float, why: str | None
) -> None:
    workspace = a_workspace(model_allowed=allowed, model_tokens_per_day=1000)
    calls = [(NOW - (ago + place) * SECOND, outcome) for place, outcome in enumerate(outcomes)]
    assert model_calls.silence(workspace, used, wanted, calls, NOW) == why


def test_a_day_is_the_workspaces_own_and_begins_at_midnight_in_a_long_night_too() -> None:
    assert clock(model_calls.day_start(a_workspace(), paris("2026-11-24 00:30"))) == "2026-11-24 00:00"
    assert clock(model_calls.day_start(a_workspace(), paris("2026-10-25 23:00"))) == "2026-10-25 00:00"


def test_tokens_are_counted_rather_too_many_and_cost_what_the_prices_say() -> None:
    assert model_calls.tokens_of("a" * 300) == 101
    assert model_calls.cost(1_000_000, 1_000_000, 0.15, 0.6) == 750_000
    assert model_calls.cost(0, 0, 1, 1) == 0
