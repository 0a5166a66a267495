"""What a digest counts, in SQL: a week of escalations, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Text, and_, cast, func, literal, select, text

from bot.models import Digest, Escalation, EscalationState, Launch, Origin, Request
from bot.models.requests import OPEN_TO_ALL
from bot.store import notices
from bot.store.db import Db, table

_escalation, _request, _launch, _digest = table(Escalation), table(Request), table(Launch), table(Digest)
_parent = _request.alias("parent")

OLDEST = 4
"""Of what a department owes so many are named."""
MOST_NAMED = 12
"""Escalations that a digest may name, each for its reason."""
BEFORE = timedelta(weeks=4)
"""What a week is compared with."""


class Count(NamedTuple):
    """How many escalations of one department and topic."""

    department: str
    topic: str
    private: bool
    number: int


class Waiting(NamedTuple):
    """How many requests wait for a department, and until when the oldest promised an answer."""

    department: str
    number: int
    oldest_due: datetime


class Sent(NamedTuple):
    """How many requests one department made of another and waits for."""

    asker: str
    department: str
    number: int
    oldest_due: datetime


class Named(NamedTuple):
    """Escalations that can be named, the first of them, and how many there are."""

    first: list[Escalation]
    total: int


@dataclass(frozen=True)
class Week:
    """The facts of a workspace from which every audience's digest is made."""

    ahead: list[Launch]
    behind: list[Launch]
    escalations: Mapping[str, list[Count]]
    """By what happened to them: opened, told_in_time, late, closed; and `before`, opened in the four weeks
    before."""
    waiting: list[Waiting]
    """Oldest promise first."""
    owed: Mapping[str, list[Request]]
    """By department the oldest of what waits for it."""
    sent: list[Sent]
    long_open: Named
    """Open for over a week, oldest first."""
    lessons: Named
    """Closed with a lesson, newest first."""


def week(db: Db, workspace: str, *, start: datetime, now: datetime, end: datetime) -> Week:
    """Launches from `start` to `now` and from `now` to `end`, escalations since `start`, what waits now."""
    opened = _escalation.c.created_at
    return Week(
        ahead=notices.launches_between(db, workspace, now, end),
        behind=notices.launches_between(db, workspace, start, now),
        escalations={
            "opened": _counted(db, workspace, opened >= start),
            "told_in_time": _counted(db, workspace, *_told_in_time(start)),
            "late": _counted(db, workspace, *_late(start, now)),
            "closed": _counted(db, workspace, *_closed(start)),
            "before": _counted(db, workspace, opened >= start - BEFORE, opened < start),
        },
        waiting=_waiting(db, workspace),
        owed=_owed(db, workspace),
        sent=_sent(db, workspace),
        long_open=_long_open(db, workspace, start),
        lessons=_lessons(db, workspace, start),
    )


def _told_in_time(start: datetime) -> tuple[ColumnElement[bool], ...]:
    """Told since then, by the first promise."""
    return _escalation.c.told_at >= start, _escalation.c.told_at <= _escalation.c.told_first_due_at


def _late(start: datetime, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The first promise fell due since then, and the requester was not told by then: counted once."""
    promised = _escalation.c.told_first_due_at
    done = func.coalesce(_escalation.c.told_at, _escalation.c.ended_at, literal(now, promised.type))
    return promised >= start, promised < now, promised < done


def _closed(start: datetime) -> tuple[ColumnElement[bool], ...]:
    return _escalation.c.ended_at >= start, _escalation.c.state == EscalationState.closed


def _counted(db: Db, workspace: str, *where: ColumnElement[bool]) -> list[Count]:
    by = (_escalation.c.department, _escalation.c.topic, _escalation.c.private)
    """One that was merged into another is counted once, with that one."""
    real = and_(
        _escalation.c.workspace == workspace,
        _escalation.c.state != EscalationState.not_escalation,
        _escalation.c.merged_into.is_(None),
    )
    statement = select(*by, func.count()).where(real, *where).group_by(*by)
    return [Count._make(row) for row in db.run(statement.order_by(*by)).all()]


def late_topics(db: Db, workspace: str, *, start: datetime, now: datetime) -> list[Count]:
    """Escalations by department and topic whose first promise was missed since `start`."""
    return _counted(db, workspace, *_late(start, now))


class Asking(NamedTuple):
    """How many escalations of one department came from one type of requester."""

    department: str
    requester: str
    number: int


def requesters(db: Db, workspace: str, *, start: datetime) -> list[Asking]:
    """From whom escalations came since `start`, by department; without private ones."""
    by = (_escalation.c.department, _escalation.c.requester)
    where = (
        _escalation.c.workspace == workspace,
        _escalation.c.created_at >= start,
        _escalation.c.state != EscalationState.not_escalation,
        _escalation.c.private.is_(False),
    )
    statement = select(*by, func.count()).where(*where).group_by(*by).order_by(*by)
    return [Asking._make(row) for row in db.run(statement).all()]


def _waiting(db: Db, workspace: str) -> list[Waiting]:
    """What nobody answered yet, counted by department; without private requests and problems."""
    oldest = func.min(_request.c.due_at)
    statement = (
        select(_request.c.department, func.count(), oldest)
        # Written out: both databases find the rows by a partial index on these very words.
        .where(_request.c.workspace == workspace, text(OPEN_TO_ALL))
        .group_by(_request.c.department)
        .order_by(oldest, _request.c.department)
    )
    return [Waiting._make(row) for row in db.run(statement).all()]


def _owed(db: Db, workspace: str) -> dict[str, list[Request]]:
    order = (_request.c.due_at, _request.c.id)
    place = func.row_number().over(partition_by=_request.c.department, order_by=order).label("place")
    waiting = select(_request.c.id, place).where(_request.c.workspace == workspace, text(OPEN_TO_ALL))
    oldest = waiting.subquery()
    first = select(oldest.c.id).where(oldest.c.place <= OLDEST)
    statement = select(_request).where(_request.c.id.in_(first)).order_by(*order)
    found: dict[str, list[Request]] = {}
    for request in db.rows(Request, db.run(statement)):
        found.setdefault(request.department, []).append(request)
    return found


def _sent(db: Db, workspace: str) -> list[Sent]:
    """A launch's requests are those of the department that announced it, an expert's of who asked them."""
    asker = func.coalesce(_launch.c.department, _parent.c.department)
    oldest = func.min(_request.c.due_at)
    statement = (
        select(asker, _request.c.department, func.count(), oldest)
        .select_from(_request)
        .outerjoin(_launch, _launch.c.id == _request.c.notice)
        .outerjoin(_parent, and_(_parent.c.id == _request.c.parent, _request.c.origin == Origin.expert))
        .where(
            _request.c.workspace == workspace,
            text(OPEN_TO_ALL),
            asker.is_not(None),
            asker != _request.c.department,
        )
        .group_by(asker, _request.c.department)
        .order_by(oldest, _request.c.department)
    )
    return [Sent._make(row) for row in db.run(statement).all()]


def _long_open(db: Db, workspace: str, start: datetime) -> Named:
    running = [EscalationState.open, EscalationState.taken]
    where = (_escalation.c.state.in_(running), _escalation.c.created_at < start)
    return _named(db, workspace, where, _escalation.c.created_at)


def _lessons(db: Db, workspace: str, start: datetime) -> Named:
    lesson = _escalation.c.texts["lesson"].as_string()
    where = (*_closed(start), lesson.is_not(None), lesson != "")
    return _named(db, workspace, where, _escalation.c.ended_at.desc())


def _named(
    db: Db, workspace: str, where: tuple[ColumnElement[bool], ...], order: ColumnElement[datetime]
) -> Named:
    """Only what is not private is named."""
    shown = (_escalation.c.workspace == workspace, _escalation.c.private.is_(False), *where)
    statement = select(_escalation).where(*shown).order_by(order, _escalation.c.id).limit(MOST_NAMED)
    total = select(func.count()).select_from(_escalation).where(*shown)
    return Named(db.rows(Escalation, db.run(statement)), int(db.run(total).scalar_one()))


def latest(db: Db, workspace: str, audience: str, first_day: str, last_day: str) -> Digest | None:
    """The last digest for this audience of these local days, ISO, both included; None where none was sent."""
    statement = (
        select(_digest)
        .where(
            _digest.c.workspace == workspace,
            _digest.c.audience == audience,
            _digest.c.day >= first_day,
            _digest.c.day <= last_day,
        )
        .order_by(_digest.c.day.desc())
        .limit(1)
    )
    return next(iter(db.rows(Digest, db.run(statement))), None)


def naming(db: Db, workspace: str, notice: str) -> list[Digest]:
    """The stored digests in which this notice stands."""
    stands = cast(_digest.c.facts, Text).contains(f'"{notice}"')
    return db.rows(Digest, db.run(select(_digest).where(_digest.c.workspace == workspace, stands)))
