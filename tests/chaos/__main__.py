"""Run the faults and print the table: `python -m tests.chaos [--only NAME] [--small] [--seed N]`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import re
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table

from bot.store import migrate
from tests import postgres
from tests.chaos import aimed, clocks, faults, hostile, rolling
from tests.chaos.faults import FULL, SMALL, Older, Result, Size

NEW = Callable[[str], str]
Line = tuple[str, Callable[[str, str], Awaitable[Result]]]


async def every_fault(sqlite: NEW, postgresql: NEW, plan: list[Line], only: list[str]) -> list[Result]:
    """Each fault on the databases and numbers of replicas that it is about."""
    results = []
    for name, run in plan:
        if only and not any(word in name for word in only):
            continue
        make = postgresql if "PostgreSQL" in name else sqlite
        results.append(await run(name, make(re.sub(r"\W+", "_", name.replace("×", "x")))))
        Console(stderr=True).print(f"{name}: {results[-1].verdict} {results[-1].note}")
    return results


def plan(size: Size, seed: int, older: Older | None) -> list[Line]:
    """Name, which tells the database, and what is run there."""

    def line(name: str, fault: faults.Fault, **options: Any) -> Line:
        return name, lambda name, url: faults.suffer(name, fault, url, size, seed=seed, **options)

    def migrations(name: str) -> Line:
        return name, lambda name, url: aimed.killed_migrations(name, url, size.aimed, seed)

    def upgrade(older: Older) -> Line:
        fault = partial(rolling.upgraded_and_back, older=older)
        return line("rolling upgrade, PostgreSQL ×2", fault, replicas=2, older=older)

    calm: dict[str, Any] = {"pause": 12.0, "options": ("proof",)}
    return [
        line("no fault, SQLite", faults.nothing),
        line("no fault, PostgreSQL ×4", faults.nothing, replicas=4),
        line("kill -9, SQLite", faults.killed),
        line("kill -9, PostgreSQL ×1", faults.killed),
        line("kill -9, PostgreSQL ×4", faults.killed, replicas=4),
        line("kill -9 at digests and reminders, SQLite", aimed.killed_at_steps, **calm),
        line("kill -9 at digests and reminders, PostgreSQL ×2", aimed.killed_at_steps, replicas=2, **calm),
        migrations("kill -9 while migrating, SQLite"),
        migrations("kill -9 while migrating, PostgreSQL"),
        line("each input four times, PostgreSQL ×4", faults.nothing, replicas=4, copies=4),
        line("connections cut every second, PostgreSQL ×2", faults.cut, replicas=2, through_proxy=True),
        line("database down, PostgreSQL ×2", faults.database_down, replicas=2, through_proxy=True),
        line("file locked, SQLite", faults.locked),
        line("SIGSTOP, PostgreSQL ×2", faults.frozen, replicas=2),
        line("SIGTERM, PostgreSQL ×2", faults.terminated, replicas=2),
        *([] if older is None else [upgrade(older)]),
    ]


async def others(console: Console, folder: Path, *, small: bool, seed: int) -> bool:
    """Hostile input and time zones, each a line; whether all was well."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    count, years, zones = (2000, 1, clocks.TWELVE[:2]) if small else (100_000, 10, clocks.TWELVE)
    found = await hostile.attack(faults.sqlite_in(folder, "hostile"), count, seed)
    console.print("hostile input:", found)
    wrong = clocks.wrong_days(years)
    console.print(f"a daily hour in every zone over {years} years, days missed or doubled: {wrong or 0}")
    odd = {}
    for zone, start in product(zones, clocks.TURNS):
        name = f"zone_{zone.replace('/', '_')}_{start:%m}"
        digests, doubled = await clocks.digests_and_calls(faults.sqlite_in(folder, name), zone, start)
        if doubled or set(digests.values()) != {1} or clocks.odd_weeks(digests, zone, start):
            odd[f"{zone} {start:%Y-%m}"] = (dict(digests), doubled)
    console.print(f"the engine in {len(zones)} zones, three weeks around each turn, odd ones: {odd or 0}")
    return not (found.stumbled or found.slow or found.let_in or wrong or odd)


def shown(results: list[Result]) -> Table:
    """The table: fault, runs, acked, lost, doubled, lateness."""
    table = Table(
        "fault", "runs", "acked", "lost", "doubled", "half made", "posted", "late p50/p99/max, s", ""
    )
    for one in results:
        verdict, late = one.verdict, one.late or [0.0]
        at = [late[min(int(len(late) * share), len(late) - 1)] for share in (0.5, 0.99, 1.0)]
        table.add_row(
            one.fault,
            str(one.runs),
            str(verdict.acked),
            str(verdict.lost),
            str(verdict.doubled_rows + verdict.doubled_posts),
            str(verdict.half_made + verdict.broken),
            str(verdict.posted),
            " / ".join(f"{value:.1f}" for value in at),
            one.note,
        )
    return table


def main() -> int:
    """0 if every promise was kept, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="a word of the fault's name")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgres.running() as server:

        def postgresql(name: str) -> str:
            url = server.create(f"chaos_{name.lower()}")
            migrate.upgrade(url)
            return url

        size = SMALL if given.small else FULL
        older = rolling.older_program(Path(folder) / "older")
        lines = plan(size, given.seed, older)
        results = asyncio.run(
            every_fault(lambda name: faults.sqlite_in(Path(folder), name), postgresql, lines, given.only)
        )
        console = Console(width=180)
        console.print(shown(results))
        if older is None:
            console.print("no rolling upgrade: the program before the newest migration is not at hand")
        well = all(one.verdict.well for one in results)
        if not given.only:
            well &= asyncio.run(others(console, Path(folder), small=given.small, seed=given.seed))
    return 0 if well else 1


if __name__ == "__main__":
    raise SystemExit(main())
