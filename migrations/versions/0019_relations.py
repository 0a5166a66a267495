"""What ties a launch and an escalation: raised from it, held because of it.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "relation",
        sa.Column("workspace", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("launch", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("escalation", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("raised", "holds", name="relationkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("ended_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "launch", "escalation", "kind", name=op.f("pk_relation")),
    )
    op.create_index("ix_relation_workspace_escalation", "relation", ["workspace", "escalation"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("relation")
