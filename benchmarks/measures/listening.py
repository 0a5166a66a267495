"""What hearing a workspace costs: 30,000 messages an hour, Slack's own limit of events, over signed HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

from sqlalchemy import update

from benchmarks import databases, organisation, servers
from benchmarks.cast import TEAM, room
from benchmarks.rows import Row, below
from benchmarks.run import Run, now
from bot.models import Workspace
from bot.store.db import table
from bot.store.engines import short_engine

HOUR = 3600.0
MESSAGES = 30_000
SHARE = 5.0
"""Per cent of a core that may go into it."""


def measure(run: Run) -> Iterator[Row]:
    """Half of the messages stand in watched channels; none is a case, as nearly all are none."""
    for kind in databases.BOTH:
        run.say(f"30,000 messages an hour, {kind}")
        yield from _heard(run, kind)


def _heard(run: Run, kind: str) -> Iterator[Row]:
    url, pace, lasting = run.databases.new(kind), MESSAGES / HOUR, run.sizes.heard_seconds
    organisation.settle(url, run.sizes.departments, now())
    _watch(url)
    with ExitStack() as stack:
        slack = servers.null_slack(stack)
        server = servers.tutti(stack, url, slack)
        servers.load(server, "message", count=20)
        slack.reset()
        begun = server.cpu_seconds()
        time.sleep(lasting)
        idle = server.cpu_seconds() - begun
        begun = server.cpu_seconds()
        load = servers.load(server, "message", count=int(pace * lasting), first=100, pace=pace, connections=4)
        taken = server.cpu_seconds() - begun - idle
        calls = sum(slack.counts()["calls"].values())
        begun = server.cpu_seconds()
        many = servers.load(server, "message", count=run.sizes.commands, first=100_000)
        each = (server.cpu_seconds() - begun) * 1000 / many.answered
    note = f"with signature, Bolt and ack; the idle process\u2019s own {100 * idle / lasting:.1f} % left out"
    yield below(f"30,000 messages an hour, {kind}", 100 * taken / lasting, "% of a core", SHARE, note=note)
    yield below(f"ack of a message, {kind}: p99", load.p99_ms, "ms", 100, note=f"{load.wrong} not acked")
    yield below(f"a message that is no case, {kind}", each, "ms of CPU", 6.0, note="as fast as they go")
    yield below(f"calls to Slack for them, {kind}", float(calls), "calls", 0)


def _watch(url: str) -> None:
    engine = short_engine(url)
    columns = table(Workspace).c
    watched = [room(number) for number in range(0, 10, 2)]
    with engine.begin() as connection:
        connection.execute(
            update(table(Workspace))
            .where(columns.id == TEAM)
            .values(watched_channels=watched, revision=columns.revision + 1)
        )
    engine.dispose()
