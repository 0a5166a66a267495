"""Bringing what was committed from SQLite's log into its file, beside the writer.

SQLite does it in the middle of a commit once the log has a thousand pages: an ack would wait for it, in a
busy minute many. A passive checkpoint waits for nobody and nobody for it: https://sqlite.org/wal.html#ckpt
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from bot.store import engines

PAUSE_SECONDS = 1.0
"""Between two checkpoints. A log begins anew only at a moment when all of it is in the file and nobody reads
it: where there is none for long, the writer itself sees to it (`engines.LOG_PAGES`)."""


class Checkpoints:
    """A thread with a connection of its own. `due` tells it that something was committed."""

    def __init__(self, database_url: str) -> None:
        self._engine = engines.engine(database_url, writes=False, threads=1)
        self._due = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="tutti-checkpoints", daemon=True)
        self._thread.start()

    def due(self) -> None:
        """Something was committed."""
        self._due.set()

    def close(self) -> None:
        """End; what is not in the file yet SQLite brings there when the last connection is closed."""
        self._ended.set()
        self._due.set()
        self._thread.join()
        self._engine.dispose()

    def _loop(self) -> None:
        while self._due.wait() and not self._ended.wait(PAUSE_SECONDS):
            self._due.clear()
            # The file is locked, away or full: whoever writes next is told so.
            with suppress(DBAPIError, sqlite3.Error):
                self._checkpoint()

    def _checkpoint(self) -> None:
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            connection.close()
