"""What the orchestrator does about a request: take it, name somebody, let it rest, allow a hand-over."""

from __future__ import annotations

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import chase, escalations, hand_overs, speak
from bot.flows.answers import Answer
from bot.flows.requests_in_hand import found
from bot.models import (
    Escalation,
    RequestState,
    Snapshot,
)
from bot.rules import deadlines, ladders, rights
from bot.rules import requests as rules
from bot.store import Db
from bot.tools import Caller, Tools


async def take_myself(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """The orchestrator takes it: an escalation becomes theirs, a launch's answer is theirs to give."""
    return await _named(tools, caller, request_id, caller.user)


async def name_somebody(tools: Tools, caller: Caller, request_id: str, person: str) -> Answer:
    """The orchestrator names who is asked now."""
    return await _named(tools, caller, request_id, person)


async def _named(tools: Tools, caller: Caller, request_id: str, person: str) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        refuse(rights.may_conduct(book, caller.user, now))
        if isinstance(notice, Escalation) and request.state == RequestState.taken:
            escalations.release(db, book, request, notice, now)
        if request.state not in (*chase.OPEN, RequestState.rested):
            raise rules.finished(request)
        if book.gone(person):
            raise FormRefusal({"person": Refusal("This person has left Slack; choose somebody else.")})
        if person == caller.user and isinstance(notice, Escalation):
            db.change(request, state=RequestState.waiting)
            escalations.take(db, book, request, notice, person, now)
            return Answer()
        hours = chase.hours_for(book, request)
        due = max(request.due_at, deadlines.named_due(request, now=now, hours=hours))
        plan = ladders.plan(book, request.department, person=person)
        db.change(
            request,
            **ladders.replan(request, person=person, ladder=plan, due_at=due),
            state=RequestState.waiting,
        )
        speak.note(db, notice, "named", now, by=caller.user, person=person, department=request.department)
        chase.run(db, book, request, notice, now)
        speak.changed(db, notice)
        return Answer(caller.t("{person} is asked now.", person=f"<@{person}>"))

    return await tools.write(caller, work)


async def rest(tools: Tools, caller: Caller, request_id: str, reason: str) -> Answer:
    """The orchestrator lets it rest, with a reason that stands in the timeline."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        refuse(rights.may_conduct(book, caller.user, now))
        state = rules.answer(request, "rest")
        db.change(
            request,
            state=state,
            answered_by=caller.user,
            answered_at=now,
            texts={**request.texts, "reason": reason},
        )
        chase.end(db, request)
        entry = speak.note(
            db, notice, "rested", now, by=caller.user, department=request.department, reason=reason
        )
        speak.line_on_request(db, request, entry)
        speak.changed(db, notice)
        return Answer()

    return await tools.write(caller, work)


async def allow_hand_over(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """The orchestrator allows the second hand-over that was asked for."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        refuse(rights.may_conduct(book, caller.user, now))
        return hand_overs.allow(db, book, caller, request, notice, now)

    return await tools.write(caller, work)
