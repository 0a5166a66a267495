"""Decisions of the leaders and points of the joint meeting, in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Text, cast, delete, select, update

from bot.models import (
    Decision,
    DecisionKind,
    Delivery,
    Digest,
    Escalation,
    Message,
    Origin,
    Point,
    Request,
    RequestState,
)
from bot.store.db import Db, table

_decision, _point, _request = table(Decision), table(Point), table(Request)
_message, _digest, _escalation = table(Message), table(Digest), table(Escalation)
_OPEN = (RequestState.waiting, RequestState.unanswered)


def undecided(db: Db, workspace: str) -> list[Decision]:
    """Decisions about which nobody has chosen yet, offered or only watched."""
    where = (_decision.c.workspace == workspace, _decision.c.choice.is_(None))
    return db.rows(Decision, db.run(select(_decision).where(*where).order_by(_decision.c.id)))


def decisions(db: Db, workspace: str, ids: Collection[str]) -> list[Decision]:
    """These decisions, decided or not."""
    where = (_decision.c.workspace == workspace, _decision.c.id.in_(sorted(ids)))
    return db.rows(Decision, db.run(select(_decision).where(*where))) if ids else []


def settled_among(db: Db, workspace: str, ids: Collection[str]) -> set[str]:
    """Of these decisions the ids of those that are over."""
    statement = select(_decision.c.id).where(
        _decision.c.workspace == workspace, _decision.c.id.in_(sorted(ids)), _decision.c.choice.is_not(None)
    )
    return set(db.run(statement).scalars())


def rested(db: Db, workspace: str, kind: DecisionKind, since: datetime) -> list[str]:
    """Subjects of this kind that were decided about since then."""
    statement = select(_decision.c.subject).where(
        _decision.c.workspace == workspace, _decision.c.kind == kind, _decision.c.decided_at >= since
    )
    return list(db.run(statement).scalars())


def offered_since(db: Db, workspace: str, day: str) -> list[Decision]:
    """Decisions first offered on that local day or later."""
    where = (_decision.c.workspace == workspace, _decision.c.day >= day)
    return db.rows(Decision, db.run(select(_decision).where(*where).order_by(_decision.c.id)))


def sent_since(db: Db, workspace: str, audience: str, day: str) -> dict[str, datetime]:
    """When the digests for this audience were sent, by local day, from that day on."""
    statement = select(_digest.c.day, _digest.c.at).where(
        _digest.c.workspace == workspace, _digest.c.audience == audience, _digest.c.day >= day
    )
    return {str(row.day): row.at for row in db.run(statement)}


def second_hand_overs(db: Db, workspace: str) -> list[Request]:
    """Open requests for a second hand-over that nobody has allowed, oldest first."""
    statement = (
        select(_request)
        .where(
            _request.c.workspace == workspace,
            _request.c.state.in_([*_OPEN, RequestState.taken]),
            _request.c.private.is_(False),
            cast(_request.c.texts, Text).contains('"wanted_department"'),
        )
        .order_by(_request.c.asked_at, _request.c.id)
    )
    return db.rows(Request, db.run(statement))


def late_requests(db: Db, workspace: str, now: datetime, most: int) -> list[Request]:
    """What was due and nobody answered, the longest first; nothing private, no problems."""
    statement = (
        select(_request)
        .where(
            _request.c.workspace == workspace,
            _request.c.state.in_(_OPEN),
            _request.c.private.is_(False),
            _request.c.due_at < now,
            _request.c.origin != Origin.problem,
        )
        .order_by(_request.c.due_at, _request.c.id)
        .limit(most)
    )
    return db.rows(Request, db.run(statement))


def blocked(db: Db, workspace: str, most: int) -> list[Request]:
    """Open problems, the oldest first."""
    statement = (
        select(_request)
        .where(
            _request.c.workspace == workspace,
            _request.c.origin == Origin.problem,
            _request.c.state.in_(_OPEN),
            _request.c.private.is_(False),
        )
        .order_by(_request.c.asked_at, _request.c.id)
        .limit(most)
    )
    return db.rows(Request, db.run(statement))


def late_replies(db: Db, workspace: str, now: datetime, most: int) -> list[Escalation]:
    """Escalations whose requester should have been told by now, the longest first; nothing private."""
    statement = (
        select(_escalation)
        .where(
            _escalation.c.workspace == workspace,
            _escalation.c.private.is_(False),
            _escalation.c.ended_at.is_(None),
            _escalation.c.told_at.is_(None),
            _escalation.c.told_first_due_at < now,
        )
        .order_by(_escalation.c.told_first_due_at, _escalation.c.id)
        .limit(most)
    )
    return db.rows(Escalation, db.run(statement))


def open_points(db: Db, workspace: str) -> list[Point]:
    """Points that nobody has ticked, oldest first."""
    where = (_point.c.workspace == workspace, _point.c.done_at.is_(None))
    order = (_point.c.first_day, _point.c.made_at, _point.c.id)
    return db.rows(Point, db.run(select(_point).where(*where).order_by(*order)))


def points(db: Db, workspace: str, ids: Collection[str]) -> dict[str, Point]:
    """These points, by id."""
    where = (_point.c.workspace == workspace, _point.c.id.in_(sorted(ids)))
    return {one.id: one for one in db.rows(Point, db.run(select(_point).where(*where)))}


def show_again(db: Db, workspace: str, prefix: str, since: datetime) -> None:
    """Messages whose key begins like this and that were made since then show an old state."""
    db.woken = True
    states = (Delivery.due, Delivery.sent)
    db.run(
        update(_message)
        .where(
            _message.c.workspace == workspace,
            _message.c.key.startswith(prefix, autoescape=True),
            _message.c.made_at >= since,
            _message.c.state.in_(states),
        )
        .values(wanted=_message.c.wanted + 1, state=Delivery.due)
    )


def forget(db: Db, workspace: str, before: datetime) -> None:
    """Remove what was decided or ticked before then, and points that stood open for so long."""
    db.run(delete(_decision).where(_decision.c.workspace == workspace, _decision.c.decided_at < before))
    db.run(delete(_point).where(_point.c.workspace == workspace, _point.c.made_at < before))
