"""Webhooks: finding a source by its address, counting what was refused, forgetting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from bot.models import Arrival, Refused, Source, SourceSecret, SourceState
from bot.store.db import Db, table

_arrival, _refused = table(Arrival), table(Refused)


def by_key(db: Db, key: str) -> Source | None:
    """The source behind `/hooks/{key}`, of whatever workspace; None also for a retired one."""
    found = db.get(Source, key=key)
    return None if found is None or found.retired else found


def held(db: Db, source: Source) -> Source | None:
    """The same row, and no other delivery of this source is handled before this unit ends."""
    found = db.lock(Source, workspace=source.workspace, key=source.key)
    return None if found is None or found.retired else found


def sealed(db: Db, source: Source) -> list[str]:
    """Its secrets, sealed, the newest last."""
    rows = db.all(SourceSecret, workspace=source.workspace, source=source.key)
    return [row.sealed for row in rows]


def state(db: Db, source: Source) -> SourceState:
    """How the source does; its row is made where there is none."""
    found = db.get(SourceState, workspace=source.workspace, source=source.key)
    if found is None:
        found = SourceState(workspace=source.workspace, source=source.key)
        db.add(found)
    return found


def refuse(db: Db, source: Source, why: str, detail: str, now: datetime) -> None:
    """One more delivery of this source that opened nothing, for this reason."""
    known = db.get(Refused, workspace=source.workspace, source=source.key, why=why)
    if known is None:
        row = Refused(workspace=source.workspace, source=source.key, why=why, detail=detail, last_at=now)
        db.add(row)
    else:
        db.change(known, count=known.count + 1, detail=detail, last_at=now)
    db.stale_homes.add(source.workspace)


def forget(db: Db, workspace: str, arrived: datetime, refused: datetime) -> None:
    """Delete what arrived, and what was refused last, before these instants."""
    db.run(delete(_arrival).where(_arrival.c.workspace == workspace, _arrival.c.at < arrived))
    db.run(delete(_refused).where(_refused.c.workspace == workspace, _refused.c.last_at < refused))
