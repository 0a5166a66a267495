"""An index by which the channels with something due are found, each in one step.

It takes the place of one with the same columns in another order.
Oldest code that can run on this schema: 0001.
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Exchange the index."""
    op.create_index("ix_message_workspace_state_channel", "message", ["workspace", "state", "channel"])
    op.drop_index("ix_message_workspace_channel_state", "message")


def downgrade() -> None:
    """Exchange it back."""
    op.create_index("ix_message_workspace_channel_state", "message", ["workspace", "channel", "state"])
    op.drop_index("ix_message_workspace_state_channel", "message")
