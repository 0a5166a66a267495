"""Indexes by which a digest counts its week and what waits, without reading years of notices.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WAITING = "state IN ('waiting', 'unanswered') AND NOT private AND origin <> 'problem'"
COUNTED = ("told_at", "told_first_due_at", "ended_at")


def upgrade() -> None:
    """Add the indexes."""
    op.create_index(
        "ix_request_waiting",
        "request",
        ["workspace", "department", "due_at"],
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )
    for column in COUNTED:
        op.create_index(f"ix_escalation_workspace_{column}", "escalation", ["workspace", column])


def downgrade() -> None:
    """Remove them."""
    for column in COUNTED:
        op.drop_index(f"ix_escalation_workspace_{column}", "escalation")
    op.drop_index("ix_request_waiting", "request")
