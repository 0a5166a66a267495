"""`python -m benchmarks`: measure everything in one run, print the table, keep it, draw the picture."""

from __future__ import annotations

import argparse
import os
import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # no types are among our dependencies
from rich.console import Console

from benchmarks import databases, picture, rows, servers, sizes
from benchmarks.measures import (
    acks,
    chasing,
    endurance,
    facts,
    growth,
    homes,
    listening,
    page,
    posting,
    recognition,
    sweeps,
)
from benchmarks.run import Measure, Run

RESULTS = Path(__file__).parent / "results"
PICTURE = Path(__file__).parent.parent / "docs" / "bench.png"
MEASURES: dict[str, Measure] = {
    "acks": acks.measure,
    "sweeps": sweeps.measure,
    "chasing": chasing.measure,
    "posting": posting.measure,
    "endurance": endurance.measure,
    "homes": homes.measure,
    "listening": listening.measure,
    "facts": facts.measure,
    "recognition": recognition.measure,
    "page": page.measure,
    "growth": growth.measure,
}


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument(
        "--only", choices=sorted(MEASURES), action="append", help="this part; may be repeated"
    )
    given = parser.parse_args()
    console = Console(width=None if Console().is_terminal else 180)
    about = _about(quick=given.quick)
    found: list[rows.Row] = []
    file = RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    with databases.opened() as opened:
        much = sizes.QUICK if given.quick else sizes.Sizes()
        run = Run(much, opened, lambda line: console.print(f"[dim]… {line}[/]"))
        for name in MEASURES:
            if name in (given.only or MEASURES):
                found += _part(name, run, console)
                rows.kept(found, about, file)
        servers.end_generators()
    rows.shown(found, about["machine"], console)
    console.print(f"Kept in {file}")
    if run.curves:
        # A quick run's picture is not the one that the README shows.
        png = RESULTS / "bench.png" if given.quick else PICTURE
        done = picture.drawn(run.curves, about["machine"], RESULTS / "bench.svg", png)
        console.print(f"Drawn in {png if done else RESULTS / 'bench.svg'}")


def _part(name: str, run: Run, console: Console) -> list[rows.Row]:
    """One part's rows; one that breaks off leaves the others their run, and a row that says so."""
    found: list[rows.Row] = []
    try:
        for row in MEASURES[name](run):
            found.append(row)
            run.say(f"{row.what}: {row.value:.3g} {row.unit}")
    except Exception as error:
        console.print(traceback.format_exc(limit=-3), markup=False, highlight=False)
        said = (str(error) or type(error).__name__).splitlines()[0]
        found.append(rows.Row(name, 0.0, "", "to be measured", False, note=f"broke off: {said}"))
    return found


def _about(*, quick: bool) -> dict[str, Any]:
    memory = psutil.virtual_memory().total / 1e9
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}",
        "quick": quick,
    }


if __name__ == "__main__":
    main()
