"""Somebody who holds a seat or a role has left Slack: their heads and administrators hear of it, once.

They hear when they work, not at night: a timer waits for the opening. Until somebody else is named the ladder
passes over whoever has left (`rules.rungs`), and the settings show the seat with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.models import Message, Snapshot, Timer
from bot.rules import calendars, seats
from bot.rules import hours as working
from bot.store import Db, ledger
from bot.store.timers import set_timer
from bot.tools import Tools


def flag(db: Db, book: Snapshot, people: Iterable[str], now: datetime) -> None:
    """Within the unit that learned of it: somebody is told at their next opening."""
    for person in people:
        told = seats.told_of_departure(book, person)
        if told:
            opening = calendars.next_opening(working.hours_of_person(book, told[0]), now)
            set_timer(db, book.workspace.id, "departed", person, opening)


def run(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Tell those who can name somebody else; nobody, where that was done or the person is back."""
    if not book.gone(timer.subject):
        return
    for person in seats.told_of_departure(book, timer.subject):
        ledger.owe(
            db,
            Message(
                workspace=timer.workspace,
                key=f"departed:{timer.subject}:{person}:{now.date().isoformat()}",
                kind="departed",
                channel=person,
                values={"person": timer.subject},
                made_at=now,
            ),
        )
