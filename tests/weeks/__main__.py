"""`python -m tests.weeks`: play random weeks, print the figures and whatever breaks a noise rule."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from rich.console import Console
from rich.table import Table

from tests.weeks import figures, rules
from tests.weeks.play import organisation

MONDAY = datetime(2026, 10, 19, 6, tzinfo=UTC)
"""The week in which summer time ends; All Saints' and Armistice Day follow."""


async def played(database_url: str, weeks: int, seed: int) -> rules.Record:
    """What is recorded after so many random weeks."""
    async with organisation(database_url, MONDAY) as organised:
        await organised.play(weeks, seed)
        return await rules.recorded(organised)


def main() -> int:
    """0 if no rule was broken, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.weeks", description=__doc__)
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'weeks.db'}"
        record = asyncio.run(played(url, given.weeks, given.seed))
    table = Table("what", "here", "PRODUCT", title=f"{given.weeks} weeks, seed {given.seed}")
    for figure in figures.figures(record, given.weeks):
        table.add_row(*figure)
    console = Console()
    console.print(table)
    broken = rules.broken(record)
    console.print("\n".join(broken) or "No noise rule was broken.", markup=False)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
