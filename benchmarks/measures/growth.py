"""How cost grows with notices, departments and workspaces: three sizes each, for the picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

from benchmarks import databases, filled, organisation, servers
from benchmarks.measures.sweeps import counted, swept, timed
from benchmarks.rows import Row
from benchmarks.run import Run, now
from bot.models import Timer
from bot.store.db import Db
from bot.store.engines import short_engine

KIND = databases.SQLITE


def measure(run: Run) -> Iterator[Row]:
    """Fill `run.curves`; the rows say the same in figures."""
    run.say("growth with notices, departments, workspaces")
    for notices in run.sizes.growth:
        _notices(run, notices)
    for departments in run.sizes.growth_departments:
        _departments(run, departments)
    for workspaces in run.sizes.growth_workspaces:
        _workspaces(run, workspaces)
    for panel, lines in run.curves.items():
        for line, points in lines.items():
            for size, milliseconds in points:
                yield Row(f"growth, {size:,.0f} {panel}: {line}", milliseconds, "ms", "", None)


def _keep(run: Run, panel: str, line: str, size: int, milliseconds: float) -> None:
    run.curves.setdefault(panel, {}).setdefault(line, []).append((float(size), milliseconds))


def _notices(run: Run, size: int) -> None:
    url, at = run.databases.new(KIND), now()
    organisation.settle(url, run.sizes.departments, at)
    due = {at - timedelta(seconds=30): 100}
    filled.open_requests(url, size, at, departments=run.sizes.departments, due=due)
    filled.finished_notices(url, size, at)
    _keep(run, "notices", "sweep, 100 due", size, timed(run, url, lambda it: swept(it, at, 100)))
    _keep(run, "notices", "digest", size, timed(run, url, lambda it: counted(it, at)))
    # The flood must not fall due while acks are timed: what was due is taken away.
    engine = short_engine(url)
    with engine.begin() as connection:
        swept(connection, at, 100)
    engine.dispose()
    _keep(run, "notices", "form → ack", size, _ack(url, "form", run.sizes.inputs // 5, 60))


def _departments(run: Run, size: int) -> None:
    url = run.databases.new(KIND)
    organisation.settle(url, size, now())
    _keep(run, "departments", "launch to all → ack", size, _ack(url, "launch", run.sizes.repeats, size))
    _keep(run, "departments", "form → ack", size, _ack(url, "form", run.sizes.inputs // 5, size))


def _workspaces(run: Run, size: int) -> None:
    """Tutti serves one token so far: other workspaces' rows stand beside ours."""
    url, at = run.databases.new(KIND), now()
    organisation.settle(url, 3, at, teams=[f"T{number}" for number in range(size)])
    engine = short_engine(url)
    with engine.begin() as connection:
        for number in range(size):
            timer = Timer(workspace=f"T{number}", kind="rung", subject="R", at=at + timedelta(days=1))
            filled.multiply(connection, timer, 1000, 0, subject="'R' || n")
            Db(connection).add(
                Timer(workspace=f"T{number}", kind="rung", subject="D", at=at - timedelta(seconds=1))
            )
    engine.dispose()
    _keep(run, "workspaces", "sweep, one due each", size, timed(run, url, lambda it: swept(it, at, size)))
    _keep(run, "workspaces", "digest of one", size, timed(run, url, lambda it: counted(it, at, "T0")))


def _ack(url: str, kind: str, count: int, persons: int) -> float:
    """The median milliseconds from one input to its ack, one at a time."""
    with ExitStack() as stack:
        server = servers.tutti(stack, url, servers.null_slack(stack, persons=persons))
        servers.load(server, kind, connections=1, count=3)
        return servers.load(server, kind, connections=1, count=count, first=3).p50_ms
