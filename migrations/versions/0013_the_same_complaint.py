"""Where a report comes from and what it is like; which escalation is the same as which.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0012"

REPORT = ("source", "source_id", "requester", "fingerprint")


def upgrade() -> None:
    """Add the columns and the indexes they are found by."""
    for name in REPORT:
        op.add_column("report", sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_index("ix_report_workspace_source", "report", ["workspace", "source", "source_id"])
    op.create_index("ix_report_workspace_at", "report", ["workspace", "at"])
    op.add_column("escalation", sa.Column("merged_into", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column("escalation", sa.Column("before_merges", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column(
        "escalation",
        sa.Column("raised_by_reports", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_escalation_workspace_merged_into", "escalation", ["workspace", "merged_into"])


def downgrade() -> None:
    """Remove them."""
    op.drop_index("ix_escalation_workspace_merged_into", "escalation")
    for name in ("raised_by_reports", "before_merges", "merged_into"):
        op.drop_column("escalation", name)
    op.drop_index("ix_report_workspace_at", "report")
    op.drop_index("ix_report_workspace_source", "report")
    for name in REPORT:
        op.drop_column("report", name)
