"""The pictures of digests that were handed to Slack, and since when it refuses its own charts.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0022"
down_revision = "0021"

STATES = ("handed_in", "ready", "failed")


def upgrade() -> None:
    """Add the column and the table."""
    text, instant = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.add_column("workspace", sa.Column("charts_refused_at", instant(), nullable=True))
    op.create_table(
        "picture",
        sa.Column("workspace", text(), nullable=False),
        sa.Column("key", text(), nullable=False),
        sa.Column(
            "state", sa.Enum(*STATES, name="picturestate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("file", text(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_picture")),
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_table("picture")
    op.drop_column("workspace", "charts_refused_at")
