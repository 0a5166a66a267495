"""The personal Monday message: what one person owes this week; only to those who owe something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.flows import digests
from bot.flows.listing import Look
from bot.models import Message, Person, Ping, Snapshot, Timer
from bot.rules import digests as rules
from bot.rules.lists import Item
from bot.store import PATIENT_SECONDS, Db, ledger, mondays, timers
from bot.store.timers import set_timer
from bot.tools import Tools

MOST = 40
"""Things looked through for one person; of more the number is said."""
LATE = timedelta(minutes=5)
OLD = timedelta(hours=24)
"""Held for longer, as in somebody's holidays, it is not sent any more."""
JUST = timedelta(hours=2)
"""What a round showed so lately is not said again by itself."""


@dataclass(frozen=True)
class Owed:
    """What somebody owes until the week's end, oldest first, and how many things there are in all."""

    items: list[Item]
    total: int


def owed(db: Db, book: Snapshot, person: str, now: datetime) -> Owed:
    """What is due within seven days, or was; never what this person may not see."""
    known = db.get(Person, workspace=book.workspace.id, id=person)
    found = Look(db, book, person, known, now).owed(MOST)
    due = [item for item in found.items if item.due_at < now + digests.WEEK and not item.hidden]
    unread = found.total - len(found.items) if len(due) == len(found.items) else 0
    return Owed(due, len(due) + max(0, unread))


async def run(tools: Tools, timer: Timer) -> None:
    """The hour of the personal message: each person has their own moment from here on."""
    now = tools.clock.now()

    def count(db: Db) -> dict[str, datetime]:
        book = tools.books.of(db, timer.workspace)
        people = [one for one in mondays.owing(db, book.workspace.id) if _wants(book, one)]
        seated = [seat.person for seat in book.seats if _wants(book, seat.person)]
        found = {one: _moment(db, book, one, now) for one in sorted({*people, *seated})}
        return {one: at for one, at in found.items() if at is not None}

    moments = await tools.store.read(count, within=PATIENT_SECONDS)

    def work(db: Db) -> None:
        if timers.take(db, timer):
            book = tools.books.of(db, timer.workspace)
            for person, at in moments.items():
                set_timer(db, timer.workspace, "monday", _subject(person, timer.at, now), at)
            digests.plan_one(db, book, timer.subject, now)

    await tools.store.write(work)


def _subject(person: str, hour: datetime, now: datetime) -> str:
    """The person; marked where the hour was missed."""
    return f"{person} late" if now - hour > LATE else person


def _wants(book: Snapshot, person: str) -> bool:
    chosen = book.preferences.get(person)
    return not book.gone(person) and (chosen is None or chosen.monday)


def _moment(db: Db, book: Snapshot, person: str, now: datetime) -> datetime | None:
    """When it reaches them; None where they owe nothing, or cannot be reached in time."""
    if not owed(db, book, person, now).items:
        return None
    at = rules.own_clock(book, person, now)
    return rules.reaches_person(book, person, at, _rounds(db, book.workspace.id, person, now))


def _rounds(db: Db, workspace: str, person: str, now: datetime) -> list[datetime]:
    """When a call reached this person lately, or is to reach them soon."""
    waiting = db.all(Ping, workspace=workspace, person=person, state="waiting")
    shown = mondays.shown(db, workspace, person, now - rules.NEAR)
    return [*(ping.not_before for ping in waiting), *(at for _, at in shown)]


def run_one(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """One person's Monday message; none where a round has just shown them all of it."""
    person, _, missed = timer.subject.partition(" ")
    if not _wants(book, person):
        return
    at = rules.reaches_person(book, person, now, _rounds(db, timer.workspace, person, now))
    if at is None or at > now:
        if at is not None:
            set_timer(db, timer.workspace, timer.kind, timer.subject, at)
        return
    found = owed(db, book, person, now)
    just = {request for request, _ in mondays.shown(db, timer.workspace, person, now - JUST)}
    if any(one.request is None or one.request.id not in just for one in found.items):
        day = rules.day_of(book.workspace, now)
        values: dict[str, Any] = {
            "items": [[one.notice.id, one.request.id if one.request else None] for one in found.items],
            "total": found.total,
            "late": bool(missed),
        }
        message = Message(
            workspace=timer.workspace,
            key=f"monday:{person}:{day}",
            kind="monday",
            channel=person,
            values=values,
            made_at=now,
        )
        ledger.owe(db, message)


def still_owed(db: Db, book: Snapshot, message: Message, now: datetime) -> Owed:
    """Of what the message is about, what is still owed when it is shown."""
    wanted = {(notice, request) for notice, request in message.values.get("items", [])}
    found = owed(db, book, message.channel, now)
    kept = [one for one in found.items if (one.notice.id, one.request.id if one.request else None) in wanted]
    return Owed(kept, max(len(kept), min(found.total, int(message.values.get("total", 0)))))
