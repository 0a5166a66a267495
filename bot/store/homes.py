"""App Homes in the ledger: which of them show an old state."""

from __future__ import annotations

from sqlalchemy import text, update

from bot.models import Delivery, Message
from bot.store.db import Db, table

_message = table(Message)


def refresh(db: Db) -> None:
    """Homes of the workspaces that the unit changed are due again; delivery drops those opened long ago.

    Called once at the end of a unit, so that two units never wait for each other's rows crosswise.
    """
    for workspace in sorted(db.stale_homes):
        statement = update(_message).where(
            _message.c.workspace == workspace,
            # Written out: both databases find the rows by a partial index on these very words.
            text("message.kind = 'home'"),
            _message.c.state.in_([Delivery.due, Delivery.sent]),
        )
        db.run(statement.values(wanted=_message.c.wanted + 1, state=Delivery.due))
    db.stale_homes.clear()
