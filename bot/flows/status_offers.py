"""A Slack status such as a palm tree is offered once as an absence. The status itself is never kept (N4)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from bot.flows import preferences
from bot.flows.answers import DONE, Answer
from bot.models import Delivery, Message, Snapshot
from bot.rules import absences as rules
from bot.rules import rights
from bot.store import Db, ledger
from bot.tools import Caller, Tools


def look(db: Db, book: Snapshot, user: dict[str, Any], now: datetime) -> bool:
    """Slack says that a profile changed: offer an absence where a leave is new there; whether it is.

    Only who accepted a seat is asked. When the status goes, it is forgotten that it was seen.
    """
    person, profile = str(user["id"]), user.get("profile") or {}
    known = book.preferences.get(person)
    seen, digest = known.status_seen if known else "", _digest(person, profile)
    if digest == seen or not (digest or seen):
        return False
    accepted = {seat.person for seat in book.seats if seat.accepted} | set(book.workspace.orchestrators)
    if person not in accepted or rights.guest(book.people.get(person)):
        return False
    preferences.keep(db, book.workspace.id, person, status_seen=digest)
    if digest and not book.absence(person, now):
        _offer(db, book.workspace.id, person, now)
    return True


def _digest(person: str, profile: dict[str, Any]) -> str:
    """Equal for the same leave of the same person; "" for a status that is no leave."""
    if profile.get("status_emoji") not in rules.LEAVE:
        return ""
    shown = [person, *(str(profile.get(f"status_{part}") or "") for part in ("emoji", "text", "expiration"))]
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:16]


def _offer(db: Db, workspace: str, person: str, now: datetime) -> None:
    key = f"away_offer:{person}:{now.isoformat()}"
    ledger.owe(db, Message(workspace=workspace, key=key, kind="away_offer", channel=person, made_at=now))


async def decline(tools: Tools, caller: Caller) -> Answer:
    """No, the status means no absence."""
    await tools.write(caller, lambda db, book: settle(db, caller.workspace, caller.user))
    return DONE


def settle(db: Db, workspace: str, person: str) -> None:
    """The question was answered: it shows so, or is not asked any more."""
    for message in db.all(Message, workspace=workspace, channel=person, kind="away_offer"):
        if message.ts is None:
            db.change(message, state=Delivery.dropped)
        elif not message.values.get("settled"):
            db.change(message, values={"settled": True}, wanted=message.wanted + 1, state=Delivery.due)
            db.woken = True
