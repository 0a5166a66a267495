"""The forms and pages of an escalation, as they open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.flows import escalation_cases, links, relations
from bot.flows.answers import Answer
from bot.flows.escalation_cases import refuse, seen
from bot.models import Escalation
from bot.rules import escalations as rules
from bot.rules import rights, routing, sight
from bot.store import Db, notices, reports
from bot.tools import Caller, Tools
from bot.views import escalation_forms, escalations

View = dict[str, Any]


async def details(tools: Tools, caller: Caller, escalation_id: str) -> Answer:
    """Everything about the escalation, with words to say, timeline and what can be done."""
    now = tools.clock.now()

    def look(db: Db) -> View:
        escalation, book = seen(db, caller, escalation_id), caller.snapshot
        asked = notices.requests(db, escalation)
        refuse(sight.may_open(escalation, caller.user, book, asked, known=caller.person))
        topic = routing.topic(book, escalation.topic)
        return escalations.escalation_details(
            escalation,
            asked,
            reports.of_group(db, escalation),
            notices.entries(db, escalation),
            book,
            caller.t,
            links=links.to_requests(db, book, asked),
            orchestrator=routing.orchestrator(book, now),
            now=now,
            deadlines=book.workspace.deadlines,
            words=topic.words if topic else None,
            may_manage=rights.may_close(escalation, caller.user, book, now) is None,
            reporter=caller.user == escalation.by,
            may_hold=rights.may_hold_launch(escalation, caller.user, book, now) is None,
            related=relations.of_escalation(db, book, escalation),
            merged=reports.members(db, escalation),
        )

    return Answer(opens=await tools.store.read(look))


async def told_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Where the requester was told."""
    return await _open(tools, caller, subject, lambda one: escalation_forms.told_form(one, caller.t))


async def more_time_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Until when, and what was promised."""
    return await _open(
        tools, caller, subject, lambda one: escalation_forms.more_time_form(one, caller.snapshot, caller.t)
    )


async def close_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """How it ends."""

    def draw(one: Escalation) -> View:
        if one.owner is None:
            rules.move(one.state, "close", by=one.owner)
        return escalation_forms.close_form(one, caller.t)

    return await _open(tools, caller, subject, draw)


async def severity_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Another level."""
    deadlines = caller.snapshot.workspace.deadlines
    return await _open(
        tools,
        caller,
        subject,
        lambda one: escalation_forms.severity_form(one, caller.t, deadlines=deadlines),
        reporter=True,
    )


async def edit_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Another summary."""
    return await _open(
        tools,
        caller,
        subject,
        lambda one: escalation_forms.edit_form(one, caller.t),
        reporter=True,
        ended=True,
    )


async def private_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Take it out of the channels?"""
    return await _open(
        tools,
        caller,
        subject,
        lambda one: escalation_forms.private_form(one, caller.t),
        reporter=True,
        ended=True,
    )


async def not_escalation_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Why it is none."""
    return await _open(
        tools, caller, subject, lambda one: escalation_forms.not_escalation_form(one, caller.t)
    )


async def statement_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Publish, hold or stay silent."""
    return await _open(
        tools, caller, subject, lambda one: escalation_forms.statement_form(one, caller.snapshot, caller.t)
    )


async def reopen_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Why it begins again; also for one that is closed."""
    return await _open(
        tools,
        caller,
        subject,
        lambda one: escalation_forms.reopen_form(one, caller.t),
        reporter=True,
        ended=True,
    )


async def _open(
    tools: Tools,
    caller: Caller,
    subject: str,
    draw: Callable[[Escalation], View],
    *,
    reporter: bool = False,
    ended: bool = False,
) -> Answer:
    """The form, if this person may send it. `subject` is an escalation's id, or one of its requests'."""
    now = tools.clock.now()

    def look(db: Db) -> View:
        escalation = seen(db, caller, subject)
        if not ended:
            escalation_cases.refuse_ended(db, escalation)
        book = caller.snapshot
        refuse(escalation_cases.may_change(escalation, caller.user, book, now, reporter=reporter))
        return draw(escalation)

    return Answer(opens=await tools.store.read(look))
