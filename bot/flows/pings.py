"""Pings: calling people at the right moment, in one message (PRODUCT section 2, noise rules N1–N4, N12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.flows import speak
from bot.models import Escalation, Launch, Message, Ping, PingKind, Request, Severity, Snapshot, Timer
from bot.rules import hours as working
from bot.rules import noise, pings
from bot.store import Db, ledger, notices
from bot.store.timers import set_timer
from bot.tools import Tools

AnyNotice = Launch | Escalation

SHOWS_REQUEST = {PingKind.ask, PingKind.deputy, PingKind.on_call, PingKind.named, PingKind.handed}
"""Calls whose person may answer: without a channel to look into they get the request itself."""


def call(
    db: Db,
    book: Snapshot,
    person: str,
    kind: PingKind,
    notice: AnyNotice,
    now: datetime,
    *,
    request: Request | None = None,
    occasion: str = "",
    at_once: bool = False,
    **values: Any,
) -> datetime | None:
    """Call this person, once per occasion, when the noise rules allow; when that is, or None if called before.

    `at_once` skips the rounds, never the hours.
    """
    due = request.due_at if request else None
    department = request.department if request else None
    crisis = isinstance(notice, Escalation) and notice.severity == Severity.crisis
    hours = working.hours_of_person(book, person, department)
    urgent = at_once or bool(request and request.high)
    at = noise.when(
        kind=kind,
        now=now,
        due_at=due,
        high=urgent,
        crisis=crisis,
        hours=working.hours_of(book, department) if department else hours,
        person_hours=hours,
        rounds=book.workspace.rounds,
    )
    ping = Ping(
        workspace=notice.workspace,
        person=person,
        kind=kind,
        key=f"{kind}:{request.id if request else notice.id}:{occasion}",
        notice=notice.id,
        request=request.id if request else None,
        urgent=urgent,
        values=values,
        not_before=at,
        made_at=now,
    )
    if not db.add_if_new(ping):
        return None
    set_timer(db, notice.workspace, "round", person, at, earliest=True)
    return at


def run_round(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Show a person everything that waits for them, in one message; nothing if it was answered meanwhile."""
    wanted: list[Ping] = []
    for ping in notices.pings_due(db, timer.workspace, timer.subject, now):
        request = db.get(Request, id=ping.request) if ping.request else None
        notice = notices.find(db, timer.workspace, ping.notice)
        if notice is None or not pings.needed(ping, request, notice):
            db.change(ping, state="dropped")
        elif request and ping.kind in SHOWS_REQUEST and speak.room_of(book, request) is None:
            message = speak.request_to(db, request, ping.person, now)
            db.change(ping, state="sent", message=message.id)
        else:
            wanted.append(ping)
    if wanted:
        _one_message(db, wanted, now)
    following = notices.next_ping(db, timer.workspace, timer.subject)
    if following:
        set_timer(db, timer.workspace, "round", timer.subject, following, earliest=True)


def _one_message(db: Db, wanted: list[Ping], now: datetime) -> None:
    first = wanted[0]
    message = ledger.owe(
        db,
        Message(
            workspace=first.workspace,
            key=f"ping:{first.person}:{first.id}",
            kind="ping",
            channel=first.person,
            values={"pings": [ping.id for ping in wanted]},
            made_at=now,
        ),
    )
    notices.mark_pings(db, wanted, state="sent", message=message.id)
