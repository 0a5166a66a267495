"""Whether a workspace allows a language model, how much of it, and what was asked.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0017"
down_revision = "0016"

OUTCOMES = ("asked", "answered", "slow", "limited", "declined", "unreadable", "refused", "unavailable")


def upgrade() -> None:
    """Add the switch, the budget and the table of questions."""
    op.add_column(
        "workspace", sa.Column("model_allowed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "workspace", sa.Column("model_tokens_per_day", sa.Integer(), nullable=False, server_default="200000")
    )
    text = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "modelcall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", text, nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("task", text, nullable=False),
        sa.Column("model", text, nullable=False),
        sa.Column(
            "outcome", sa.Enum(*OUTCOMES, name="outcome", native_enum=False, length=32), nullable=False
        ),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modelcall")),
    )
    op.create_index("ix_modelcall_workspace_at", "modelcall", ["workspace", "at"])


def downgrade() -> None:
    """Remove them."""
    op.drop_table("modelcall")
    op.drop_column("workspace", "model_tokens_per_day")
    op.drop_column("workspace", "model_allowed")
