"""Signed webhooks: sources, their secrets and state, what arrived, what was refused.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the five tables."""
    op.create_table(
        "source",
        sa.Column("workspace", AutoString(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("by", AutoString(), nullable=False),
        sa.Column("mapping", AutoString(), nullable=True),
        sa.Column("scheme", AutoString(), nullable=True),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_source")),
        sa.UniqueConstraint("key", name=op.f("uq_source_key")),
    )
    op.create_table(
        "sourcesecret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", AutoString(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("sealed", AutoString(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sourcesecret")),
    )
    op.create_index(op.f("ix_sourcesecret_workspace"), "sourcesecret", ["workspace"])
    op.create_table(
        "sourcestate",
        sa.Column("workspace", AutoString(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("heard_at", UTCDateTime(), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("notice", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "source", name=op.f("pk_sourcestate")),
    )
    op.create_table(
        "arrival",
        sa.Column("workspace", AutoString(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("notice", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("bundled", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("workspace", "source", "id", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_notice"), "arrival", ["notice"])
    op.create_table(
        "refused",
        sa.Column("workspace", AutoString(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "source", "why", name=op.f("pk_refused")),
    )


def downgrade() -> None:
    """Remove them."""
    for name in ("refused", "arrival", "sourcestate", "sourcesecret", "source"):
        op.drop_table(name)
