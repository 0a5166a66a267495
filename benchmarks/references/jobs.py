"""One APScheduler job per request, in its SQLAlchemy store on the same database.

Each takes its step in a transaction of its own, as a program would that has a job for each request: it reads
the request and its launch, calls the person of the next rung (a call, a line of the timeline, a message),
remembers that, and leaves a job for the step after it. The rules are the least that can be written: a share
of the window in real time, the person called last, no rounds, no absences, nothing put together.
"""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Session

from benchmarks.cast import TEAM
from benchmarks.references import mapped
from bot.models import Entry, Launch, Message, Ping, PingKind, Request, RequestState
from bot.store import engines

LONGEST_SECONDS = 600.0
mapped(Entry, Launch, Message, Ping, Request)
_engines: dict[str, Engine] = {}
_schedulers: dict[str, AsyncIOScheduler] = {}


def remind(url: str, request_id: str) -> None:
    """What the job does: the request's next step, and a job for the one after it."""
    with Session(_engines[url]) as session:
        now = datetime.now(UTC)
        request = session.get(Request, request_id, with_for_update=True)
        launch = session.get(Launch, request.notice) if request else None
        if not request or not launch or request.state != RequestState.waiting or launch.ended_at:
            return
        step, person = request.step, request.called[-1]
        call = Ping(
            workspace=TEAM,
            person=person,
            kind=PingKind.reminder,
            key=f"reminder:{request.id}:{step}",
            notice=launch.id,
            request=request.id,
            not_before=now,
            made_at=now,
            state="sent",
        )
        about = {"role": request.ladder[step][0], "person": person, "department": request.department}
        entry = Entry(workspace=TEAM, notice=launch.id, at=now, kind="called", values=about)
        session.add_all((call, entry))
        session.flush()
        message = Message(
            workspace=TEAM,
            key=f"ping:{person}:{call.id}",
            kind="ping",
            channel=person,
            values={"pings": [call.id]},
            made_at=now,
        )
        session.add(message)
        set_attribute(request, "step", step + 1)  # Our nouns keep what is set on them to themselves.
        share = request.ladder[step + 1][1]
        following = request.asked_at + (request.due_at - request.asked_at) * share
        session.commit()
    _schedule(url, request_id, following)


def _schedule(url: str, request_id: str, at: datetime) -> None:
    _schedulers[url].add_job(
        remind,
        "date",
        run_date=at,
        args=(url, request_id),
        id=request_id,
        replace_existing=True,
        misfire_grace_time=None,
    )


async def rate(url: str, count: int) -> float:
    """Jobs a second, from the moment the scheduler wakes to `count` due ones until all have run.

    They are about requests R0, R1, … of this database that wait for their reminder (`filled.open_requests`).
    """
    engine = _engines[url] = create_engine(engines.url_of(url), pool_size=20)
    scheduler = _schedulers[url] = AsyncIOScheduler(timezone=UTC)
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
        _schedule(url, f"R{number}", due)
    begun = monotonic()
    scheduler.resume()
    await asyncio.wait_for(finished.wait(), LONGEST_SECONDS)
    taken = monotonic() - begun
    scheduler.shutdown()
    engine.dispose()
    return count / taken


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    print(asyncio.run(rate(given.url, given.count)))
