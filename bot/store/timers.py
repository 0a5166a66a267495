"""Timers: anything that has a time. Set in the change's own unit, claimed by being deleted.

Setting is put off to the end of the unit and done in order of key, so that two units never wait for each
other's rows crosswise.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, delete, func, literal_column, select, tuple_
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from bot.models import Timer
from bot.store import bulk
from bot.store.db import Db, Statement, table

_timer = table(Timer)

FEW = 4
"""More timers than these are set in one statement where the database is not in our own process."""


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
    """Write what the unit set; called once, as the last thing it does.

    Those that many units share (a person's round, a channel's roll-up) come last, so that one waits for the
    other as short as can be.
    """
    in_order = sorted(db.timers.items(), key=lambda item: (item[1][1], item[0]))
    for (stopped, earliest), run in groupby(in_order, key=lambda item: (item[1][0] is None, item[1][1])):
        keys = [(key, at) for key, (at, _) in run]
        if stopped:
            for (workspace, kind, subject), _ in keys:
                db.remove(Timer, workspace=workspace, kind=kind, subject=subject)
        else:
            found = (Timer(workspace=key[0], kind=key[1], subject=key[2], at=at) for key, at in keys if at)
            _set(db, list(found), earliest)
    db.timers.clear()


def _set(db: Db, timers: list[Timer], earliest: bool) -> None:
    if earliest and db.dialect == "postgresql":
        timers = [timer for timer in timers if not _stands(db, timer)]
    if db.dialect == "postgresql" and len(timers) > FEW:
        at = "least(timer.at, excluded.at)" if earliest else "excluded.at"
        known = f"ON CONFLICT (workspace, kind, subject) DO UPDATE SET at = {at}, tries = 0"
        bulk.insert_from_json(db.connection, _timer, timers, known)
        return
    statement = _setting(db.dialect, earliest=earliest)
    for timer in timers:
        db.do(
            statement,
            workspace=timer.workspace,
            kind=timer.kind,
            subject=timer.subject,
            at=timer.at,
            tries=0,
        )


def _stands(db: Db, timer: Timer) -> bool:
    """Whether it falls due in time already, and nobody claims it before this unit ends.

    Several units at once may rely on the same row; to write it, each would wait for the other's commit.
    """
    keys = {"team": timer.workspace, "kind": timer.kind, "subject": timer.subject}
    return bool(db.look(_STANDS, **keys, at=timer.at))


_STANDS = Statement(
    select(_timer.c.at)
    .where(
        _timer.c.workspace == bindparam("team"),
        _timer.c.kind == bindparam("kind"),
        _timer.c.subject == bindparam("subject"),
        _timer.c.at <= bindparam("at"),
    )
    .with_for_update(read=True, key_share=True, skip_locked=True)
)


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


def next_kind(db: Db, now: datetime, *, without: tuple[str, ...] = ()) -> str:
    """The kind that `claim` takes next in this unit; "" where nothing fell due that nobody else handles."""
    return next((str(row["kind"]) for row in db.look(_next_kind(without), now=now)), "")


@lru_cache(maxsize=8)
def _next_kind(without: tuple[str, ...]) -> Statement:
    due = (_timer.c.at <= bindparam("now"), *(_timer.c.kind != kind for kind in without))
    oldest = select(_timer.c.kind).where(*due).order_by(_timer.c.at).limit(1)
    return Statement(oldest.with_for_update(skip_locked=True))


def claim(db: Db, now: datetime, limit: int, *, without: tuple[str, ...] = ()) -> list[Timer]:
    """Take timers that fell due, longest first, all of one kind: that of the first of them.

    One kind a unit, so that two units never wait for each other's timers crosswise. None that another replica
    is handling, and none of the kinds `without`.
    """
    found = db.find(Timer, _claimed(db.dialect, without), now=now, most=limit)
    return sorted(found, key=lambda timer: timer.at)


@lru_cache(maxsize=8)
def _claimed(database: str, without: tuple[str, ...]) -> Statement:
    # SQLite finds a row quickest by its place in the file; PostgreSQL looks for places one by one.
    key: list[ColumnElement[Any]] = [_timer.c.workspace, _timer.c.kind, _timer.c.subject]
    if database != "postgresql":
        key = [literal_column("timer.rowid").label("place")]
    due = (_timer.c.at <= bindparam("now"), *(_timer.c.kind != kind for kind in without))
    oldest = select(*key, _timer.c.kind.label("kind_of"), _timer.c.at).where(*due).order_by(_timer.c.at)
    fallen = oldest.limit(bindparam("most")).with_for_update(skip_locked=True).cte("fallen")
    first = select(fallen.c.kind_of).order_by(fallen.c.at).limit(1).scalar_subquery()
    wanted = select(*(fallen.c[column.name] for column in key)).where(fallen.c.kind_of == first)
    those = key[0] if len(key) == 1 else tuple_(*key)
    return Statement(delete(_timer).where(those.in_(wanted)).returning(_timer))


def take(db: Db, timer: Timer) -> bool:
    """Take this one, unless another replica was first or it was set anew meanwhile."""
    return (
        db.remove(Timer, workspace=timer.workspace, kind=timer.kind, subject=timer.subject, at=timer.at) > 0
    )


def fallen(db: Db, now: datetime, kinds: Collection[str]) -> list[Timer]:
    """Timers of these kinds that fell due, longest first."""
    statement = select(_timer).where(_timer.c.at <= now, _timer.c.kind.in_(kinds)).order_by(_timer.c.at)
    return db.rows(Timer, db.run(statement))


def upcoming(db: Db, limit: int = 20) -> list[Timer]:
    """The next timers, soonest first."""
    return db.find(Timer, _UPCOMING, most=limit)


_UPCOMING = Statement(select(_timer).order_by(_timer.c.at).limit(bindparam("most", type_=Integer)))
