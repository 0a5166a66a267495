"""Cards that wait in a roll-up instead of standing in the channel (PRODUCT section 2, noise rule N8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, bindparam, select, text

from bot.models import Delivery, Message
from bot.store.db import Db, Statement, table

_message = table(Message)


def cards_since(db: Db, workspace: str, channel: str, since: datetime, *, most: int) -> int:
    """Cards that were given to this channel since then, `most` at most; those of a roll-up do not count."""
    return len(db.look(_CARDS_SINCE, team=workspace, place=channel, since=since, most=most))


_CARDS_SINCE = Statement(
    select(_message.c.id)
    .where(
        _message.c.workspace == bindparam("team"),
        _message.c.channel == bindparam("place"),
        # Written out: both databases find the rows by a partial index on these very words.
        text("message.kind = 'card'"),
        _message.c.made_at >= bindparam("since"),
        _message.c.state != Delivery.rolled_up,
    )
    .order_by(_message.c.made_at)
    .limit(bindparam("most", type_=Integer))
)


def unlisted(db: Db, workspace: str, channel: str) -> list[Message]:
    """Cards of this channel that no roll-up names yet, oldest first."""
    waiting = db.all(Message, workspace=workspace, channel=channel, state=Delivery.rolled_up)
    return sorted(
        (card for card in waiting if "rollup" not in card.values),
        key=lambda card: (card.made_at, card.id or 0),
    )


def uncover(db: Db, workspace: str, notice: str) -> None:
    """The notice's card leaves the roll-up and is owed; nothing happens to a card that stands already."""
    for card in db.all(Message, workspace=workspace, notice=notice, state=Delivery.rolled_up):
        db.change(card, state=Delivery.due)
        db.woken = True


def reword(db: Db, workspace: str, notice: str) -> None:
    """What was typed about the notice is gone: the roll-up that named it is rendered again."""
    for card in db.all(Message, workspace=workspace, notice=notice, kind="card"):
        named_in = db.get(Message, id=card.values.get("rollup"))
        if named_in is not None and named_in.ts:
            db.change(named_in, wanted=named_in.wanted + 1, state=Delivery.due)
            db.woken = True
