"""One APScheduler job per request, in its SQLAlchemy store: each writes one ledger row when it falls due."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from benchmarks.cast import TEAM
from benchmarks.references import mapped
from bot.models import Message
from bot.store import engines

LONGEST_SECONDS = 600.0
mapped(Message)
_engines: dict[str, Engine] = {}


def remind(url: str, request: str) -> None:
    """What the job does: owe Slack one message about the request."""
    with Session(_engines[url]) as session:
        now = datetime.now(UTC)
        session.add(
            Message(
                workspace=TEAM,
                key=f"job:{request}",
                kind="reminder",
                channel="C0",
                request=request,
                made_at=now,
            )
        )
        session.commit()


async def rate(url: str, count: int) -> float:
    """Jobs a second, from the moment the scheduler wakes to `count` due ones until all have run."""
    engine = _engines[url] = create_engine(engines.url_of(url), pool_size=20)
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_jobstore(SQLAlchemyJobStore(engine=engine))
    finished, left = asyncio.Event(), list(range(count))

    def ran(_event: object) -> None:
        left.pop()
        if not left:
            finished.set()

    scheduler.add_listener(ran, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
    scheduler.start(paused=True)
    due = datetime.now(UTC) + timedelta(milliseconds=1)
    for number in range(count):
        job = f"job{number}"
        scheduler.add_job(remind, "date", run_date=due, args=(url, job), id=job, misfire_grace_time=None)
    begun = monotonic()
    scheduler.resume()
    await asyncio.wait_for(finished.wait(), LONGEST_SECONDS)
    taken = monotonic() - begun
    scheduler.shutdown()
    engine.dispose()
    return count / taken
