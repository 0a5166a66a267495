"""What happened while somebody was away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from bot.models import Absence, Person, Request, RequestState
from bot.store.db import Db, table

_request = table(Request)


def requests_since(db: Db, workspace: str, since: datetime) -> list[Request]:
    """Requests that were asked or answered since then, or still wait, oldest first."""
    waiting = [RequestState.waiting, RequestState.unanswered]
    statement = (
        select(_request)
        .where(
            _request.c.workspace == workspace,
            or_(
                _request.c.asked_at >= since,
                _request.c.answered_at >= since,
                _request.c.state.in_(waiting),
            ),
        )
        .order_by(_request.c.asked_at, _request.c.id)
    )
    return db.rows(Request, db.run(statement))


def of_person(db: Db, workspace: str, person: str) -> list[Absence]:
    """This person's absence and planned ones, the nearest first."""
    found = db.all(Absence, workspace=workspace, person=person)
    return sorted(found, key=lambda absence: absence.starts_at)


def people(db: Db, workspace: str) -> list[Person]:
    """Everybody of the workspace who is still there; no bots."""
    return db.all(Person, workspace=workspace, bot=False, deactivated=False)
