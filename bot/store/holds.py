"""Direct messages that are held back from a person."""

from __future__ import annotations

from sqlalchemy import select

from bot.models import Delivery, Message
from bot.store.db import Db, table

_message = table(Message)


def unsent_to(db: Db, workspace: str, person: str) -> list[Message]:
    """Direct messages to this person that Slack was not given yet and that wait for a time."""
    statement = select(_message).where(
        _message.c.workspace == workspace,
        _message.c.channel == person,
        _message.c.state == Delivery.due,
        _message.c.ts.is_(None),
        _message.c.attempt_at.is_(None),
        _message.c.not_before > 0,
    )
    return db.rows(Message, db.run(statement))
