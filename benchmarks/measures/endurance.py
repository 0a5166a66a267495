"""Acks while everything falls due at once; start and memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from statistics import median

from benchmarks import databases, filled, organisation, servers
from benchmarks.cast import TEAM
from benchmarks.load import Load
from benchmarks.rows import Row, below
from benchmarks.run import Run, now
from bot.store import timers
from bot.store.db import Db
from bot.store.engines import short_engine

PACE = 50.0
"""Forms a second while the flood is handled: far more than any organisation fills in."""
PROBES = 200.0
"""Looks at the event loop a second."""


def measure(run: Run) -> Iterator[Row]:
    """The flood and the memory on both databases; the start on SQLite, the default."""
    for kind in databases.BOTH:
        run.say(f"memory idle and ack during the flood, {kind}")
        yield _idle(run, kind)
        yield from _flood(run, kind)
    run.say("start and memory")
    yield from _start(run)
    yield from _growth(run)


def _idle(run: Run, kind: str) -> Row:
    """Where nothing is due, once everything is loaded that the first inputs will need."""
    url = run.databases.new(kind)
    organisation.settle(url, run.sizes.departments, now())
    with ExitStack() as stack:
        server = servers.tutti(stack, url, servers.null_slack(stack))
        server.rest()
        return below(f"memory idle, {kind}", server.memory_mb(), "MB", 130, note="twelve more with holidays")


def _flood(run: Run, kind: str) -> Iterator[Row]:
    url = _about_to_burst(run, kind)
    with ExitStack() as stack:
        slack = servers.null_slack(stack)
        server = servers.tutti(stack, url, slack)
        acks, probes = _loaded(run, server)
        after = server.memory_mb()
    what = f"ack while {run.sizes.flood:,} of {run.sizes.rows:,} fall due and a digest runs, {kind}"
    note = f"{acks.answered} acks, {acks.wrong} not saved; each waits for a unit of 40 ms and its commit"
    last = "in the end messages of 2,000 calls each are drawn and saved"
    yield below(f"{what}: p99", acks.p99_ms, "ms", 100, note=note)
    yield below(f"{what}: slowest", acks.max_ms, "ms", 1000, note=last)
    yield below(
        f"{what}: event loop blocked at most", probes.max_ms, "ms", 50, note="by /healthz, from outside"
    )
    yield below(f"memory after the sweep and the digest, {kind}", after, "MB", 180, note=last)


def _about_to_burst(run: Run, kind: str) -> str:
    """Many open requests of which a flood fell due a moment ago, finished notices, a digest that is due."""
    url, at = run.databases.new(kind), now()
    organisation.settle(url, run.sizes.departments, at)
    due = {at - timedelta(seconds=30): run.sizes.flood}
    filled.open_requests(url, run.sizes.rows, at, departments=run.sizes.departments, due=due)
    filled.finished_notices(url, run.sizes.rows, at)
    engine = short_engine(url)
    with engine.begin() as connection:
        db = Db(connection)
        timers.set_timer(db, TEAM, "digest", "shared", at)
        timers.flush(db)
    engine.dispose()
    return url


def _loaded(run: Run, server: servers.Server) -> tuple[Load, Load]:
    plan = {"connections": 8, "seconds": run.sizes.flood_seconds}
    count = int(run.sizes.flood_seconds * PACE)
    looks = int(run.sizes.flood_seconds * PROBES)
    with (
        servers.started_load(server, "form", count=count, pace=PACE, **plan) as forms,
        servers.started_load(server, "healthz", count=looks, pace=PROBES, **plan) as probes,
    ):
        return servers.finished_load(forms), servers.finished_load(probes)


def _start(run: Run) -> Iterator[Row]:
    """From the process's start to its first ack, in turns."""
    taken: dict[str, list[float]] = {"tutti": [], "sqlmodel": []}
    url, other = (run.databases.new(databases.SQLITE) for _ in range(2))
    for one in (url, other):
        organisation.settle(one, 7, now())
    with ExitStack() as outer:
        slack = servers.null_slack(outer)
        for number in range(run.sizes.repeats):
            for name in taken:
                with ExitStack() as stack:
                    begun = time.monotonic()
                    if name == "tutti":
                        server = servers.tutti(stack, url, slack)
                    else:
                        server = servers.reference(stack, "sqlmodel_rows", "--rows", "one", "--url", other)
                    acked = servers.load(server, "form", connections=1, count=1, first=number).last_at
                    taken[name].append(acked - begun)
    ours, theirs = median(taken["tutti"]), median(taken["sqlmodel"])
    goal, against = "≤ 1.5× bare Bolt + SQLModel", "bare Bolt + SQLModel"
    note = "with the load generator's own start in both"
    met = ours <= 1.5 * theirs
    yield Row(
        "start → first ack", ours, "s", goal, met, ours / theirs, theirs, against, note, run.sizes.repeats
    )


def _growth(run: Run) -> Iterator[Row]:
    """How the memory grows over many commands."""
    url, count = run.databases.new(databases.SQLITE), run.sizes.commands
    organisation.settle(url, 7, now())
    with ExitStack() as stack:
        server = servers.tutti(stack, url, servers.null_slack(stack))
        servers.load(server, "command", count=count)
        before = server.memory_mb()
        servers.load(server, "command", count=count, first=count)
        grown = (server.memory_mb() - before) * 100_000 / count
    yield below("memory growth per 100,000 commands", grown, "MB", 5.0, note=f"over {count:,}, after as many")
