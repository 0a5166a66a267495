"""How Tutti itself is doing in a workspace: what failed, what waits or is held, when it was last heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from bot.models import Change, Delivery, Input, Message
from bot.store.db import Db, table
from bot.store.homes import Found, found

_message, _input, _change = table(Message), table(Input), table(Change)
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
