"""Whether a message announces a launch: its kind, and when it goes live."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.rules.hearing import weighing
from bot.rules.hearing.cues import Hit
from bot.rules.hearing.evidence import Evidence

NEEDED: Final = 0.4
"""How likely it must be to be doubtful; below it is nothing."""
SURE: Final = 0.65
"""From how likely on it is proposed without asking a model."""


@dataclass(frozen=True)
class Planned:
    """A launch as the words announce it. likely: from 0 to 1; hits: the words that speak for it."""

    kind: str
    at: datetime | None
    likely: float
    hits: tuple[Hit, ...]


def announced(evidence: Evidence, likely: float, kinds: Collection[str]) -> Planned | None:
    """The launch that the message announces; None for nothing.

    likely: that it is one at all. kinds: the keys that the workspace has.
    """
    if likely < NEEDED:
        return None
    kind = weighing.likeliest(evidence, "launch", kinds)
    if kind is None:
        return None
    return Planned(kind, evidence.planned_at, likely, tuple(evidence.of("launch", kind)))
