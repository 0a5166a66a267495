"""An escalation's clocks and level: asked about, late, rising, a crisis's statement (PRODUCT section 2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.flows import chase, golive, nights, pings, speak
from bot.models import (
    Escalation,
    Origin,
    PingKind,
    Request,
    RequestState,
    Severity,
    Snapshot,
    Timer,
)
from bot.rules import absences, calendars, deadlines, ladders, routing
from bot.rules import escalations as rules
from bot.rules import hours as working
from bot.store import Db, notices
from bot.store.timers import set_timer, stop_timer
from bot.tools import Tools

CLOCKS = ("told", "rise", "rise_again", "statement")
STATEMENT_LEFT = (0.4, 0.15)
"""Of the crisis window: the lead hears 8 and 3 minutes before the statement is due (N5)."""


def set_clocks(
    db: Db, book: Snapshot, escalation: Escalation, now: datetime, *, since: datetime | None = None
) -> None:
    """Set every timer of an open escalation from its due times."""
    hours = working.hours_of(book, escalation.department)
    if escalation.told_at is None:
        check = deadlines.told_check_at(escalation, hours, since=since)
        set_timer(
            db,
            escalation.workspace,
            "told",
            escalation.id,
            max(check, now) if check > now else escalation.told_due_at,
        )
    set_rises(db, book, escalation, now, since=since)
    if escalation.severity == Severity.crisis:
        remind_of_statement(db, book, escalation, now)


def set_rises(
    db: Db, book: Snapshot, escalation: Escalation, now: datetime, *, since: datetime | None = None
) -> None:
    """A public case that waits rises at half its taken-by window and at its end, if these still lie ahead.

    Each happens once: what has risen at half the window rises next at the end of the new one.
    """
    if not rules.waits_in_public(escalation) or escalation.severity == Severity.crisis:
        return
    hours = working.hours_of(book, escalation.department)
    half = deadlines.rises_at(escalation, hours, since=since)[0]
    if half > now and not escalation.rises:
        set_timer(db, escalation.workspace, "rise", escalation.id, half)
    if escalation.taken_due_at > now:
        set_timer(db, escalation.workspace, "rise_again", escalation.id, escalation.taken_due_at)


def stop_clocks(db: Db, escalation: Escalation) -> None:
    """It ended: nothing of it falls due any more."""
    for kind in CLOCKS:
        stop_timer(db, escalation.workspace, kind, escalation.id)


def change(
    db: Db,
    book: Snapshot,
    escalation: Escalation,
    severity: Severity,
    now: datetime,
    *,
    by: str | None = None,
    because: str = "rose",
) -> None:
    """Set the level: due times and ladder move, the clock does not; a crisis holds launches.

    because: what the timeline says where nobody did it.
    """
    before = escalation.severity
    asked = asked_now(db, escalation)
    hours = working.hours_of(book, escalation.department)
    times = deadlines.after_level_change(
        escalation,
        severity,
        now=now,
        hours=hours,
        deadlines=book.workspace.deadlines,
        since=asked.asked_at if asked else None,
        own=book.workspace.deadlines_by_requester.get(escalation.requester),
    )
    unmoved = escalation.told_first_due_at == escalation.told_due_at
    db.change(
        escalation,
        severity=severity,
        taken_due_at=times.taken_due_at,
        told_due_at=times.told_due_at,
        told_first_due_at=times.told_due_at if unmoved else escalation.told_first_due_at,
        told_asked_at=None,
        late=escalation.late and times.told_due_at <= now,
    )
    if asked is not None:
        crisis = severity == Severity.crisis
        plan = nights.ladder(
            book,
            asked.department,
            now,
            high=times.high,
            crisis=crisis,
            open_now=calendars.is_open(hours, now),
        )
        db.change(
            asked,
            **ladders.replan(
                asked,
                due_at=times.taken_due_at,
                ladder=plan,
                high=times.high,
                real_time=times.real_time,
            ),
        )
    entry = speak.note(
        db, escalation, "severity" if by else because, now, by=by, before=str(before), after=str(severity)
    )
    speak.line_on_card(db, escalation, entry)
    if asked is not None and asked.state in chase.OPEN:
        chase.run(db, book, asked, escalation, now)
        nights.watch(db, book, asked, escalation, now, opener=by)
    set_clocks(db, book, escalation, now)
    speak.changed(db, escalation)
    if severity == Severity.crisis:
        golive.crisis_began(db, escalation.workspace)
    elif before == Severity.crisis:
        stop_timer(db, escalation.workspace, "statement", escalation.id)
        golive.crisis_ended(db, book, now)


def asked_now(db: Db, escalation: Escalation) -> Request | None:
    """The request that stands for the escalation now: its latest round and hand-over."""
    found = [
        request
        for request in notices.requests(db, escalation)
        if request.origin == Origin.routing and request.state != RequestState.handed_over
    ]
    return max(found, key=lambda request: (request.round, request.hop), default=None)


def run_told(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """75 % of the time is gone: the owner is asked. All of it: the orchestrator has it, the card says late.

    The lead of a crisis is asked about the statement instead (N5); with it decided nothing is late.
    """
    escalation = _at_its_time(db, timer, now)
    if escalation is None or escalation.state not in rules.UNTOLD:
        return
    crisis = escalation.severity == Severity.crisis
    if now >= escalation.told_due_at:
        if not (crisis and escalation.statement):
            _reply_late(db, book, escalation, now)
        return
    if escalation.owner and not crisis:
        db.change(escalation, told_asked_at=now)
        asked = _asked_for_owner(book, escalation, escalation.owner, now)
        _call(db, book, asked, PingKind.still_yours, escalation, now)
    set_timer(db, timer.workspace, "told", escalation.id, escalation.told_due_at)


def _reply_late(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    """The card says so, and the orchestrator hears of it; of a crisis at night when the department opens."""
    if not escalation.late:
        db.change(escalation, late=True)
        speak.note(db, escalation, "reply_late", now)
        speak.changed(db, escalation)
    hours = working.hours_of(book, escalation.department)
    if escalation.severity == Severity.crisis and not calendars.is_open(hours, now):
        opens = calendars.next_opening(hours, now)
        set_timer(db, escalation.workspace, "told", escalation.id, opens)
        return
    conductor = routing.orchestrator(book, now)
    if conductor:
        _call(db, book, conductor, PingKind.reply_late, escalation, now)


def _asked_for_owner(book: Snapshot, escalation: Escalation, owner: str, now: datetime) -> str:
    """Who has it; while they are away who stands in, else who conducts."""
    found = absences.asked_for_owner(book, escalation, now)
    return found or routing.orchestrator(book, now) or owner


def _stands_in(escalation: Escalation, person: str) -> dict[str, Any]:
    """For whom this person is asked, where the case is somebody else's."""
    return {"for": escalation.owner} if escalation.owner and escalation.owner != person else {}


def _call(db: Db, book: Snapshot, person: str, kind: PingKind, escalation: Escalation, now: datetime) -> None:
    pings.call(
        db,
        book,
        person,
        kind,
        escalation,
        now,
        request=asked_now(db, escalation),
        occasion=escalation.told_due_at.isoformat(),
        at_once=True,
        **(_stands_in(escalation, person) if kind == PingKind.still_yours else {}),
    )


def run_rise(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """A public case that nobody took rises one level, never above high; then the orchestrator is asked."""
    escalation = _at_its_time(db, timer, now)
    if escalation is None or not rules.waits_in_public(escalation):
        return
    higher = deadlines.risen(escalation)
    if higher is not None:
        db.change(escalation, rises=escalation.rises + 1)
        change(db, book, escalation, higher, now)
        return
    _ask_to_raise(db, book, escalation, timer.kind, now)


def raise_for_reports(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    """Many told the same: it rises one level, once, never above high; then the orchestrator is asked."""
    db.change(escalation, raised_by_reports=True)
    higher = deadlines.risen(escalation)
    if higher is not None:
        change(db, book, escalation, higher, now, because="rose_by_reports")
        return
    _ask_to_raise(db, book, escalation, "reports", now)


def _ask_to_raise(db: Db, book: Snapshot, escalation: Escalation, occasion: str, now: datetime) -> None:
    """From high only a person opens a crisis: whoever conducts is asked (P7)."""
    conductor = routing.orchestrator(book, now)
    if conductor and escalation.severity == Severity.high:
        pings.call(
            db,
            book,
            conductor,
            PingKind.raise_level,
            escalation,
            now,
            request=asked_now(db, escalation),
            occasion=occasion,
            at_once=True,
        )


def remind_of_statement(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    """Set the timer of the next reminder of the statement, until it is decided."""
    if escalation.statement is not None:
        return
    due, window = escalation.told_due_at, deadlines.crisis_window(book.workspace.deadlines)
    moments = [due - window * share for share in STATEMENT_LEFT]
    following = [moment for moment in moments if moment > now]
    if following:
        set_timer(db, escalation.workspace, "statement", escalation.id, following[0])


def run_statement(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The lead of a crisis, and nobody else, hears that the statement is due (N5); while the lead is away who
    stands in."""
    escalation = _at_its_time(db, timer, now)
    if escalation is None or escalation.severity != Severity.crisis or escalation.statement is not None:
        return
    if escalation.owner:
        asked = _asked_for_owner(book, escalation, escalation.owner, now)
        pings.call(
            db,
            book,
            asked,
            PingKind.statement,
            escalation,
            now,
            occasion=timer.at.isoformat(),
            at_once=True,
            **_stands_in(escalation, asked),
        )
    remind_of_statement(db, book, escalation, now)


def _at_its_time(db: Db, timer: Timer, now: datetime) -> Escalation | None:
    """The escalation, held for this unit; None if it ended, or is held elsewhere (then tried again)."""
    found = notices.hold(db, timer.workspace, timer.subject, skip=True)
    if found is None and notices.find(db, timer.workspace, timer.subject) is not None:
        set_timer(db, timer.workspace, timer.kind, timer.subject, now + timedelta(seconds=1))
    running = isinstance(found, Escalation) and found.ended_at is None and found.merged_into is None
    return found if running and isinstance(found, Escalation) else None
