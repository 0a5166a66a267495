"""Many rows at once, in the real schema: one row is written by the store, the database multiplies it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from benchmarks.cast import RAISER, TEAM, representative
from bot.models import (
    Escalation,
    EscalationState,
    Lane,
    Launch,
    LaunchState,
    Ping,
    PingKind,
    Request,
    RequestState,
    Severity,
    Timer,
)
from bot.store.db import Db, table
from bot.store.engines import short_engine

HOUR = timedelta(hours=1)
SPARE = 2_000
"""Launches beyond those that the open requests need, for `steps`."""
WEEKS = 104
"""Over how many weeks finished notices are spread."""


def multiply(connection: Connection, like: SQLModel, count: int, first: int, **columns: str) -> None:
    """Insert rows from number `first` on, equal to `like` but for these columns, which are SQL of n."""
    if count <= 0:
        return
    db = Db(connection)
    db.add(like)
    target = table(type(like))
    keys = {column.name: getattr(like, column.name) for column in target.primary_key.columns}
    kept = [column.name for column in target.columns]
    quoted = connection.dialect.identifier_preparer.quote
    names = ", ".join(quoted(name) for name in kept)
    values = ", ".join(columns.get(name, f"t.{quoted(name)}") for name in kept)
    where = " AND ".join(f"t.{quoted(name)} = :key_{name}" for name in keys)
    connection.execute(
        text(
            "WITH RECURSIVE series(n) AS (SELECT CAST(:first AS INTEGER) "
            "UNION ALL SELECT n + 1 FROM series WHERE n < :last) "
            f"INSERT INTO {quoted(target.name)} ({names}) SELECT {values} "
            f"FROM {quoted(target.name)} t, series "
            f"WHERE {where}"
        ),
        {"first": first, "last": first + count - 1, **{f"key_{name}": value for name, value in keys.items()}},
    )
    db.remove(type(like), **keys)


def open_requests(
    url: str, count: int, now: datetime, *, departments: int, due: Mapping[datetime, int] | None = None
) -> None:
    """That many open launch requests with a timer each; `due`: how many steps fall due when, the first ones.

    `departments` requests stand for one launch; the next step of the others is a day away.
    """
    engine = short_engine(url)
    groups = list((due or {}).items())
    groups.append((now + 24 * HOUR, count - sum(number for _, number in groups)))
    with engine.begin() as connection:
        launches(connection, count // departments + SPARE, now)
        first = 0
        for at, number in groups:
            _requests(connection, first, number, departments, at)
            first += number
        counted_up(connection)
    engine.dispose()


def steps(url: str, first: int, moments: Sequence[datetime], *, departments: int) -> None:
    """Open requests from number `first` on, whose reminders fall due at these moments, one each."""
    engine = short_engine(url)
    with engine.begin() as connection:
        for number, at in enumerate(moments, first):
            _requests(connection, number, 1, departments, at)
    engine.dispose()


def counted_up(connection: Connection) -> None:
    """What PostgreSQL's own housekeeping does after many inserts: without it every plan is a guess."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


def launches(connection: Connection, count: int, now: datetime) -> None:
    """Announced launches L0, L1, … a month ahead."""
    launch = Launch(
        id="L",
        workspace=TEAM,
        texts={"title": "Bûche de Noël", "gain": "une part de plus", "goal": "1 200 bûches"},
        by=RAISER,
        owner=RAISER,
        created_at=now,
        kind="product_launch",
        at=now + timedelta(days=30),
        state=LaunchState.announced,
        asked=["d0"],
    )
    multiply(connection, launch, count, 0, id="'L' || n")


def _requests(connection: Connection, first: int, count: int, departments: int, at: datetime) -> None:
    """Requests whose reminder, at half of a window of two hours, falls due at that moment."""
    request = Request(
        id="R",
        workspace=TEAM,
        notice="L",
        lane=Lane.launch,
        department="d",
        asked_by=RAISER,
        asked_at=at - HOUR,
        shown_at=at - HOUR,
        due_at=at + HOUR,
        ladder=[["representative", 0.0], ["reminder", 0.5], ["deputy", 0.75], ["orchestrator", 1.0]],
        step=1,
        called=["U0REP"],
    )
    number = f"(n % {departments})"
    person = f"'[\"U0REP' || substr('000' || {number}, length('000' || {number}) - 3) || '\"]'"
    called = person if connection.dialect.name == "sqlite" else f"CAST({person} AS JSON)"
    multiply(
        connection,
        request,
        count,
        first,
        id="'R' || n",
        notice=f"'L' || (n / {departments})",
        department=f"'d' || {number}",
        called=called,
    )
    timer = Timer(workspace=TEAM, kind="rung", subject="R", at=at)
    multiply(connection, timer, count, first, subject="'R' || n")


def finished_notices(url: str, count: int, now: datetime) -> None:
    """That many closed escalations, told in time, spread evenly over two years."""
    engine = short_engine(url)
    each = -(-count // WEEKS)
    with engine.begin() as connection:
        for week in range(WEEKS):
            at = now - timedelta(weeks=week, days=3)
            number = max(0, min(each, count - week * each))
            multiply(connection, _closed(at), number, week * each, id="'E' || n")
        counted_up(connection)
    engine.dispose()


def _closed(at: datetime) -> Escalation:
    return Escalation(
        id="E",
        workspace=TEAM,
        texts={"title": "Le four est froid", "where": "Lyon"},
        by=RAISER,
        owner=representative(0),
        created_at=at,
        ended_at=at + 3 * HOUR,
        topic="complaint",
        department="d0",
        severity=Severity.normal,
        state=EscalationState.closed,
        taken_due_at=at + HOUR,
        told_due_at=at + 4 * HOUR,
        told_first_due_at=at + 4 * HOUR,
        taken_at=at + HOUR / 2,
        told_at=at + 2 * HOUR,
        told="yes",
    )


def weeks(url: str, count: int, now: datetime, *, departments: int) -> None:
    """That many closed escalations over two years, each with its answered request and the call that it took;
    departments, persons and minutes in turn."""
    engine = short_engine(url)
    each = -(-count // WEEKS)
    department = f"'d' || (n % {departments})"
    with engine.begin() as connection:
        for week in range(WEEKS):
            at = now - timedelta(weeks=week, days=3)
            number, first = max(0, min(each, count - week * each)), week * each
            case = _closed(at)
            case.reply_minutes = 0
            turns = {"department": department, "reply_minutes": "n % 240"}
            multiply(connection, case, number, first, id="'E' || n", owner="'U0REP' || (n % 97)", **turns)
            _taken(connection, at, number, first, department)
        counted_up(connection)
    engine.dispose()


def _taken(connection: Connection, at: datetime, number: int, first: int, department: str) -> None:
    request = Request(
        id="R",
        workspace=TEAM,
        notice="E",
        lane=Lane.escalation,
        department="d0",
        state=RequestState.taken,
        asked_by=RAISER,
        asked_at=at,
        due_at=at + HOUR,
        answered_by="U0REP",
        answered_at=at + HOUR / 2,
        answered_first_at=at + HOUR / 2,
        answer_minutes=30,
    )
    turns = {"department": department, "answered_by": "'U0REP' || (n % 97)", "answer_minutes": "n % 60"}
    multiply(connection, request, number, first, id="'R' || n", notice="'E' || n", **turns)
    ping = Ping(
        id=0,
        workspace=TEAM,
        person="U0REP",
        kind=PingKind.ask,
        key="ask",
        notice="E",
        request="R",
        not_before=at,
        made_at=at,
        shown_at=at,
        state="sent",
    )
    called = {"id": "n + 1", "person": "'U0REP' || (n % 97)", "key": "'ask:' || n"}
    multiply(connection, ping, number, first, notice="'E' || n", request="'R' || n", **called)


def open_escalations(url: str, count: int, now: datetime) -> None:
    """Escalations E0… of department d0, asked a moment ago, with their requests R0… that wait to be taken."""
    case = _closed(now)
    fresh = {"ended_at": None, "taken_at": None, "told_at": None, "told": None, "owner": None}
    for name, value in {**fresh, "state": EscalationState.open}.items():
        setattr(case, name, value)
    request = Request(
        id="R",
        workspace=TEAM,
        notice="E",
        lane=Lane.escalation,
        department="d0",
        asked_by=RAISER,
        asked_at=now,
        shown_at=now,
        due_at=now + 24 * HOUR,
        ladder=[["representative", 0.0], ["reminder", 0.5], ["orchestrator", 1.0]],
        step=1,
        called=[representative(0)],
    )
    engine = short_engine(url)
    with engine.begin() as connection:
        multiply(connection, case, count, 0, id="'E' || n")
        multiply(connection, request, count, 0, id="'R' || n", notice="'E' || n")
        counted_up(connection)
        timer = Timer(workspace=TEAM, kind="rung", subject="R", at=now + 12 * HOUR)
        multiply(connection, timer, count, 0, subject="'R' || n")
    engine.dispose()
