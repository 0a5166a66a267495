"""What was proposed in watched channels, how each is listened to, sources that were deleted.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0014"
down_revision = "0013"

TEXT = sqlmodel.sql.sqltypes.AutoString
TIME = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Add the table and the columns."""
    op.create_table(
        "suggestion",
        sa.Column("id", TEXT(), nullable=False),
        sa.Column("workspace", TEXT(), nullable=False),
        sa.Column("channel", TEXT(), nullable=False),
        sa.Column("ts", TEXT(), nullable=False),
        sa.Column("thread", TEXT(), nullable=False),
        sa.Column("author", TEXT(), nullable=True),
        sa.Column("app", TEXT(), nullable=True),
        sa.Column("app_name", TEXT(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.String(length=32), nullable=False),
        sa.Column("kind", TEXT(), nullable=True),
        sa.Column("topic", TEXT(), nullable=True),
        sa.Column("department", TEXT(), nullable=True),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("requester", sa.String(length=32), nullable=False),
        sa.Column("reach", sa.String(length=32), nullable=False),
        sa.Column("at", TIME(), nullable=True),
        sa.Column("stated_at", TIME(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("crisis", sa.Boolean(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("rule", TEXT(), nullable=True),
        sa.Column("made_at", TIME(), nullable=False),
        sa.Column("decided_at", TIME(), nullable=True),
        sa.Column("decided_by", TEXT(), nullable=True),
        sa.Column("notice", TEXT(), nullable=True),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("counted_at", TIME(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("workspace", "channel", "ts", name=op.f("uq_suggestion_workspace_channel_ts")),
    )
    op.create_index("ix_suggestion_workspace_made_at", "suggestion", ["workspace", "made_at"])
    op.create_index("ix_suggestion_notice", "suggestion", ["notice"])
    with op.batch_alter_table("workspace") as batch:
        batch.add_column(sa.Column("listening", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("preference") as batch:
        batch.add_column(sa.Column("unproposed", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("gone_at", TIME(), nullable=True))


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("report") as batch:
        batch.drop_column("gone_at")
    with op.batch_alter_table("preference") as batch:
        batch.drop_column("unproposed")
    with op.batch_alter_table("workspace") as batch:
        batch.drop_column("listening")
    op.drop_index("ix_suggestion_notice", "suggestion")
    op.drop_index("ix_suggestion_workspace_made_at", "suggestion")
    op.drop_table("suggestion")
