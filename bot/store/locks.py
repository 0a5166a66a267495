"""One process per SQLite file: `serve` holds a lock file beside it (DESIGN section 4, "Schema")."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from bot.errors import SettingsError
from bot.store import engines

_held: dict[str, IO[str]] = {}


def take(database_url: str) -> None:
    """Hold the lock until `release`; nothing to do on PostgreSQL. Raises SettingsError if it is held."""
    path = _path(database_url)
    if path is None:
        return
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise SettingsError(
            "Another Tutti already uses this SQLite file. Stop it first, or use PostgreSQL for several "
            "processes."
        ) from error
    _held[str(path)] = handle


def release(database_url: str) -> None:
    """Let go of the lock, if we hold it."""
    path = _path(database_url)
    handle = _held.pop(str(path), None) if path else None
    if handle:
        handle.close()


def _path(database_url: str) -> Path | None:
    url = engines.url_of(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    path = Path(url.database)
    return path.with_name(f"{path.name}.lock")
