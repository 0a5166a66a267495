"""A week's figures in SQL as one would write them by hand, on the driver's own connection.

The same numbers of every department and of all together: what was asked and answered in time, taken, told,
closed, handed over, worked on by several, and the calls on people, with median and 90th percentile. Nothing
is left out for being private, merged or no escalation, which Tutti's own also looks at.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from benchmarks.cast import TEAM

ANSWERED = "state IN ('ready', 'problem', 'not_concerned', 'taken', 'answered')"
COUNTS = "count(*), count(DISTINCT notice)"
SELECTIONS = {
    "request": (
        f"SELECT department, notice, answer_minutes AS value, "
        f"CASE WHEN {ANSWERED} AND answered_first_at <= due_at THEN 1 ELSE 0 END AS hit, "
        "answered_by AS person "
        "FROM request WHERE workspace = {team} AND due_at >= {start} AND due_at < {end} {more}"
    ),
    "reply": (
        "SELECT department, id AS notice, reply_minutes AS value, "
        "CASE WHEN told_at <= told_first_due_at THEN 1 ELSE 0 END AS hit, owner AS person FROM escalation "
        "WHERE workspace = {team} AND told_first_due_at >= {start} AND told_first_due_at < {end} {more}"
    ),
    "closed": (
        "SELECT e.department, e.id AS notice, e.hops AS value, CASE WHEN e.told = 'yes' THEN 1 ELSE 0 END + "
        "(SELECT count(DISTINCT r.department) FROM request r WHERE r.notice = e.id "
        "AND r.department <> e.department) AS hit, e.owner AS person FROM escalation e "
        "WHERE e.workspace = {team} AND e.ended_at >= {start} AND e.ended_at < {end} {more}"
    ),
    "pings": (
        "SELECT r.department, r.notice, count(*) AS value, count(*) AS hit, p.person FROM ping p "
        "JOIN request r ON r.id = p.request WHERE p.workspace = {team} AND p.shown_at >= {start} "
        "AND p.shown_at < {end} GROUP BY r.department, r.notice, p.person"
    ),
}
ASKED = (
    ("request", ""),
    ("request", "AND lane = 'escalation' AND origin = 'routing'"),
    ("reply", ""),
    ("reply", "AND severity = 'crisis'"),
    ("closed", ""),
    ("pings", ""),
)


def figures(connection: Connection, start: datetime, end: datetime) -> list[Any]:
    """Every figure of the week, a statement for each selection."""
    return [row for name, more in ASKED for row in _rows(connection, name, more, start, end)]


def _rows(connection: Connection, name: str, more: str, start: datetime, end: datetime) -> list[Any]:
    sqlite = connection.dialect.name == "sqlite"
    mark = "?" if sqlite else "%s"
    chosen = SELECTIONS[name].format(team=mark, start=mark, end=mark, more=more)
    cursor = connection.connection.cursor()
    if sqlite:
        moments = [one.strftime("%Y-%m-%d %H:%M:%S.%f") for one in (start, end)]
        cursor.execute(_on_sqlite(chosen), (TEAM, *moments))
    else:
        cursor.execute(_on_postgresql(chosen), (TEAM, start, end))
    return list(cursor.fetchall())


def _on_postgresql(chosen: str) -> str:
    percentiles = ", ".join(
        f"percentile_disc({share}) WITHIN GROUP (ORDER BY value)" for share in ("0.5", "0.9")
    )
    return (
        f"WITH chosen AS ({chosen}) SELECT department, sum(hit), {COUNTS}, count(DISTINCT person), "
        f"{percentiles} FROM chosen GROUP BY ROLLUP (department)"
    )


def _on_sqlite(chosen: str) -> str:
    """It knows neither ROLLUP nor percentiles: everybody is one more group, places are counted."""
    place = "row_number() OVER (PARTITION BY department ORDER BY value IS NULL, value) AS place"
    among = "count(value) OVER (PARTITION BY department) AS among"
    percentiles = ", ".join(
        f"max(CASE WHEN place = (among * {percent} + 99) / 100 THEN value END)" for percent in (50, 90)
    )
    return (
        f"WITH chosen AS MATERIALIZED ({chosen}), every AS (SELECT * FROM chosen UNION ALL "
        "SELECT NULL, notice, value, hit, person FROM chosen), "
        f"ranked AS (SELECT *, {place}, {among} FROM every) "
        f"SELECT department, sum(hit), {COUNTS}, count(DISTINCT person), {percentiles} "
        "FROM ranked GROUP BY department"
    )
