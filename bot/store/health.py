"""How Tutti itself is doing in a workspace: what failed, what waits or is held, when it was last heard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from bot.models import Change, Delivery, Entry, Input, Message, Ping, Timer, Workspace
from bot.store.db import Db, table
from bot.store.homes import Found, found

_message, _input, _change = table(Message), table(Input), table(Change)
_workspace = table(Workspace)
PRUNED = {
    "input": _input,
    "timer": table(Timer),
    "message": _message,
    "entry": table(Entry),
    "ping": table(Ping),
}
MOST_EDITS = 1000
OF_TUTTI = ("home", "parked", "uncertain")
"""Kinds of messages that are about Tutti itself: they count neither as held nor as failed."""


def failed(db: Db, workspace: str, limit: int) -> Found[Message]:
    """Messages that Slack refused, or may have taken, and about which nobody has decided; oldest first."""
    in_doubt = and_(_message.c.state == Delivery.uncertain, _message.c.attempt_at.is_(None))
    where = and_(
        _message.c.workspace == workspace,
        or_(_message.c.state == Delivery.parked, in_doubt),
        _message.c.kind.not_in(OF_TUTTI),
    )
    return found(db, Message, where, (_message.c.id,), limit)


@dataclass(frozen=True)
class Waiting:
    """How many messages of one kind Slack does not show yet in one place, and since when."""

    kind: str
    channel: str
    count: int
    oldest: datetime


def waiting(db: Db, workspace: str) -> list[Waiting]:
    """What is to be sent and was not yet, by place and kind, the most first."""
    count, oldest = func.count(), func.min(_message.c.made_at)
    statement = (
        select(_message.c.kind, _message.c.channel, count.label("number"), oldest.label("oldest"))
        .where(
            _message.c.workspace == workspace,
            _message.c.state == Delivery.due,
            _message.c.kind.not_in(OF_TUTTI),
        )
        .group_by(_message.c.kind, _message.c.channel)
        .order_by(count.desc(), _message.c.channel, _message.c.kind)
    )
    return [Waiting(row.kind, row.channel, row.number, row.oldest) for row in db.run(statement)]


def leave_out(db: Db, workspace: str, *, keep: Collection[str]) -> None:
    """Never send what waits now, but the kinds to `keep` and what is about Tutti itself."""
    db.run(
        update(_message)
        .where(
            _message.c.workspace == workspace,
            _message.c.state == Delivery.due,
            _message.c.kind.not_in([*keep, *OF_TUTTI]),
        )
        .values(state=Delivery.dropped)
    )


def oldest_unsent(db: Db) -> datetime | None:
    """When the oldest message that Slack has never shown, and that is not put off by anybody, was made."""
    paused = select(_workspace.c.id).where(
        or_(_workspace.c.pause.is_(True), _workspace.c.revoked_at.is_not(None))
    )
    statement = select(func.min(_message.c.made_at)).where(
        _message.c.state == Delivery.due,
        _message.c.ts.is_(None),
        _message.c.kind.not_in(OF_TUTTI),
        _message.c.workspace.not_in(paused),
    )
    found: datetime | None = db.run(statement).scalar()
    return found


def waiting_edits(db: Db) -> dict[int, int]:
    """Messages that Slack shows in an older version -> that version; a thousand at most."""
    statement = (
        select(_message.c.id, _message.c.sent)
        .where(_message.c.state == Delivery.due, _message.c.ts.is_not(None), _message.c.kind.not_in(OF_TUTTI))
        .order_by(_message.c.id)
        .limit(MOST_EDITS)
    )
    return {int(row.id): int(row.sent) for row in db.run(statement)}


def sizes(db: Db) -> dict[str, int]:
    """Table name -> rows, of the tables that are pruned (`flows.keeping`)."""
    count = select(func.count())
    return {name: int(db.run(count.select_from(one)).scalar() or 0) for name, one in PRUNED.items()}


def last_input(db: Db, workspace: str) -> datetime | None:
    """When Tutti last handled something that a person did; None where that is over a day ago."""
    of_people = (_input.c.workspace == workspace, _input.c.key.not_like("hook:%"))
    statement = select(_input.c.at).where(*of_people).order_by(_input.c.at.desc())
    last: datetime | None = db.run(statement.limit(1)).scalar()
    return last


def last_change(db: Db, workspace: str, setting: str) -> Change | None:
    """Who last edited this setting, and when."""
    statement = (
        select(_change)
        .where(_change.c.workspace == workspace, _change.c.setting == setting)
        .order_by(_change.c.id.desc())
    )
    return next(iter(db.rows(Change, db.run(statement.limit(1)))), None)
