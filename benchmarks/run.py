"""What every measure is given, and what it does with repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from benchmarks.databases import Databases
from benchmarks.rows import Row
from benchmarks.sizes import Sizes


@dataclass
class Run:
    """One run: how much, on which databases. `say` prints a line of progress."""

    sizes: Sizes
    databases: Databases
    say: Callable[[str], None]
    curves: dict[str, dict[str, list[tuple[float, float]]]] = field(default_factory=dict)
    """For the picture: panel -> line -> (size, milliseconds)."""


LONG_SECONDS = 10.0
"""What takes longer is measured once."""

Measure = Callable[[Run], Iterator[Row]]


def now() -> datetime:
    """The machine's time, which the measured processes go by too."""
    return datetime.now(UTC)


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def typical(work: Callable[[], object], repeats: int) -> float:
    """The median of the seconds it takes; a first time does not count, unless it took very long."""
    first = seconds(work)
    if first > LONG_SECONDS:
        return first
    return median(seconds(work) for _ in range(repeats))
