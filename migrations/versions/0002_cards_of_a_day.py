"""An index by which the cards of a day are counted (noise rule N8).

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_message_card",
        "message",
        ["workspace", "channel", "made_at"],
        sqlite_where=sa.text("kind = 'card'"),
        postgresql_where=sa.text("kind = 'card'"),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_message_card", "message")
