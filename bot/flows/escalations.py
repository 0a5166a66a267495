"""Escalations on their way: taken, given back, the requester told (PRODUCT section 2, "Two clocks")."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import chase, levels, merges, nights, speak
from bot.flows.answers import Answer
from bot.flows.escalation_cases import first_signal, mine, of_request, refuse
from bot.models import Escalation, Request, RequestState, Severity, Snapshot
from bot.rules import deadlines, durations, rights
from bot.rules import escalations as rules
from bot.rules import hours as working
from bot.rules import requests as request_rules
from bot.store import Db, notices
from bot.store.timers import set_timer, stop_timer
from bot.tools import Caller, Tools
from bot.views import escalation_forms, refusals


async def take_it(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """*Take it*: the first click wins; somebody else's is an offer of help."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, escalation = of_request(db, caller, request_id)
        if request.state not in (*chase.OPEN, RequestState.rested):
            request_rules.answer(request, "take")
        member = book.in_room(request.department, caller.channel)
        refusal = rights.may_take(book, escalation, request, caller.user, member=member)
        if refusal is not None:
            refuse(rights.may_offer(caller.person, request))
            offer(db, request, escalation, caller.user, now)
            return Answer(refusals.sentence(refusal, book, caller.t))
        take(db, book, request, escalation, caller.user, now)
        return Answer()

    return await tools.write(caller, work)


def take(
    db: Db,
    book: Snapshot,
    request: Request,
    escalation: Escalation,
    person: str,
    now: datetime,
    **said: str,
) -> None:
    """This person has it now; in a crisis they lead it. Stops only the first clock.

    said: more values of the entry, such as the program that did it.
    """
    state = request_rules.answer(request, "take")
    measured = durations.answered(request, chase.hours_for(book, request), now)
    db.change(request, state=state, answered_by=person, answered_at=now, **measured)
    db.change(
        escalation,
        state=rules.move(escalation.state, "take", by=escalation.owner),
        owner=person,
        taken_at=now,
    )
    chase.end(db, request)
    for kind in ("rise", "rise_again"):
        stop_timer(db, escalation.workspace, kind, escalation.id)
    crisis = escalation.severity == Severity.crisis
    speak.note(db, escalation, "lead" if crisis else "taken", now, by=person, **said)
    if crisis:
        levels.remind_of_statement(db, book, escalation, now)
    speak.changed(db, escalation)


def offer(db: Db, request: Request, escalation: Escalation, person: str, now: datetime) -> None:
    """Somebody who may not take it offers to help: one line under the request, once for each person."""
    known = (entry for entry in notices.entries(db, escalation) if entry.kind == "offer_help")
    if all(entry.by != person for entry in known):
        entry = speak.note(db, escalation, "offer_help", now, by=person)
        speak.line_on_request(db, request, entry)


async def give_back(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """A take is taken back within the hour; the clock goes on unchanged."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, escalation = of_request(db, caller, request_id)
        refuse(rights.may_give_back(escalation, caller.user, book, now))
        refuse(rules.may_give_back(escalation, now))
        release(db, book, request, escalation, now)
        entry = speak.note(db, escalation, "given_back", now, by=caller.user)
        speak.line_on_request(db, request, entry)
        chase.run(db, book, request, escalation, now)
        nights.watch(db, book, request, escalation, now, opener=caller.user)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


def release(db: Db, book: Snapshot, request: Request, escalation: Escalation, now: datetime) -> None:
    """Nobody has it any more, and the request waits again; both clocks run on (P6)."""
    state = rules.move(escalation.state, "give_back")
    waiting = request_rules.answer(request, "give_back")
    db.change(request, state=waiting, answered_by=None, answered_at=None, **durations.UNANSWERED)
    db.change(escalation, state=state, owner=None, taken_at=None)
    levels.set_rises(db, book, escalation, now)


# The requester


async def tell(tools: Tools, caller: Caller, escalation_id: str, told: escalation_forms.Told) -> Answer:
    """The requester was told, or need not be."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = mine(db, book, caller, escalation_id, now)
        record_told(db, book, escalation, told.told, told.where, caller.user, now)
        merges.tell_reporters(db, book, escalation, now, by=caller.user)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


def record_told(
    db: Db,
    book: Snapshot,
    escalation: Escalation,
    told: str,
    where: str,
    by: str,
    now: datetime,
    **said: str,
) -> None:
    """What stands about the requester: yes, not_needed, or no (closed without a word, which has no hour)."""
    state = rules.move(escalation.state, "tell", by=escalation.owner)
    texts = {**escalation.texts, "told_where": where} if where else escalation.texts
    told_at, took = None if told == "no" else now, None
    if told == "yes":
        hours = working.hours_of(book, escalation.department)
        took = durations.minutes(hours, first_signal(db, escalation), now)
    db.change(escalation, state=state, told=told, told_at=told_at, reply_minutes=took, texts=texts)
    stop_timer(db, escalation.workspace, "told", escalation.id)
    if told != "no":
        speak.note(db, escalation, "told", now, by=by, told=told, where=where, **said)


async def more_time(
    tools: Tools, caller: Caller, escalation_id: str, wanted: escalation_forms.MoreTime
) -> Answer:
    """A new told-by, with what the requester was promised; the measure keeps the first one."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = mine(db, book, caller, escalation_id, now)
        if escalation.state not in rules.UNTOLD:
            rules.move(escalation.state, "tell")
        if wanted.told_by <= now:
            raise FormRefusal({"told_by": Refusal("Choose an hour that is still to come.")})
        _promise(db, book, escalation, wanted, caller.user, now)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


def _promise(
    db: Db, book: Snapshot, escalation: Escalation, wanted: escalation_forms.MoreTime, by: str, now: datetime
) -> None:
    """The new hour stands, and is asked about once at its own 75 %."""
    db.change(
        escalation,
        told_due_at=wanted.told_by,
        told_asked_at=None,
        late=False,
        texts={**escalation.texts, "promised": wanted.promised},
    )
    due = wanted.told_by.isoformat()
    speak.note(db, escalation, "more_time", now, by=by, due=due, promised=wanted.promised)
    hours = working.hours_of(book, escalation.department)
    check = deadlines.told_check_at(escalation, hours, since=now)
    set_timer(db, escalation.workspace, "told", escalation.id, check)
