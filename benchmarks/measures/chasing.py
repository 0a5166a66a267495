"""Chasing: from a step's claim to its ledger rows, beside one APScheduler job per request; lateness."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select

from benchmarks import databases, filled, organisation, servers
from benchmarks.cast import TOKEN
from benchmarks.rows import Row, above, below
from benchmarks.run import Run, now, seconds
from bot import app
from bot.clock import SystemClock
from bot.engine import Engine
from bot.models import Message, Ping
from bot.settings import Settings
from bot.slack import Slack
from bot.store import Store
from bot.store.db import table
from bot.store.engines import short_engine
from bot.tools import Tools

LEAD_SECONDS = 10.0
"""Time to write the steps before the first one falls due."""
STEP_SECONDS = 0.25
"""Between two steps while their lateness is measured: each is a line and a call, and Slack permits a
workspace ten posts a second."""


WHY = "0.4 ms of Python a request, in units of 40 ms, for the acks; longer ones advance a third more"


def measure(run: Run) -> Iterator[Row]:
    """Throughput on PostgreSQL, then lateness with many open requests."""
    yield from _throughput(run)
    for kind in databases.BOTH:
        run.say(f"lateness, {kind}")
        yield from _lateness(run, kind)


def _throughput(run: Run) -> Iterator[Row]:
    run.say("chase, postgresql")
    ours, theirs = [], []
    for _ in range(run.sizes.repeats):
        url = run.databases.new(databases.POSTGRESQL)
        organisation.settle(url, run.sizes.departments, now())
        due = {now() - timedelta(seconds=30): run.sizes.chased}
        filled.open_requests(url, run.sizes.chased, now(), departments=run.sizes.departments, due=due)
        ours.append(run.sizes.chased / seconds(lambda url=url: asyncio.run(_chased(url))))  # type: ignore[misc]
        theirs.append(servers.figure("references.jobs", url, str(run.sizes.jobs)))
    what, reference = "chase, one process, PostgreSQL", median(theirs)
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    repeats = run.sizes.repeats
    yield above(f"{what}: requests advanced", median(ours), "/s", 6000, note=WHY, repeats=repeats)
    goal = "≥ 20× a job per request"
    yield Row(what, median(ours), "/s", goal, ratio >= 20, ratio, reference, "APScheduler", WHY, repeats)


async def _chased(url: str) -> None:
    """Run what is due until nothing is, as a turn of the engine does in `tutti serve`, with nothing sent."""
    gc.freeze()
    gc.set_threshold(app.YOUNG)
    store = Store(url)
    tools = Tools(Settings(database_url=url), SystemClock(), store, Slack(TOKEN, "http://127.0.0.1:9/"))
    try:
        await Engine(tools).catch_up()
    finally:
        store.close()


def _lateness(run: Run, kind: str) -> Iterator[Row]:
    """Steps fall due one by one under many open requests; each is timed until Slack took its call."""
    url, steps, departments = run.databases.new(kind), run.sizes.steps, run.sizes.departments
    organisation.settle(url, departments, now())
    filled.open_requests(url, run.sizes.rows, now(), departments=departments)
    with ExitStack() as stack:
        servers.tutti(stack, url, servers.null_slack(stack))
        begin = now() + timedelta(seconds=LEAD_SECONDS)
        due = [begin + timedelta(seconds=STEP_SECONDS * step) for step in range(steps)]
        filled.steps(url, run.sizes.rows, due, departments=departments)
        end = due[-1] + timedelta(seconds=10 + steps / departments)
        time.sleep(max(0.0, (end - now()).total_seconds()))
    late, rounds = _shown(url, dict(enumerate(due, run.sizes.rows)))
    what = f"lateness of a due step, {kind}, {run.sizes.rows:,} open"
    if not late:
        yield Row(what, 0.0, "s", "≤ 2 s", False, note="nothing was shown")
        return
    p99 = sorted(late)[int(len(late) * 0.99)]
    note = f"{len(late)} of {steps} shown; {departments} people, each paced by Slack at one message a second"
    yield below(f"{what}: p99", p99, "s", 2.0, note=note)
    yield below(f"{what}: messages for one person and moment", float(rounds), "", 1.0)


def _shown(url: str, due: dict[int, datetime]) -> tuple[list[float], int]:
    """Seconds from due to shown for each step, and the most messages that one person got at one moment."""
    ping, message = table(Ping), table(Message)
    engine = short_engine(url)
    with engine.connect() as connection:
        pings = connection.execute(
            select(ping.c.request, ping.c.shown_at).where(ping.c.kind == "reminder")
        ).all()
        sent = connection.execute(
            select(message.c.channel, message.c.made_at).where(message.c.kind == "ping")
        ).all()
    engine.dispose()
    late = [
        (row.shown_at - due[int(row.request[1:])]).total_seconds()
        for row in pings
        if row.shown_at is not None
    ]
    return late, max(Counter((row.channel, row.made_at) for row in sent).values(), default=0)
