"""Which departments and moments a record counts for: where a change makes counted weeks wrong.

Calls are not among them: when one is shown is written at that very moment, and a week is counted an hour
after its end at the earliest.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from sqlmodel import SQLModel

from bot.models import EVERYBODY, Escalation, Launch, Request

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


def of(row: SQLModel) -> list[Mark]:
    """What the row counts for as it is now; nothing for a noun that is not counted."""
    held = row.__dict__
    return [
        Mark(held["workspace"], held.get("department") or EVERYBODY, held[name])
        for name in _MOMENTS.get(type(row), ())
        if held.get(name) is not None
    ]
