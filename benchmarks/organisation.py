"""The organisation that is measured: always open and without rounds, so that the weekday plays no part.

Its topics lie with all its departments, and Tutti is in all its channels already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from benchmarks.cast import APP, SHARED, TEAM, TOPICS, deputy, representative, room
from bot.flows import configuration
from bot.models import Channel, Workspace
from bot.rules import defaults
from bot.store import migrate, timers
from bot.store.db import Db
from bot.store.engines import engine
from bot.views import configuration as views


def configuration_text(departments: int) -> str:
    """A configuration file with that many departments d0, d1, …, which share the topics."""
    head = (
        f"version: 1\nworkspace:\n  integration_channel: {SHARED}\n  language: fr\n  timezone: Europe/Paris\n"
        f"  orchestrator: {representative(0)}\n  administrators: [{representative(0)}]\n  rounds: none\n"
        "  cards_per_day: none\n"
        "departments:\n"
    )
    units = "".join(
        f"  - {{key: d{number}, name: {{fr: Service {number}, en: Department {number}}}, "
        f"channel: {room(number)}, representative: {representative(number)}, deputies: [{deputy(number)}]}}\n"
        for number in range(departments)
    )
    keys = ", ".join(f"d{number}" for number in range(departments))
    topics = "".join(
        f"  - {{key: {key}, department: d{number % departments}}}\n" for number, key in enumerate(TOPICS)
    )
    return (
        f"{head}{units}topics:\n{topics}launch_kinds:\n  - {{key: product_launch, departments: [{keys}]}}\n"
    )


def settle(url: str, departments: int, now: datetime, *, teams: Sequence[str] = (TEAM,)) -> None:
    """Migrate the database and store the organisation in it, for each of these workspaces."""
    migrate.upgrade(url)
    made = engine(url, writes=True, threads=1)
    with made.begin() as connection:
        db, given = Db(connection), views.read(configuration_text(departments), known=[])
        for team in teams:
            _workspace(db, team)
            configuration.apply(db, team, given, now)
            rooms = (SHARED, *(room(number) for number in range(departments)))
            db.add(*(Channel(workspace=team, id=one, joined=True, shared=False) for one in rooms))
        timers.flush(db)
    made.dispose()


def _workspace(db: Db, team: str) -> None:
    db.add_if_new(
        Workspace(
            id=team,
            app=APP,
            deadlines=dict(defaults.DEADLINES),
            digest=dict(defaults.DIGEST),
            retention=dict(defaults.RETENTION),
        )
    )
