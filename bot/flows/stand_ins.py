"""Somebody is away: what waits on them moves to who stands in, and says so; no clock changes (P6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.flows import chase, holds, pings, speak
from bot.models import Absence, Escalation, Launch, Ping, PingKind, Request, Role, Snapshot, Timer
from bot.rules import absences as rules
from bot.rules.rungs import called_people
from bot.store import Db, notices, rotas
from bot.tools import Tools


def run_away(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """A planned absence begins."""
    absence = db.get(Absence, id=int(timer.subject))
    if absence is not None and absence.covers(now):
        begin(db, book, absence.person, now)


def begin(db: Db, book: Snapshot, person: str, now: datetime) -> None:
    """Nobody reaches this person for a while: what waits on them goes to the next one, what is theirs waits.

    Also for a snooze that outlasts a request's due time.
    """
    waiting = [one for one in notices.waiting(db, book.workspace.id) if _waits_on(one, person)]
    for found in sorted(waiting, key=lambda request: (request.notice, request.id)):
        notice = notices.hold(db, found.workspace, found.notice)
        request = db.get(Request, id=found.id)
        if request and notice and request.state in chase.OPEN and notice.ended_at is None:
            _pass_on(db, book, request, notice, person, now)
    holds.reconsider(db, book, person, now)
    if person in book.workspace.orchestrators:
        rotas.refresh_cards(db, book.workspace.id)


def _waits_on(request: Request, person: str) -> bool:
    return person == request.person or person in called_people(request.called)


def _pass_on(
    db: Db, book: Snapshot, request: Request, notice: Launch | Escalation, person: str, now: datetime
) -> None:
    """Call who stands in, unless somebody else who was called is there; at night only the rota goes on."""
    due_at = None if request.real_time else request.due_at
    called = called_people(request.called)
    asked = [one for one in called if rules.is_there(book, one, now, due_at=due_at)]
    if asked or {rung.role for rung in request.rungs} == {"on_call"}:
        return
    for ping in db.all(Ping, workspace=request.workspace, request=request.id, person=person, state="waiting"):
        db.change(ping, state="dropped")
    deputy = _next(book, request, notice, person, now)
    if deputy is None:
        if request.shown_at is None and request.step:
            db.change(request, step=0)
            chase.run(db, book, request, notice, now)
        return
    about: dict[str, Any] = {"request": request, "occasion": f"for {person}", "for": person}
    pings.call(db, book, deputy, PingKind.ask, notice, now, **about)
    db.change(request, called=[*request.called, deputy])
    chase.say_who_stands_in(db, request, notice, person, deputy, now)
    speak.changed(db, notice)


def _next(
    book: Snapshot, request: Request, notice: Launch | Escalation, person: str, now: datetime
) -> str | None:
    """Who was named for the absence, else the first deputy who is there; nobody called before."""
    deputies = () if request.person else book.holders(request.department, Role.deputy)
    wanted = [who for one in ((person,), deputies) for who in rules.called_for(book, one, request, now)]
    passed = {person, *request.called, *((notice.owner,) if isinstance(notice, Launch) else ())}
    return next((who for who in wanted if who not in passed), None)
