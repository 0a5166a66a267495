"""Experts: one question to another department; the case stays where it is (PRODUCT mechanism 84)."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import chase, pings, speak
from bot.flows.answers import Answer
from bot.flows.requests_in_hand import found, refuse_others
from bot.models import (
    Escalation,
    Launch,
    Origin,
    PingKind,
    Request,
    Snapshot,
    new_id,
)
from bot.rules import deadlines, durations, ladders, rights
from bot.rules import requests as rules
from bot.store import Db, notices
from bot.tools import Caller, Tools
from bot.views import names


async def ask_expert(tools: Tools, caller: Caller, request_id: str, department: str, question: str) -> Answer:
    """One question to another department, due at half the time left; the case stays where it is."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        if not isinstance(notice, Escalation):
            raise Refusal("An expert is asked about an escalation.")
        refuse(rights.may_ask_expert(book, notice, request, caller.user, now))
        if book.department(department) is None:
            raise FormRefusal(
                {"department": Refusal("This department does not exist any more; choose another.")}
            )
        hours = chase.hours_for(book, request)
        earlier = [one for one in notices.requests(db, notice) if one.origin == Origin.expert]
        expert = Request(
            id=new_id("R"),
            workspace=request.workspace,
            notice=notice.id,
            lane=notice.lane,
            department=department,
            round=notice.round,
            origin=Origin.expert,
            hop=len(earlier),
            parent=request.id,
            required=False,
            asked_by=caller.user,
            asked_at=now,
            due_at=deadlines.expert_due(notice, now=now, hours=hours),
            high=request.high,
            real_time=request.real_time,
            private=notice.private,
            ladder=[list(rung) for rung in ladders.plan(book, department, high=request.high)],
            texts={"question": question},
        )
        db.add(expert)
        chase.begin(db, book, expert, notice, now)
        speak.note(db, notice, "expert_asked", now, by=caller.user, department=department)
        speak.changed(db, notice)
        return Answer(
            caller.t("{department} is asked.", department=names.department_label(caller.t, book, department))
        )

    return await tools.write(caller, work)


async def answer_expert(tools: Tools, caller: Caller, request_id: str, words: str) -> Answer:
    """An expert's answer goes to whoever asked; the case stays with its owner."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        return advise(db, book, caller, request, notice, "answer", words, now)

    return await tools.write(caller, work)


def advise(
    db: Db,
    book: Snapshot,
    caller: Caller,
    request: Request,
    notice: Launch | Escalation,
    move: rules.Move,
    words: str,
    now: datetime,
) -> Answer:
    """What an expert says, or that they cannot help; whoever asked is told."""
    refuse_others(book, caller, request, notice)
    state = rules.answer(request, move)
    texts = {**request.texts, "answer": words}
    measured = durations.answered(request, chase.hours_for(book, request), now)
    db.change(request, state=state, answered_by=caller.user, answered_at=now, texts=texts, **measured)
    chase.end(db, request)
    speak.note(db, notice, "expert_answered", now, by=caller.user, department=request.department)
    pings.call(db, book, request.asked_by, PingKind.expert_answer, notice, now, request=request, at_once=True)
    speak.changed(db, notice)
    return Answer()
