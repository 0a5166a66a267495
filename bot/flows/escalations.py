"""Escalations: told, routed, taken, the requester told, closed (PRODUCT section 2, "Two clocks")."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal
from bot.flows import chase, launches, levels, links, speak
from bot.flows.answers import Answer
from bot.i18n import slack_date
from bot.models import (
    Escalation,
    EscalationDraft,
    EscalationState,
    Report,
    Request,
    RequestState,
    Severity,
    Snapshot,
    new_id,
)
from bot.rules import calendars, deadlines, defaults, ladders, rights, routing
from bot.rules import escalations as rules
from bot.rules import hours as working
from bot.rules import requests as request_rules
from bot.store import Db, notices
from bot.store.timers import set_timer, stop_timer
from bot.tools import Caller, Tools
from bot.views import escalation_forms, escalation_opening, names, refusals

TITLE, EXCERPT = 300, 500
"""How much of a message is taken over, in characters; the rest stays where it was said."""

# Opening


async def form(tools: Tools, caller: Caller, draft: EscalationDraft) -> Answer:
    """The escalation form, prefilled; a message's text and permalink come along."""
    _refuse(rights.may_raise(caller.person))
    return Answer(opens=_form(tools, caller, draft))


async def redraw(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """Topic or level was chosen: the form shows who answers when, and asks for a stated hour."""
    return Answer(updates=_form(tools, caller, escalation_opening.peek_open(view)))


def _form(tools: Tools, caller: Caller, draft: EscalationDraft) -> dict[str, Any]:
    book, now = caller.snapshot, tools.clock.now()
    promise = None
    if draft.topic and book.active and (not draft.stated or draft.stated_at):
        department, times = _times(book, draft, now)
        opens = calendars.next_opening(working.hours_of(book, department), now)
        promise = escalation_opening.Promise(
            department, times.taken_due_at, times.told_due_at, opens if opens > now else None
        )
    return escalation_opening.open_form(
        draft,
        book,
        caller.t,
        topics=defaults.topics(book),
        deadlines=book.workspace.deadlines,
        promise=promise,
    )


async def form_from_message(
    tools: Tools, caller: Caller, text: str, ts: str | None, *, hidden: bool
) -> Answer:
    """*Hand to Tutti*: a message from a hidden place starts as private, without excerpt (DESIGN section 5)."""
    said = " ".join(text.split())
    address = links.permalink(caller.snapshot, caller.channel, ts)
    draft = EscalationDraft(
        title=said[:TITLE],
        private=hidden,
        permalink=address,
        where=address or "",
        excerpt=None if hidden else said[:EXCERPT],
    )
    return await form(tools, caller, draft)


async def crisis_form(tools: Tools, caller: Caller, text: str) -> Answer:
    """The form that opens a crisis: a person must confirm (P7)."""
    _refuse(rights.may_raise(caller.person))
    draft = escalation_opening.CrisisDraft(EscalationDraft(title=text, severity=Severity.crisis))
    return Answer(
        opens=escalation_opening.crisis_form(
            draft,
            caller.snapshot,
            caller.t,
            topics=defaults.topics(caller.snapshot),
            deadlines=caller.snapshot.workspace.deadlines,
        )
    )


async def open_one(tools: Tools, caller: Caller, draft: EscalationDraft, story: str = "") -> Answer:
    """Put it on its card and ask the responsible department, all in one unit."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        _refuse(rights.may_raise(caller.person))
        _refuse(rights.is_set_up(book))
        if draft.stated and (draft.stated_at is None or draft.stated_at <= now):
            raise FormRefusal({"stated_at": Refusal("Choose an hour that is still to come.")})
        known = notices.by_permalink(db, caller.workspace, draft.permalink) if draft.permalink else None
        if known is not None:
            return _told_again(db, caller, known, now)
        department, times = _times(book, draft, now)
        escalation = _escalation(caller, draft, department, times, story, now)
        db.add(escalation)
        _report(db, caller, escalation, draft, now)
        speak.note(db, escalation, "told_first", now, by=caller.user)
        speak.card(db, book, escalation, now)
        request = _request(book, escalation, times, caller.user, now)
        db.add(request)
        if draft.mine and rights.may_take(book, escalation, request, caller.user) is None:
            speak.request(db, book, request, now)
            take(db, book, request, escalation, caller.user, now)
        else:
            chase.begin(db, book, request, escalation, now)
        _consult(db, book, escalation, now)
        levels.set_clocks(db, book, escalation, now, since=now)
        if escalation.severity == Severity.crisis:
            launches.crisis_began(db, caller.workspace)
        return Answer(_opened_words(caller, book, escalation, now))

    return await tools.write(caller, work)


def _times(book: Snapshot, draft: EscalationDraft, now: datetime) -> tuple[str, deadlines.Times]:
    department = routing.route(book, draft.topic)
    severity = rules.proposed_severity(draft.severity, draft.reach)
    times = deadlines.escalation_times(
        now=now,
        severity=severity,
        stated_at=draft.stated_at if draft.stated else None,
        hours=working.hours_of(book, department),
        deadlines=book.workspace.deadlines,
    )
    return department, times


def _escalation(
    caller: Caller,
    draft: EscalationDraft,
    department: str,
    times: deadlines.Times,
    story: str,
    now: datetime,
) -> Escalation:
    texts = {"title": draft.title, "where": draft.where, "who": draft.who, "story": story}
    return Escalation(
        id=new_id("E"),
        workspace=caller.workspace,
        texts={key: value for key, value in texts.items() if value},
        by=caller.user,
        private=rules.is_private(draft.topic, ticked=draft.private),
        created_at=now,
        topic=draft.topic,
        department=department,
        severity=rules.proposed_severity(draft.severity, draft.reach),
        requester=draft.requester,
        reach=draft.reach,
        stated_at=draft.stated_at if draft.stated else None,
        taken_due_at=times.taken_due_at,
        told_due_at=times.told_due_at,
        told_first_due_at=times.told_due_at,
    )


def _report(db: Db, caller: Caller, escalation: Escalation, draft: EscalationDraft, now: datetime) -> None:
    db.add(
        Report(
            workspace=caller.workspace,
            escalation=escalation.id,
            by=caller.user,
            at=now,
            permalink=draft.permalink,
            excerpt=None if escalation.private else draft.excerpt,
        )
    )


def _told_again(db: Db, caller: Caller, known: Escalation, now: datetime) -> Answer:
    """The same message was handed over already: one notice, one more report (N9)."""
    if not known.private:
        db.add_if_new(Report(workspace=caller.workspace, escalation=known.id, by=caller.user, at=now))
        speak.changed(db, known)
    return Answer(caller.t("This message is already being taken care of; your report was added to it."))


def _request(
    book: Snapshot, escalation: Escalation, times: deadlines.Times, by: str, now: datetime
) -> Request:
    department = escalation.department
    open_now = calendars.is_open(working.hours_of(book, department), now)
    plan = ladders.plan(
        book,
        department,
        high=times.high,
        crisis=escalation.severity == Severity.crisis,
        open_now=open_now,
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


def _consult(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    """Consulted departments get a line in their channel, without a request."""
    if escalation.private:
        return
    for key in routing.consulted(book, escalation.topic):
        department = book.department(key)
        if department and department.channel:
            speak.line_in(db, department.channel, escalation, "consulted", now)


def _opened_words(caller: Caller, book: Snapshot, escalation: Escalation, now: datetime) -> str:
    t, zone = caller.t, book.workspace.timezone
    department = names.department(t, book, escalation.department)
    said = [
        t(
            "{department} takes this by {taken}; the requester is told by {told}.",
            department=department,
            taken=slack_date(escalation.taken_due_at, t, zone=zone),
            told=slack_date(escalation.told_due_at, t, zone=zone),
        )
    ]
    hours = working.hours_of(book, escalation.department)
    urgent = escalation.severity == Severity.crisis or escalation.stated_at is not None
    if urgent and not calendars.is_open(hours, now):
        people = ladders.reachable(book, escalation.department, crisis=escalation.severity == Severity.crisis)
        said.append(
            t(
                "{department} is closed now and Slack does not ring during do-not-disturb: please phone {people}.",
                department=department,
                people=t.join([f"<@{person}>" for person in people]),
            )
            if people
            else t(
                "{department} is closed now and nobody is on duty: please phone somebody.",
                department=department,
            )
        )
    return " ".join(said)


# Taking


async def take_it(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """*Take it*: the first click wins; somebody else's is an offer of help."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, escalation = _of_request(db, caller, request_id)
        if request.state == RequestState.taken:
            request_rules.answer(request, "take")
        member = book.in_room(request.department, caller.channel)
        refusal = rights.may_take(book, escalation, request, caller.user, member=member)
        if refusal is not None:
            entry = speak.note(db, escalation, "offer_help", now, by=caller.user)
            speak.line_on_request(db, request, entry)
            return Answer(refusals.sentence(refusal, book, caller.t))
        take(db, book, request, escalation, caller.user, now)
        return Answer()

    return await tools.write(caller, work)


def take(
    db: Db, book: Snapshot, request: Request, escalation: Escalation, person: str, now: datetime
) -> None:
    """This person has it now; in a crisis they lead it. Stops only the first clock."""
    state = request_rules.answer(request, "take")
    db.change(request, state=state, answered_by=person, answered_at=now)
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
    speak.note(db, escalation, "lead" if crisis else "taken", now, by=person)
    if crisis:
        levels.remind_of_statement(db, book, escalation, now)
    speak.changed(db, escalation)


async def give_back(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """A take is taken back within the hour; the clock goes on unchanged."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, escalation = _of_request(db, caller, request_id)
        if escalation.owner != caller.user:
            _refuse(rights.may_conduct(book, caller.user, now))
        _refuse(rules.may_give_back(escalation, now))
        db.change(
            request,
            state=request_rules.answer(request, "give_back"),
            answered_by=None,
            answered_at=None,
        )
        state = rules.move(escalation.state, "give_back")
        db.change(escalation, state=state, owner=None, taken_at=None)
        entry = speak.note(db, escalation, "given_back", now, by=caller.user)
        speak.line_on_request(db, request, entry)
        chase.run(db, book, request, escalation, now)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


# The requester


async def tell(tools: Tools, caller: Caller, escalation_id: str, told: escalation_forms.Told) -> Answer:
    """The requester was told, or need not be."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _mine(db, book, caller, escalation_id, now)
        _tell(db, escalation, told.told, told.where, caller.user, now)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


def _tell(db: Db, escalation: Escalation, told: str, where: str, by: str, now: datetime) -> None:
    state = rules.move(escalation.state, "tell", by=escalation.owner)
    texts = {**escalation.texts, "told_where": where} if where else escalation.texts
    db.change(escalation, state=state, told=told, told_at=now, texts=texts)
    stop_timer(db, escalation.workspace, "told", escalation.id)
    speak.note(db, escalation, "told", now, by=by, told=told, where=where)


async def more_time(
    tools: Tools, caller: Caller, escalation_id: str, wanted: escalation_forms.MoreTime
) -> Answer:
    """A new told-by, with what the requester was promised; the measure keeps the first one."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _mine(db, book, caller, escalation_id, now)
        if wanted.told_by <= now:
            raise FormRefusal({"told_by": Refusal("Choose an hour that is still to come.")})
        if escalation.state not in rules.UNTOLD:
            rules.move(escalation.state, "tell")
        db.change(
            escalation,
            told_due_at=wanted.told_by,
            told_asked_at=None,
            late=False,
            texts={**escalation.texts, "promised": wanted.promised},
        )
        speak.note(
            db,
            escalation,
            "more_time",
            now,
            by=caller.user,
            until=wanted.told_by.isoformat(),
            promised=wanted.promised,
        )
        hours = working.hours_of(book, escalation.department)
        check = deadlines.told_check_at(escalation, hours, since=now)
        set_timer(db, escalation.workspace, "told", escalation.id, check)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


async def close(
    tools: Tools, caller: Caller, escalation_id: str, closing: escalation_forms.Closing
) -> Answer:
    """Close it, with a lesson in a line and whether the requester was told."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _mine(db, book, caller, escalation_id, now)
        if escalation.state == EscalationState.taken:
            _tell(db, escalation, closing.told or "no", "", caller.user, now)
        state = rules.move(escalation.state, "close", by=escalation.owner)
        texts = {**escalation.texts, "lesson": closing.lesson}
        db.change(
            escalation,
            state=state,
            ended_at=now,
            mood=closing.mood,
            texts={key: value for key, value in texts.items() if value},
        )
        speak.note(db, escalation, "closed", now, by=caller.user, lesson=closing.lesson)
        _end(db, book, escalation, now)
        return Answer()

    return await tools.write(caller, work)


async def dismiss(tools: Tools, caller: Caller, escalation_id: str, reason: str) -> Answer:
    """*Not an escalation*: aside, with a reason."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _mine(db, book, caller, escalation_id, now)
        state = rules.move(escalation.state, "dismiss")
        db.change(escalation, state=state, ended_at=now, texts={**escalation.texts, "reason": reason})
        speak.note(db, escalation, "not_escalation", now, by=caller.user, reason=reason)
        _end(db, book, escalation, now)
        return Answer()

    return await tools.write(caller, work)


def _end(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    for request in notices.requests(db, escalation):
        if request.state in (RequestState.waiting, RequestState.rested):
            chase.end(db, request)
            db.change(request, state=RequestState.dropped)
    levels.stop_clocks(db, escalation)
    notices.drop_pings(db, escalation.workspace, notice=escalation.id)
    speak.changed(db, escalation)
    if escalation.severity == Severity.crisis:
        launches.crisis_ended(db, book, now)


async def reopen(tools: Tools, caller: Caller, escalation_id: str, reason: str) -> Answer:
    """The next round, with a fresh window."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _found(db, caller, escalation_id)
        if caller.user != escalation.by:
            _refuse(rights.may_close(escalation, caller.user, book, now))
        state = rules.move(escalation.state, "reopen")
        draft = EscalationDraft(topic=escalation.topic, severity=escalation.severity)
        _, times = _times(book, draft, now)
        db.change(
            escalation,
            state=state,
            round=escalation.round + 1,
            ended_at=None,
            owner=None,
            taken_at=None,
            told=None,
            told_at=None,
            late=False,
            stated_at=None,
            statement=None,
            taken_due_at=times.taken_due_at,
            told_due_at=times.told_due_at,
            told_first_due_at=times.told_due_at,
        )
        entry = speak.note(db, escalation, "reopened", now, by=caller.user, reason=reason)
        speak.line_on_card(db, escalation, entry)
        request = _request(book, escalation, times, caller.user, now)
        db.add(request)
        chase.begin(db, book, request, escalation, now)
        levels.set_clocks(db, book, escalation, now, since=now)
        if escalation.severity == Severity.crisis:
            launches.crisis_began(db, escalation.workspace)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


# Words and privacy


async def edit(tools: Tools, caller: Caller, escalation_id: str, title: str) -> Answer:
    """A new summary; the old text leaves card, request and excerpt, and the timeline says only that it did."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _mine(db, book, caller, escalation_id, now)
        db.change(escalation, texts={**escalation.texts, "title": title})
        _forget_excerpts(db, escalation)
        speak.note(db, escalation, "edited", now, by=caller.user)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


async def make_private(tools: Tools, caller: Caller, escalation_id: str) -> Answer:
    """Take it out of the channels; it goes on in direct messages with whoever answers."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _mine(db, book, caller, escalation_id, now)
        if escalation.private:
            raise Refusal("This is private already.")
        db.change(escalation, private=True)
        _forget_excerpts(db, escalation)
        speak.note(db, escalation, "made_private", now, by=caller.user)
        for request in notices.requests(db, escalation):
            db.change(request, private=True)
            people = [person for person in request.called if person != ladders.DIRECT]
            if request.state in (RequestState.waiting, RequestState.taken):
                for person in dict.fromkeys([*people, *([escalation.owner] if escalation.owner else [])]):
                    speak.request_to(db, request, person, now)
        speak.changed(db, escalation)
        return Answer(caller.t("It is private now; the channels no longer show it."))

    return await tools.write(caller, work)


def _forget_excerpts(db: Db, escalation: Escalation) -> None:
    for report in db.all(Report, workspace=escalation.workspace, escalation=escalation.id):
        db.change(report, excerpt=None)


# Level and statement


async def set_severity(tools: Tools, caller: Caller, escalation_id: str, severity: Severity) -> Answer:
    """Up or down: deadlines move, the clock does not."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _found(db, caller, escalation_id)
        if caller.user != escalation.by:
            _refuse(rights.may_close(escalation, caller.user, book, now))
        _refuse_ended(escalation)
        if severity == escalation.severity:
            raise Refusal("It has this level already.")
        levels.change(db, book, escalation, severity, now, by=caller.user)
        return Answer()

    return await tools.write(caller, work)


async def decide_statement(
    tools: Tools, caller: Caller, escalation_id: str, statement: escalation_forms.Statement
) -> Answer:
    """A crisis's statement: publish, hold, or stay silent with a reason."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = _mine(db, book, caller, escalation_id, now)
        if escalation.severity != Severity.crisis:
            raise Refusal("Only a crisis has a statement.")
        texts = {
            **escalation.texts,
            "statement_fr": statement.french,
            "statement_en": statement.english,
            "statement_reason": statement.reason,
        }
        db.change(
            escalation,
            statement=statement.decision,
            statement_at=now,
            texts={key: value for key, value in texts.items() if value},
        )
        stop_timer(db, escalation.workspace, "statement", escalation.id)
        entry = speak.note(
            db,
            escalation,
            "statement",
            now,
            by=caller.user,
            decision=statement.decision,
            reason=statement.reason,
        )
        speak.line_on_card(db, escalation, entry)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


# Finding


def _found(db: Db, caller: Caller, escalation_id: str) -> Escalation:
    escalation = notices.hold(db, caller.workspace, escalation_id)
    if not isinstance(escalation, Escalation):
        raise Refusal("This escalation does not exist any more.")
    return escalation


def _mine(db: Db, book: Snapshot, caller: Caller, escalation_id: str, now: datetime) -> Escalation:
    """The escalation, held for this unit, of which this person may decide."""
    escalation = _found(db, caller, escalation_id)
    _refuse_ended(escalation)
    _refuse(rights.may_close(escalation, caller.user, book, now))
    return escalation


def _refuse_ended(escalation: Escalation) -> None:
    if escalation.ended_at is not None:
        rules.move(escalation.state, "take", by=escalation.owner)


def _of_request(db: Db, caller: Caller, request_id: str) -> tuple[Request, Escalation]:
    known = db.get(Request, id=request_id, workspace=caller.workspace)
    if known is None:
        raise Refusal("This request does not exist any more.")
    escalation = _found(db, caller, known.notice)
    _refuse_ended(escalation)
    request = db.get(Request, id=request_id)
    if request is None:
        raise Refusal("This request does not exist any more.")
    return request, escalation


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal
