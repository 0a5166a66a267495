"""How often people were called, by role and never by name (PRODUCT section 2, N15 and P9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final, Literal

from bot.models import Role, Snapshot

Group = Literal["representative", "deputy", "head", "orchestrator"]
GROUPS: Final[tuple[Group, ...]] = ("representative", "deputy", "head", "orchestrator")
WEEK: Final = timedelta(days=7)
FEW: Final = 3
"""Of fewer people a figure would be one person's (P9)."""


@dataclass(frozen=True)
class Calls:
    """Calls in one week on the people of one role: the median and the most; None of both where too few."""

    group: Group
    median: float | None = None
    most: int | None = None


def weekly(snapshot: Snapshot, counts: Mapping[str, int]) -> tuple[Calls, ...]:
    """A line for each role that somebody has. counts: calls shown in the week, by person.

    Each person counts once, in the first of the roles that they have.
    """
    found, counted = [], set[str]()
    for group in GROUPS:
        people = _people(snapshot, group) - counted
        counted |= people
        if 0 < len(people) < FEW:
            found.append(Calls(group))
        elif people:
            numbers = [counts.get(person, 0) for person in people]
            found.append(Calls(group, median(numbers), max(numbers)))
    return tuple(found)


def _people(snapshot: Snapshot, group: Group) -> set[str]:
    if group == "orchestrator":
        return set(snapshot.present(snapshot.workspace.orchestrators))
    held = (snapshot.present(snapshot.holders(one.key, Role(group))) for one in snapshot.active)
    return {person for people in held for person in people}
