"""SQLite takes the index that finds few rows, whatever the file holds (`store.plans`)."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from bot.store import migrate, plans
from bot.store.engines import short_engine

FEW = {
    "calls of a request": (
        "SELECT * FROM ping WHERE workspace = 'T' AND request = 'R' AND state = 'waiting'",
        "ix_ping_request (request=?)",
    ),
    "reports of an escalation": (
        "SELECT * FROM report WHERE workspace = 'T' AND escalation = 'E'",
        "ix_report_escalation (escalation=?)",
    ),
    "messages about requests": (
        "SELECT * FROM message WHERE workspace = 'T' AND request IN ('R', 'S') ORDER BY id DESC",
        "ix_message_request (request=?)",
    ),
    "calls that wait for some persons": (
        "SELECT * FROM ping WHERE state = 'waiting' AND person IN ('U', 'V') ORDER BY id",
        "ix_ping_workspace_person_state (ANY(workspace) AND person=? AND state=?)",
    ),
    "Homes": (
        "SELECT * FROM message WHERE workspace = 'T' AND kind = 'home' AND state NOT IN ('parked')",
        "ix_message_home (workspace=?)",
    ),
    "a week's escalations": (
        "SELECT * FROM escalation WHERE workspace = 'T' AND merged_into IS NULL AND created_at > '2026'",
        "ix_escalation_workspace_created_at (workspace=? AND created_at>?)",
    ),
}


@pytest.mark.parametrize(("statement", "index"), FEW.values(), ids=FEW.keys())
def test_few_rows_are_found_by_their_own_index(sqlite_url: str, statement: str, index: str) -> None:
    with short_engine(sqlite_url).connect() as connection:
        assert index in _plan(connection, statement)


def test_a_file_from_before_is_told_at_the_next_start(sqlite_url: str) -> None:
    statement, index = FEW["calls of a request"]
    with short_engine(sqlite_url).connect() as connection:
        connection.execute(text("DELETE FROM sqlite_stat1"))
        connection.commit()
    with short_engine(sqlite_url).connect() as connection:
        assert index not in _plan(connection, statement)
    migrate.upgrade(sqlite_url)
    with short_engine(sqlite_url).connect() as connection:
        assert index in _plan(connection, statement)


def test_what_was_told_is_not_written_again(sqlite_url: str) -> None:
    with short_engine(sqlite_url).connect() as connection:
        before = connection.execute(text("SELECT total_changes()")).scalar()
        plans.tell(connection)
        assert connection.execute(text("SELECT total_changes()")).scalar() == before


def _plan(connection: Connection, statement: str) -> str:
    return " ".join(row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
