"""Timers: anything that has a time. Set in the change's own unit, claimed by being deleted.

Setting is put off to the end of the unit and done in order of key, so that two units never wait for each
other's rows crosswise.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Integer, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from bot.models import Timer
from bot.store.db import Db, Statement, table

_timer = table(Timer)


def set_timer(
    db: Db, workspace: str, kind: str, subject: str, at: datetime, *, earliest: bool = False
) -> None:
    """Let `kind` for `subject` fall due at `at`; with `earliest`, an earlier time already set stays."""
    already, kept = db.timers.get((workspace, kind, subject), (None, True))
    if earliest:
        at, earliest = min(at, already or at), kept
    db.timers[workspace, kind, subject] = (at, earliest)
    db.woken = True


def stop_timer(db: Db, workspace: str, kind: str, subject: str) -> None:
    """No longer let it fall due; nothing happens if it was not set."""
    db.timers[workspace, kind, subject] = (None, False)


def flush(db: Db) -> None:
    """Write what the unit set; called once at its end."""
    for (workspace, kind, subject), (at, earliest) in sorted(db.timers.items(), key=lambda item: item[0]):
        if at is None:
            db.remove(Timer, workspace=workspace, kind=kind, subject=subject)
        else:
            statement = _setting(db.dialect, earliest=earliest)
            db.do(statement, workspace=workspace, kind=kind, subject=subject, at=at, tries=0)
    db.timers.clear()


@lru_cache(maxsize=4)
def _setting(database: str, *, earliest: bool) -> Statement:
    on, lower = (
        (insert_on_postgresql, func.least) if database == "postgresql" else (insert_on_sqlite, func.min)
    )
    statement = on(_timer)
    new_at = lower(_timer.c.at, statement.excluded.at) if earliest else statement.excluded.at
    keys = [_timer.c.workspace, _timer.c.kind, _timer.c.subject]
    again = {"at": new_at, "tries": 0}
    return Statement(statement.on_conflict_do_update(index_elements=keys, set_=again))


def due(db: Db, now: datetime, limit: int) -> list[Timer]:
    """Timers that fell due, longest first; not yet claimed, and none that another replica is handling."""
    statement = (
        select(_timer)
        .where(_timer.c.at <= now)
        .order_by(_timer.c.at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return db.rows(Timer, db.run(statement))


def claim(db: Db, timer: Timer, now: datetime) -> bool:
    """Take the timer if it is still due; another replica may have been first."""
    statement = delete(_timer).where(
        _timer.c.workspace == timer.workspace,
        _timer.c.kind == timer.kind,
        _timer.c.subject == timer.subject,
        _timer.c.at <= now,
    )
    return db.run(statement).rowcount > 0


def upcoming(db: Db, limit: int = 20) -> list[Timer]:
    """The next timers, soonest first."""
    return db.find(Timer, _UPCOMING, most=limit)


_UPCOMING = Statement(select(_timer).order_by(_timer.c.at).limit(bindparam("most", type_=Integer)))
