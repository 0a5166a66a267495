"""Whether a message announces a launch: its kind, and when it goes live."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.rules.hearing.cues import Hit
from bot.rules.hearing.evidence import Evidence

NEEDED: Final = 4.5
SURE: Final = 5.5
GOING, DATED, SOON, OURS = 1.0, 1.25, 0.75, 0.5
"""What adds: that it goes live; on a day to come, or in a month to come; that it is our own plan."""
AGAINST: Final = {
    "joke": 3.0,
    "past": 2.5,
    "process": 2.0,
    "how": 2.0,
    "hypothetical": 1.5,
    "elsewhere": 3.0,
    "training": 2.0,
    "thanks": 1.0,
    "inside": 2.5,
    "hr": 2.5,
}
ASKED, ASKED_DATED = 2.5, 1.0
"""What a message that only asks loses, without and with a day."""


@dataclass(frozen=True)
class Planned:
    """A launch as the words announce it. strength: against `NEEDED`."""

    kind: str
    at: datetime | None
    strength: float
    hits: tuple[Hit, ...]


def announced(evidence: Evidence, kinds: Collection[str]) -> Planned | None:
    """The launch that the message announces; None for nothing. kinds: the keys that the workspace has."""
    scores = {key: evidence.score("launch", key) for key in evidence.named("launch") if key in kinds}
    if not scores:
        return None
    kind = max(scores, key=lambda key: (scores[key], key not in _WIDE))
    going, soon = evidence.has("going", "live"), evidence.has("going", "month")
    if scores[kind] < 2 or not (going or evidence.planned_at):
        return None
    strength = scores[kind] + (GOING if going else 0)
    strength += DATED if evidence.planned_at else SOON if soon else 0
    strength += OURS if evidence.has("planned", "ours") else 0
    for context, taken in AGAINST.items():
        if evidence.has("context", context):
            dated = context in ("past", "thanks") and evidence.planned_at
            strength -= taken / 2 if dated else max(taken, strength * 0.67)
    if evidence.only_asks:
        strength -= ASKED_DATED if evidence.planned_at else ASKED
    if strength < NEEDED:
        return None
    return Planned(kind, evidence.planned_at, strength, tuple(evidence.of("launch", kind)))


_WIDE: Final = ("product_launch", "information")
"""Kinds whose words stand in the others' messages too: those win where they say as much."""
