"""A unit of work's hands on the database: find, add, change. Statements are Core, values are the nouns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Select, Table, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.engine import CursorResult, Result
from sqlmodel import SQLModel

Noun = TypeVar("Noun", bound=SQLModel)


def table(model: type[SQLModel]) -> Table:
    """The table behind a noun."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=512)
def _equal(model: type[SQLModel], names: tuple[str, ...]) -> Select[Any]:
    from sqlalchemy import bindparam

    columns = table(model).c
    return select(table(model)).where(*(columns[name] == bindparam(f"where_{name}") for name in names))


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
        self.timers: dict[tuple[str, str, str], tuple[datetime | None, bool]] = {}
        """Timers to set (or, with None, to stop) at the end of the unit: see `store.timers`."""

    def run(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Execute a Core statement; only `store` calls this."""
        # On PostgreSQL the count of an INSERT is otherwise lost (-1), and every input looks like a repeat.
        counted = {"preserve_rowcount": True}
        result: CursorResult[Any] = self.connection.execute(
            statement, values or {}, execution_options=counted
        )
        return result

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the unit that is undone alone if it raises."""
        kept = dict(self.timers)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            self.timers = kept
            raise

    def rows(self, model: type[Noun], result: Result[Any]) -> list[Noun]:
        """The result's rows as nouns."""
        return [model.model_construct(**row._mapping) for row in result]

    def all(self, model: type[Noun], **where: Any) -> list[Noun]:
        """Every row whose columns equal these values, in order of primary key."""
        statement = _equal(model, tuple(where)).order_by(*table(model).primary_key.columns)
        return self.rows(model, self.run(statement, {f"where_{key}": value for key, value in where.items()}))

    def get(self, model: type[Noun], **where: Any) -> Noun | None:
        """The row whose columns equal these values, or None."""
        return next(iter(self.all(model, **where)), None)

    def lock(self, model: type[Noun], *, skip: bool = False, **where: Any) -> Noun | None:
        """Like `get`, and nobody else changes the row before this unit ends.

        With `skip`, a row that another unit holds counts as not there. On SQLite the whole unit is
        alone already.
        """
        statement = _equal(model, tuple(where)).with_for_update(skip_locked=skip)
        found = self.rows(model, self.run(statement, {f"where_{key}": value for key, value in where.items()}))
        return found[0] if found else None

    def add(self, *rows: SQLModel) -> None:
        """Insert rows; one that has no integer id yet gets it."""
        for row in rows:
            values = _values(row)
            result = self.run(table(type(row)).insert().values(values))
            numbered = "id" not in values and hasattr(row, "id")
            if numbered and result.inserted_primary_key:
                row.__dict__["id"] = result.inserted_primary_key[0]

    def add_if_new(self, row: SQLModel) -> bool:
        """Insert the row unless one of its unique keys is taken; whether it was inserted."""
        insert = insert_on_postgresql if self.dialect == "postgresql" else insert_on_sqlite
        values = _values(row)
        statement = insert(table(type(row))).values(values).on_conflict_do_nothing()
        if "id" in table(type(row)).c and "id" not in values:
            returned = self.run(statement.returning(table(type(row)).c.id)).first()
            if returned:
                row.__dict__["id"] = returned[0]
            return returned is not None
        return self.run(statement).rowcount > 0

    def change(self, row: SQLModel, **values: Any) -> None:
        """Set these columns, in the database and on the value in hand; nothing to set writes nothing."""
        if not values:
            return
        target = table(type(row))
        keys = [column == getattr(row, column.name) for column in target.primary_key.columns]
        self.run(target.update().where(*keys).values(values))
        for key, value in values.items():
            row.__dict__[key] = value

    def remove(self, model: type[SQLModel], **where: Any) -> int:
        """Delete the rows whose columns equal these values; how many there were."""
        target = table(model)
        return self.run(
            target.delete().where(*(target.c[key] == value for key, value in where.items()))
        ).rowcount


def _values(row: SQLModel) -> dict[str, Any]:
    values = {column.name: getattr(row, column.name) for column in table(type(row)).columns}
    if values.get("id", "") is None:
        del values["id"]
    return values
