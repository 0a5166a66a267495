"""Bolt with SQLModel as its documentation shows it: a session per request, objects added, one commit.

`--rows one` inserts one row, `--rows same` as many of each table as Tutti's escalation form does. On
PostgreSQL with `AsyncSession` (psycopg); for SQLite no asynchronous driver is among our dependencies, so a
plain `Session` works in a thread, on the same settings (WAL, synchronous FULL).
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Session, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.cast import RAISER, TEAM, representative
from benchmarks.references import mapped
from benchmarks.references.bolt import Work, serve
from bot.models import (
    Entry,
    Escalation,
    Input,
    Lane,
    Message,
    Ping,
    PingKind,
    Report,
    Request,
    Severity,
    Timer,
    new_id,
)
from bot.store import engines

NUMBERS = count(1)
mapped(Entry, Escalation, Input, Message, Ping, Report, Request, Timer)


def one(body: dict[str, Any]) -> list[SQLModel]:
    """The input's key."""
    return [Input(workspace=TEAM, key=body["trigger_id"], at=datetime.now(UTC))]


def same(body: dict[str, Any]) -> list[SQLModel]:
    """Key, escalation, report, request, timers, timeline and ledger, as the flow writes them."""
    now = datetime.now(UTC)
    due = now + timedelta(hours=1)
    case = Escalation(
        id=new_id("E"),
        workspace=TEAM,
        by=RAISER,
        created_at=now,
        topic="complaint",
        department="d0",
        severity=Severity.normal,
        taken_due_at=due,
        told_due_at=due,
        told_first_due_at=due,
        texts={"title": "Le four est froid"},
    )
    request = Request(
        id=new_id("R"),
        workspace=TEAM,
        notice=case.id,
        lane=Lane.escalation,
        department="d0",
        asked_by=RAISER,
        asked_at=now,
        due_at=due,
        ladder=[["representative", 0.0]],
    )
    call = Ping(
        workspace=TEAM,
        person=representative(0),
        kind=PingKind.ask,
        key=f"ask:{request.id}:0",
        notice=case.id,
        request=request.id,
        not_before=now,
        made_at=now,
    )
    report = Report(workspace=TEAM, escalation=case.id, by=RAISER, at=now)
    return [*one(body), case, report, request, call, *_timers(case, request, due), *_said(case, request, now)]


def _timers(case: Escalation, request: Request, due: datetime) -> list[SQLModel]:
    subjects = {"rung": request.id, "told": case.id, "round": f"U{next(NUMBERS)}"}
    return [Timer(workspace=TEAM, kind=kind, subject=subject, at=due) for kind, subject in subjects.items()]


def _said(case: Escalation, request: Request, now: datetime) -> list[SQLModel]:
    lines: list[SQLModel] = [
        Entry(workspace=TEAM, notice=case.id, at=now, kind=kind, by=RAISER)
        for kind in ("told_first", "called")
    ]
    subjects = {"card": case.id, "request": request.id}
    return lines + [
        Message(workspace=TEAM, key=f"{kind}:{subject}", kind=kind, channel="C0", notice=case.id, made_at=now)
        for kind, subject in subjects.items()
    ]


def in_a_thread(url: str, rows: Callable[[dict[str, Any]], list[SQLModel]]) -> Work:
    """A `Session` per request, in a thread."""
    engine = create_engine(engines.url_of(url), connect_args={"check_same_thread": False, "timeout": 30})
    event.listen(engine, "connect", lambda made, _: made.execute("PRAGMA journal_mode=WAL"))

    def insert(body: dict[str, Any]) -> None:
        with Session(engine) as session:
            session.add_all(rows(body))
            session.commit()

    async def work(body: dict[str, Any]) -> None:
        await asyncio.to_thread(insert, body)

    return work


def asynchronous(url: str, rows: Callable[[dict[str, Any]], list[SQLModel]]) -> Work:
    """An `AsyncSession` per request."""
    engine = create_async_engine(engines.url_of(url), pool_size=16)

    async def work(body: dict[str, Any]) -> None:
        async with AsyncSession(engine) as session:
            session.add_all(rows(body))
            await session.commit()

    return work


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rows", choices=("one", "same"), required=True)
    parser.add_argument("--url", required=True)
    given = parser.parse_args()
    rows = {"one": one, "same": same}[given.rows]
    work = in_a_thread if given.url.startswith("sqlite") else asynchronous
    serve(given.port, work(given.url, rows))
