"""Many rows in one statement: given as JSON on PostgreSQL, with the driver's `executemany` on SQLite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, text
from sqlmodel import SQLModel


def insert(connection: Connection, target: Table, rows: Sequence[SQLModel]) -> None:
    """Insert these rows, ids included."""
    if connection.dialect.name == "postgresql":
        return insert_from_json(connection, target, rows)
    names = [column.name for column in target.columns]
    connection.execute(target.insert(), [_values(row, names) for row in rows])


def insert_from_json(
    connection: Connection, target: Table, rows: Sequence[SQLModel], otherwise: str = ""
) -> None:
    """Insert these rows in their order; PostgreSQL only. `otherwise`: SQL, what is done with known keys."""
    names = [column.name for column in target.columns]
    quoted = ", ".join(_quoted(connection, name) for name in names)
    table = _quoted(connection, target.name)
    statement = (
        f"INSERT INTO {table} ({quoted}) SELECT {quoted} "
        f"FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json)) {otherwise}"
    )
    connection.execute(text(statement), {"rows": _json(rows, names)})


def update(connection: Connection, target: Table, names: Sequence[str], rows: Sequence[SQLModel]) -> None:
    """Set these columns of these rows to the values in hand."""
    keys = [column.name for column in target.primary_key.columns]
    if connection.dialect.name != "postgresql":
        statement = target.update().where(*(target.c[key] == bindparam(f"key_{key}") for key in keys))
        given = [_values(row, names) | {f"key_{key}": getattr(row, key) for key in keys} for row in rows]
        connection.execute(statement.values({name: bindparam(name) for name in names}), given)
        return
    table = _quoted(connection, target.name)
    new = ", ".join(f"{one} = given.{one}" for one in (_quoted(connection, name) for name in names))
    same = " AND ".join(f"{table}.{one} = given.{one}" for one in (_quoted(connection, key) for key in keys))
    statement_text = (
        f"UPDATE {table} SET {new} "
        f"FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json)) AS given WHERE {same}"
    )
    connection.execute(text(statement_text), {"rows": _json(rows, [*keys, *names])})


def _values(row: SQLModel, names: Sequence[str]) -> dict[str, Any]:
    values = row.__dict__
    return {name: values[name] for name in names}


def _json(rows: Sequence[SQLModel], names: Sequence[str]) -> str:
    return json.dumps([_values(row, names) for row in rows], default=_moment, ensure_ascii=False)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
