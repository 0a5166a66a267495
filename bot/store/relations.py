"""Finding what ties launches and escalations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from bot.models import Escalation, Launch, LaunchState, Relation
from bot.store.db import Db, table

_launch = table(Launch)


def of_launch(db: Db, launch: Launch) -> list[Relation]:
    """Every tie of this launch, oldest first."""
    found = db.all(Relation, workspace=launch.workspace, launch=launch.id)
    return sorted(found, key=lambda one: (one.at, one.escalation))


def of_escalation(db: Db, escalation: Escalation) -> list[Relation]:
    """Every tie of this escalation, oldest first."""
    found = db.all(Relation, workspace=escalation.workspace, escalation=escalation.id)
    return sorted(found, key=lambda one: (one.at, one.launch))


def cases(db: Db, relations: Iterable[Relation]) -> list[Escalation]:
    """The escalations of these ties; one that is gone is left out."""
    found = (db.get(Escalation, workspace=one.workspace, id=one.escalation) for one in relations)
    return [one for one in found if one is not None]


def launches(db: Db, relations: Iterable[Relation]) -> list[Launch]:
    """The launches of these ties; one that is gone is left out."""
    found = (db.get(Launch, workspace=one.workspace, id=one.launch) for one in relations)
    return [one for one in found if one is not None]


def launches_until(db: Db, workspace: str, states: Collection[LaunchState], until: datetime) -> list[Launch]:
    """Launches in one of these states and due by then, earliest first, private ones left out."""
    statement = (
        select(_launch)
        .where(
            _launch.c.workspace == workspace,
            _launch.c.state.in_(states),
            _launch.c.private.is_(False),
            _launch.c.at <= until,
        )
        .order_by(_launch.c.at, _launch.c.id)
    )
    return db.rows(Launch, db.run(statement))
