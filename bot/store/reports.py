"""Who told what: the reports of an escalation and of what was merged into it, and those like a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2s

from sqlalchemy import BigInteger, bindparam, func, or_, select, update

from bot.models import Escalation, EscalationState, Report
from bot.rules.sameness import Trace
from bot.store.batches import Batch
from bot.store.db import Db, Statement, table

_escalation, _report = table(Escalation), table(Report)

MOST = 300
"""So many of the latest reports are compared with a new one."""


def in_turn(db: Db, workspace: str, said: str) -> None:
    """Units that tell the same go one after the other, so that the second finds the first one's report.

    On SQLite every unit is alone already.
    """
    if db.dialect == "postgresql":
        digest = blake2s(f"{workspace} {said}".encode(), digest_size=8).digest()
        db.look(_turn(), key=int.from_bytes(digest, signed=True))


@lru_cache(maxsize=1)
def _turn() -> Statement:
    held = func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger))
    return Statement(select(held.label("held")))


def standing(db: Db, escalation: Escalation) -> Escalation:
    """The escalation that it was merged into, and that one into, to the end; itself where it stands alone.

    Held for this unit. Every unit that touches several of a group holds this one first, so that no two wait
    for each other crosswise.
    """
    while True:
        last = root(db, escalation)
        held = db.lock(Escalation, workspace=last.workspace, id=last.id)
        if held is None or held.merged_into is None:
            return held or last


def root(db: Db, escalation: Escalation) -> Escalation:
    """The same, only read."""
    seen = {escalation.id}
    while (found := into(db, escalation)) is not None and found.id not in seen:
        escalation = found
        seen.add(found.id)
    return escalation


def into(db: Db, escalation: Escalation) -> Escalation | None:
    """The escalation that it was merged into, if it was; only read."""
    if escalation.merged_into is None:
        return None
    return db.get(Escalation, workspace=escalation.workspace, id=escalation.merged_into)


def members(db: Db, escalation: Escalation) -> list[Escalation]:
    """Every escalation that was merged into it, and into those, the oldest first."""
    found: dict[str, Escalation] = {}
    queue = [escalation.id]
    while queue:
        merged = db.all(Escalation, workspace=escalation.workspace, merged_into=queue.pop())
        fresh = [one for one in merged if one.id not in found and one.id != escalation.id]
        found |= {one.id: one for one in fresh}
        queue += [one.id for one in fresh]
    return sorted(found.values(), key=lambda one: (one.created_at, one.id))


def of_group(db: Db, escalation: Escalation) -> list[Report]:
    """The reports of the escalation and of what was merged into it, the oldest first."""
    group = [escalation, *members(db, escalation)]
    told = [one for each in group for one in db.all(Report, workspace=each.workspace, escalation=each.id)]
    return sorted(told, key=lambda report: (report.at, report.id or 0))


def of_each(db: Db, workspace: str, escalations: list[str]) -> dict[str, list[Report]]:
    """The reports of each of these alone, the oldest first."""
    found: dict[str, list[Report]] = {one: [] for one in escalations}
    for report in Batch(db).gather(Report, "escalation", escalations, workspace=workspace):
        found[report.escalation].append(report)
    return found


def running(db: Db, workspace: str, limit: int) -> list[Escalation]:
    """Open escalations that stand for themselves, the latest first."""
    statement = (
        select(_escalation)
        .where(
            _escalation.c.workspace == workspace,
            _escalation.c.state.in_([EscalationState.open, EscalationState.taken, EscalationState.told]),
            _escalation.c.merged_into.is_(None),
        )
        .order_by(_escalation.c.created_at.desc(), _escalation.c.id)
        .limit(limit)
    )
    return db.rows(Escalation, db.run(statement))


def by_permalink(db: Db, workspace: str, permalink: str) -> Escalation | None:
    """The unfinished escalation that was told with this message, if any."""
    return _unfinished(db, db.all(Report, workspace=workspace, permalink=permalink))


def by_source(db: Db, workspace: str, source: str, source_id: str) -> Escalation | None:
    """The unfinished escalation that this source told under this id, if any."""
    return _unfinished(db, db.all(Report, workspace=workspace, source=source, source_id=source_id))


def _unfinished(db: Db, told: list[Report]) -> Escalation | None:
    for report in reversed(told):
        found = db.get(Escalation, workspace=report.workspace, id=report.escalation)
        if found is not None and found.ended_at is None:
            return found
    return None


def traces(db: Db, workspace: str, since: datetime) -> list[Trace]:
    """What was reported since then, the latest first; at most `MOST`. Only the columns that are looked at of
    each are read: it is asked before the ack.
    """
    return [Trace._make(row) for row in db.tuples(_traces(), team=workspace, since=since)]


@lru_cache(maxsize=1)
def _traces() -> Statement:
    columns = (_report.c.id, *(_report.c[name] for name in Trace._fields[1:]))
    statement = select(*columns).where(
        _report.c.workspace == bindparam("team"), _report.c.at >= bindparam("since")
    )
    return Statement(statement.order_by(_report.c.at.desc(), _report.c.id.desc()).limit(MOST))


def told(db: Db, reports: Sequence[int]) -> list[tuple[Report, Escalation]]:
    """These reports, each with its escalation, the latest first. Without what was set aside as not an
    escalation.
    """
    batch = Batch(db)
    found = batch.gather(Report, "id", reports)
    cases = {one.id: one for one in batch.gather(Escalation, "id", [report.escalation for report in found])}
    known = [(report, cases[report.escalation]) for report in found if report.escalation in cases]
    known = [pair for pair in known if pair[1].state is not EscalationState.not_escalation]
    return sorted(known, key=lambda pair: (pair[0].at, pair[0].id or 0), reverse=True)


def forget_excerpts(db: Db, workspace: str, before: datetime) -> None:
    """Remove the excerpts of reports that are older, and what those were compared by."""
    kept = or_(_report.c.excerpt.is_not(None), _report.c.fingerprint.is_not(None))
    statement = update(_report).where(_report.c.workspace == workspace, _report.c.at < before, kept)
    db.run(statement.values(excerpt=None, fingerprint=None))
