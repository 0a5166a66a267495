"""A department's week as cells, how long answers took, and the indexes by which a week is counted.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0015"
down_revision = "0014"

INDEXES = {
    "ix_request_workspace_due_at": ("request", ["workspace", "due_at"]),
    "ix_launch_workspace_ended_at": ("launch", ["workspace", "ended_at"]),
    "ix_cell_workspace_ends": ("cell", ["workspace", "ends"]),
}


def upgrade() -> None:
    """Add the table, the columns and the indexes."""
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "cell",
        *(sa.Column(name, text(), nullable=False) for name in ("workspace", "department", "week")),
        *(sa.Column(name, moment(), nullable=False) for name in ("starts", "ends", "made_at")),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dirty", sa.Boolean(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "department", "week", name=op.f("pk_cell")),
    )
    op.add_column("request", sa.Column("answered_first_at", moment(), nullable=True))
    op.add_column("request", sa.Column("answer_minutes", sa.Integer(), nullable=True))
    op.add_column("escalation", sa.Column("reply_minutes", sa.Integer(), nullable=True))
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Remove them."""
    for name, (table, _) in reversed(INDEXES.items()):
        op.drop_index(name, table)
    op.drop_column("escalation", "reply_minutes")
    op.drop_column("request", "answer_minutes")
    op.drop_column("request", "answered_first_at")
    op.drop_table("cell")
