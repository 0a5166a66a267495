"""Closed days, informed departments, deadlines by requester, channels that Tutti is in

Oldest code that can run on this schema: the revision before it.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_days", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.add_column(sa.Column("informed", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("deadlines_by_requester", sa.JSON(), server_default="{}", nullable=False)
        )
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_column("joined")
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("deadlines_by_requester")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_column("informed")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_column("closed_days")
