"""The sweep and the digest in SQL as one would write it by hand, on the driver's own connection."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from benchmarks.cast import TEAM


def sweep(connection: Connection, now: datetime, limit: int) -> int:
    """Claim the timers that fell due in one statement; how many there were."""
    statement = (
        "DELETE FROM timer WHERE (workspace, kind, subject) IN "
        "(SELECT workspace, kind, subject FROM timer WHERE at <= {} ORDER BY at LIMIT {}) "
        "RETURNING workspace, kind, subject, at"
    )
    return len(_rows(connection, statement.format("{}", limit), now))


def digest(connection: Connection, since: datetime) -> list[Any]:
    """The week's escalations by state: how many, how many told in time."""
    statement = (
        "SELECT state, count(*), sum(CASE WHEN told_at <= told_first_due_at THEN 1 ELSE 0 END) "
        f"FROM escalation WHERE workspace = '{TEAM}' AND created_at >= {{}} GROUP BY state"
    )
    return _rows(connection, statement, since)


def _rows(connection: Connection, statement: str, moment: datetime) -> list[Any]:
    """Run it past SQLAlchemy; SQLite keeps times as text without a zone, in UTC."""
    sqlite = connection.dialect.name == "sqlite"
    given = moment.strftime("%Y-%m-%d %H:%M:%S.%f") if sqlite else moment
    cursor = connection.connection.cursor()
    cursor.execute(statement.format("?" if sqlite else "%s"), (given,))
    return list(cursor.fetchall())
