"""Messages of the ledger taken together: by their kind, or by the channel that they are owed to."""

from __future__ import annotations

from sqlalchemy import ColumnElement, update

from bot.models import Delivery, Message
from bot.store.db import Db, table

_message = table(Message)


def refresh_kinds(db: Db, workspace: str, *kinds: str) -> None:
    """Messages of these kinds show something that changed; none is owed that was not owed before."""
    db.woken = True
    shown = _message.c.state.in_([Delivery.due, Delivery.sent])
    statement = update(_message).where(_message.c.workspace == workspace, _message.c.kind.in_(kinds), shown)
    db.run(statement.values(wanted=_message.c.wanted + 1, state=Delivery.due))


def park_all(db: Db, workspace: str, channel: str, error: str) -> None:
    """Nothing can be sent there until a person decides."""
    where = _in(workspace, channel, Delivery.due)
    db.run(update(_message).where(*where).values(state=Delivery.parked, error=error, attempt_at=None))


def put_off(db: Db, workspace: str, channel: str, error: str, not_before: float) -> None:
    """Nothing is tried there before that machine time."""
    where = _in(workspace, channel, Delivery.due)
    db.run(update(_message).where(*where).values(error=error, not_before=not_before))


def retry(db: Db, workspace: str, channel: str) -> None:
    """What was parked there and never posted is due again."""
    db.woken = True
    where = [*_in(workspace, channel, Delivery.parked), _message.c.ts.is_(None)]
    again = {"state": Delivery.due, "error": None, "attempts": 0, "not_before": 0}
    db.run(update(_message).where(*where).values(**again))


def _in(workspace: str, channel: str, state: Delivery) -> list[ColumnElement[bool]]:
    return [
        _message.c.workspace == workspace,
        _message.c.channel == channel,
        _message.c.state == state,
    ]
