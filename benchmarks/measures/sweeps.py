"""The sweep and the digest over many rows, beside the same in raw SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from benchmarks import databases, filled, organisation
from benchmarks.cast import TEAM
from benchmarks.references import raw
from benchmarks.rows import Row, below
from benchmarks.run import Run, now, typical
from bot.flows import digests
from bot.store import snapshots, timers
from bot.store.db import Db
from bot.store.engines import engine

WEEK = timedelta(days=7)


def measure(run: Run) -> Iterator[Row]:
    """Nothing due, some due, and how that grows; a week's digest."""
    for kind in databases.BOTH:
        run.say(f"sweep, {kind}")
        at, many = now(), run.sizes.rows
        few = max(1, many // 10)
        large, small = (_filled(run, kind, count, at) for count in (many, few))
        yield from _sweep(run, kind, large, small, at)
        run.say(f"digest, {kind}")
        yield _digest(run, kind, large, at)


def _filled(run: Run, kind: str, count: int, at: datetime) -> str:
    """That many open requests, of which `due` have fallen due, and as many finished notices."""
    url = run.databases.new(kind)
    organisation.settle(url, run.sizes.departments, at)
    due = {at - timedelta(seconds=30): run.sizes.due}
    filled.open_requests(url, count, at, departments=run.sizes.departments, due=due)
    filled.finished_notices(url, count, at)
    return url


def _sweep(run: Run, kind: str, large: str, small: str, at: datetime) -> Iterator[Row]:
    many, due, early = run.sizes.rows, run.sizes.due, at - timedelta(days=1)
    nothing = timed(run, large, lambda it: timers.claim(Db(it), early, due))
    yield below(f"sweep, {kind}: nothing due of {many:,}", nothing, "ms", 1.0, repeats=run.sizes.repeats)
    ours = timed(run, large, lambda it: swept(it, at, due))
    hand = timed(run, large, lambda it: raw.sweep(it, at, due))
    what = f"sweep, {kind}: {due:,} due of {many:,}"
    repeats = run.sizes.repeats
    yield Row(
        what, ours, "ms", "≤ 1.5× raw SQL", ours <= 1.5 * hand, ours / hand, hand, "raw SQL", repeats=repeats
    )
    tenth = timed(run, small, lambda it: swept(it, at, due))
    what = f"sweep, {kind}: {due:,} due of {many:,} against of {many // 10:,}"
    yield Row(
        what, ours, "ms", "≤ 1.5×", ours <= 1.5 * tenth, ours / tenth, tenth, "a tenth", repeats=repeats
    )


def _digest(run: Run, kind: str, url: str, at: datetime) -> Row:
    ours = timed(run, url, lambda it: counted(it, at))
    hand = timed(run, url, lambda it: raw.digest(it, at - WEEK))
    what = f"digest, {kind}: a week of {run.sizes.rows:,} notices"
    note = "Tutti's also lists launches and all that waits"
    return Row(what, ours, "ms", "", None, ours / hand, hand, "raw SQL, counts only", note, run.sizes.repeats)


def swept(connection: Connection, at: datetime, limit: int) -> int:
    """Claim what is due, as the engine does; how many timers there were."""
    return len(timers.claim(Db(connection), at, limit))


def counted(connection: Connection, at: datetime, team: str = TEAM) -> object:
    """The facts of the shared digest."""
    db = Db(connection)
    book = snapshots.load(db, team)
    return digests.facts_of(db, book, digests.gather(db, book, at), digests.SHARED, at)


def timed(run: Run, url: str, work: Callable[[Connection], object]) -> float:
    """Milliseconds that the work takes inside a transaction that is rolled back; the median."""
    made = engine(url, writes=True, threads=1)

    def once() -> None:
        with made.connect() as connection, connection.begin() as transaction:
            work(connection)
            transaction.rollback()

    try:
        return typical(once, run.sizes.repeats) * 1000
    finally:
        made.dispose()
