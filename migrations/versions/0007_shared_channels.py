"""Whether a channel is shared with another organisation: there only a partner's own request stands.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; empty until Slack is asked."""
    op.add_column("channel", sa.Column("shared", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("channel", "shared")
