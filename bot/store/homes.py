"""App Homes in the ledger: which of them show an old state."""

from __future__ import annotations

from sqlalchemy import bindparam, text, update

from bot.models import Delivery, Message
from bot.store.db import Db, Statement, table

_message = table(Message)
_DUE_AGAIN = Statement(
    update(_message)
    .where(
        _message.c.workspace == bindparam("team"),
        # Written out: both databases find the rows by a partial index on these very words.
        text("message.kind = 'home'"),
        _message.c.state.in_([Delivery.due, Delivery.sent]),
    )
    .values(wanted=_message.c.wanted + 1, state=Delivery.due)
)


def refresh(db: Db) -> None:
    """Homes of the workspaces that the unit changed are due again; delivery drops those opened long ago.

    Called once at the end of a unit, so that two units never wait for each other's rows crosswise.
    """
    for workspace in sorted(db.stale_homes):
        db.do(_DUE_AGAIN, team=workspace)
    db.stale_homes.clear()
