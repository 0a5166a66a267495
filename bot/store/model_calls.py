"""What the language model was asked, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.models import ModelCall, Outcome
from bot.store.db import Db, table

_call = table(ModelCall)


@dataclass(frozen=True)
class Used:
    """What was used since some moment. `cost` in millionths of a dollar."""

    calls: int = 0
    failed: int = 0
    tokens: int = 0
    cost: int = 0
    dropped: int = 0


def used(db: Db, workspace: str, since: datetime) -> Used:
    """What a workspace used since then; what was reserved and never settled counts."""
    columns = _call.c
    failed = func.count().filter(columns.outcome.not_in([Outcome.answered, Outcome.asked]))
    row = db.run(
        select(
            func.count(),
            failed,
            func.coalesce(func.sum(columns.tokens_in + columns.tokens_out), 0),
            func.coalesce(func.sum(columns.cost), 0),
            func.coalesce(func.sum(columns.dropped), 0),
        ).where(columns.workspace == workspace, columns.at >= since)
    ).one()
    return Used(*(int(value) for value in row))


def recent(db: Db, workspace: str, limit: int) -> list[tuple[datetime, Outcome]]:
    """When the last questions were asked, and how they ended; newest first."""
    columns = _call.c
    statement = (
        select(columns.at, columns.outcome)
        .where(columns.workspace == workspace, columns.outcome != Outcome.asked)
        .order_by(columns.id.desc())
        .limit(limit)
    )
    return [(row.at, Outcome(row.outcome)) for row in db.run(statement)]


@dataclass(frozen=True)
class Totals:
    """Everything that all workspaces asked since some moment."""

    calls: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By task and outcome."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: int = 0
    dropped: int = 0


def totals(db: Db, since: datetime) -> Totals:
    """For `/metrics`."""
    columns = _call.c
    sums = (columns.tokens_in, columns.tokens_out, columns.cost, columns.dropped)
    statement = (
        select(columns.task, columns.outcome, func.count(), *(func.sum(column) for column in sums))
        .where(columns.at >= since)
        .group_by(columns.task, columns.outcome)
    )
    rows = [tuple(row) for row in db.run(statement)]
    calls = {(task, Outcome(outcome).value): int(count) for task, outcome, count, *_ in rows}
    read, written, cost, dropped = (sum(int(row[place]) for row in rows) for place in range(3, 7))
    return Totals(calls, read, written, cost, dropped)


def forget(db: Db, workspace: str, before: datetime) -> None:
    """Remove questions that are older."""
    db.run(delete(_call).where(_call.c.workspace == workspace, _call.c.at < before))
