"""What an administrator has still to set up, in the order in which it matters (PRODUCT section 2, "App Home
by role")."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bot.models import DepartmentKind, Role, Snapshot
from bot.rules import coverage
from bot.rules import setup as seats

Step = Literal[
    "no_orchestrator",
    "no_representative",
    "left",
    "topic_astray",
    "invite",
    "waiting",
    "no_deputy",
    "no_rota",
]
OF_COVERAGE: Final = ("no_orchestrator", "no_representative", "left", "topic_astray", "no_deputy")
"""Holes that `/tutti check` names too."""


@dataclass(frozen=True)
class Todo:
    """One thing to do; `departments` are keys and `people` Slack ids, where it concerns some.

    no_orchestrator · no_representative · left: people who have left Slack and still have a seat ·
    topic_astray: topics that lost their department, which `departments` get · invite: named and not asked ·
    waiting: asked and not decided · no_deputy · no_rota: nobody accepted the duty of the night.
    """

    step: Step
    departments: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def todos(snapshot: Snapshot, invited: Collection[str], now: datetime) -> tuple[Todo, ...]:
    """What is missing; nothing where all is there. invited: who was asked for a seat and has not decided."""
    holes = coverage.missing(snapshot, now)
    found: dict[Step, Todo] = {}
    for step in OF_COVERAGE:
        alike = [hole for hole in holes if hole.kind == step]
        if alike:
            found[step] = Todo(
                step,
                tuple(dict.fromkeys(hole.department for hole in alike if hole.department)),
                tuple(dict.fromkeys(hole.person for hole in alike if hole.person)),
            )
    undecided = [person for person in seats.undecided(snapshot) if not snapshot.gone(person)]
    if unasked := tuple(person for person in undecided if person not in invited):
        found["invite"] = Todo("invite", people=unasked)
    if waiting := tuple(person for person in undecided if person in invited):
        found["waiting"] = Todo("waiting", people=waiting)
    if bare := _without_rota(snapshot):
        found["no_rota"] = Todo("no_rota", bare)
    return tuple(found[step] for step in _ORDER if step in found)


_ORDER: Final[tuple[Step, ...]] = (
    "no_orchestrator",
    "no_representative",
    "left",
    "topic_astray",
    "invite",
    "waiting",
    "no_deputy",
    "no_rota",
)


def _without_rota(snapshot: Snapshot) -> tuple[str, ...]:
    """Departments of ours where a crisis at night reaches nobody."""
    return tuple(
        one.key
        for one in snapshot.active
        if one.kind is DepartmentKind.internal
        and not snapshot.present(snapshot.holders(one.key, Role.on_call))
    )
