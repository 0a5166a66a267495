"""What an administrator's Home says of the set-up: what is missing, the pilot, calls by role."""

from __future__ import annotations

from datetime import datetime

from bot.flows import invitations, pilot
from bot.models import Snapshot
from bot.rules import attention, checklist
from bot.rules import pilot as rules
from bot.store import Db, pilots
from bot.views.home_administration import Administration


def facts(db: Db, book: Snapshot, now: datetime) -> Administration:
    """What is missing now, the exit criteria while a pilot runs, and the calls of the last seven days."""
    runs = book.workspace.pilot is not None
    counts = pilots.calls(db, book.workspace.id, now - attention.WEEK, now)
    return Administration(
        todos=checklist.todos(book, invitations.invited(db, book), now),
        criteria=rules.criteria(book, pilot.facts_of(db, book, now), now) if runs else None,
        calls=attention.weekly(book, counts),
    )
