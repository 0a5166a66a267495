"""Deciding what was put before leaders: the first click of them counts, the others see who it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.errors import Refusal, refuse
from bot.flows import agendas, departments, hand_overs, invitations, launch_edits, replanning, settings
from bot.flows.answers import DONE, Answer
from bot.flows.launches_in_hand import held
from bot.flows.requests_in_hand import found
from bot.models import Decision, DecisionKind, Launch, Message, Role, Snapshot, Workspace
from bot.rules import digests as hours
from bot.rules import rights
from bot.store import Db, ledger, meetings, notices, snapshots
from bot.tools import Caller, Tools
from bot.views import launch_decisions, names
from bot.views import leadership as views

RECENT = timedelta(weeks=5)
Values = dict[str, Any]


async def accept(tools: Tools, caller: Caller, decision_id: str) -> Answer:
    """The second of the two ways: leave it as it is."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        _decide(db, caller, _open(db, book, caller, decision_id), "accept", now)
        return DONE

    return await tools.write(caller, work)


async def act(tools: Tools, caller: Caller, decision_id: str) -> Answer:
    """The first of the two ways: done at once, or the form that it needs."""

    def look(db: Db) -> Decision:
        book = tools.books.of(db, caller.workspace)
        refuse(rights.may_lead(book, caller.user))
        return _still_open(db.get(Decision, workspace=caller.workspace, id=decision_id))

    decision = await tools.store.read(look)
    return await _ACTS[decision.kind](tools, caller, decision)


async def _move_form(tools: Tools, caller: Caller, decision: Decision) -> Answer:
    def look(db: Db) -> Answer:
        launch = notices.find(db, caller.workspace, decision.subject)
        if not isinstance(launch, Launch):
            raise Refusal("This launch does not exist any more.")
        form = launch_decisions.postpone_form(launch, caller.t)
        return Answer(opens=views.move_form(decision.id, form))

    return await tools.store.read(look)


async def _name_form(tools: Tools, caller: Caller, decision: Decision) -> Answer:
    book = await tools.snapshot(caller.workspace)
    t = caller.t
    if decision.kind is DecisionKind.seat_empty:
        department = names.department(t, book, decision.subject)
        line = t("Who represents {department}? They are asked, and accept or decline.", department=department)
    else:
        topic = names.topic(t, decision.subject)
        line = t("Who proposes how “{topic}” is answered in time? They have five working days.", topic=topic)
    return Answer(opens=views.name_form(decision.id, line, t))


async def _allow(tools: Tools, caller: Caller, decision: Decision) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        known = _open(db, book, caller, decision.id)
        request, notice = found(db, caller, known.subject)
        answer = hand_overs.allow(db, book, caller, request, notice, now)
        _decide(db, caller, known, "act", now)
        return answer

    return await tools.write(caller, work)


_ACTS: Mapping[DecisionKind, Callable[[Tools, Caller, Decision], Awaitable[Answer]]] = {
    DecisionKind.undecided: _move_form,
    DecisionKind.overlap: _move_form,
    DecisionKind.seat_empty: _name_form,
    DecisionKind.late_topic: _name_form,
    DecisionKind.second_hand_over: _allow,
}


async def move(tools: Tools, caller: Caller, decision_id: str, values: Values) -> Answer:
    """The launch gets a new date, as its owner could give it; whoever answered is asked again."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        known = _open(db, book, caller, decision_id)
        launch = held(db, caller, known.subject)
        answer = launch_edits.edit(db, book, caller, launch, values, now, kind="postponed")
        _decide(db, caller, known, "act", now)
        return answer

    return await tools.write(caller, work)


async def name(tools: Tools, caller: Caller, decision_id: str, person: str) -> Answer:
    """Somebody is named: proposed for the seat, or asked for a way to answer a topic in time."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        known = _open(db, book, caller, decision_id)
        settings.refuse_people(db, caller.workspace, {"person": [person]})
        if known.kind is DecisionKind.seat_empty:
            _propose(db, caller, known.subject, person, now)
        else:
            _ask_for_a_way(db, book, caller, known, person, now)
        _decide(db, caller, known, "act", now)
        return Answer(caller.t("{person} is asked.", person=f"<@{person}>"))

    return await tools.write(caller, work)


def _propose(db: Db, caller: Caller, department: str, person: str, now: datetime) -> None:
    """One edit of the settings, like any other: history, replanning, an invitation to whoever is new."""
    db.lock(Workspace, id=caller.workspace)
    before = snapshots.load(db, caller.workspace)
    new = departments.seat(db, before, department, Role.representative, [person], now, by=caller.user)
    snapshots.touch(db, caller.workspace)
    after = snapshots.load(db, caller.workspace)
    if person in new:
        invitations.ask(db, after, person, caller.user, now, again=[(department, Role.representative)])
    replanning.replan(db, before, after, now)


def _ask_for_a_way(
    db: Db, book: Snapshot, caller: Caller, known: Decision, person: str, now: datetime
) -> None:
    day = known.day or hours.day_of(book.workspace, now)
    point = agendas.promise(db, book, "topic", known.subject, person, day, now)
    ledger.owe(
        db,
        Message(
            workspace=caller.workspace,
            key=f"promise:{point.id}",
            kind="promise",
            channel=person,
            values={"point": point.id, "by": caller.user},
            made_at=now,
        ),
    )


def _open(db: Db, book: Snapshot, caller: Caller, decision_id: str) -> Decision:
    """The decision, held for this unit, by somebody who leads. Refusal once somebody chose (N14)."""
    refuse(rights.may_lead(book, caller.user))
    return _still_open(db.lock(Decision, workspace=caller.workspace, id=decision_id))


def _still_open(known: Decision | None) -> Decision:
    if known is None:
        raise Refusal("This decision does not exist any more.")
    if known.choice == "settled" or (known.choice and not known.decided_by):
        raise Refusal("This was settled without a decision; nothing was changed.")
    if known.choice:
        raise Refusal("Already decided by {person}; nothing was changed.", person=known.decided_by)
    return known


def _decide(db: Db, caller: Caller, known: Decision, choice: str, now: datetime) -> None:
    """Every leader's message shows from now on who decided what."""
    db.change(known, choice=choice, decided_by=caller.user, decided_at=now)
    meetings.show_again(db, caller.workspace, "digest:leadership:", now - RECENT)
