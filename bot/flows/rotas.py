"""The duty rota of a department: shown, edited, accepted or declined (PRODUCT section 1, mechanism 93)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, turns
from bot.flows.answers import Answer
from bot.models import Department, Message, Person, Role, Seat, Snapshot
from bot.rules import appointments, rights, routing, sight
from bot.rules import rotas as rules
from bot.store import Db, ledger, rotas, snapshots
from bot.store.timers import set_timer
from bot.tools import Caller, Tools
from bot.views import names
from bot.views import rotas as views


class Editor(NamedTuple):
    """On whose behalf a rota is changed, where nobody sent the form."""

    workspace: str
    user: str


# The page


async def form(tools: Tools, caller: Caller, asked: str) -> Answer:
    """The rota of the department that was asked for, else of the caller's own."""
    view = await tools.store.read(lambda db: _page(db, tools, caller, asked))
    return Answer(opens=view)


async def redraw(tools: Tools, caller: Caller, asked: str) -> Answer:
    """Another department was chosen on the page."""
    view = await tools.store.read(lambda db: _page(db, tools, caller, asked))
    return Answer(updates=view)


def _page(db: Db, tools: Tools, caller: Caller, asked: str) -> dict[str, object]:
    book, now = caller.snapshot, tools.clock.now()
    refuse(sight.may_look(caller.person))
    department = _department(book, caller.user, asked)
    people = rules.members(book, department)
    accepted = book.holders(department, Role.on_call)
    row = book.department(department)
    page = views.RotaPage(
        department,
        people,
        tuple(person for person in people if person not in accepted),
        bool(row and row.weekly_turns),
        tuple(rules.turns(book, department, now, views.WEEKS)),
        rotas.with_number(db, caller.workspace, people),
        row.on_call_group if row else None,
    )
    return views.rota_form(
        page,
        [one.key for one in book.active],
        caller.user,
        book,
        caller.t,
        editable=rights.may_edit_department(book, department, caller.user) is None,
        conducts=routing.orchestrator(book, now) == caller.user,
    )


def _department(book: Snapshot, person: str, asked: str) -> str:
    """The one asked for, else the first that the person may edit or has a seat in, else the first."""
    keys = [one.key for one in book.active]
    if not keys:
        raise Refusal("No department is set up yet; ask an administrator to add one.")
    theirs = [key for key in keys if person in book.holders(key, Role.representative, Role.head)]
    return next((key for key in [asked, *theirs, *book.departments_of(person)] if key in keys), keys[0])


# Edited


async def save(tools: Tools, caller: Caller, draft: views.RotaDraft) -> Answer:
    """The rota is what the form says; whoever is new is asked, once, and on duty only after accepting."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_edit_department(book, draft.department, caller.user))
        row = db.lock(Department, workspace=caller.workspace, key=draft.department)
        if row is None or row.retired:
            raise Refusal("This department does not exist any more.")
        before = rules.members(book, draft.department)
        _check(db, caller, draft, before)
        chosen = {"weekly_turns": draft.weekly, "on_call_group": draft.group}
        changes.edit(db, row, f"departments.{row.key}", now, caller.user, chosen)
        if draft.group:
            set_timer(db, caller.workspace, "duty_group", row.key, now)
            snapshots.touch(db, caller.workspace)
            return Answer(_group_words(caller, book, draft))
        asked = become(db, caller, row.key, draft.people, before, now)
        return Answer(_saved_words(caller, book, draft, asked))

    return await tools.write(caller, work)


def _check(db: Db, caller: Caller, draft: views.RotaDraft, before: tuple[str, ...]) -> None:
    """Whoever is new is a colleague who is still there; turns need at least two people."""
    for person in draft.people:
        if person not in before:
            wrong = may_be_on_duty(db, caller.workspace, person)
            if wrong is not None:
                raise FormRefusal({"people": wrong})
    if draft.weekly and len(draft.people) < 2 and not draft.group:
        raise FormRefusal(
            {
                "weekly": Refusal(
                    "Weekly turns need at least two people; name another one or take the tick off."
                )
            }
        )


def may_be_on_duty(db: Db, workspace: str, person: str) -> Refusal | None:
    """Why this person cannot be on a rota; None for a colleague who is still there."""
    return appointments.may_be_on_duty(db.get(Person, workspace=workspace, id=person), person)


def become(
    db: Db,
    by: Caller | Editor,
    department: str,
    people: Sequence[str],
    before: tuple[str, ...],
    now: datetime,
) -> list[str]:
    """Within a unit of work: the rota is these people, in this order; who of them is asked now.

    Whoever is new is asked once; who names oneself has accepted; who leaves is told.
    """
    asked = _exchange(db, by, department, people, before, now) if tuple(people) != before else []
    snapshots.touch(db, by.workspace)
    turns.plan(db, snapshots.load(db, by.workspace), now)
    return asked


def _exchange(
    db: Db,
    by: Caller | Editor,
    department: str,
    people: Sequence[str],
    before: tuple[str, ...],
    now: datetime,
) -> list[str]:
    workspace = by.workspace
    known = db.all(Seat, workspace=workspace, department=department, role=Role.on_call)
    held = {seat.person: seat for seat in known}
    asked = [person for person in people if person not in held and person != by.user]
    for position, person in enumerate(people):
        if person in held:
            db.change(held[person], position=position)
        else:
            db.add(_seat(workspace, department, person, position, accepted=person == by.user))
    for person in asked:
        _ask(db, by, department, person, now)
    for person in before:
        if person not in people:
            db.remove(Seat, workspace=workspace, department=department, role=Role.on_call, person=person)
            _leaves(db, by, department, person, now)
    changes.record(
        db, workspace, now, by.user, f"departments.{department}.on_call", list(before), list(people)
    )
    return asked


def _seat(workspace: str, department: str, person: str, position: int, *, accepted: bool) -> Seat:
    return Seat(
        workspace=workspace,
        department=department,
        role=Role.on_call,
        person=person,
        position=position,
        accepted=accepted,
    )


def _ask(db: Db, caller: Caller | Editor, department: str, person: str, now: datetime) -> None:
    ledger.owe(
        db,
        Message(
            workspace=caller.workspace,
            key=f"duty:{department}:{person}:{now.isoformat()}",
            kind="duty",
            channel=person,
            values={"department": department, "by": caller.user, "answer": ""},
            made_at=now,
        ),
    )


def _leaves(db: Db, caller: Caller | Editor, department: str, person: str, now: datetime) -> None:
    """Who was asked and has not answered is no longer asked; who was on duty is told that it is over."""
    waiting = _questions(db, caller.workspace, department, person)
    for message in waiting:
        _settle(db, message, "withdrawn")
    if not waiting and person != caller.user:
        _tell(db, caller, "duty_left", person, department, now)


def _tell(db: Db, caller: Caller | Editor, kind: str, person: str, department: str, now: datetime) -> None:
    ledger.owe(
        db,
        Message(
            workspace=caller.workspace,
            key=f"{kind}:{department}:{person}:{caller.user}:{now.isoformat()}",
            kind=kind,
            channel=person,
            values={"department": department, "by": caller.user},
            made_at=now,
        ),
    )


def _group_words(caller: Caller, book: Snapshot, draft: views.RotaDraft) -> str:
    return caller.t(
        "The duty rota of {department} is saved: the members of the user group are asked in a moment, and "
        "each must accept.",
        department=names.department(caller.t, book, draft.department),
    )


def _saved_words(caller: Caller, book: Snapshot, draft: views.RotaDraft, asked: list[str]) -> str:
    t, department = caller.t, names.department(caller.t, book, draft.department)
    if asked:
        people = t.join([f"<@{person}>" for person in asked])
        return t(
            "The duty rota of {department} is saved; {people} must accept first, and were asked.",
            department=department,
            people=people,
        )
    return t("The duty rota of {department} is saved.", department=department)


# Answered


async def accept(tools: Tools, caller: Caller, department: str) -> Answer:
    """The caller is on duty from now on."""
    return await _answer(tools, caller, department, accepted=True)


async def decline(tools: Tools, caller: Caller, department: str) -> Answer:
    """The caller is not on duty; whoever asked is told to name somebody else."""
    return await _answer(tools, caller, department, accepted=False)


async def _answer(tools: Tools, caller: Caller, department: str, *, accepted: bool) -> Answer:
    refuse(sight.may_look(caller.person))
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        db.lock(Department, workspace=caller.workspace, key=department)
        waiting = _questions(db, caller.workspace, department, caller.user)
        seat = db.get(
            Seat, workspace=caller.workspace, department=department, role=Role.on_call, person=caller.user
        )
        if seat is None or seat.accepted or not waiting:
            raise Refusal("This was answered already, or you are no longer asked.")
        if accepted:
            db.change(seat, accepted=True)
        else:
            _decline(db, caller, department, rules.members(book, department), now)
            for message in waiting:
                _tell(db, caller, "duty_declined", str(message.values["by"]), department, now)
        for message in waiting:
            _settle(db, message, "accepted" if accepted else "declined")
        snapshots.touch(db, caller.workspace)
        turns.plan(db, snapshots.load(db, caller.workspace), now)
        return Answer()

    return await tools.write(caller, work)


def _decline(db: Db, caller: Caller, department: str, before: tuple[str, ...], now: datetime) -> None:
    db.remove(Seat, workspace=caller.workspace, department=department, role=Role.on_call, person=caller.user)
    after = [person for person in before if person != caller.user]
    changes.record(
        db, caller.workspace, now, caller.user, f"departments.{department}.on_call", list(before), after
    )


def _questions(db: Db, workspace: str, department: str, person: str) -> list[Message]:
    """The messages that ask this person to be on duty there and wait for an answer."""
    found = db.all(Message, workspace=workspace, kind="duty", channel=person)
    return [one for one in found if one.values["department"] == department and not one.values["answer"]]


def _settle(db: Db, message: Message, answer: str) -> None:
    """The message shows what was answered, and its buttons go."""
    db.change(message, values={**message.values, "answer": answer})
    ledger.owe(db, message)
