"""A Slack user group as the source of a duty rota.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column."""
    op.add_column("department", sa.Column("on_call_group", sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("department", "on_call_group")
