"""Words by which a workspace's own topics are recognised.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column."""
    op.add_column("topic", sa.Column("words_heard", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("topic", "words_heard")
