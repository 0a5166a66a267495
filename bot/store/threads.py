"""Which of our messages a thread hangs on."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.models import Delivery, Message
from bot.store.db import Db, Statement, table

_message = table(Message)

KINDS = ("request", "card")
"""Messages under which people answer."""


def parent(db: Db, workspace: str, channel: str, thread: str) -> Message | None:
    """The request or card whose thread this is, None for any other thread. thread: Slack's id of its root."""
    found = db.find(Message, _PARENT, team=workspace, place=channel, root=thread)
    return next(iter(found), None)


_PARENT = Statement(
    select(_message)
    .where(
        _message.c.workspace == bindparam("team"),
        _message.c.state.in_(list(Delivery)),
        _message.c.channel == bindparam("place"),
        _message.c.ts == bindparam("root"),
        _message.c.kind.in_(KINDS),
    )
    .limit(1)
)
