"""A launch in hand: found and held for a unit of work, or refused; and what is taken off it."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import chase
from bot.models import Launch, Person, Ping, PingKind, Request, RequestState, Snapshot
from bot.rules import launches as rules
from bot.rules import rights
from bot.store import Db, notices
from bot.tools import Caller


def held(db: Db, caller: Caller, launch_id: str) -> Launch:
    """The launch, held for this unit. Refusal if it is not there, or that says what became of it (N14)."""
    launch = notices.hold(db, caller.workspace, launch_id)
    if not isinstance(launch, Launch):
        raise Refusal("This launch does not exist any more.")
    rules.refuse_ended(launch)
    return launch


def editable(db: Db, book: Snapshot, caller: Caller, launch_id: str, now: datetime) -> Launch:
    """The launch, held for this unit, if this person may change it."""
    launch = held(db, caller, launch_id)
    refuse(rights.may_edit_launch(launch, caller.user, book, now))
    return launch


def refuse_departed(db: Db, book: Snapshot, **named: object) -> None:
    """FormRefusal at each field whose person has left Slack; fields that name nobody are passed over."""
    gone = Refusal("This person has left Slack; choose somebody else.")
    known = {
        name: db.get(Person, workspace=book.workspace.id, id=str(person))
        for name, person in named.items()
        if person
    }
    errors = {name: gone for name, person in known.items() if person and person.deactivated}
    if errors:
        raise FormRefusal(errors)


def drop_problems(db: Db, request: Request) -> None:
    """The problems that this request raised are asked about no more."""
    for problem in notices.problems_of(db, request):
        chase.end(db, problem)
        db.change(problem, state=RequestState.dropped)


def withdraw_calls(db: Db, launch: Launch) -> None:
    """Not every answer is there any more: calls to decide that were not shown yet are not sent."""
    for ping in db.all(Ping, workspace=launch.workspace, notice=launch.id, state="waiting"):
        if ping.kind in (PingKind.last_answer, PingKind.undecided):
            db.change(ping, state="dropped")


def refuse(refusal: Refusal | None) -> None:
    """Raise the refusal, if a rule gave one."""
    if refusal is not None:
        raise refusal
