"""A unit of work's hands on the database: find, add, change. Statements are Core, values are the nouns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import CursorResult, Result
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from bot.models.base import restored
from bot.store import statements
from bot.store.marks import Marks
from bot.store.statements import Statement, listed, table

Noun = TypeVar("Noun", bound=SQLModel)

__all__ = ["Db", "Statement", "table"]


class Db:
    """One unit's view of the database, inside its transaction. Never leaves `work(db)`.

    Nouns that it gives are plain values, built without SQLAlchemy's instrumentation.
    `woken` tells the store that something was written for the engine to do.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.woken = False
        self.stale_homes: set[str] = set()
        """Workspaces whose Homes show an old state: see `store.homes`."""
        self.stale_notices: set[tuple[str, str]] = set()
        """(workspace, notice) whose messages show an old state: see `ledger.refresh`."""
        self.fresh: set[tuple[str, str]] = set()
        """(workspace, id) of rows that this unit added: nothing shows an old state of them."""
        self.timers: dict[tuple[str, str, str], tuple[datetime | None, bool]] = {}
        """Timers to set (or, with None, to stop) at the end of the unit: see `store.timers`."""
        self.marks = Marks()
        """What a counted week is no longer true of: see `store.cells`."""
        self._cursor = connection.connection.cursor()

    def run(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Execute a Core statement as SQLAlchemy does, which takes its time; only `store` calls this."""
        # On PostgreSQL the count of an INSERT is otherwise lost (-1), and every input looks like a repeat.
        counted = {"preserve_rowcount": True}
        result: CursorResult[Any] = self.connection.execute(
            statement, values or {}, execution_options=counted
        )
        return result

    def look(self, statement: Statement, /, **values: Any) -> list[dict[str, Any]]:
        """The rows that a prepared statement finds, as values by column; only `store` calls this."""
        read = statement.on(self.connection.dialect, values).values
        return [read(row) for row in self.tuples(statement, **values)]

    def tuples(self, statement: Statement, /, **values: Any) -> list[tuple[Any, ...]]:
        """The same, as the driver gives them: for many rows of texts and numbers."""
        compiled = statement.on(self.connection.dialect, values)
        self._execute(compiled.sql, compiled.parameters(values))
        return list(self._cursor.fetchall())

    def find(self, model: type[Noun], statement: Statement, /, **values: Any) -> list[Noun]:
        """The nouns that a prepared statement finds; only `store` calls this."""
        return [restored(model, row) for row in self.look(statement, **values)]

    def do(self, statement: Statement, /, **values: Any) -> int:
        """Run a prepared statement; how many rows it touched. Only `store` calls this."""
        compiled = statement.on(self.connection.dialect, values)
        self._execute(compiled.sql, compiled.parameters(values))
        return self._cursor.rowcount

    def _execute(self, sql: str, parameters: Any) -> None:
        dialect = self.connection.dialect
        try:
            self._cursor.execute(sql, parameters)
        except dialect.loaded_dbapi.Error as error:
            gone = dialect.is_disconnect(error, self.connection.connection.dbapi_connection, self._cursor)
            if gone:
                self.connection.invalidate(error)
            raise DBAPIError.instance(
                sql,
                parameters,
                error,
                dialect.loaded_dbapi.Error,
                hide_parameters=True,
                connection_invalidated=gone,
                dialect=dialect,
            ) from error

    @property
    def _goes_on(self) -> bool:
        """Whether the transaction is still there: SQLite itself ends one when the disk is full."""
        return bool(getattr(self.connection.connection.dbapi_connection, "in_transaction", True))

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the unit that is undone alone if it raises."""
        kept = dict(self.timers)
        self._execute("SAVEPOINT part", ())
        try:
            yield
        except BaseException:
            self.timers = kept
            if self._goes_on:
                self._execute("ROLLBACK TO SAVEPOINT part", ())
                self._execute("RELEASE SAVEPOINT part", ())
            raise
        self._execute("RELEASE SAVEPOINT part", ())

    def rows(self, model: type[Noun], result: Result[Any]) -> list[Noun]:
        """The result's rows as nouns."""
        names = tuple(result.keys())
        return [restored(model, dict(zip(names, row, strict=True))) for row in result]

    def all(self, model: type[Noun], *, before: datetime | None = None, **where: Any) -> list[Noun]:
        """Every row whose columns equal these values, in order of primary key; `before`: only those made
        earlier."""
        if before is None:
            return self.find(model, statements.rows(model, tuple(where)), **_asked(where))
        statement = statements.older(model, tuple(where))
        return self.find(model, statement, before=before, **_asked(where))

    def get(self, model: type[Noun], **where: Any) -> Noun | None:
        """The row whose columns equal these values, or None."""
        return next(iter(self.all(model, **where)), None)

    def lock(self, model: type[Noun], *, skip: bool = False, **where: Any) -> Noun | None:
        """Like `get`, and nobody else changes the row before this unit ends.

        With `skip`, a row that another unit holds counts as not there. On SQLite the whole unit is
        alone already.
        """
        statement = statements.locked(model, tuple(where), skip=skip)
        return next(iter(self.find(model, statement, **_asked(where))), None)

    def add(self, *rows: SQLModel) -> None:
        """Insert rows; one that has no integer id yet gets it."""
        for row in rows:
            self.marks.add(row)
            values, numbered = _values(row)
            if isinstance(values.get("id"), str) and "workspace" in values:
                self.fresh.add((values["workspace"], values["id"]))
            self._insert(row, statements.added(type(row), numbered=numbered), values, numbered)

    def add_if_new(self, row: SQLModel) -> bool:
        """Insert the row unless one of its unique keys is taken; whether it was inserted."""
        values, numbered = _values(row)
        statement = statements.added_if_new(type(row), self.dialect, numbered=numbered)
        return self._insert(row, statement, values, numbered)

    def _insert(self, row: SQLModel, statement: Statement, values: dict[str, Any], numbered: bool) -> bool:
        if not numbered:
            return self.do(statement, **values) > 0
        given = self.look(statement, **values)
        for one in given:
            row.__dict__.update(one)
        return bool(given)

    def change(self, row: SQLModel, /, **values: Any) -> None:
        """Set these columns, in the database and on the value in hand; nothing to set writes nothing."""
        if not values:
            return
        given = {f"to_{name}": value for name, value in values.items()}
        keys = {f"is_{column.name}": getattr(row, column.name) for column in table(type(row)).primary_key}
        self.do(statements.changed(type(row), tuple(values)), **given, **keys)
        self.marks.update(row, values)

    def change_all(self, rows: Collection[SQLModel], **values: Any) -> None:
        """Set the same on several rows of one noun that have an integer id."""
        if not rows or not values:
            return
        statement = statements.changed_all(self.dialect, type(next(iter(rows))), tuple(values))
        wanted = listed(self.dialect, [row.__dict__["id"] for row in rows])
        self.do(statement, wanted=wanted, **{f"to_{name}": value for name, value in values.items()})
        for row in rows:
            row.__dict__.update(values)

    def remove(self, model: type[SQLModel], **where: Any) -> int:
        """Delete the rows whose columns equal these values; how many there were."""
        return self.do(statements.removed(model, tuple(where)), **_asked(where))


def _asked(where: dict[str, Any]) -> dict[str, Any]:
    return {f"is_{name}": value for name, value in where.items()}


def _values(row: SQLModel) -> tuple[dict[str, Any], bool]:
    """The row's values by column, and whether the database is to give its id."""
    held = row.__dict__
    values = {name: held.get(name) for name in statements.columns(type(row))}
    numbered = values.get("id", "") is None
    if numbered:
        del values["id"]
    return values, numbered
