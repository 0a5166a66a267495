"""What people typed, and how long it stays (DESIGN section 7)."""

from __future__ import annotations

import pytest
from sqlmodel import SQLModel

from bot.models import Requester
from bot.rules import defaults, retention
from tests.rules.organisation import an_escalation, clock, paris


def test_every_column_of_the_list_exists_and_has_a_term() -> None:
    for table, column, term in retention.COLUMNS:
        assert column in SQLModel.metadata.tables[table].columns
        assert term in defaults.RETENTION


def test_no_column_of_typed_text_is_forgotten() -> None:
    listed = {(column.table, column.column) for column in retention.COLUMNS}
    free = {
        (name, column.name)
        for name, table in SQLModel.metadata.tables.items()
        for column in table.columns
        if column.name in ("texts", "values", "excerpt", "facts", "before", "after")
    }
    assert free == listed


@pytest.mark.parametrize(
    ("kept", "expected"),
    [("30d", "2026-10-24 11:00"), ("365d", "2025-11-23 10:00"), ("20s", "2026-11-23 09:59:40")],
)
def test_what_is_older_than_its_term_goes(kept: str, expected: str) -> None:
    """Days are of 24 hours: 30 of them cross the change of the clock."""
    assert clock(retention.before(paris("2026-11-23 10:00"), kept)) == expected


def test_the_press_log_is_kept_longer() -> None:
    assert retention.term_of(an_escalation(requester=Requester.journalist)) == "press"
    assert retention.term_of(an_escalation(requester=Requester.customer)) == "notice"
