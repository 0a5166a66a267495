"""An escalation as the flows find it: held, its two clocks, the request that stands for it now."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal
from bot.flows import nights
from bot.models import (
    Entry,
    Escalation,
    EscalationDraft,
    EscalationState,
    Request,
    Severity,
    Snapshot,
    new_id,
)
from bot.rules import calendars, deadlines, rights, routing
from bot.rules import escalations as rules
from bot.rules import hours as working
from bot.store import Db, notices, reports
from bot.tools import Caller

GONE = "This escalation does not exist any more."


def found(db: Db, caller: Caller, escalation_id: str) -> Escalation:
    """The escalation, held for this unit, also one that ended. Refusal where there is none."""
    escalation = notices.hold(db, caller.workspace, escalation_id)
    if not isinstance(escalation, Escalation):
        raise Refusal(GONE)
    return escalation


def seen(db: Db, caller: Caller, subject: str) -> Escalation:
    """The escalation, only read. `subject` is its id or one of its requests'. Refusal where there is none."""
    if subject.startswith("R"):
        request = db.get(Request, id=subject, workspace=caller.workspace)
        subject = request.notice if request else ""
    escalation = notices.find(db, caller.workspace, subject)
    if not isinstance(escalation, Escalation):
        raise Refusal(GONE)
    return escalation


def mine(
    db: Db, book: Snapshot, caller: Caller, escalation_id: str, now: datetime, *, own_words: bool = False
) -> Escalation:
    """The escalation, held for this unit, of which this person may decide.

    Refusal where it ended, or somebody else has it. `own_words`: what was typed may be changed by who
    reported it too, and after the end.
    """
    escalation = found(db, caller, escalation_id)
    if not own_words:
        refuse_ended(db, escalation)
    refuse(may_change(escalation, caller.user, book, now, reporter=own_words))
    return escalation


def may_change(
    escalation: Escalation, person: str, book: Snapshot, now: datetime, *, reporter: bool = False
) -> Refusal | None:
    """Who has it, its department, the orchestrator; `reporter`: also who told it, of their own words."""
    rule = rights.may_reword if reporter else rights.may_close
    return rule(escalation, person, book, now)


def of_request(db: Db, caller: Caller, request_id: str) -> tuple[Request, Escalation]:
    """A request and its escalation, held for this unit. Refusal where it ended or is not there."""
    known = db.get(Request, id=request_id, workspace=caller.workspace)
    if known is None:
        raise Refusal("This request does not exist any more.")
    escalation = found(db, caller, known.notice)
    refuse_ended(db, escalation)
    request = db.get(Request, id=request_id)
    if request is None:
        raise Refusal("This request does not exist any more.")
    return request, escalation


def refuse_ended(db: Db, escalation: Escalation) -> None:
    """Refusal that says who ended it (N14), or that it goes on elsewhere."""
    refuse_merged(db, escalation)
    if escalation.ended_at is None:
        return
    kind = "closed" if escalation.state == EscalationState.closed else "not_escalation"
    ends: list[Entry] = [entry for entry in notices.entries(db, escalation) if entry.kind == kind]
    rules.move(escalation.state, "take", by=ends[-1].by if ends else None)


def refuse_merged(db: Db, escalation: Escalation) -> None:
    """Refusal of what was merged into another one, with that one's name unless it is private."""
    main = reports.into(db, escalation)
    if main is None:
        return
    if main.private:
        raise Refusal("This is merged into another one and is answered there; nothing was changed.")
    raise Refusal(
        "This is merged into “{title}” and is answered there; separate them again if it is not the same.",
        title=" ".join(main.title.split())[:120],
    )


def first_signal(db: Db, escalation: Escalation) -> datetime:
    """When it was told; of one that was reopened, when it came again."""
    if escalation.round == 1:
        return escalation.created_at
    asked = (one for one in notices.requests(db, escalation) if one.round == escalation.round)
    return min((one.asked_at for one in asked), default=escalation.created_at)


def refuse(refusal: Refusal | None) -> None:
    """Raise it, if there is one."""
    if refusal is not None:
        raise refusal


def times(book: Snapshot, draft: EscalationDraft, now: datetime) -> tuple[str, deadlines.Times]:
    """The responsible department, and when it takes the case and the requester is told, asked now."""
    department = routing.route(book, draft.topic)
    return department, times_for(book, department, draft, now)


def times_for(book: Snapshot, department: str, draft: EscalationDraft, now: datetime) -> deadlines.Times:
    """The two clocks of a case that this department is asked now."""
    return deadlines.escalation_times(
        now=now,
        severity=rules.proposed_severity(draft.severity, draft.reach),
        stated_at=draft.stated_at if draft.stated else None,
        hours=working.hours_of(book, department),
        deadlines=book.workspace.deadlines,
        own=book.workspace.deadlines_by_requester.get(draft.requester),
    )


def request_for(
    book: Snapshot, escalation: Escalation, times: deadlines.Times, by: str, now: datetime
) -> Request:
    """A new request to the responsible department, of the present round, with the ladder for this hour."""
    department = escalation.department
    plan = nights.ladder(
        book,
        department,
        now,
        high=times.high,
        crisis=escalation.severity == Severity.crisis,
        open_now=calendars.is_open(working.hours_of(book, department), now),
    )
    return Request(
        id=new_id("R"),
        workspace=escalation.workspace,
        notice=escalation.id,
        lane=escalation.lane,
        department=department,
        round=escalation.round,
        asked_by=by,
        asked_at=now,
        due_at=times.taken_due_at,
        high=times.high,
        real_time=times.real_time,
        private=escalation.private,
        ladder=[list(rung) for rung in plan],
    )
