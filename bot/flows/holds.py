"""Holding calls back from a person, at every place where one could slip through (N13).

A call is planned around the person's holds (`flows.pings.when`); what they choose later moves the calls that
wait; and at the moment of sending each direct message is looked at once more.
"""

from __future__ import annotations

from datetime import datetime

from bot.flows import deliveries, pings
from bot.models import Delivery, Message, Ping, Request, Snapshot, Timer
from bot.rules import holds as rules
from bot.rules import hours as working
from bot.store import Db, notices
from bot.store import holds as stored
from bot.store.timers import set_timer
from bot.tools import Tools


def calls_on_somebody(db: Db, message: Message) -> bool:
    """Whether sending this notifies a person who may hold it back: a first direct message, no crisis call."""
    first = message.ts is None and message.kind != "home" and message.channel.startswith(("U", "W"))
    return first and not deliveries.is_crisis_call(db, message)


def held_until(book: Snapshot, message: Message, now: datetime) -> datetime | None:
    """When the person it goes to may be disturbed again; None where that is now."""
    zone = working.zone_of_person(book, message.channel)
    found = rules.held_until(rules.of(book, message.channel), now, zone)
    return found if found > now else None


def put_back(db: Db, tools: Tools, message: Message, until: datetime) -> None:
    """A message that is not to be shown before `until`: its calls wait again, other words stay."""
    row = db.lock(Message, id=message.id)
    if row is None or row.ts or row.state != Delivery.due:
        return
    carried = db.all(Ping, workspace=row.workspace, message=row.id)
    if not carried:
        db.change(row, not_before=until.timestamp())
        if until < rules.NEVER:
            set_timer(db, row.workspace, "held", row.channel, until, earliest=True)
        return
    db.change(row, state=Delivery.dropped)
    book, now = tools.books.of(db, row.workspace), tools.clock.now()
    for ping in carried:
        plan_again(db, book, ping, now, until=until)


def reconsider(db: Db, book: Snapshot, person: str, now: datetime) -> None:
    """What the person wants has changed: whatever waits for them is planned anew."""
    for ping in db.all(Ping, workspace=book.workspace.id, person=person, state="waiting"):
        plan_again(db, book, ping, now)
    _release(db, book.workspace.id, person)


def run_held(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The hold on a person's messages is over: what was kept is looked at again."""
    _release(db, timer.workspace, timer.subject)


def _release(db: Db, workspace: str, person: str) -> None:
    for message in stored.unsent_to(db, workspace, person):
        db.change(message, not_before=0)
        db.woken = True


def plan_again(db: Db, book: Snapshot, ping: Ping, now: datetime, *, until: datetime | None = None) -> None:
    """Let the call wait until the noise rules allow it; `until`: nobody disturbs the person before."""
    notice = notices.find(db, ping.workspace, ping.notice)
    request = db.get(Request, id=ping.request) if ping.request else None
    if notice is None:
        return
    at = pings.when(book, ping, notice, request, now, until=until)
    db.change(ping, state="waiting", message=None, not_before=at)
    pings.set_round(db, ping)
