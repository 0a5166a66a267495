"""Rows that name a person, and notices whose time is over: found, changed, removed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, Text, cast, delete, or_, select, update
from sqlmodel import SQLModel

from bot.models import (
    Change,
    Delivery,
    Digest,
    Entry,
    Escalation,
    Launch,
    Message,
    Ping,
    Relation,
    Report,
    Request,
    Requester,
    RequestState,
    Setup,
)
from bot.store import pictures
from bot.store.db import Db, table

Row = dict[str, Any]
_message, _request = table(Message), table(Request)
_launch, _escalation = table(Launch), table(Escalation)

PASSING = (
    *("ping", "digest", "parked", "uncertain", "suggestion"),
    *("agenda", "monday", "promise"),
    *("practice", "welcome_back", "away_offer", "turn", "departed", "nobody_named"),
)
"""Kinds of messages about no single notice, which go when they are old."""


def naming(db: Db, workspace: str, person: str, columns: Mapping[str, Sequence[str]]) -> dict[str, list[Row]]:
    """Per table the rows in which the id may stand, also inside a longer word; tables with none left out."""
    found: dict[str, list[Row]] = {}
    for name, places in columns.items():
        target = SQLModel.metadata.tables[name]
        mine = target.c.id if name == "workspace" else target.c.workspace
        stands = or_(*(cast(target.c[place], Text).contains(person, autoescape=True) for place in places))
        rows = [dict(row._mapping) for row in db.run(select(target).where(mine == workspace, stands))]
        if rows:
            found[name] = rows
    return found


def rewrite(db: Db, name: str, row: Row, values: Row) -> None:
    """Set these columns of the row."""
    target = SQLModel.metadata.tables[name]
    db.run(target.update().where(*_key(target, row)).values(values))


def remove(db: Db, name: str, row: Row) -> None:
    """Delete the row."""
    target = SQLModel.metadata.tables[name]
    db.run(target.delete().where(*_key(target, row)))


def _key(target: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in target.primary_key.columns]


def open_requests_of(db: Db, workspace: str, person: str) -> list[Request]:
    """What waits for this person by name."""
    states = [RequestState.waiting, RequestState.unanswered, RequestState.problem]
    statement = select(_request).where(
        _request.c.workspace == workspace, _request.c.person == person, _request.c.state.in_(states)
    )
    return db.rows(Request, db.run(statement))


def owned(db: Db, workspace: str, person: str) -> list[Launch | Escalation]:
    """What this person owns or told and is not finished, launches first."""
    launches = select(_launch).where(
        _launch.c.workspace == workspace,
        or_(_launch.c.owner == person, _launch.c.by == person),
        _launch.c.ended_at.is_(None),
    )
    escalations = select(_escalation).where(
        _escalation.c.workspace == workspace,
        or_(_escalation.c.owner == person, _escalation.c.by == person),
        _escalation.c.ended_at.is_(None),
        _escalation.c.merged_into.is_(None),
    )
    return [*db.rows(Launch, db.run(launches)), *db.rows(Escalation, db.run(escalations))]


def answering(db: Db, workspace: str, person: str) -> list[Launch]:
    """Open launches whose comments they answer or which they approve."""
    statement = select(_launch).where(
        _launch.c.workspace == workspace,
        _launch.c.ended_at.is_(None),
        or_(_launch.c.answerer == person, _launch.c.approver == person),
    )
    return db.rows(Launch, db.run(statement))


# What retention removes


def ended_launches(db: Db, workspace: str, before: datetime, former: str, limit: int) -> list[Launch]:
    """Launches that ended before and still name somebody, oldest first."""
    statement = _ended(_launch, workspace, before, former, limit)
    return db.rows(Launch, db.run(statement))


def ended_escalations(
    db: Db,
    workspace: str,
    before: datetime,
    former: str,
    limit: int,
    *,
    requesters: Collection[Requester],
) -> list[Escalation]:
    """Escalations of these requesters that ended before and still name somebody, oldest first."""
    asked = _escalation.c.requester.in_(list(requesters))
    statement = _ended(_escalation, workspace, before, former, limit).where(asked)
    return db.rows(Escalation, db.run(statement))


def _ended(target: Table, workspace: str, before: datetime, former: str, limit: int) -> Any:
    return (
        select(target)
        .where(target.c.workspace == workspace, target.c.ended_at < before, target.c.by != former)
        .order_by(target.c.ended_at)
        .limit(limit)
    )


def strip(db: Db, notice: Launch | Escalation, former: str) -> None:
    """Keep what the departments did of this notice, and neither a text nor a person."""
    people = ("owner", "answerer", "approver", "decided_by", "released_by")
    db.change(notice, texts={}, by=former, **{name: None for name in people if hasattr(notice, name)})
    db.run(
        update(_request)
        .where(_request.c.workspace == notice.workspace, _request.c.notice == notice.id)
        .values(texts={}, asked_by=former, person=None, answered_by=None, called=[])
    )
    for model in (Entry, Ping, Message):
        db.remove(model, workspace=notice.workspace, notice=notice.id)
    db.remove(Report, workspace=notice.workspace, escalation=notice.id)
    db.remove(Relation, workspace=notice.workspace, **{str(notice.lane): notice.id})


def forget_passing(db: Db, workspace: str, before: datetime) -> None:
    """Remove old digests, and old messages that are about no single notice and no longer owed."""
    digest = table(Digest)
    db.run(delete(digest).where(digest.c.workspace == workspace, digest.c.at < before))
    pictures.forget(db, workspace, before)
    db.run(
        delete(_message).where(
            _message.c.workspace == workspace,
            _message.c.notice.is_(None),
            _message.c.kind.in_(PASSING),
            _message.c.made_at < before,
            _message.c.state.in_([Delivery.sent, Delivery.dropped]),
        )
    )


def forget_setup(db: Db, workspace: str, before: datetime) -> None:
    """Remove what was typed into a set-up that was finished before."""
    setup = table(Setup)
    db.run(
        update(setup)
        .where(setup.c.workspace == workspace, setup.c.finished_at < before)
        .values({setup.c["values"]: {}})
    )


def forget_changes(db: Db, workspace: str, before: datetime) -> None:
    """Remove lines of the history of settings that are older."""
    change = table(Change)
    db.run(delete(change).where(change.c.workspace == workspace, change.c.at < before))
