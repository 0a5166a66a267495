"""Many of the same at once: a unit's rows gathered in a few looks, what it writes kept for a few statements.

A flow that handles one request at a time reads the same here; only who calls it for many of them gathers
first. What was not gathered is asked of the database, after everything kept was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, Table, UniqueConstraint, func, select, text
from sqlalchemy.engine import CursorResult
from sqlmodel import SQLModel

from bot.store import bulk, statements
from bot.store.db import Db, Statement, table
from bot.store.statements import listed

Noun = TypeVar("Noun", bound=SQLModel)

NUMBERS = 500
"""So many ids are taken from a PostgreSQL sequence at once."""


class Kept:
    """What was gathered of one table by the values of one column, for rows that also have these values and,
    with `before`, were made earlier."""

    def __init__(self, by: str, also: dict[str, Any], before: datetime | None = None) -> None:
        self.by = by
        self.also = also
        self.before = before
        self.locked = False
        self.rows: dict[Any, list[Any]] = {}

    def answers(self, where: dict[str, Any], before: datetime | None) -> bool:
        """Whether just the rows that are asked for were gathered, or these among others."""
        known = where.get(self.by, self) in self.rows and self.before == before
        return known and self.also.items() <= where.items()

    def keep(self, row: SQLModel) -> None:
        """Another row came up."""
        held = row.__dict__
        rows = self.rows.get(held[self.by])
        if rows is None or not self.also.items() <= held.items():
            return
        if self.before is None or held["made_at"] < self.before:
            rows.append(row)


class Batch(Db):
    """A unit's hands on the database for many rows: the same ones, with `gather` and `flush` beside them."""

    def __init__(self, db: Db) -> None:
        super().__init__(db.connection)
        self.timers, self.stale_homes, self.stale_notices = db.timers, db.stale_homes, db.stale_notices
        self.marks = db.marks
        self._kept: dict[type[SQLModel], list[Kept]] = defaultdict(list)
        self._in_hand: dict[tuple[type[SQLModel], Any], SQLModel] = {}
        self._added: dict[type[SQLModel], dict[Any, SQLModel]] = defaultdict(dict)
        self._changed: dict[type[SQLModel], dict[Any, set[str]]] = defaultdict(dict)
        self._numbers: dict[type[SQLModel], Iterator[int]] = {}

    def gather(
        self,
        model: type[Noun],
        by: str,
        values: Iterable[Any],
        *,
        lock: bool = False,
        before: datetime | None = None,
        **also: Any,
    ) -> list[Noun]:
        """Read every row whose column `by` has one of these values, and that equals `also`; in order of key.

        With `lock` nobody else changes them before the unit ends; those that another unit holds count as not
        there. With `before` only those made earlier.
        """
        wanted = list(dict.fromkeys(values))
        kept = Kept(by, also, before)
        kept.locked = lock
        kept.rows = {value: [] for value in wanted}
        if wanted:
            older = {} if before is None else {"before": before}
            statement = statements.gathered(
                self.dialect, model, by, tuple(also), lock=lock, older=bool(older)
            )
            given = {f"is_{name}": value for name, value in also.items()} | older
            for row in self.find(model, statement, wanted=listed(self.dialect, wanted), **given):
                kept.keep(self._same(model, row))
        self._kept[model].append(kept)
        return [row for rows in kept.rows.values() for row in rows]

    def _same(self, model: type[Noun], row: Noun) -> Noun:
        """The value in hand for this row, as it is in the database now."""
        key = _key(row)
        known: Any = self._in_hand.setdefault((model, key), row)
        if known is not row:
            known.__dict__.update(row.__dict__)
        return known  # type: ignore[no-any-return]

    def _gathered(
        self,
        model: type[Noun],
        where: dict[str, Any],
        *,
        locked: bool = False,
        before: datetime | None = None,
    ) -> list[Noun] | None:
        for kept in reversed(self._kept[model]):
            if kept.answers(where, before) and (kept.locked or not locked):
                wanted = where.items()
                return [row for row in kept.rows[where[kept.by]] if wanted <= row.__dict__.items()]
        return None

    def all(self, model: type[Noun], *, before: datetime | None = None, **where: Any) -> list[Noun]:
        found = self._gathered(model, where, before=before)
        return super().all(model, before=before, **where) if found is None else found

    def lock(self, model: type[Noun], *, skip: bool = False, **where: Any) -> Noun | None:
        found = self._gathered(model, where, locked=self.dialect == "postgresql")
        return super().lock(model, skip=skip, **where) if found is None else next(iter(found), None)

    def add(self, *rows: SQLModel) -> None:
        for row in rows:
            model = type(row)
            if row.__dict__.get("id", "") is None:
                row.__dict__["id"] = self._next_number(model)
            self.marks.add(row)
            key = _key(row)
            self._added[model][key] = self._in_hand[model, key] = row
            for kept in self._kept[model]:
                kept.keep(row)

    def add_if_new(self, row: SQLModel) -> bool:
        """Kept too where what was gathered shows whether a row with its unique keys is there."""
        model = type(row)
        near = self._near(model, row)
        if near is None:
            return self._asked_to_add(row)
        for values in _unique(model):
            if values(row.__dict__) in [values(other.__dict__) for other in near]:
                return False
        self.add(row)
        return True

    def _asked_to_add(self, row: SQLModel) -> bool:
        """Let the database say whether the row is new; what was gathered stays true."""
        kept = self._kept[type(row)]
        new = super().add_if_new(row)
        self._kept[type(row)] = kept
        if new:
            self._in_hand[type(row), _key(row)] = row
            for one in kept:
                one.keep(row)
        return new

    def _near(self, model: type[SQLModel], row: SQLModel) -> Sequence[SQLModel] | None:
        """The gathered rows among which any with this one's unique keys must be."""
        for kept in self._kept[model]:
            if kept.also or kept.before:
                continue
            if (rows := kept.rows.get(row.__dict__[kept.by])) is not None:
                return rows
        return None

    def change(self, row: SQLModel, /, **values: Any) -> None:
        if not values:
            return
        model, key = type(row), _key(row)
        for one in {id(one): one for one in (row, self._in_hand.setdefault((model, key), row))}.values():
            self.marks.update(one, values)
        if key not in self._added[model]:
            self._changed[model].setdefault(key, set()).update(values)

    def change_all(self, rows: Collection[SQLModel], **values: Any) -> None:
        for row in rows:
            self.change(row, **values)

    # Everything else first sees what was kept; what it changes is gathered anew when asked for.

    def run(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        self._before(None if isinstance(statement, Select) else getattr(statement, "table", None))
        return super().run(statement, values)

    def tuples(self, statement: Statement, /, **values: Any) -> list[tuple[Any, ...]]:
        self._before(statement.changes)
        return super().tuples(statement, **values)

    def do(self, statement: Statement, /, **values: Any) -> int:
        self._before(statement.changes)
        return super().do(statement, **values)

    def _before(self, changes: Table | None) -> None:
        self.flush()
        if changes is not None:
            for model in [model for model in self._kept if table(model) is changes]:
                del self._kept[model]
            self._numbers.clear()

    def flush(self) -> None:
        """Write what was kept."""
        added, self._added = self._added, defaultdict(dict)
        changed, self._changed = self._changed, defaultdict(dict)
        for model, fresh in added.items():
            if fresh:
                bulk.insert(self.connection, table(model), list(fresh.values()))
        for model, keys in changed.items():
            groups: dict[frozenset[str], list[SQLModel]] = defaultdict(list)
            for key, names in keys.items():
                groups[frozenset(names)].append(self._in_hand[model, key])
            for columns, rows in groups.items():
                bulk.update(self.connection, table(model), sorted(columns), rows)

    def _next_number(self, model: type[SQLModel]) -> int:
        """An id for a new row, in order. On SQLite the unit is alone, so the next one is free."""
        found = next(self._numbers.get(model, iter(())), None)
        if found is None:
            self._numbers[model] = numbers = self._take_numbers(model)
            found = next(numbers)
        return found

    def _take_numbers(self, model: type[SQLModel]) -> Iterator[int]:
        target = table(model)
        if self.dialect != "postgresql":
            last = super().run(select(func.max(target.c.id))).scalar() or 0
            return iter(range(last + 1, 2**62))
        sequence = "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
        found = super().run(text(sequence), {"name": target.name, "count": NUMBERS})
        return iter([int(row[0]) for row in found])


@contextmanager
def together(db: Db) -> Iterator[Batch]:
    """A batch within the unit; written at the end, and undone alone if it raises."""
    with db.part():
        batch = Batch(db)
        yield batch
        batch.flush()
    db.woken |= batch.woken


def _key(row: SQLModel) -> Any:
    return _keys(type(row))(row.__dict__)


@lru_cache(maxsize=64)
def _keys(model: type[SQLModel]) -> Callable[[dict[str, Any]], Any]:
    return itemgetter(*(column.name for column in table(model).primary_key.columns))


@lru_cache(maxsize=64)
def _unique(model: type[SQLModel]) -> tuple[Callable[[dict[str, Any]], Any], ...]:
    """What gives a row's values in each of its unique keys."""
    constraints = [one for one in table(model).constraints if isinstance(one, UniqueConstraint)]
    return tuple(itemgetter(*(column.name for column in one.columns)) for one in constraints)
