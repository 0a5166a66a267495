"""A whole database in one file, and back (contract: DESIGN section 8).

The file is an SQLite database with our own tables, whichever database it came from: it can be looked into
with any SQLite tool, and restored into either.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlmodel import SQLModel

from bot.errors import SettingsError
from bot.models import Delivery, Message, Workspace
from bot.store import engines, locks, migrate
from bot.store.db import table

ROWS = 2000
"""Read and written at a time."""
IDS_APART = 1_000_000
"""Messages made after a restore take ids that none of those lost since the backup can have had: by its id a
message is found again in Slack."""
_message, _workspace = table(Message), table(Workspace)
Say = Callable[[str], None]


def backup(database_url: str, file: Path, now: datetime, say: Say = lambda name: None) -> int:
    """Write everything of one moment into `file`, while others write; how many bytes it has.

    A file that is there is replaced at the end, all at once. Raises SettingsError for an empty database or
    one with another schema than this code's, OSError where the file cannot be written.
    """
    if (revision := migrate.revision(database_url)) != migrate.head():
        raise SettingsError(
            f"The database's schema is {revision or 'not there yet'}; this Tutti needs {migrate.head()}. "
            "Run tutti migrate, then back up."
        )
    with _beside(file) as copy:
        url = engines.url_of(database_url)
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(Path(str(url.database)), copy, say)
        else:
            migrate.upgrade(f"sqlite:///{copy}")
            with _reading(database_url) as source, _writing(f"sqlite:///{copy}") as target:
                _copy_rows(source, target, say)
        _sign(copy, now)
        copy.chmod(0o600)
        os.replace(copy, file)
    return file.stat().st_size


def restore(
    file: Path, database_url: str, now: datetime, *, replace: bool = False, say: Say = lambda name: None
) -> datetime:
    """Make the database what the file says, with every message held; when the backup was made.

    Raises SettingsError, and changes nothing, for a file that is no whole backup or a newer version's, while
    a Tutti uses the database, and for a database with data unless `replace`.
    """
    with tempfile.TemporaryDirectory(prefix="tutti-restore-") as folder:
        copy = Path(folder) / "restored.db"
        made_at = _checked(file, copy)
        say("schema")
        migrate.upgrade(f"sqlite:///{copy}")
        with _writing(f"sqlite:///{copy}") as restored:
            _hold(restored, now)
        if engines.url_of(database_url).get_backend_name() == "sqlite":
            _into_sqlite(copy, database_url, replace=replace)
        else:
            _into_postgresql(copy, database_url, say, replace=replace)
    return made_at


# The file


@contextlib.contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A name in the same folder, so that replacing is one step; what is left of it is removed."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.absolute().parent)
    os.close(handle)
    copy = Path(name)
    try:
        yield copy
    finally:
        for left in copy.parent.glob(f"{copy.name}*"):
            left.unlink()


def _copy_sqlite(source: Path, target: Path, say: Say) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there, pages=ROWS, progress=lambda _, left, all_: say(f"{all_ - left} of {all_} pages"))


def _sign(copy: Path, now: datetime) -> None:
    """Say in the file what it is; as one file, without a journal beside it."""
    with closing(sqlite3.connect(copy)) as file:
        file.execute("PRAGMA journal_mode=DELETE")
        file.execute("CREATE TABLE IF NOT EXISTS tutti_backup (made_at TEXT NOT NULL)")
        file.execute("DELETE FROM tutti_backup")
        file.execute("INSERT INTO tutti_backup VALUES (?)", [now.astimezone(UTC).isoformat()])
        file.commit()


def _checked(file: Path, copy: Path) -> datetime:
    """Copy the file to where it can be changed; when the backup was made."""
    if not file.is_file():
        raise SettingsError(f"{file} is not there. Name the file that tutti backup wrote.")
    shutil.copyfile(file, copy)
    try:
        with closing(sqlite3.connect(copy)) as found:
            (well,) = found.execute("PRAGMA integrity_check").fetchone()
            (made_at,) = found.execute("SELECT made_at FROM tutti_backup").fetchone()
            found.execute("DROP TABLE tutti_backup")
            found.commit()
    except (sqlite3.DatabaseError, TypeError) as error:
        raise SettingsError(f"{file} is not a whole backup of Tutti's. Take another one.") from error
    if well != "ok":
        raise SettingsError(f"{file} is damaged ({well}). Take another one.")
    return datetime.fromisoformat(made_at)


def _hold(restored: Connection, now: datetime) -> None:
    """Send nothing until an administrator ends the pause; what was about to be sent is in doubt.

    It may stand in Slack since, for Tutti went on after the backup: it counts as an attempt that never ended.
    """
    restored.execute(_workspace.update().values(pause=True, restored_at=now))
    restored.execute(
        _message.update()
        .where(_message.c.state == Delivery.due, _message.c.ts.is_(None), _message.c.kind != "home")
        .values(attempt_at=now.timestamp())
    )
    last = restored.execute(select(func.max(_message.c.id))).scalar()
    first = restored.execute(select(_workspace.c.id)).scalar()
    if last and first:
        marker = Message(
            id=last + IDS_APART,
            workspace=first,
            key=f"restored:{last}",
            kind="restored",
            channel="",
            state=Delivery.dropped,
            made_at=now,
        )
        columns = (column.name for column in _message.c)
        restored.execute(insert(_message).values({name: getattr(marker, name) for name in columns}))


# The database


def _into_sqlite(copy: Path, database_url: str, *, replace: bool) -> None:
    locks.take(database_url)
    try:
        path = Path(str(engines.url_of(database_url).database))
        if path.exists() and migrate.revision(database_url) and _has_data(database_url):
            _refuse_unless(replace)
        if path.exists():
            kept = path.with_name(f"{path.name}.before-restore")
            with closing(sqlite3.connect(path)) as present, closing(sqlite3.connect(kept)) as copied:
                present.backup(copied)
        # Page by page into the file that is there: another program that looks at it sees one or the other.
        with closing(sqlite3.connect(copy)) as restored, closing(sqlite3.connect(path)) as target:
            restored.backup(target)
    finally:
        locks.release(database_url)


def _into_postgresql(copy: Path, database_url: str, say: Say, *, replace: bool) -> None:
    migrate.upgrade(database_url)
    with _writing(database_url) as target:
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
            "application_name = :name AND pid <> pg_backend_pid()"
        )
        if target.execute(others, {"name": engines.NAME}).scalar():
            raise SettingsError("A Tutti uses this database. Stop every replica first, then restore.")
        if target.execute(select(func.count()).select_from(_workspace)).scalar():
            _refuse_unless(replace)
        names = ", ".join(f'"{one.name}"' for one in SQLModel.metadata.sorted_tables)
        target.execute(text(f"TRUNCATE {names}"))
        with _reading(f"sqlite:///{copy}") as source:
            _copy_rows(source, target, say)
        for one in SQLModel.metadata.sorted_tables:
            _continue_ids(target, one)


def _has_data(database_url: str) -> bool:
    with _reading(database_url) as connection:
        return bool(connection.execute(select(func.count()).select_from(_workspace)).scalar())


def _refuse_unless(replace: bool) -> None:
    if not replace:
        raise SettingsError("The database has data. Add --replace to put the backup in its place.")


def _continue_ids(target: Connection, one: Table) -> None:
    """What is added from now on gets an id after those that were copied."""
    sequence = (
        target.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": f'"{one.name}"'}).scalar()
        if "id" in one.c
        else None
    )
    if sequence:
        last = target.execute(select(func.max(one.c.id))).scalar()
        target.execute(
            text("SELECT setval(:sequence, :last, :used)"),
            {"sequence": sequence, "last": last or 1, "used": last is not None},
        )


def _copy_rows(source: Connection, target: Connection, say: Say) -> None:
    for one in SQLModel.metadata.sorted_tables:
        say(one.name)
        found = source.execution_options(yield_per=ROWS).execute(select(one))
        for rows in found.mappings().partitions():
            target.execute(insert(one), [dict(row) for row in rows])


@contextlib.contextmanager
def _reading(database_url: str) -> Iterator[Connection]:
    """One consistent view."""
    engine = engines.short_engine(database_url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    finally:
        engine.dispose()


@contextlib.contextmanager
def _writing(database_url: str) -> Iterator[Connection]:
    """One transaction, committed at the end."""
    engine = engines.short_engine(database_url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
