"""A crisis while its department is closed, and what goes on when it opens (PRODUCT, "Crisis outside").

At night only the duty rota is written to; where nobody of it takes the crisis, the daytime ladder goes on at
the next opening, so that it is neither ownerless nor silent (P4).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.flows import chase, speak
from bot.models import Escalation, Message, Request, Severity, Snapshot, Timer
from bot.rules import calendars, deadlines, ladders, rotas
from bot.rules import hours as working
from bot.store import Db, ledger, notices
from bot.store.timers import set_timer
from bot.tools import Tools


def ladder(
    book: Snapshot, department: str, now: datetime, *, high: bool, crisis: bool, open_now: bool = True
) -> ladders.Ladder:
    """The ladder of a request made now; empty for a crisis at night where nobody of the rota is there."""
    if crisis and not open_now and not rotas.at_hand(book, department, now):
        return ()
    return ladders.plan(book, department, high=high, crisis=crisis, open_now=open_now)


def watch(
    db: Db,
    book: Snapshot,
    request: Request,
    notice: Escalation,
    now: datetime,
    *,
    opener: str | None = None,
) -> None:
    """A crisis is asked while the department is closed: come back to it when it opens.

    opener: who is told at once and privately whom to phone; None: who told the case first.
    """
    hours = working.hours_of(book, request.department)
    if notice.severity == Severity.crisis and not calendars.is_open(hours, now):
        _owe_calls(db, request, opener or notice.by, now)
        set_timer(db, request.workspace, "opening", request.id, calendars.next_opening(hours, now))


def calls_key(request: Request, person: str) -> str:
    """Of the message that says whom this person rings up about the request (`flows.phones`)."""
    return f"phoning:{request.id}:{person}"


def _owe_calls(db: Db, request: Request, person: str, now: datetime) -> None:
    ledger.owe(
        db,
        Message(
            workspace=request.workspace,
            key=calls_key(request, person),
            kind="phoning",
            channel=person,
            notice=request.notice,
            request=request.id,
            made_at=now,
        ),
    )


def run_opening(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The department opens and nobody took the crisis at night: its daytime ladder goes on from here.

    Its rungs keep their distance (0, 3, 6, 9, 12 minutes); whoever was called at night is passed over (N5).
    """
    found = db.get(Request, id=timer.subject)
    notice = notices.hold(db, timer.workspace, found.notice, skip=True) if found else None
    if found is None or notice is None:
        if found:
            set_timer(db, timer.workspace, timer.kind, timer.subject, now + timedelta(seconds=1))
        return
    request = db.get(Request, id=timer.subject)
    if request is None or request.state not in chase.OPEN or notice.ended_at is not None:
        return
    if not isinstance(notice, Escalation) or notice.severity != Severity.crisis:
        return
    plan = ladders.plan(book, request.department, crisis=True)
    times = deadlines.escalation_times(
        now=now,
        severity=Severity.crisis,
        stated_at=None,
        hours=working.hours_of(book, request.department),
        deadlines=book.workspace.deadlines,
    )
    db.change(
        request,
        ladder=[list(rung) for rung in plan],
        step=0,
        shown_at=now,
        due_at=times.taken_due_at,
        real_time=True,
    )
    chase.run(db, book, request, notice, now)
    speak.changed(db, notice)
