"""The schema, brought up to this code's; revisions stand in the top-level package `migrations`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import SettingsError
from bot.store import engines, plans

LOCK = 7_411_884_091
"""PostgreSQL's advisory lock under which one replica migrates while the others wait."""


def upgrade(database_url: str) -> None:
    """Apply every revision that is missing, in one transaction each run.

    On SQLite the file is copied beside itself first (`tutti.db.before-<revision>`). Raises SettingsError when
    the schema is newer than this code.
    """
    engine = engines.short_engine(database_url)
    try:
        with engine.connect() as connection:
            postgresql = connection.dialect.name == "postgresql"
            if postgresql:
                connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
                connection.commit()
            try:
                _upgrade(connection, database_url)
                if not postgresql:
                    plans.tell(connection)
                    connection.commit()
            finally:
                if postgresql:
                    connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
                    connection.commit()
    finally:
        engine.dispose()


def _upgrade(connection: Connection, database_url: str) -> None:
    present = _present(connection)
    connection.commit()
    if present == head():
        return
    if present is not None and present not in known():
        raise SettingsError(
            f"The database's schema ({present}) is newer than this version of Tutti. Install the newer "
            "version, or restore the copy made before its migration."
        )
    if present is not None:
        _copy_sqlite(database_url, present)
    # Loaded where there is something to do alone: Alembic is a tenth of a start, and seven megabytes.
    from bot.store import revisions

    revisions.upgrade(connection)
    connection.commit()


def _copy_sqlite(database_url: str, revision: str) -> None:
    url = engines.url_of(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        copy = path.with_name(f"{path.name}.before-{revision}")
        # Not the file alone: what was committed last may still stand in the journal beside it.
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)


def revision(database_url: str) -> str | None:
    """The schema's present revision; None for an empty database."""
    engine = engines.short_engine(database_url)
    try:
        with engine.connect() as connection:
            return _present(connection)
    finally:
        engine.dispose()


def _present(connection: Connection) -> str | None:
    """What Alembic wrote down last, in its own table."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def downgrade(database_url: str, to: str) -> None:
    """Take revisions back, down to `to` ("0012", or "-1" for one): for code that is older than the schema.

    What the newer columns held is lost. Raises SettingsError for a revision that is not known.
    """
    from bot.store import revisions

    if to not in {*known(), "-1"}:
        raise SettingsError(f"{to} is no revision of the schema. Use one of {min(known())} to {head()}.")
    engine = engines.short_engine(database_url)
    try:
        with engine.connect() as connection:
            revisions.downgrade(connection, to)
            connection.commit()
    finally:
        engine.dispose()


def head() -> str:
    """The revision that this code needs."""
    return max(known())


def known() -> frozenset[str]:
    """Every revision of this code, "0001" and on: each file begins with its own, and they are in one line."""
    names = (file.name for file in (resources.files("migrations") / "versions").iterdir())
    return frozenset(name.partition("_")[0] for name in names if name[:1].isdigit())
