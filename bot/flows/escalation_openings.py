"""Opening an escalation: the forms, and what happens in one unit once one is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal
from bot.flows import (
    chase,
    escalation_cases,
    escalations,
    golive,
    levels,
    nights,
    proposals,
    relations,
    sameness,
    setup,
    speak,
)
from bot.flows.answers import Answer
from bot.flows.escalation_cases import refuse
from bot.i18n import slack_date
from bot.models import (
    Escalation,
    EscalationDraft,
    Severity,
    Snapshot,
    new_id,
)
from bot.rules import calendars, deadlines, defaults, ladders, rights, rotas, routing
from bot.rules import escalations as rules
from bot.rules import hours as working
from bot.store import Db
from bot.tools import Caller, Tools
from bot.views import escalation_opening, names, practice

TITLE, EXCERPT = 300, 500
"""How much of a message is taken over, in characters; the rest stays where it was said."""

# The forms


async def form(tools: Tools, caller: Caller, draft: EscalationDraft) -> Answer:
    """The escalation form, prefilled; *Start Setup* or whom to ask while nothing is set up.

    A message's text and permalink come along.
    """
    refuse(rights.may_raise(caller.person))
    if rights.is_set_up(caller.snapshot) is not None:
        return await setup.needed(tools, caller)
    return Answer(opens=_form(tools, caller, draft))


async def redraw(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """Topic or level was chosen: the form shows who answers when, and asks for a stated hour.

    *I take it* is ticked when the topic becomes one of the reporter's own, and unticked when it no longer is.
    """
    refuse(rights.may_raise(caller.person))
    draft = escalation_opening.peek_open(view)
    if draft.topic != escalation_opening.topic_before(view):
        draft = replace(draft, mine=is_own(caller, draft.topic))
    drawn = _form(tools, caller, draft)
    return Answer(updates=practice.practised(drawn, caller.t) if practice.is_practised(view) else drawn)


def is_own(caller: Caller, topic: str) -> bool:
    """Whether the topic is answered by a department of theirs, so that *I take it* is ticked."""
    book = caller.snapshot
    return bool(book.active) and routing.route(book, topic) in book.departments_of(caller.user)


def _form(
    tools: Tools, caller: Caller, draft: EscalationDraft, alike: Sequence[Escalation] = ()
) -> dict[str, Any]:
    book, now = caller.snapshot, tools.clock.now()
    promise = None
    if draft.topic and book.active and (not draft.stated or draft.stated_at):
        department, times = escalation_cases.times(book, draft, now)
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
        alike=alike,
    )


async def crisis_form(tools: Tools, caller: Caller, text: str) -> Answer:
    """The form that opens a crisis: a person must confirm (P7)."""
    refuse(rights.may_raise(caller.person))
    if rights.is_set_up(caller.snapshot) is not None:
        return await setup.needed(tools, caller)
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


# Sent


async def open_one(
    tools: Tools, caller: Caller, draft: EscalationDraft, story: str = "", *, ask: bool = False
) -> Answer:
    """Put it on its card and ask the responsible department, all in one unit; what was told already gets one
    more report.

    ask: it comes from a form, which can ask whether it is the same as one that is like it.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        return opened(db, book, caller, draft, now, story, ask=ask)

    try:
        return await tools.write(caller, work)
    except sameness.Undecided as undecided:
        return Answer(updates=_form(tools, caller, draft, undecided.alike))


def opened(
    db: Db,
    book: Snapshot,
    caller: Caller,
    draft: EscalationDraft,
    now: datetime,
    story: str = "",
    *,
    ask: bool = False,
) -> Answer:
    """Within a unit: put it on its card and ask the responsible department; what its reporter is told.

    What was told already is one more report of the same (N9). Refusal for who may not raise it, Undecided
    where `ask` and it is like another.
    """
    refuse_unfit(book, caller)
    if draft.stated and (draft.stated_at is None or draft.stated_at <= now):
        raise FormRefusal({"stated_at": Refusal("Choose an hour that is still to come.")})
    known = sameness.known(db, book, caller, draft, now, ask=ask)
    if known is not None:
        replaces = proposals.settle(db, caller, draft, known.id, now)
        return replace(sameness.add(db, book, caller, known, draft, now), replaces=replaces)
    escalation = begin(db, book, caller, draft, now, story)
    replaces = proposals.settle(db, caller, draft, escalation.id, now)
    return Answer(_opened_words(caller, book, escalation, now), replaces=replaces)


def refuse_unfit(book: Snapshot, caller: Caller) -> None:
    """Refusal for who may not raise an escalation, and where nothing is set up."""
    refuse(rights.may_raise(caller.person))
    refuse(rights.is_set_up(book))


def begin(
    db: Db, book: Snapshot, caller: Caller, draft: EscalationDraft, now: datetime, story: str = ""
) -> Escalation:
    """Within a unit: put it on its card and ask the responsible department. The caller may raise it."""
    department, times = escalation_cases.times(book, draft, now)
    escalation = escalation_of(caller, draft, department, times, story, now)
    db.add(escalation)
    db.add(sameness.report_of(caller, draft, now, escalation=escalation.id, private=escalation.private))
    speak.note(db, escalation, "told_first", now, by=caller.user, **speak.told_by(draft.teller))
    relations.raised(db, book, escalation, draft.launch, caller.user, now)
    speak.card(db, book, escalation, now)
    _ask(db, book, caller, escalation, times, draft, now)
    _consult(db, book, escalation, now)
    levels.set_clocks(db, book, escalation, now, since=now)
    if escalation.severity == Severity.crisis:
        golive.crisis_began(db, caller.workspace)
    return escalation


def _ask(
    db: Db,
    book: Snapshot,
    caller: Caller,
    escalation: Escalation,
    times: deadlines.Times,
    draft: EscalationDraft,
    now: datetime,
) -> None:
    """Ask the department, or give it to the reporter who takes it; anybody else's *I take it* is an offer."""
    request = escalation_cases.request_for(book, escalation, times, caller.user, now)
    db.add(request)
    if draft.mine and rights.may_take(book, escalation, request, caller.user) is None:
        speak.request(db, book, request, now)
        escalations.take(db, book, request, escalation, caller.user, now)
        return
    chase.begin(db, book, request, escalation, now)
    nights.watch(db, book, request, escalation, now)
    if draft.mine:
        escalations.offer(db, request, escalation, caller.user, now)


def escalation_of(
    caller: Caller,
    draft: EscalationDraft,
    department: str,
    times: deadlines.Times,
    story: str,
    now: datetime,
) -> Escalation:
    """The escalation that such a draft makes, not saved."""
    texts = {"title": draft.title, "where": draft.where, "who": draft.who, "story": story}
    texts |= speak.teller_texts(draft.teller)
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


def _consult(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    """Consulted and informed departments get a line in their channel, without a request."""
    if escalation.private:
        return
    told = [(key, "consulted") for key in routing.consulted(book, escalation.topic)]
    told += [(key, "informed") for key in routing.informed(book, escalation.topic)]
    for key, kind in told:
        department = book.department(key)
        if department and department.channel and book.takes_part(key):
            speak.line_in(db, department.channel, escalation, kind, now)


# What the reporter is told


def _opened_words(caller: Caller, book: Snapshot, escalation: Escalation, now: datetime) -> str:
    t, zone = caller.t, book.workspace.timezone
    told = slack_date(escalation.told_due_at, t, zone=zone)
    if escalation.owner:
        return t("You have it; the requester is told by {told}.", told=told)
    said = t(
        "{department} takes this by {taken}; the requester is told by {told}.",
        department=names.department(t, book, escalation.department),
        taken=slack_date(escalation.taken_due_at, t, zone=zone),
        told=told,
    )
    if calendars.is_open(working.hours_of(book, escalation.department), now):
        return said
    if escalation.severity == Severity.crisis:
        return f"{said} {_closed_words(caller, book, escalation, now)}"
    return f"{said} {whom_to_phone(caller, book, escalation, now)}" if escalation.stated_at else said


def _closed_words(caller: Caller, book: Snapshot, escalation: Escalation, now: datetime) -> str:
    """At night: whether somebody is on duty, and that whom to phone was written to the opener."""
    t, department = caller.t, names.department(caller.t, book, escalation.department)
    if not rotas.at_hand(book, escalation.department, now):
        return t(
            "{department} is closed now and nobody is on duty: whom to phone stands in your messages from "
            "Tutti.",
            department=department,
        )
    return t(
        "{department} is closed now and Slack does not ring during do-not-disturb: whom to phone stands in "
        "your messages from Tutti.",
        department=department,
    )


def whom_to_phone(caller: Caller, book: Snapshot, escalation: Escalation, now: datetime) -> str:
    """A department is closed and a stated hour cannot wait: whom its reporter rings up (PRODUCT, "Two
    clocks")."""
    t = caller.t
    department = names.department(t, book, escalation.department)
    people = ladders.reachable(book, escalation.department, now)
    if not people:
        return t(
            "{department} is closed now and nobody is on duty: please phone somebody.", department=department
        )
    return t(
        "{department} is closed now and Slack does not ring during do-not-disturb: please phone {people}.",
        department=department,
        people=t.join([f"<@{person}>" for person in people]),
    )
