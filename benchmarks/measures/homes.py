"""A Home beside 100,000 notices: our time from its opening to what is published (promise: under 300 ms)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from benchmarks import databases, filled, organisation
from benchmarks.cast import RAISER, TEAM, deputy, representative
from benchmarks.measures.sweeps import timed
from benchmarks.rows import Row, below
from benchmarks.run import Run, now
from bot.flows import homes
from bot.i18n import translator
from bot.models import Person
from bot.store import snapshots
from bot.store.db import Db
from bot.store.engines import short_engine

LIMIT_MS = 300.0
OPEN = 500
WHO = {
    "orchestrator and administrator": representative(0),
    "deputy": deputy(1),
    "who announces": RAISER,
}


def measure(run: Run) -> Iterator[Row]:
    """Few open items beside many finished ones, as it is; then as many open ones, as it must not become."""
    many = run.sizes.homes
    for kind in databases.BOTH:
        for open_ in (OPEN, many):
            run.say(f"Homes, {kind}, {open_:,} open")
            at = now()
            url = _filled(run, kind, at, many, open_)
            for role, person in WHO.items():
                taken = timed(run, url, partial(drawn, person=person, at=at))
                what = f"Home, {kind}: {role}, {open_:,} open of {many + open_:,}"
                yield below(what, taken, "ms", LIMIT_MS, repeats=run.sizes.repeats)


def drawn(connection: Connection, person: str, at: datetime) -> object:
    """The Home as it is published, the reading of the settings included."""
    db = Db(connection)
    return homes.view(db, snapshots.load(db, TEAM), person, translator("fr"), at)


def _filled(run: Run, kind: str, at: datetime, finished: int, open_: int) -> str:
    url = run.databases.new(kind)
    organisation.settle(url, run.sizes.departments, at)
    engine = short_engine(url)
    with engine.begin() as connection:
        Db(connection).add(*(Person(workspace=TEAM, id=person) for person in WHO.values()))
    engine.dispose()
    filled.finished_notices(url, finished, at)
    filled.open_requests(url, open_, at, departments=run.sizes.departments)
    return url
