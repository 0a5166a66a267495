"""What leaders decide, and the points of the joint meeting.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0018"
down_revision = "0017"

DECISIONS = ("second_hand_over", "undecided", "seat_empty", "overlap", "late_topic")
POINTS = ("decide", "blocked", "late", "promised", "launching", "lesson")


def upgrade() -> None:
    """Create both tables."""
    text, instant = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "decision",
        sa.Column("workspace", text(), nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("kind", _choice(DECISIONS, "decisionkind"), nullable=False),
        sa.Column("subject", text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("since", instant(), nullable=False),
        sa.Column("day", text(), nullable=True),
        sa.Column("choice", text(), nullable=True),
        sa.Column("decided_by", text(), nullable=True),
        sa.Column("decided_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_workspace_decided_at", "decision", ["workspace", "decided_at"])
    op.create_table(
        "point",
        sa.Column("workspace", text(), nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("kind", _choice(POINTS, "pointkind"), nullable=False),
        sa.Column("subject", text(), nullable=False),
        sa.Column("first_day", text(), nullable=False),
        sa.Column("made_at", instant(), nullable=False),
        sa.Column("owner", text(), nullable=True),
        sa.Column("due_at", instant(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("done_by", text(), nullable=True),
        sa.Column("done_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_point")),
        sa.UniqueConstraint(
            "workspace",
            "kind",
            "subject",
            "first_day",
            name=op.f("uq_point_workspace_kind_subject_first_day"),
        ),
    )


def _choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def downgrade() -> None:
    """Remove both."""
    op.drop_table("point")
    op.drop_index("ix_decision_workspace_decided_at", "decision")
    op.drop_table("decision")
