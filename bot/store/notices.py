"""Finding notices and requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, delete, select, update

from bot.models import (
    Entry,
    Escalation,
    EscalationState,
    Input,
    Launch,
    LaunchState,
    Origin,
    Ping,
    PingKind,
    Request,
    RequestState,
    Severity,
)
from bot.store.batches import Batch
from bot.store.db import Db, Statement, table
from bot.store.statements import among, listed

_launch, _escalation, _request = table(Launch), table(Escalation), table(Request)
_ping, _input = table(Ping), table(Input)

AnyNotice = Launch | Escalation


def find(db: Db, workspace: str, notice: str) -> AnyNotice | None:
    """The launch (L…) or escalation (E…) with this id."""
    model: type[AnyNotice] = Launch if notice.startswith("L") else Escalation
    return db.get(model, workspace=workspace, id=notice)


def hold(db: Db, workspace: str, notice: str, *, skip: bool = False) -> AnyNotice | None:
    """Like `find`, and nobody else changes the notice or its requests before this unit ends.

    Every unit that changes a notice takes it first, so that the first click wins.
    """
    model: type[AnyNotice] = Launch if notice.startswith("L") else Escalation
    return db.lock(model, workspace=workspace, id=notice, skip=skip)


def of_requests(db: Db, requests: Sequence[str]) -> dict[str, str]:
    """The notice that each of these requests is about, by request id."""
    found = db.look(_notice_of(db.dialect), wanted=listed(db.dialect, requests))
    return {str(row["id"]): str(row["notice"]) for row in found}


@lru_cache(maxsize=2)
def _notice_of(database: str) -> Statement:
    return Statement(select(_request.c.id, _request.c.notice).where(among(database, _request.c.id)))


def gather(batch: Batch, wanted: Iterable[str], *, lock: bool = False) -> None:
    """Read these launches and escalations at once; with `lock`, only those that no other unit holds."""
    found = sorted(set(wanted))
    batch.gather(Launch, "id", [one for one in found if one.startswith("L")], lock=lock)
    batch.gather(Escalation, "id", [one for one in found if not one.startswith("L")], lock=lock)


def requests(db: Db, notice: AnyNotice) -> list[Request]:
    """All requests about the notice, oldest first, those asked together by their department's key."""
    return db.find(Request, _REQUESTS, team=notice.workspace, about=notice.id)


_REQUESTS = Statement(
    select(_request)
    .where(_request.c.workspace == bindparam("team"), _request.c.notice == bindparam("about"))
    .order_by(_request.c.asked_at, _request.c.round, _request.c.hop, _request.c.department, _request.c.id)
)


def open_crisis(db: Db, workspace: str) -> Escalation | None:
    """The crisis that is open now, if any: it holds every launch."""
    statement = (
        select(_escalation)
        .where(
            _escalation.c.workspace == workspace,
            _escalation.c.severity == Severity.crisis,
            _escalation.c.merged_into.is_(None),
            _escalation.c.state.in_([EscalationState.open, EscalationState.taken, EscalationState.told]),
        )
        .limit(1)
    )
    return next(iter(db.rows(Escalation, db.run(statement))), None)


def held_launches(db: Db, workspace: str) -> list[Launch]:
    """Launches that a crisis keeps from going out, and those that could go out while it lasts."""
    statement = (
        select(_launch)
        .where(
            _launch.c.workspace == workspace,
            _launch.c.state.in_([LaunchState.announced, LaunchState.go, LaunchState.reservations]),
        )
        .order_by(_launch.c.at)
    )
    return db.rows(Launch, db.run(statement))


def launches_between(db: Db, workspace: str, start: datetime, end: datetime) -> list[Launch]:
    """Launches whose hour lies in [start, end), in order, cancelled ones left out."""
    statement = (
        select(_launch)
        .where(
            _launch.c.workspace == workspace,
            _launch.c.at >= start,
            _launch.c.at < end,
            _launch.c.state != LaunchState.cancelled,
        )
        .order_by(_launch.c.at, _launch.c.id)
    )
    return db.rows(Launch, db.run(statement))


def waiting(db: Db, workspace: str) -> list[Request]:
    """Every request that nobody answered yet, oldest deadline first."""
    states = [RequestState.waiting, RequestState.unanswered]
    statement = (
        select(_request)
        .where(_request.c.workspace == workspace, _request.c.state.in_(states))
        .order_by(_request.c.due_at, _request.c.id)
    )
    return db.rows(Request, db.run(statement))


def entries(db: Db, notice: AnyNotice) -> list[Entry]:
    """The notice's timeline, oldest first."""
    return db.all(Entry, workspace=notice.workspace, notice=notice.id)


def pings_due(db: Db, workspace: str, person: str, now: datetime) -> list[Ping]:
    """This person's pings that may be shown now, oldest first."""
    waiting = db.all(Ping, workspace=workspace, person=person, state="waiting")
    return [ping for ping in waiting if ping.not_before <= now]


def next_ping(db: Db, workspace: str, person: str) -> datetime | None:
    """When the next waiting ping of this person may be shown."""
    waiting = db.all(Ping, workspace=workspace, person=person, state="waiting")
    return min((ping.not_before for ping in waiting), default=None)


def drop_pings(db: Db, workspace: str, *, request: str | None = None, notice: str | None = None) -> None:
    """Pings about something finished are not sent any more, but for those that tell that it is."""
    about = {name: value for name, value in (("request", request), ("notice", notice)) if value}
    given = {f"is_{name}": value for name, value in about.items()}
    db.do(_pings_dropped(tuple(about)), team=workspace, **given)


@lru_cache(maxsize=4)
def _pings_dropped(about: tuple[str, ...]) -> Statement:
    waiting = update(_ping).where(
        _ping.c.workspace == bindparam("team"), _ping.c.state == "waiting", _ping.c.kind != PingKind.answered
    )
    return Statement(
        waiting.where(*(_ping.c[name] == bindparam(f"is_{name}") for name in about)).values(state="dropped")
    )


def forget_inputs(db: Db, before: datetime) -> int:
    """Delete input keys that are older; how many there were."""
    return db.run(delete(_input).where(_input.c.at < before)).rowcount


def problems_of(db: Db, request: Request) -> list[Request]:
    """The open problem requests that came from this request."""
    found = db.all(Request, workspace=request.workspace, notice=request.notice, parent=request.id)
    return [one for one in found if one.origin == Origin.problem and one.state == RequestState.waiting]
