"""An index by which the calls of one week are counted, without reading years of them.

Calls that are not shown yet stay outside it, so that planning one costs nothing more.
Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

SHOWN = "shown_at IS NOT NULL"


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_ping_workspace_shown",
        "ping",
        ["workspace", "shown_at"],
        sqlite_where=sa.text(SHOWN),
        postgresql_where=sa.text(SHOWN),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_ping_workspace_shown", "ping")
