"""Whom the personal Monday message may concern."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, union

from bot.models import Escalation, Launch, LaunchState, Ping, Request
from bot.store.db import Db, table
from bot.store.homes import OPEN_ESCALATIONS, OPEN_REQUESTS

_request, _launch, _escalation, _ping = table(Request), table(Launch), table(Escalation), table(Ping)


def owing(db: Db, workspace: str) -> list[str]:
    """People who are named by an open request or have something to decide or to tell, each once."""
    asked = select(_request.c.person).where(
        _request.c.workspace == workspace, _request.c.state.in_(OPEN_REQUESTS)
    )
    undecided = (_launch.c.workspace == workspace, _launch.c.state == LaunchState.announced)
    told = select(_escalation.c.owner).where(
        _escalation.c.workspace == workspace, _escalation.c.state.in_(OPEN_ESCALATIONS)
    )
    owners = select(_launch.c.owner).where(*undecided)
    approvers = select(_launch.c.approver).where(*undecided)
    found = db.run(union(asked, told, owners, approvers)).scalars()
    return sorted(str(person) for person in found if person)


def shown(db: Db, workspace: str, person: str, since: datetime) -> list[tuple[str | None, datetime]]:
    """Of the calls shown to this person since then the request, if any, and when."""
    statement = select(_ping.c.request, _ping.c.shown_at).where(
        _ping.c.workspace == workspace, _ping.c.person == person, _ping.c.shown_at >= since
    )
    return [(row.request, row.shown_at) for row in db.run(statement)]
