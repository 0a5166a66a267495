"""What is open and has no next step although it should: the other side of promise P4."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Integer, Select, Table, and_, bindparam, exists, select

from bot.models import Escalation, EscalationState, Launch, LaunchState, Request, RequestState, Timer
from bot.store.db import Db, Statement, table

_request, _launch, _escalation = table(Request), table(Launch), table(Escalation)
_timer = table(Timer)
MOST = 200
"""Found in one look; the next look finds the rest."""


class Missing(NamedTuple):
    """A timer that should be there: of which kind, for which row, and at what time at the latest."""

    workspace: str
    kind: str
    subject: str
    at: datetime


def missing(db: Db, now: datetime) -> list[Missing]:
    """Timers that are not there, by the rules by which flows set them.

    A waiting request has its next rung or its due time ahead, or falls due this moment; a launch that may
    still go live has its hour, unless a crisis holds it; a case whose requester was not told has its clock.
    """
    return [
        Missing(str(row["workspace"]), kind, str(row["id"]), row["at"])
        for kind, statement in _MISSING.items()
        for row in db.look(statement, now=now, most=MOST)
    ]


def _without(kind: str, about: Table, at: Column[datetime], open_: ColumnElement[bool]) -> Statement:
    planned = exists().where(
        _timer.c.workspace == about.c.workspace, _timer.c.kind == kind, _timer.c.subject == about.c.id
    )
    found: Select[tuple[str, str, datetime]] = (
        select(about.c.workspace, about.c.id, at.label("at"))
        .where(open_, at > bindparam("now"), ~planned)
        .limit(bindparam("most", type_=Integer))
    )
    return Statement(found)


_TO_GO_LIVE = (LaunchState.announced, LaunchState.go, LaunchState.reservations, LaunchState.no_go)
_MISSING = {
    "rung": _without("rung", _request, _request.c.due_at, _request.c.state == RequestState.waiting),
    "golive": _without("golive", _launch, _launch.c.at, _launch.c.state.in_(_TO_GO_LIVE)),
    "told": _without(
        "told",
        _escalation,
        _escalation.c.told_due_at,
        and_(
            _escalation.c.state.in_((EscalationState.open, EscalationState.taken)),
            _escalation.c.told_at.is_(None),
            _escalation.c.merged_into.is_(None),
        ),
    ),
}
