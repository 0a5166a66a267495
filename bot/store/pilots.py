"""What the records say of a pilot: answers, routes, pings by week; and the calls of one week."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.models import Escalation, EscalationState, Origin, Ping, Request, RequestState
from bot.store.db import Db, table

_request, _escalation, _ping = table(Request), table(Escalation), table(Ping)


def requests_due(db: Db, workspace: str, since: datetime, until: datetime) -> list[Request]:
    """What departments were asked by Tutti and was due in [since, until); what was dropped does not count."""
    statement = select(_request).where(
        _request.c.workspace == workspace,
        _request.c.origin == Origin.routing,
        _request.c.in_person.is_(False),
        _request.c.state.not_in([RequestState.dropped, RequestState.handed_over, RequestState.paused]),
        _request.c.due_at >= since,
        _request.c.due_at < until,
    )
    return db.rows(Request, db.run(statement.order_by(_request.c.due_at)))


def routes(db: Db, workspace: str, since: datetime) -> tuple[int, int]:
    """Escalations opened since then, and those of them that were handed over."""
    where = (
        _escalation.c.workspace == workspace,
        _escalation.c.created_at >= since,
        _escalation.c.state != EscalationState.not_escalation,
        _escalation.c.merged_into.is_(None),
    )
    opened = db.run(select(func.count()).select_from(_escalation).where(*where)).scalar_one()
    moved = select(func.count()).select_from(_escalation).where(*where, _escalation.c.hops > 0)
    return int(opened), int(db.run(moved).scalar_one())


def pings_by_week(db: Db, workspace: str, since: datetime, weeks: int) -> list[Counter[str]]:
    """For each of so many weeks from then on, how many pings were shown to whom."""
    found: list[Counter[str]] = [Counter() for _ in range(weeks)]
    until = since + timedelta(weeks=weeks)
    statement = select(_ping.c.person, _ping.c.shown_at).where(
        _ping.c.workspace == workspace, _ping.c.shown_at >= since, _ping.c.shown_at < until
    )
    for row in db.run(statement):
        found[(row.shown_at - since) // timedelta(weeks=1)][row.person] += 1
    return found


def calls(db: Db, workspace: str, since: datetime, until: datetime) -> dict[str, int]:
    """How many pings were shown to whom in [since, until)."""
    statement = (
        select(_ping.c.person, func.count().label("number"))
        .where(_ping.c.workspace == workspace, _ping.c.shown_at >= since, _ping.c.shown_at < until)
        .group_by(_ping.c.person)
    )
    return {str(row.person): int(row.number) for row in db.run(statement)}
