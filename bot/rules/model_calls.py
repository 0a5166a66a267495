"""When a language model may be asked: the workspace allows it, its budget lasts, the model answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.models import Outcome, Workspace
from bot.models.model_calls import FAILURES

CHARACTERS: Final = 3
"""Of a token, at the least: French takes more tokens than English. Only what is reserved counts by it."""
RESTS_AFTER: Final = 3
"""Failures one after the other."""
RESTS: Final = timedelta(minutes=1)
"""How long a model that fails is left alone: what waits for it would only wait."""
MILLION: Final = 1_000_000

Silence = Literal["not_allowed", "budget", "resting"]
"""Why the model is not asked."""


def silence(
    workspace: Workspace, used: int, wanted: int, recent: Sequence[tuple[datetime, Outcome]], now: datetime
) -> Silence | None:
    """Why the model is not asked now; None: it is.

    used: tokens of this local day. wanted: tokens at the most. recent: its last calls, newest first.
    """
    if not workspace.model_allowed:
        return "not_allowed"
    if used + wanted > workspace.model_tokens_per_day:
        return "budget"
    last = recent[:RESTS_AFTER]
    failed = len(last) == RESTS_AFTER and all(outcome in FAILURES for _, outcome in last)
    return "resting" if failed and now - last[0][0] < RESTS else None


def day_start(workspace: Workspace, now: datetime) -> datetime:
    """When the workspace's present day began, aware UTC."""
    zone = ZoneInfo(workspace.timezone)
    return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)


def tokens_of(text: str) -> int:
    """How many tokens a text takes, rather too many."""
    return len(text) // CHARACTERS + 1


def cost(tokens_in: int, tokens_out: int, input_price: float, output_price: float) -> int:
    """In millionths of a dollar; prices are dollars for a million tokens, so that a token at 1 costs 1."""
    return round(tokens_in * input_price + tokens_out * output_price)
