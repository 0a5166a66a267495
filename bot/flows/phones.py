"""Ringing people up in a crisis outside working hours (PRODUCT section 2, "Crisis outside").

The opener is told whom to phone, sees a number on request, and says who was reached. *Reached* stops no
call: only *Take It* does, so that nothing rests on a promise by phone (P4, P7).
"""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import chase, nights, speak
from bot.flows.answers import Answer
from bot.flows.escalation_cases import of_request
from bot.models import Entry, Escalation, Message, Phone, Request, Severity, Snapshot
from bot.rules import appointments, calendars, ladders, phones, rotas, sight
from bot.rules import hours as working
from bot.rules import requests as request_rules
from bot.store import Db, notices
from bot.store import rotas as stored
from bot.tools import Caller, Tools
from bot.views import phones as views

LAST_VIEWS = 10


def calls_of(
    db: Db, book: Snapshot, request: Request, escalation: Escalation, reader: str, now: datetime
) -> views.Calls:
    """Whom the reader is to ring about this crisis now, and what came of it so far."""
    everybody = {seat.person for seat in book.seats} | set(book.people)
    numbers = stored.with_number(db, request.workspace, everybody)
    people = phones.to_phone(book, request.department, now, with_number=numbers, without=reader)
    said: dict[str, dict[str, datetime]] = {"reached": {}, "not_reached": {}}
    for entry in notices.entries(db, escalation):
        if entry.kind in said and entry.values.get("request") == request.id:
            person = str(entry.values["person"])
            said["reached"].pop(person, None)
            said[entry.kind][person] = entry.at
    hours = working.hours_of(book, request.department)
    crisis = escalation.severity == Severity.crisis
    closed = crisis and not calendars.is_open(hours, now)
    return views.Calls(
        people,
        rotas.at_hand(book, request.department, now),
        numbers,
        calendars.next_opening(hours, now) if closed else None,
        said["reached"],
        said["not_reached"],
    )


async def show(tools: Tools, caller: Caller, request_id: str, person: str) -> Answer:
    """The number, on a page; who saw whose and when is an entry in the timeline before it is shown."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, escalation = _mine(db, caller, request_id)
        calls = calls_of(db, book, request, escalation, caller.user, now)
        found = db.get(Phone, workspace=caller.workspace, person=person)
        if found is None or person not in calls.people or calls.opens is None:
            raise Refusal("This number is not shown any more: the department is open, or it was taken out.")
        speak.note(db, escalation, "phone_shown", now, by=caller.user, person=person)
        return Answer(opens=views.number_page(person, found.number, caller.t))

    return await tools.write(caller, work)


async def reached(tools: Tools, caller: Caller, request_id: str, person: str) -> Answer:
    """The person answered the phone. Calls go on until somebody takes it."""
    return await _said(tools, caller, request_id, person, "reached")


async def not_reached(tools: Tools, caller: Caller, request_id: str, person: str) -> Answer:
    """The person did not answer: where everybody called so far was not reached, the next is called now."""
    return await _said(tools, caller, request_id, person, "not_reached")


async def _said(tools: Tools, caller: Caller, request_id: str, person: str, kind: str) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, escalation = _mine(db, caller, request_id)
        calls = calls_of(db, book, request, escalation, caller.user, now)
        if person not in calls.people:
            raise Refusal("{person} is no longer to be phoned about this.", person=person)
        about = {"person": person, "department": request.department, "request": request.id}
        speak.note(db, escalation, kind, now, by=caller.user, **about)
        missed = {*calls.not_reached, person} if kind == "not_reached" else set()
        if missed.issuperset(request.called):
            db.change(request, **ladders.next_at_once(request, now))
            chase.run(db, book, request, escalation, now)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


def _mine(db: Db, caller: Caller, request_id: str) -> tuple[Request, Escalation]:
    """The request, held, about which this person was told whom to phone. Refusal for anybody else."""
    request, escalation = of_request(db, caller, request_id)
    told = db.get(Message, workspace=caller.workspace, key=nights.calls_key(request, caller.user))
    refuse(appointments.may_phone(told=told is not None))
    if request.state not in chase.OPEN:
        raise request_rules.finished(request)
    return request, escalation


# One's own number


async def form(tools: Tools, caller: Caller) -> Answer:
    """One's own number, and who has seen it."""
    refuse(sight.may_look(caller.person))

    def look(db: Db) -> Answer:
        found = db.get(Phone, workspace=caller.workspace, person=caller.user)
        seen = db.all(Entry, workspace=caller.workspace, kind="phone_shown")
        mine = [entry for entry in seen if entry.values.get("person") == caller.user]
        number = found.number if found else ""
        return Answer(opens=views.phone_form(number, mine[: -LAST_VIEWS - 1 : -1], caller.snapshot, caller.t))

    return await tools.store.read(look)


async def save(tools: Tools, caller: Caller, typed: str) -> Answer:
    """Keep the number, or take it out where the field is empty."""
    refuse(sight.may_look(caller.person))
    now = tools.clock.now()
    try:
        number = phones.number(typed)
    except Refusal as refusal:
        raise FormRefusal({"phone": refusal}) from refusal

    def work(db: Db, book: Snapshot) -> Answer:
        db.remove(Phone, workspace=caller.workspace, person=caller.user)
        if not number:
            return Answer(caller.t("Your phone number is taken out."))
        db.add(Phone(workspace=caller.workspace, person=caller.user, number=number, at=now))
        return Answer(caller.t("Your phone number is saved."))

    return await tools.write(caller, work)
