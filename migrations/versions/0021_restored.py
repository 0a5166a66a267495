"""When a workspace was restored from a backup: everything is held until an administrator ends the pause.

Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("workspace") as batch_op:
        batch_op.add_column(sa.Column("restored_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Remove it."""
    with op.batch_alter_table("workspace") as batch_op:
        batch_op.drop_column("restored_at")
