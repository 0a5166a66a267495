"""Steps that fall due every half second, so that their lateness can be read afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.models import Entry, Escalation, Severity
from bot.store import Db, Store
from bot.store.timers import set_timer

NAME = "Probe"
EVERY = timedelta(seconds=0.5)
TEAM = "T0TUTTI"


async def plant(database_url: str, first: datetime, count: int) -> None:
    """So many cases whose requester should have been told, one every half second from `first` on."""
    store = Store(database_url)
    try:
        await store.write(lambda db: _planted(db, first, count))
    finally:
        store.close()


def _planted(db: Db, first: datetime, count: int) -> None:
    for number in range(count):
        at = first + number * EVERY
        probe = Escalation(
            id=f"EP{first.timestamp():.0f}x{number}",
            workspace=TEAM,
            texts={"title": NAME},
            by="U0JULIE",
            created_at=first - timedelta(hours=4),
            topic="complaint",
            department="customer_service",
            severity=Severity.normal,
            taken_due_at=at,
            told_due_at=at,
            told_first_due_at=at,
        )
        db.add(probe)
        set_timer(db, TEAM, "told", probe.id, at)


async def lateness(database_url: str, until: datetime) -> list[float]:
    """Seconds by which each probe that fell due before `until` was handled late, smallest first.

    One that was never handled counts as late until then.
    """
    store = Store(database_url)
    try:
        return await store.read(lambda db: _late(db, until), within=60)
    finally:
        store.close()


def _late(db: Db, until: datetime) -> list[float]:
    handled = {entry.notice: entry.at for entry in db.all(Entry, kind="reply_late")}
    due = [one for one in db.all(Escalation) if one.title == NAME and one.told_due_at <= until]
    return sorted((handled.get(one.id, until) - one.told_due_at).total_seconds() for one in due)
