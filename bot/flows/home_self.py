"""What a person's Home says of their own time."""

from __future__ import annotations

from datetime import datetime

from bot.models import Role, Snapshot
from bot.rules import hours as working
from bot.views.home_self import Own


def facts(book: Snapshot, person: str, now: datetime) -> Own:
    """Whether they are away or snoozing, what is planned, and which departments they represent."""
    chosen = book.preferences.get(person)
    planned = (one for one in book.absences if one.person == person and one.starts_at > now)
    snoozed = chosen.snoozed_until if chosen else None
    return Own(
        zone=working.zone_of_person(book, person),
        away=book.absence(person, now),
        planned=min(planned, key=lambda one: one.starts_at, default=None),
        snoozed_until=snoozed if snoozed and snoozed > now else None,
        only_crisis=bool(chosen and chosen.only_crisis),
        represents=[one.key for one in book.active if person in book.holders(one.key, Role.representative)],
    )
