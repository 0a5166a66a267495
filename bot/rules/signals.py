"""What many people ask at once: subjects that rise, and those that concern a department that does not answer.

PRODUCT mechanisms 53 ("questions are signals") and 58 ("product loop").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.models import Snapshot
from bot.rules import defaults

WEEKS: Final = 4
"""What a week is compared with: so many weeks before it."""
FEWEST: Final = 2
"""A single case is no sign."""
MOST: Final = 3


class Rising(NamedTuple):
    """A topic, how often it came, and how often it did on average in the weeks before."""

    topic: str
    cases: int
    usual: float


def rising(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Rising, ...]:
    """The topics that came more often than in the four weeks before, the steepest first, at most three.

    now: cases of the week by topic. before: of the four weeks before, all together.
    """
    found = [
        Rising(topic, count, before.get(topic, 0) / WEEKS)
        for topic, count in now.items()
        if count >= FEWEST and count > before.get(topic, 0) / WEEKS
    ]
    return tuple(sorted(found, key=lambda one: (one.usual - one.cases, one.topic))[:MOST])


def concerning(snapshot: Snapshot, department: str) -> frozenset[str]:
    """The topics that others answer and about which this department is consulted or informed."""
    return frozenset(
        topic.key
        for topic in defaults.topics(snapshot)
        if department in (*topic.consulted, *topic.informed) and topic.department != department
    )
