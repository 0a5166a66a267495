"""Alembic, from the first table on: the one file that loads it (`store.migrate` says when)."""

from __future__ import annotations

from importlib import resources

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Apply every revision that is missing; the caller commits."""
    command.upgrade(_config(connection), "head")


def downgrade(connection: Connection, to: str) -> None:
    """Take revisions back, down to `to`; the caller commits."""
    command.downgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("migrations")))
    config.attributes["connection"] = connection
    return config
