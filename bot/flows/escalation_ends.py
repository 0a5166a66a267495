"""How an escalation ends, and how it begins again."""

from __future__ import annotations

from datetime import datetime

from bot.flows import (
    chase,
    escalation_cases,
    escalations,
    golive,
    levels,
    merges,
    nights,
    relations,
    speak,
)
from bot.flows.answers import Answer
from bot.flows.escalation_cases import found, mine, refuse
from bot.models import Escalation, EscalationDraft, EscalationState, RequestState, Severity, Snapshot
from bot.rules import deadlines
from bot.rules import escalations as rules
from bot.rules import requests as request_rules
from bot.store import Db, notices, reports
from bot.tools import Caller, Tools
from bot.views import escalation_forms

ASKED = (RequestState.waiting, RequestState.rested)


async def close(
    tools: Tools, caller: Caller, escalation_id: str, closing: escalation_forms.Closing
) -> Answer:
    """Close it, with a lesson in a line and whether the requester was told."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = mine(db, book, caller, escalation_id, now)
        if escalation.state == EscalationState.taken:
            escalations.record_told(db, book, escalation, closing.told or "no", "", caller.user, now)
        record_closed(db, book, escalation, closing, caller.user, now)
        merges.tell_reporters(db, book, escalation, now, by=caller.user)
        return Answer()

    return await tools.write(caller, work)


def record_closed(
    db: Db,
    book: Snapshot,
    escalation: Escalation,
    closing: escalation_forms.Closing,
    by: str,
    now: datetime,
    **said: str,
) -> None:
    """Within a unit: it is over, with what was learned. Refusal where the requester is not told yet.

    said: more values of the entry, such as the program that did it.
    """
    state = rules.move(escalation.state, "close", by=escalation.owner)
    texts = {**escalation.texts, "lesson": closing.lesson}
    db.change(
        escalation,
        state=state,
        ended_at=now,
        mood=closing.mood,
        texts={key: value for key, value in texts.items() if value},
    )
    speak.note(db, escalation, "closed", now, by=by, lesson=closing.lesson, **said)
    _end(db, book, escalation, now)


async def dismiss(tools: Tools, caller: Caller, escalation_id: str, reason: str) -> Answer:
    """*Not an escalation*: aside, with a reason."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = mine(db, book, caller, escalation_id, now)
        state = rules.move(escalation.state, "dismiss")
        db.change(escalation, state=state, ended_at=now, texts={**escalation.texts, "reason": reason})
        speak.note(db, escalation, "not_escalation", now, by=caller.user, reason=reason)
        _end(db, book, escalation, now)
        return Answer()

    return await tools.write(caller, work)


def _end(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    """Nobody is asked any more and nothing falls due; the last crisis lets launches go."""
    for request in notices.requests(db, escalation):
        if request.state in ASKED:
            chase.end(db, request)
            db.change(request, state=request_rules.answer(request, "drop"))
    levels.stop_clocks(db, escalation)
    for merged in reports.members(db, escalation):
        db.change(merged, ended_at=now)
    notices.drop_pings(db, escalation.workspace, notice=escalation.id)
    speak.changed(db, escalation)
    relations.case_ended(db, book, escalation, now)
    if escalation.severity == Severity.crisis:
        golive.crisis_ended(db, book, now)


async def reopen(tools: Tools, caller: Caller, escalation_id: str, reason: str) -> Answer:
    """The next round, with a fresh window."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = found(db, caller, escalation_id)
        escalation_cases.refuse_merged(db, escalation)
        refuse(escalation_cases.may_change(escalation, caller.user, book, now, reporter=True))
        draft = EscalationDraft(topic=escalation.topic, severity=escalation.severity)
        times = escalation_cases.times_for(book, escalation.department, draft, now)
        state = rules.move(escalation.state, "reopen")
        for request in notices.requests(db, escalation):
            if request.state in (*ASKED, RequestState.taken):
                chase.end(db, request)
                db.change(request, state=request_rules.answer(request, "drop"))
        db.change(escalation, state=state, **_afresh(escalation, times))
        for merged in reports.members(db, escalation):
            db.change(merged, ended_at=None)
        entry = speak.note(db, escalation, "reopened", now, by=caller.user, reason=reason)
        speak.line_on_card(db, escalation, entry)
        _ask_again(db, book, escalation, times, caller.user, now)
        return Answer()

    return await tools.write(caller, work)


def _afresh(escalation: Escalation, times: deadlines.Times) -> dict[str, object]:
    """What the next round forgets of the one before; who was handed it stays counted (P6)."""
    forgotten = ("promised", "told_where", "lesson", "reason", "statement_reason")
    return {
        "round": escalation.round + 1,
        "ended_at": None,
        "owner": None,
        "taken_at": None,
        "told": None,
        "told_at": None,
        "reply_minutes": None,
        "told_asked_at": None,
        "late": False,
        "rises": 0,
        "before_merges": {},
        "stated_at": None,
        "statement": None,
        "statement_at": None,
        "mood": None,
        "texts": {key: text for key, text in escalation.texts.items() if key not in forgotten},
        "taken_due_at": times.taken_due_at,
        "told_due_at": times.told_due_at,
        "told_first_due_at": times.told_due_at,
    }


def _ask_again(
    db: Db, book: Snapshot, escalation: Escalation, times: deadlines.Times, by: str, now: datetime
) -> None:
    """The responsible department is asked, as if it were told now."""
    request = escalation_cases.request_for(book, escalation, times, by, now)
    db.add(request)
    chase.begin(db, book, request, escalation, now)
    nights.watch(db, book, request, escalation, now, opener=by)
    levels.set_clocks(db, book, escalation, now, since=now)
    if escalation.severity == Severity.crisis:
        golive.crisis_began(db, escalation.workspace)
    speak.changed(db, escalation)
