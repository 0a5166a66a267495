"""How Alembic reaches the database and the nouns."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import bot.models  # noqa: F401  (fills the metadata)


def run() -> None:
    """Run the revisions on the connection that `bot.store.migrate` gives."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
