"""What stands on App Homes, oldest deadline first.

Each question gives the first rows and how many there are in all, so that a Home costs the same with ten
open items as with ten thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlmodel import SQLModel

from bot.models import (
    Escalation,
    EscalationState,
    Lane,
    Launch,
    LaunchState,
    Message,
    Origin,
    Person,
    Request,
    RequestState,
)
from bot.store.db import Db, table

_message, _request, _person = table(Message), table(Request), table(Person)
_launch, _escalation = table(Launch), table(Escalation)

OPEN_REQUESTS = (RequestState.waiting, RequestState.unanswered)
OPEN_LAUNCHES = (
    LaunchState.announced,
    LaunchState.go,
    LaunchState.reservations,
    LaunchState.no_go,
    LaunchState.not_confirmed,
)
OPEN_ESCALATIONS = (EscalationState.open, EscalationState.taken, EscalationState.told)
Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class Found(Generic[Row]):
    """The first rows, and how many there are in all."""

    rows: list[Row]
    total: int


# What one person owes


def owed(
    db: Db, workspace: str, person: str, leads: Collection[str], seats: Collection[str], limit: int
) -> Found[Request]:
    """Open requests that name this person, or whose department they represent or were called for."""
    return _requests(db, workspace, _owes(person, leads, seats), limit)


def queued(
    db: Db, workspace: str, person: str, leads: Collection[str], seats: Collection[str], limit: int
) -> Found[Request]:
    """The other open requests of the departments in which this person has a seat."""
    mine = _request.c.department.in_(seats)
    return _requests(db, workspace, and_(mine, ~_owes(person, leads, seats)), limit)


def sent_out(
    db: Db, workspace: str, people: Collection[str], seats: Collection[str], limit: int
) -> Found[Request]:
    """Open requests that these people asked of departments other than theirs."""
    where = and_(_request.c.asked_by.in_(people), _request.c.department.not_in(seats))
    return _requests(db, workspace, where, limit)


def _owes(person: str, leads: Collection[str], seats: Collection[str]) -> ColumnElement[bool]:
    called = cast(_request.c.called, String).like(f'%"{person}"%')
    return or_(
        and_(_request.c.person.is_not(None), _request.c.person == person),
        and_(
            _request.c.person.is_(None),
            or_(_request.c.department.in_(leads), and_(_request.c.department.in_(seats), called)),
        ),
    )


def _requests(db: Db, workspace: str, where: ColumnElement[bool], limit: int) -> Found[Request]:
    open_here = and_(_request.c.workspace == workspace, _request.c.state.in_(OPEN_REQUESTS), where)
    return found(db, Request, open_here, (_request.c.due_at, _request.c.id), limit)


def to_tell(db: Db, workspace: str, person: str, limit: int) -> Found[Escalation]:
    """Escalations that this person took and whose requester is not told yet."""
    where = and_(_escalation.c.state == EscalationState.taken, _escalation.c.owner == person)
    return _escalations(db, workspace, where, _escalation.c.told_due_at, limit)


def to_decide(db: Db, workspace: str, person: str, until: datetime, limit: int) -> Found[Launch]:
    """Launches that wait for this person: undecided with every answer there or due by then, or held."""
    waited_for = exists().where(
        _request.c.notice == _launch.c.id,
        _request.c.state.in_([*OPEN_REQUESTS, RequestState.problem]),
    )
    ripe = and_(_launch.c.state == LaunchState.announced, or_(_launch.c.at <= until, ~waited_for))
    theirs = or_(_launch.c.owner == person, _launch.c.approver == person)
    return _launches(db, workspace, and_(theirs, or_(ripe, _held())), limit)


def of_person(db: Db, workspace: str, person: str, limit: int) -> tuple[Found[Launch], Found[Escalation]]:
    """What this person announced, told, owns, approves or answers comments for, and is not finished."""
    launches = or_(*(_launch.c[name] == person for name in ("owner", "by", "approver", "answerer")))
    told = or_(_escalation.c.owner == person, _escalation.c.by == person)
    return (
        _launches(db, workspace, and_(_launch.c.state.in_(OPEN_LAUNCHES), launches), limit),
        _escalations(
            db,
            workspace,
            and_(_escalation.c.state.in_(OPEN_ESCALATIONS), told),
            _escalation.c.told_due_at,
            limit,
        ),
    )


# What the orchestrator looks after


def untaken(db: Db, workspace: str, limit: int) -> Found[Escalation]:
    """Escalations that nobody has taken."""
    where = _escalation.c.state == EscalationState.open
    return _escalations(db, workspace, where, _escalation.c.taken_due_at, limit)


def orphaned(db: Db, workspace: str, limit: int) -> Found[Launch]:
    """Open launches without an owner, or whose owner has left Slack."""
    left = exists().where(
        _person.c.workspace == _launch.c.workspace,
        _person.c.id == _launch.c.owner,
        _person.c.deactivated.is_(True),
    )
    where = and_(_launch.c.state.in_(OPEN_LAUNCHES), or_(_launch.c.owner.is_(None), left))
    return _launches(db, workspace, where, limit)


def late_requests(db: Db, workspace: str, now: datetime, limit: int) -> Found[Request]:
    """Requests past their hour, those left out that only say that an escalation is not taken."""
    taking = and_(_request.c.lane == Lane.escalation, _request.c.origin == Origin.routing)
    return _requests(db, workspace, and_(_request.c.due_at < now, ~taking), limit)


def late_replies(db: Db, workspace: str, now: datetime, limit: int) -> Found[Escalation]:
    """Taken escalations whose requester was to be told before now."""
    where = and_(_escalation.c.state == EscalationState.taken, _escalation.c.told_due_at < now)
    return _escalations(db, workspace, where, _escalation.c.told_due_at, limit)


def undecided(db: Db, workspace: str, until: datetime, limit: int) -> Found[Launch]:
    """Launches that nobody has decided about and that are due by then, and those that a crisis holds."""
    soon = and_(_launch.c.state == LaunchState.announced, _launch.c.at <= until)
    return _launches(db, workspace, or_(soon, _held()), limit)


def _held() -> ColumnElement[bool]:
    return and_(_launch.c.held.is_(True), _launch.c.state.in_([LaunchState.go, LaunchState.reservations]))


def launches_from(db: Db, workspace: str, start: datetime, end: datetime, limit: int) -> Found[Launch]:
    """Launches whose hour lies in [start, end), in order, cancelled ones left out."""
    where = and_(_launch.c.at >= start, _launch.c.at < end, _launch.c.state != LaunchState.cancelled)
    return _launches(db, workspace, where, limit)


def _launches(db: Db, workspace: str, where: ColumnElement[bool], limit: int) -> Found[Launch]:
    here = and_(_launch.c.workspace == workspace, where)
    return found(db, Launch, here, (_launch.c.at, _launch.c.id), limit)


def _escalations(
    db: Db, workspace: str, where: ColumnElement[bool], due: ColumnElement[datetime], limit: int
) -> Found[Escalation]:
    here = and_(_escalation.c.workspace == workspace, _escalation.c.merged_into.is_(None), where)
    return found(db, Escalation, here, (due, _escalation.c.id), limit)


def found(
    db: Db, model: type[Row], where: ColumnElement[bool], order: Sequence[ColumnElement[Any]], limit: int
) -> Found[Row]:
    """The first rows of a table in that order; they are counted only where there are more."""
    rows = db.rows(model, db.run(select(table(model)).where(where).order_by(*order).limit(limit + 1)))
    if len(rows) <= limit:
        return Found(rows, len(rows))
    total = db.run(select(func.count()).select_from(table(model)).where(where)).scalar_one()
    return Found(rows[:limit], int(total))
