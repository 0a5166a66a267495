"""One week's facts beside as many notices as there are, and a year's trend from its cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from benchmarks import databases, filled, organisation
from benchmarks.cast import TEAM
from benchmarks.measures.sweeps import timed
from benchmarks.references import week as by_hand
from benchmarks.rows import Row, below
from benchmarks.run import Run, now
from bot.flows import facts
from bot.models import EVERYBODY, Snapshot
from bot.rules import facts as rules
from bot.store import cells, snapshots
from bot.store import facts as store
from bot.store.db import Db
from bot.store.engines import short_engine

ZONE = "Europe/Paris"
YEAR = 52
TREND_MS = 10.0
RATIO = 2.0


def measure(run: Run) -> Iterator[Row]:
    """The week before the last against the same by hand; the trend, exact against a full count."""
    for kind in databases.BOTH:
        at, many = now(), run.sizes.rows
        run.say(f"facts, {kind}: filling")
        url = run.databases.new(kind)
        organisation.settle(url, run.sizes.departments, at)
        filled.weeks(url, many, at, departments=run.sizes.departments)
        run.say(f"facts, {kind}")
        yield _week(run, kind, url, rules.span(ZONE, rules.before(rules.week_of(ZONE, at), 2)))
        run.say(f"trend, {kind}")
        exact = _counted(url, at)
        yield from _trend(run, kind, url, at, exact)


def _week(run: Run, kind: str, url: str, span: rules.Span) -> Row:
    ours = timed(run, url, lambda it: store.week(Db(it), TEAM, span))
    hand = timed(run, url, lambda it: by_hand.figures(it, span.starts, span.ends))
    what = f"facts, {kind}: a week of {run.sizes.rows:,} notices"
    met = ours <= RATIO * hand
    return Row(
        what,
        ours,
        "ms",
        f"≤ {RATIO:g}× raw SQL",
        met,
        ours / hand,
        hand,
        "raw SQL",
        "Tutti's also leaves out what is private, merged or no escalation",
        run.sizes.repeats,
    )


def _trend(run: Run, kind: str, url: str, at: datetime, exact: bool) -> Iterator[Row]:
    engine = short_engine(url)
    with engine.connect() as connection:
        book = snapshots.load(Db(connection), TEAM)
    engine.dispose()
    note = "as a full count says" if exact else "NOT what a full count says"
    for key, whose in ((EVERYBODY, "everybody"), ("d1", "a department")):
        taken = timed(run, url, partial(_read, book=book, at=at, key=key))
        what = f"trend, {kind}: {YEAR} weeks of {whose}, {run.sizes.rows:,} notices"
        yield below(what, taken, "ms", TREND_MS, repeats=run.sizes.repeats, note=note)


def _read(connection: Connection, book: Snapshot, at: datetime, key: str) -> object:
    return facts.trend(Db(connection), book, rules.weeks_until(rules.last_week(ZONE, at), YEAR), at, key)


def _counted(url: str, at: datetime) -> bool:
    """Keep the year as cells; whether what is read from them is what the records say, week by week."""
    engine, weeks = short_engine(url), rules.weeks_until(rules.last_week(ZONE, at), YEAR)
    with engine.begin() as connection:
        db = Db(connection)
        fresh = {week: store.week(db, TEAM, rules.span(ZONE, week)) for week in weeks}
        for week in weeks:
            cells.reserve(db, TEAM, week, rules.span(ZONE, week), at)
            cells.keep(db, TEAM, week, fresh[week], 1)
        book = snapshots.load(db, TEAM)
        read = {one.week: one.figures for one in facts.trend(db, book, weeks, at)}
        filled.counted_up(connection)
    engine.dispose()
    return read == fresh and all(fresh[week] for week in weeks)
