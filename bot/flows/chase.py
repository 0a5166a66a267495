"""Chasing a request up its ladder until a person answers (PRODUCT section 2, "Ladder of a request")."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.flows import pings, speak
from bot.models import (
    Entry,
    Escalation,
    Lane,
    Launch,
    Message,
    Origin,
    Ping,
    PingKind,
    Request,
    RequestState,
    Snapshot,
    Timer,
)
from bot.rules import absences, calendars, ladders
from bot.rules import hours as working
from bot.rules.ladders import DIRECT, Step
from bot.store import Db, notices
from bot.store.batches import Batch
from bot.store.rollups import uncover
from bot.store.timers import set_timer, stop_timer
from bot.tools import Tools

OPEN = (RequestState.waiting, RequestState.unanswered)
LATE = timedelta(minutes=5)
"""A step called later than this says so (P3)."""


def hours_for(book: Snapshot, request: Request) -> calendars.Hours:
    """The time in which the request's window runs: its department's, or real time."""
    return calendars.ALWAYS if request.real_time else working.hours_of(book, request.department)


def begin(db: Db, book: Snapshot, request: Request, notice: Launch | Escalation, now: datetime) -> None:
    """Show the request and call the first person of its ladder."""
    speak.request(db, book, request, now)
    run(db, book, request, notice, now)


def gather(batch: Batch, timers: list[Timer], now: datetime) -> None:
    """Read at once what the steps of these requests need; a notice that another unit holds is left out."""
    subjects = [timer.subject for timer in timers]
    about = notices.of_requests(batch, subjects)
    notices.gather(batch, about.values(), lock=True)
    batch.gather(Request, "id", subjects)
    batch.gather(Ping, "request", subjects)
    batch.gather(Entry, "notice", about.values(), kind="unanswered")
    batch.gather(Message, "request", subjects, kind="request")


def rung(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """A request's next step fell due."""
    found = db.get(Request, id=timer.subject)
    if found is None:
        return
    notice = notices.hold(db, timer.workspace, found.notice, skip=True)
    if notice is None:
        set_timer(db, timer.workspace, timer.kind, timer.subject, now + timedelta(seconds=1))
        return
    request = db.get(Request, id=timer.subject)
    if request and request.state in OPEN and notice.ended_at is None:
        run(db, book, request, notice, now)


def call_round(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """A person's round. Whoever has left Slack is passed over: the next of the ladder is asked."""
    if not book.gone(timer.subject):
        pings.run_round(db, tools, book, timer, now)
        return
    for ping in db.all(Ping, workspace=timer.workspace, person=timer.subject, state="waiting"):
        db.change(ping, state="dropped")
        request = db.get(Request, id=ping.request) if ping.request else None
        notice = notices.hold(db, timer.workspace, ping.notice)
        if request and notice and request.state in OPEN and request.shown_at is None:
            db.change(request, step=0)
            run(db, book, request, notice, now)


def run(db: Db, book: Snapshot, request: Request, notice: Launch | Escalation, now: datetime) -> None:
    """Take every step that is due, of several moments only the latest, and plan the next one."""
    due = ladders.due_steps(request, book, hours_for(book, request), now)
    latest = max((step.at for step in due), default=None)
    for step in due:
        if step.at == latest:
            _take(db, book, request, notice, step, now)
        else:
            speak.note(db, notice, "missed", now, role=step.rung.role, department=request.department)
            db.change(request, **_taken(request, step, ()))
    if now >= request.due_at:
        _unanswered(db, book, request, notice, now)
    plan(db, book, request, now)


def plan(db: Db, book: Snapshot, request: Request, now: datetime) -> None:
    """Set the timer of the request's next step, or of its due time."""
    moment = ladders.next_moment(request, book, hours_for(book, request), now)
    if request.state == RequestState.waiting and request.due_at > now:
        moment = min(moment or request.due_at, request.due_at)
    if request.state in OPEN and moment:
        set_timer(db, request.workspace, "rung", request.id, moment)
    else:
        stop_timer(db, request.workspace, "rung", request.id)


def shown(db: Db, book: Snapshot, request_id: str, now: datetime) -> None:
    """Somebody was shown the request for the first time: its shares run from here."""
    request = db.get(Request, id=request_id)
    if request is None or request.shown_at is not None:
        return
    db.change(request, shown_at=now)
    if request.state in OPEN:
        plan(db, book, request, now)


def end(db: Db, request: Request) -> None:
    """The request needs nobody any more: no step, no waiting call; its notice stands on a card now (N8)."""
    uncover(db, request.workspace, request.notice)
    stop_timer(db, request.workspace, "rung", request.id)
    notices.drop_pings(db, request.workspace, request=request.id)


def _taken(request: Request, step: Step, persons: tuple[str, ...]) -> dict[str, object]:
    """What the request remembers of a step: whom it called, and which rung comes next."""
    if step.rung.role == DIRECT:
        return {"called": [*request.called, DIRECT]}
    fresh = [person for person in persons if person not in request.called]
    return {"step": step.index + 1, "called": [*request.called, *fresh]}


def _take(
    db: Db, book: Snapshot, request: Request, notice: Launch | Escalation, step: Step, now: datetime
) -> None:
    late = now - step.at > LATE
    values: dict[str, Any] = {"late": True} if late else {}
    absent = {who: absences.absentee(book, request, step.rung.role, who, now) for who in step.persons}
    for person in step.persons:
        stands_in = {"for": absent[person]} if absent[person] else {}
        pings.call(
            db,
            book,
            person,
            step.kind,
            notice,
            now,
            request=request,
            occasion=str(step.index) + (DIRECT if step.rung.role == DIRECT else ""),
            at_once=step.urgent,
            **values,
            **stands_in,
        )
    db.change(request, **_taken(request, step, step.persons))
    for person in step.persons:
        about = {"role": step.rung.role, "person": person, "department": request.department, **values}
        entry = speak.note(db, notice, "called", now, **about)
        again = step.kind == PingKind.reminder or step.rung.role == DIRECT
        if (absentee := absent[person]) and not again:
            say_who_stands_in(db, request, notice, absentee, person, now)
        if step.kind == PingKind.reminder and person == step.persons[0]:
            speak.line_on_request(db, request, entry, kind="reminder")


def say_who_stands_in(
    db: Db, request: Request, notice: Launch | Escalation, absent: str, deputy: str, now: datetime
) -> None:
    """One line in the request's thread: who is away, who stands in; the clock runs on (P6)."""
    about = {"absent": absent, "person": deputy, "department": request.department}
    speak.line_on_request(db, request, speak.note(db, notice, "stands_in", now, **about))


def _unanswered(db: Db, book: Snapshot, request: Request, notice: Launch | Escalation, now: datetime) -> None:
    """The due time passed without an answer: a launch's owner hears of it, and the card says so, once."""
    if request.state != RequestState.waiting or request.origin == Origin.problem:
        return
    if _is_noted(db, request, notice):
        return
    if request.lane == Lane.launch and request.origin == Origin.routing:
        db.change(request, state=RequestState.unanswered)
        if notice.owner:
            pings.call(db, book, notice.owner, PingKind.unanswered, notice, now, request=request)
    speak.note(db, notice, "unanswered", now, department=request.department, request=request.id)
    speak.changed(db, notice)


def _is_noted(db: Db, request: Request, notice: Launch | Escalation) -> bool:
    told = db.all(Entry, workspace=notice.workspace, notice=notice.id, kind="unanswered")
    return any(entry.values.get("request") == request.id for entry in told)
