"""Statements that are compiled once for each database and then run on the driver's own cursor.

A unit of work has some twenty statements. To build, compile and wrap each of them anew costs ten times what
the database itself takes, and it is paid before the ack.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ColumnElement,
    Executable,
    Float,
    String,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import Select
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

Process = Callable[[Any], Any]
_decoder = json.JSONDecoder()


@lru_cache(maxsize=64)
def table(model: type[SQLModel]) -> Table:
    """The table behind a noun."""
    return model.metadata.tables[model.__tablename__]  # type: ignore[index]  # a name, once declared


@dataclass(frozen=True)
class Compiled:
    """A statement in the words of one database. `order` is that of its parameters; None: they are named."""

    sql: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    """Values that stand in the statement itself."""
    processed: tuple[tuple[str, Process], ...]
    """Parameters that the driver does not take as they are."""
    names: tuple[str, ...]
    """Of the columns that it gives."""
    read: tuple[tuple[str, Process], ...]
    """Columns that the driver does not give as we want them."""

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        given = {**self.fixed, **values}
        for name, process in self.processed:
            given[name] = process(given[name])
        return given if self.order is None else [given[name] for name in self.order]

    def values(self, row: tuple[Any, ...]) -> dict[str, Any]:
        """A row of the driver's as values by column."""
        found = dict(zip(self.names, row, strict=True))
        for name, process in self.read:
            found[name] = process(found[name])
        return found


class Statement:
    """A Core statement whose values are `bindparam`s. Lists of changing length do not fit into one."""

    def __init__(self, core: Executable) -> None:
        self._core = core
        self.changes: Table | None = None if isinstance(core, Select) else getattr(core, "table", None)
        """The table that it changes."""
        self._compiled: dict[str, Compiled] = {}

    def on(self, dialect: Dialect, values: Mapping[str, Any]) -> Compiled:
        """The statement for this database; `values` are those of its first use."""
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compiled(self._core, dialect, values)
        return found


def _compiled(core: Any, dialect: Dialect, values: Mapping[str, Any]) -> Compiled:
    compiled = core.compile(dialect=dialect, column_keys=list(values) if core.is_insert else None)
    state = compiled.construct_expanded_state(dict(values))
    writers = {name: _writer(bound.type, dialect) for name, bound in compiled.binds.items()}
    processors = {name: writer for name, writer in {**writers, **state.processors}.items() if writer}
    fixed = {name: value for name, value in state.parameters.items() if name not in values}
    gives = getattr(core, "exported_columns", ())
    readers = {column.key: _reader(column.type, dialect) for column in gives}
    return Compiled(
        sql=state.statement,
        order=tuple(state.positiontup) if compiled.positional else None,
        fixed={name: processors.get(name, _same)(value) for name, value in fixed.items()},
        processed=tuple((name, processors[name]) for name in values if name in processors),
        names=tuple(readers),
        read=tuple((name, reader) for name, reader in readers.items() if reader),
    )


def _same(value: Any) -> Any:
    return value


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    usual = kind.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(kind, UTCDateTime) and usual is not None:
        return partial(_written if dialect.name == "sqlite" else _given, usual)
    return usual


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    if isinstance(kind, Float):  # Comes as it is; SQLAlchemy asks which of PostgreSQL's numbers it is.
        return None
    if isinstance(kind, UTCDateTime):
        return _moment if dialect.name == "sqlite" else _in_utc
    if isinstance(kind, JSON) and dialect.name == "sqlite":
        return _value
    return kind.dialect_impl(dialect).result_processor(dialect, None)


# A row has up to ten instants and four values of JSON: what follows does for nearly all of them what
# SQLAlchemy's own processors do, in a sixth of the time.


def _written(usual: Process, value: datetime | None) -> Any:
    """SQLite keeps instants as text in UTC."""
    if value is not None and value.tzinfo is UTC:
        return value.isoformat(" ", "microseconds")[:26]
    return usual(value)


def _given(usual: Process, value: datetime | None) -> Any:
    return value if value is not None and value.tzinfo is UTC else usual(value)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{written}Z") if written else None


def _value(written: Any) -> Any:
    """What JSON says; SQLite keeps a bare number as one."""
    return _decoder.raw_decode(written)[0] if isinstance(written, str) else written


def _in_utc(given: datetime | None) -> datetime | None:
    return given.astimezone(UTC) if given else None


def among(database: str, column: Column[Any]) -> ColumnElement[bool]:
    """Whether the column has one of the values of the parameter `wanted`, however many those are."""
    if database == "postgresql":
        found: ColumnElement[bool] = column == any_(bindparam("wanted", type_=ARRAY(column.type)))
        return found
    each = func.json_each(bindparam("wanted", type_=String)).table_valued("value")
    return column.in_(select(each.c.value))


def listed(database: str, values: Sequence[Any]) -> Any:
    """The values as `among` takes them."""
    return list(values) if database == "postgresql" else json.dumps(list(values))


# The statements of every noun


def _equal(model: type[SQLModel], names: tuple[str, ...]) -> list[Any]:
    return [table(model).c[name] == bindparam(f"is_{name}") for name in names]


@lru_cache(maxsize=512)
def rows(model: type[SQLModel], names: tuple[str, ...]) -> Statement:
    """Those whose columns equal `is_…`, in order of primary key."""
    return Statement(_selected(model, names).order_by(*table(model).primary_key.columns))


@lru_cache(maxsize=16)
def older(model: type[SQLModel], names: tuple[str, ...]) -> Statement:
    """The same, of those made before `before`."""
    return Statement(_selected(model, names, older=True).order_by(*table(model).primary_key.columns))


@lru_cache(maxsize=512)
def locked(model: type[SQLModel], names: tuple[str, ...], *, skip: bool) -> Statement:
    """Those whose columns equal `is_…`, held until the unit ends."""
    return Statement(_selected(model, names).with_for_update(skip_locked=skip))


def _selected(model: type[SQLModel], names: tuple[str, ...], *, older: bool = False) -> Select[Any]:
    found = select(table(model)).where(*_equal(model, names))
    return found.where(table(model).c.made_at < bindparam("before")) if older else found


@lru_cache(maxsize=128)
def gathered(
    database: str, model: type[SQLModel], by: str, names: tuple[str, ...], *, lock: bool, older: bool
) -> Statement:
    """Those whose column `by` is among `wanted` and whose others equal `is_…`, in order of primary key.

    With `lock` held until the unit ends, without those that another unit holds; with `older` made before
    `before`.
    """
    statement = _selected(model, names, older=older).where(among(database, table(model).c[by]))
    statement = statement.order_by(*table(model).primary_key.columns)
    return Statement(statement.with_for_update(skip_locked=True) if lock else statement)


@lru_cache(maxsize=256)
def added(model: type[SQLModel], *, numbered: bool) -> Statement:
    """One more row; with `numbered` the database gives it its id, and the statement gives that."""
    statement = insert(table(model))
    return Statement(statement.returning(table(model).c.id) if numbered else statement)


@lru_cache(maxsize=256)
def added_if_new(model: type[SQLModel], database: str, *, numbered: bool) -> Statement:
    """Like `added`, unless one of the row's unique keys is taken."""
    on = insert_on_postgresql if database == "postgresql" else insert_on_sqlite
    statement = on(table(model)).on_conflict_do_nothing()
    return Statement(statement.returning(table(model).c.id) if numbered else statement)


@lru_cache(maxsize=1024)
def changed(model: type[SQLModel], names: tuple[str, ...]) -> Statement:
    """Columns set to `to_…` in the row whose primary key equals `is_…`."""
    keys = tuple(column.name for column in table(model).primary_key.columns)
    where = _equal(model, keys)
    return Statement(
        table(model).update().where(*where).values({name: bindparam(f"to_{name}") for name in names})
    )


@lru_cache(maxsize=256)
def changed_all(database: str, model: type[SQLModel], names: tuple[str, ...]) -> Statement:
    """Columns set to `to_…` in the rows whose id is among `wanted`."""
    where = among(database, table(model).c.id)
    return Statement(
        table(model).update().where(where).values({name: bindparam(f"to_{name}") for name in names})
    )


@lru_cache(maxsize=256)
def removed(model: type[SQLModel], names: tuple[str, ...]) -> Statement:
    """Without the rows whose columns equal `is_…`."""
    return Statement(table(model).delete().where(*_equal(model, names)))


@lru_cache(maxsize=64)
def columns(model: type[SQLModel]) -> tuple[str, ...]:
    """The names of the noun's columns."""
    return tuple(column.name for column in table(model).columns)
