"""Lists across all notices: a page of them by department and by what is asked, and what belongs to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, and_, case, exists, func, or_, select, true, union_all
from sqlalchemy.sql.selectable import Subquery

from bot.models import Escalation, EscalationState, Launch, Message, Request, RequestState
from bot.store.db import Db, table
from bot.store.homes import OPEN_ESCALATIONS, OPEN_LAUNCHES, OPEN_REQUESTS
from bot.store.notices import AnyNotice

_launch, _escalation, _request = table(Launch), table(Escalation), table(Request)
_message = table(Message)
_LEFT_BEHIND = (RequestState.handed_over, RequestState.dropped)


@dataclass(frozen=True)
class Reader:
    """Who reads a list: what they may see besides what is open to all (`rules.rights.may_see`).

    seats: departments for which they may answer. members: whether what is not private is open to them.
    conducts: whether they may know that a private item is there.
    """

    person: str
    seats: Collection[str]
    members: bool
    conducts: bool


def page(
    db: Db,
    workspace: str,
    reader: Reader,
    now: datetime,
    *,
    department: str | None,
    what: str,
    offset: int,
    limit: int,
) -> tuple[list[str], int]:
    """Ids of open notices, the oldest deadline first, from `offset` on, and how many there are in all.

    what: one of `rules.lists.WHATS`. The reader's rights are asked again by the rule for each of them.
    """
    parts = []
    if what != "escalations":
        parts.append(_launches(workspace, reader, now, department, what))
    if what != "launches":
        parts.append(_escalations(workspace, reader, now, department, what))
    every: Subquery = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    total = int(db.run(select(func.count()).select_from(every)).scalar_one())
    statement = select(every.c.id).order_by(every.c.due, every.c.id).offset(offset).limit(limit)
    return [str(row.id) for row in db.run(statement)], total


def _launches(
    workspace: str, reader: Reader, now: datetime, department: str | None, what: str
) -> Select[tuple[str, datetime]]:
    waiting = _request.c.state.in_(OPEN_REQUESTS)
    asked = {
        "waiting": _asked(_launch, waiting),
        "late": _asked(_launch, and_(waiting, _request.c.due_at < now)),
    }
    concerned: ColumnElement[bool] = true()
    if department:
        here = and_(_request.c.department == department, _request.c.state.not_in(_LEFT_BEHIND))
        concerned = or_(_launch.c.department == department, _asked(_launch, here))
    return select(_launch.c.id.label("id"), _launch.c.at.label("due")).where(
        _launch.c.workspace == workspace,
        _launch.c.state.in_(OPEN_LAUNCHES),
        asked.get(what, true()),
        concerned,
        _seen(_launch, reader, ("owner", "by", "approver", "answerer"), ()),
    )


def _escalations(
    workspace: str, reader: Reader, now: datetime, department: str | None, what: str
) -> Select[tuple[str, datetime]]:
    due = case(
        (_escalation.c.state == EscalationState.open, _escalation.c.taken_due_at),
        else_=_escalation.c.told_due_at,
    )
    unfinished = _escalation.c.state.in_([EscalationState.open, EscalationState.taken])
    asked = {"waiting": unfinished, "late": and_(unfinished, due < now)}
    concerned: ColumnElement[bool] = true()
    if department:
        here = and_(_request.c.department == department, _request.c.state.not_in(_LEFT_BEHIND))
        concerned = or_(_escalation.c.department == department, _asked(_escalation, here))
    return select(_escalation.c.id.label("id"), due.label("due")).where(
        _escalation.c.workspace == workspace,
        _escalation.c.state.in_(OPEN_ESCALATIONS),
        _escalation.c.merged_into.is_(None),
        asked.get(what, true()),
        concerned,
        _seen(_escalation, reader, ("owner", "by"), (_escalation.c.department.in_(reader.seats),)),
    )


def _seen(
    target: Table, reader: Reader, roles: Collection[str], more: Collection[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """What `rules.rights.may_see` allows, as far as a column says it."""
    named = and_(
        or_(_request.c.person == reader.person, _request.c.department.in_(reader.seats)),
        _request.c.state.not_in(_LEFT_BEHIND),
    )
    theirs = or_(*(target.c[role] == reader.person for role in roles), *more, _asked(target, named))
    if not reader.members:
        return theirs
    return true() if reader.conducts else or_(target.c.private.is_(False), theirs)


def _asked(target: Table, where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_request.c.notice == target.c.id, where)


def notices(db: Db, workspace: str, ids: Collection[str]) -> dict[str, AnyNotice]:
    """The notices with these ids, by id."""
    found: dict[str, AnyNotice] = {}
    models: tuple[tuple[type[AnyNotice], str], ...] = ((Launch, "L"), (Escalation, "E"))
    for model, letter in models:
        wanted = sorted({one for one in ids if one.startswith(letter)})
        if wanted:
            columns = table(model).c
            statement = select(table(model)).where(columns.workspace == workspace, columns.id.in_(wanted))
            rows: list[AnyNotice] = db.rows(model, db.run(statement))
            found |= {one.id: one for one in rows}
    return found


def requests(db: Db, workspace: str, ids: Collection[str]) -> dict[str, list[Request]]:
    """All requests about these notices, by notice, oldest first."""
    found: dict[str, list[Request]] = {one: [] for one in ids}
    if not found:
        return found
    statement = (
        select(_request)
        .where(_request.c.workspace == workspace, _request.c.notice.in_(sorted(found)))
        .order_by(_request.c.asked_at, _request.c.round, _request.c.hop, _request.c.id)
    )
    for one in db.rows(Request, db.run(statement)):
        found[one.notice].append(one)
    return found


def cards(db: Db, workspace: str, ids: Collection[str]) -> dict[str, Message]:
    """The first card of each of these notices, by notice."""
    if not ids:
        return {}
    statement = (
        select(_message)
        .where(
            _message.c.workspace == workspace,
            _message.c.notice.in_(sorted(set(ids))),
            _message.c.kind == "card",
        )
        .order_by(_message.c.id.desc())
    )
    return {str(one.notice): one for one in db.rows(Message, db.run(statement))}
