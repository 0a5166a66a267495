"""What a digest counts, in SQL: a week of escalations, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, select, text

from bot.models import Escalation, EscalationState, Launch, Request
from bot.models.requests import OPEN_TO_ALL
from bot.store import notices
from bot.store.db import Db, table

_escalation, _request = table(Escalation), table(Request)


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


@dataclass(frozen=True)
class Week:
    """The facts of a workspace from which every audience's digest is made."""

    ahead: list[Launch]
    behind: list[Launch]
    escalations: Mapping[str, list[Count]]
    """By what happened to them: opened, told_in_time, late, closed."""
    waiting: list[Waiting]
    """Oldest promise first."""


def week(db: Db, workspace: str, *, start: datetime, now: datetime, end: datetime) -> Week:
    """Launches from `start` to `now` and from `now` to `end`, escalations since `start`, what waits now."""
    return Week(
        ahead=notices.launches_between(db, workspace, now, end),
        behind=notices.launches_between(db, workspace, start, now),
        escalations={
            "opened": _counted(db, workspace, _escalation.c.created_at >= start),
            "told_in_time": _counted(db, workspace, *_told_in_time(start)),
            "late": _counted(db, workspace, *_late(start, now)),
            "closed": _counted(db, workspace, *_closed(start)),
        },
        waiting=_waiting(db, workspace),
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
