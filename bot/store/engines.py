"""Connections to SQLite and PostgreSQL, set as PLATFORM section 5 measured them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool, QueuePool

from bot.errors import SettingsError

NAME = "tutti"
"""What a running Tutti calls itself to PostgreSQL."""
OPTIONS = "-c lock_timeout=2000 -c statement_timeout=60000"
BY_INDEX = " -c enable_seqscan=off"
"""A unit looks for few rows, and its statements are prepared once: while the database is empty PostgreSQL
plans to read every row, and keeps to that plan when the tables have grown."""
BUSY_MS = 1500
"""How long SQLite waits for another process's lock before it says "busy"."""

LOG_PAGES = 16_000
"""Of SQLite's log, 64 MB: from so many on the writer brings them into the file itself; see `checkpoints`."""


def url_of(database_url: str) -> URL:
    """The parsed address; raises SettingsError for one that is neither SQLite nor PostgreSQL."""
    try:
        url = make_url(database_url)
    except Exception as error:
        raise SettingsError(
            "DATABASE_URL is not a database address. Use sqlite:///tutti.db or postgresql://user:password@host/name."
        ) from error
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite")
    raise SettingsError(
        "DATABASE_URL must start with sqlite:/// or postgresql://. Other databases are not supported."
    )


def engine(database_url: str, *, writes: bool, threads: int) -> Engine:
    """An engine for `threads` threads. On SQLite a writing one takes its lock at BEGIN."""
    url = url_of(database_url)
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            json_deserializer=_loaded,
            pool_size=threads,
            max_overflow=0,
            pool_timeout=2,
            pool_pre_ping=False,
            connect_args={
                "application_name": NAME,
                "connect_timeout": 3,
                "options": OPTIONS + (BY_INDEX if writes else ""),
            },
        )
    pool: dict[str, Any] = {"poolclass": QueuePool, "pool_size": threads, "max_overflow": 0}
    if url.database in (None, "", ":memory:"):
        raise SettingsError("DATABASE_URL must name a file, such as sqlite:///tutti.db.")
    made = create_engine(url, connect_args={"check_same_thread": False}, **pool)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    event.listen(made, "connect", _sqlite_settings)
    if writes:
        event.listen(made, "connect", _writer_settings)
    event.listen(made, "begin", lambda connection: connection.exec_driver_sql(begin))
    return made


def _writer_settings(connection: Any, _record: Any) -> None:
    """What undoes a unit's savepoint is kept in memory: from 64 KB on it was a file made for every unit."""
    for setting in ("temp_store=MEMORY", f"wal_autocheckpoint={LOG_PAGES}"):
        connection.execute(f"PRAGMA {setting}").close()


def _sqlite_settings(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


_read = json.JSONDecoder().raw_decode


def _loaded(written: bytes | str) -> Any:
    """A value as we wrote it: UTF-8, nothing before or behind it. `json.loads` looks for all three."""
    return _read(written if isinstance(written, str) else str(written, "utf-8"))[0]


def short_engine(database_url: str) -> Engine:
    """An engine without a pool, for migrations and single looks."""
    url = url_of(database_url)
    made = create_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        event.listen(made, "connect", _sqlite_settings)
        event.listen(made, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return made
