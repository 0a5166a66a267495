"""What is changed about an escalation on its way: its words, privacy, level, a crisis's statement."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal
from bot.flows import digest_facts, escalation_cases, levels, relations, speak
from bot.flows.answers import Answer
from bot.flows.escalation_cases import found, mine, refuse
from bot.models import Escalation, Person, Report, Request, RequestState, Severity, Snapshot
from bot.rules import ladders, sameness, sight
from bot.store import Db, ledger, notices, reports, rollups
from bot.store.timers import stop_timer
from bot.tools import Caller, Tools
from bot.views import escalation_forms

STILL_SHOWN = (RequestState.waiting, RequestState.taken)


async def edit(tools: Tools, caller: Caller, escalation_id: str, title: str) -> Answer:
    """A new summary; the old text leaves card, request and excerpt; the timeline says only that it did."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = mine(db, book, caller, escalation_id, now, own_words=True)
        db.change(escalation, texts={**escalation.texts, "title": title})
        _forget_excerpts(db, escalation)
        speak.note(db, escalation, "edited", now, by=caller.user)
        _say_anew(db, escalation)
        return Answer()

    return await tools.write(caller, work)


async def make_private(tools: Tools, caller: Caller, escalation_id: str, reason: str) -> Answer:
    """Take it out of the channels; it goes on in direct messages with whoever answers.

    The timeline keeps the reason and shows only that it was done.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = mine(db, book, caller, escalation_id, now, own_words=True)
        if escalation.private:
            raise Refusal("This is private already.")
        db.change(escalation, private=True)
        _forget_excerpts(db, escalation)
        speak.note(db, escalation, "made_private", now, by=caller.user, reason=reason)
        for request in notices.requests(db, escalation):
            db.change(request, private=True)
            if request.state in STILL_SHOWN and escalation.ended_at is None:
                _go_on_directly(db, book, escalation, request, now)
        _say_anew(db, escalation)
        return Answer(caller.t("It is private now; the channels no longer show it."))

    return await tools.write(caller, work)


def _go_on_directly(db: Db, book: Snapshot, escalation: Escalation, request: Request, now: datetime) -> None:
    """Whoever was called gets the request by direct message, if it is for them to read."""
    asked = notices.requests(db, escalation)
    people = [*request.called, request.person, escalation.owner]
    for person in dict.fromkeys(one for one in people if one and one != ladders.DIRECT):
        known = db.get(Person, workspace=escalation.workspace, id=person)
        if sight.may_see(escalation, person, book, asked, known=known) is None:
            speak.request_to(db, request, person, now)


def _say_anew(db: Db, escalation: Escalation) -> None:
    """Everything that was said of it is worded again, lines in threads and other channels included."""
    for merged in reports.members(db, escalation):
        speak.changed(db, merged)
    speak.changed(db, escalation)
    ledger.reword(db, escalation.workspace, escalation.id)
    rollups.reword(db, escalation.workspace, escalation.id)
    relations.show_on_launches(db, escalation)
    digest_facts.forget(db, escalation.workspace, escalation.id)


def _forget_excerpts(db: Db, escalation: Escalation) -> None:
    for report in db.all(Report, workspace=escalation.workspace, escalation=escalation.id):
        db.change(report, excerpt=None, fingerprint=sameness.fingerprint(escalation.title))


# Level and statement


async def set_severity(tools: Tools, caller: Caller, escalation_id: str, severity: Severity) -> Answer:
    """Up or down: deadlines move, the clock does not."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = found(db, caller, escalation_id)
        escalation_cases.refuse_ended(db, escalation)
        refuse(escalation_cases.may_change(escalation, caller.user, book, now, reporter=True))
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
        escalation = mine(db, book, caller, escalation_id, now)
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
