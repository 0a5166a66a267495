"""What shows an old state: App Homes, and the cards, requests and pings of notices that changed.

Brought up to date once at the end of a unit, so that two units never wait for each other's rows crosswise.
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import ColumnElement, Select, TextClause, bindparam, select, text, update

from bot.models import Delivery, Message, Ping
from bot.store.db import Db, Statement, table
from bot.store.statements import among, listed

_message, _ping = table(Message), table(Ping)

LIVE = ("card", "request", "home", "phoning")
"""Kinds that show a state and are edited when it changes; the others say something once."""


def refresh(db: Db) -> None:
    """What shows an old state is due again; delivery drops Homes that were opened long ago."""
    by_workspace: dict[str, list[str]] = {}
    for workspace, notice in sorted(db.stale_notices - db.fresh):
        by_workspace.setdefault(workspace, []).append(notice)
    for workspace, notices in by_workspace.items():
        db.do(_notices_due(db.dialect), team=workspace, wanted=listed(db.dialect, notices))
    for workspace in sorted(db.stale_homes):
        db.do(_HOMES_DUE, team=workspace)
    db.stale_notices.clear()
    db.stale_homes.clear()


def due_again(*where: ColumnElement[bool] | TextClause) -> Statement:
    """These messages of the workspace `team`, unless they were refused, are in doubt or no longer needed."""
    # What they are not: SQLite would take the index of what they are, and read all that is due or was sent.
    others = [state for state in Delivery if state not in (Delivery.due, Delivery.sent)]
    shown = (_message.c.workspace == bindparam("team"), *where, _message.c.state.not_in(others))
    return Statement(update(_message).where(*shown).values(wanted=_message.c.wanted + 1, state=Delivery.due))


@lru_cache(maxsize=2)
def _notices_due(database: str) -> Statement:
    return due_again(_message.c.id.in_(_showing(database)))


# Written out: both databases find the rows by a partial index on these very words.
_HOMES_DUE = due_again(text("message.kind = 'home'"))


def _showing(database: str) -> Select[tuple[int]]:
    """Ids of the messages that show the notices `wanted`; two looks, each by an index of its own."""
    about = select(_message.c.id).where(
        _message.c.workspace == bindparam("team"),
        among(database, _message.c.notice),
        _message.c.kind.in_(LIVE),
    )
    carrying = select(_ping.c.message).where(
        _ping.c.workspace == bindparam("team"),
        among(database, _ping.c.notice),
        _ping.c.message.is_not(None),
    )
    return select(about.union(carrying).subquery().c.id)
