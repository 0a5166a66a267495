"""Which departments and moments a record counts for: where a change makes counted weeks wrong.

Calls are not among them: when one is shown is written at that very moment, and a week is counted an hour
after its end at the earliest. That a second department took part in a notice is counted when it ends; from
then on its requests do not change (N14), unless it is reopened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlmodel import SQLModel

from bot.models import EVERYBODY, Escalation, EscalationState, Launch, Request

COUNTING: Final[dict[type[SQLModel], frozenset[str]]] = {
    Request: frozenset(
        (
            *("state", "department", "due_at", "private", "in_person", "origin"),
            *("answered_at", "answered_first_at", "answered_by", "answer_minutes"),
        )
    ),
    Escalation: frozenset(
        (
            *("state", "department", "owner", "severity", "private", "hops", "merged_into"),
            *(
                "taken_at",
                "told",
                "told_at",
                "told_first_due_at",
                "reply_minutes",
                "statement_at",
                "ended_at",
            ),
        )
    ),
    Launch: frozenset(("state", "department", "owner", "private", "ended_at")),
}
"""Noun -> the columns that `store.facts` counts by."""
_MOMENTS: Final[dict[type[SQLModel], tuple[str, ...]]] = {
    Request: ("due_at",),
    Escalation: ("told_first_due_at", "ended_at"),
    Launch: ("ended_at",),
}


class Mark(NamedTuple):
    """Something that counts for this department's week, in which the moment lies, is not as it was."""

    workspace: str
    department: str
    at: datetime


class Marks:
    """What a unit of work has made untrue of weeks that were counted."""

    def __init__(self) -> None:
        self.moments: set[Mark] = set()
        self.notices: set[tuple[str, str]] = set()
        """(workspace, escalation) that counts from now on, or no longer: its requests are marked with it."""

    def add(self, row: SQLModel) -> None:
        """The row is new."""
        self.moments.update(_of(row))

    def update(self, row: SQLModel, values: dict[str, Any]) -> None:
        """Set these on the row in hand: what it counted for and what it counts for now is marked."""
        if COUNTING.get(type(row), frozenset()).isdisjoint(values):
            row.__dict__.update(values)
            return
        counted = _counts(row)
        self.moments.update(_of(row))
        row.__dict__.update(values)
        self.moments.update(_of(row))
        if _counts(row) != counted:
            self.notices.add((row.__dict__["workspace"], row.__dict__["id"]))


def _of(row: SQLModel) -> list[Mark]:
    """What the row counts for as it is now; nothing for a noun that is not counted."""
    held = row.__dict__
    return [
        Mark(held["workspace"], held.get("department") or EVERYBODY, held[name])
        for name in _MOMENTS.get(type(row), ())
        if held.get(name) is not None
    ]


def _counts(row: SQLModel) -> bool:
    """Whether an escalation and its requests count: neither merged nor set aside."""
    if not isinstance(row, Escalation):
        return True
    return row.state != EscalationState.not_escalation and row.merged_into is None
