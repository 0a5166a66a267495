"""Form submission and button click → ack, everything committed, beside bare Bolt and Bolt with SQLModel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from statistics import median

from benchmarks import databases, filled, organisation, servers
from benchmarks.load import Load
from benchmarks.rows import Row
from benchmarks.run import Run, now
from benchmarks.servers import Server

GOALS = {databases.SQLITE: (0.35, 3.0, 1.5), databases.POSTGRESQL: (0.25, 4.5, 3.0)}
"""Share of bare Bolt's throughput, times its p50 (on SQLite also p99), ms added at one connection."""

WHY = {
    "form": "3 to 4 ms of Python under one lock: 1.5 the unit's 19 statements, 1 the request and its private "
    "answer, the rest rounds and posts",
    "take": "0.8 ms of Python under one lock: half of it the unit's 16 statements, half the request",
}
"""What stands between us and bare Bolt, where a goal is not met."""

Loads = dict[tuple[str, int], list[Load]]
"""By server and connections, one for each repeat."""


def measure(run: Run) -> Iterator[Row]:
    """The rows of both inputs on both databases."""
    for kind in databases.BOTH:
        for what, label in (("form", "form submission → ack"), ("take", "button click → ack")):
            run.say(f"{label}, {kind}")
            yield from _rows(f"{label}, {kind}", kind, _loads(run, kind, what), WHY[what])


def _loads(run: Run, kind: str, what: str) -> Loads:
    """Every server takes its turn in every repeat; the others are held meanwhile."""
    with ExitStack() as stack:
        url = _prepared(run, kind, what)
        slack = servers.null_slack(stack)
        found = {
            "bare": servers.reference(stack, "bare"),
            "tutti": servers.tutti(stack, url, slack),
        }
        if what == "form":
            for rows in ("one", "same"):
                other = run.databases.new(kind)
                organisation.settle(other, 1, now())
                found[rows] = servers.reference(stack, "sqlmodel_rows", "--rows", rows, "--url", other)
        return _interleaved(run, what, found)


def _prepared(run: Run, kind: str, what: str) -> str:
    """A database with the organisation, and for clicks with enough to click on."""
    url = run.databases.new(kind)
    organisation.settle(url, 7, now())
    if what == "take":
        needed = (run.sizes.repeats + 1) * (run.sizes.inputs + run.sizes.inputs // 5)
        filled.open_escalations(url, needed, now())
    return url


def _interleaved(run: Run, what: str, found: dict[str, Server]) -> Loads:
    loads: Loads = defaultdict(list)
    everybody, first = list(found.values()), 0
    for repeat in range(run.sizes.repeats + 1):
        for connections, count in ((16, run.sizes.inputs), (1, run.sizes.inputs // 5)):
            for name, server in found.items():
                with servers.alone(server, everybody):
                    done = servers.load(server, what, connections=connections, count=count, first=first)
                # The first round warms up.
                if repeat:
                    loads[name, connections].append(done)
            first += count
    return loads


def _rows(label: str, kind: str, loads: Loads, why: str) -> Iterator[Row]:
    share, times, added = GOALS[kind]

    def of(name: str, connections: int, figure: Callable[[Load], float]) -> list[float]:
        return [figure(load) for load in loads[name, connections]]

    def row(
        what: str, unit: str, figure: Callable[[Load], float], goal: str, good: Callable[[float], bool]
    ) -> Row:
        ours, bare = of("tutti", 16, figure), of("bare", 16, figure)
        ratio = median(one / other for one, other in zip(ours, bare, strict=True))
        wrong = sum(load.wrong for load in loads["tutti", 16])
        met = good(ratio) and not wrong if goal else None
        note = f"{wrong} were not saved in time and said so" if wrong else why if met is False else ""
        reference = median(bare)
        return Row(
            f"{label}: {what}",
            median(ours),
            unit,
            goal,
            met,
            ratio,
            reference,
            "bare Bolt",
            note,
            len(ours),
        )

    yield row("throughput, 16 connections", "/s", _rate, f"≥ {share:.0%} of bare", lambda it: it >= share)
    yield row("p50", "ms", lambda it: it.p50_ms, f"≤ {times:g}× bare", lambda it: it <= times)
    p99_goal = "≤ 3× bare" if kind == databases.SQLITE else ""
    yield row("p99", "ms", lambda it: it.p99_ms, p99_goal, lambda it: it <= 3)
    one, bare = (median(of(name, 1, lambda it: it.p50_ms)) for name in ("tutti", "bare"))
    goal = f"≤ bare + {added:g} ms"
    met = one <= bare + added
    note, what = "" if met else why, f"{label}: p50, one connection"
    yield Row(what, one, "ms", goal, met, one / bare, bare, "bare Bolt", note, len(loads["tutti", 1]))
    if ("same", 16) in loads:
        yield from _against_sqlmodel(label, kind, of)


def _against_sqlmodel(
    label: str, kind: str, of: Callable[[str, int, Callable[[Load], float]], list[float]]
) -> Iterator[Row]:
    how = "AsyncSession" if kind == databases.POSTGRESQL else "Session in a thread (no async driver)"
    for name, rows, limit in (("same", "same rows", 3.0), ("one", "one row", None)):
        ours, theirs = of("tutti", 16, _rate), of(name, 16, _rate)
        note = f"{how}; it writes the rows alone: no rule, no look, nothing sent"
        ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
        yield Row(
            f"{label}: throughput against SQLModel, {rows}",
            median(ours),
            "/s",
            f"≥ {limit:g}× its throughput" if limit else "",
            ratio >= limit if limit else None,
            ratio,
            median(theirs),
            "SQLModel",
            note,
            len(ours),
        )


def _rate(load: Load) -> float:
    return load.rate
