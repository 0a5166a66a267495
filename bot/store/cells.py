"""Weeks that are over, counted and kept: a cell for each department, and one for everybody.

`mark` is the one place where a change makes them dirty, at the end of its own unit. Every mark also falls on
everybody's cell, whose revision thereby is the whole week's: what was counted from the records is kept only
if it is still the one from before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import String, bindparam, false, func, select, true, update

from bot.models import EVERYBODY, MEASURES, Cell, Escalation, Figure, Launch, Measure, Request
from bot.rules.facts import Span
from bot.store.db import Db, Statement, table
from bot.store.marks import Mark, Marks
from bot.store.statements import among, listed

_cell = table(Cell)
Figures = Mapping[str, Mapping[Measure, Figure]]
"""By department and measure."""


def mark(db: Db) -> None:
    """The cells for which something changed in this unit are dirty; a final one stays as it is."""
    found = db.marks.moments | {
        Mark(workspace, request.department, request.due_at)
        for workspace, notice in db.marks.notices
        for request in db.all(Request, workspace=workspace, notice=notice)
    }
    db.marks = Marks()
    by_workspace: dict[str, list[Mark]] = defaultdict(list)
    for one in found:
        by_workspace[one.workspace].append(one)
    for workspace, marks in sorted(by_workspace.items()):
        moments = [one.at for one in marks]
        wanted = listed(db.dialect, sorted({EVERYBODY, *(one.department for one in marks)}))
        db.do(_marked(db.dialect), team=workspace, wanted=wanted, first=min(moments), last=max(moments))


@lru_cache(maxsize=2)
def _marked(database: str) -> Statement:
    c = _cell.c
    touched = (
        c.workspace == bindparam("team"),
        among(database, c.department),
        c.ends > bindparam("first", type_=c.ends.type),
        c.starts <= bindparam("last", type_=c.starts.type),
        c.final.is_(False),
    )
    return Statement(update(_cell).where(*touched).values(dirty=true(), revision=c.revision + 1))


# Reading


def of_weeks(
    db: Db, workspace: str, weeks: Collection[str], department: str | None = None
) -> dict[str, dict[str, Cell]]:
    """The cells of these weeks by week and department; with `department` only its own and everybody's."""
    wanted = listed(db.dialect, sorted(weeks))
    given: dict[str, Any] = {"team": workspace, "wanted": wanted}
    if department is None:
        rows = db.find(Cell, _of_weeks(db.dialect), **given)
    else:
        rows = db.find(Cell, _of_department(db.dialect), **given, own=department, everybody=EVERYBODY)
    found: dict[str, dict[str, Cell]] = defaultdict(dict)
    for row in rows:
        found[row.week][row.department] = row
    return found


@lru_cache(maxsize=2)
def _of_weeks(database: str) -> Statement:
    here = (_cell.c.workspace == bindparam("team"), among(database, _cell.c.week))
    return Statement(select(_cell).where(*here))


@lru_cache(maxsize=2)
def _of_department(database: str) -> Statement:
    here = (_cell.c.workspace == bindparam("team"), among(database, _cell.c.week))
    keys = (bindparam("own", type_=String), bindparam("everybody", type_=String))
    return Statement(select(_cell).where(*here, _cell.c.department.in_(keys)))


def figures(cell: Cell) -> dict[Measure, Figure]:
    """What the cell holds."""
    return {name: Figure(*cell.figures[name]) for name in MEASURES if name in cell.figures}


def first_moment(db: Db, workspace: str) -> datetime | None:
    """The first moment at which anything counts; None while nothing does."""
    moments = (table(Request).c.due_at, table(Escalation).c.told_first_due_at, table(Launch).c.ended_at)
    found = [
        db.run(select(func.min(one)).where(one.table.c.workspace == workspace)).scalar() for one in moments
    ]
    return min((at for at in found if at is not None), default=None)


# Keeping


def reserve(db: Db, workspace: str, week: str, span: Span, now: datetime) -> None:
    """Make room for the week, dirty as yet: from now on every change marks it."""
    db.add_if_new(_new(workspace, EVERYBODY, week, span, now))


def _new(workspace: str, department: str, week: str, span: Span, now: datetime) -> Cell:
    return Cell(
        workspace=workspace,
        department=department,
        week=week,
        starts=span.starts,
        ends=span.ends,
        made_at=now,
    )


def keep(db: Db, workspace: str, week: str, counted: Figures, revision: int) -> bool:
    """Keep what was counted when everybody's cell had this revision; False where it has another by now."""
    given = {"team": workspace, "is_week": week, "is_revision": revision}
    if not db.do(_KEPT, **given, to_figures=_plain(counted.get(EVERYBODY, {}))):
        return False
    known = of_weeks(db, workspace, [week])[week]
    whole = known.pop(EVERYBODY)
    span = Span(whole.starts, whole.ends)
    for key in sorted({*known, *counted} - {EVERYBODY}):
        cell = known.get(key)
        if cell is None:
            cell = _new(workspace, key, week, span, whole.made_at)
            db.add(cell)
        db.change(cell, figures=_plain(counted.get(key, {})), dirty=False)
    return True


_KEPT = Statement(
    update(_cell)
    .where(
        _cell.c.workspace == bindparam("team"),
        _cell.c.department == EVERYBODY,
        _cell.c.week == bindparam("is_week"),
        _cell.c.revision == bindparam("is_revision"),
        _cell.c.final.is_(False),
    )
    .values(figures=bindparam("to_figures"), dirty=false())
)


def _plain(figures: Mapping[Measure, Figure]) -> dict[str, list[Any]]:
    return {
        name: [one.number, one.of, one.median, one.p90, one.people, one.cases]
        for name, one in figures.items()
    }


def seal(db: Db, workspace: str, weeks: Iterable[str]) -> None:
    """Nothing changes these any more: records that they were counted from are about to be forgotten."""
    wanted = listed(db.dialect, sorted(weeks))
    db.do(_sealed(db.dialect), team=workspace, wanted=wanted)


@lru_cache(maxsize=2)
def _sealed(database: str) -> Statement:
    here = (_cell.c.workspace == bindparam("team"), among(database, _cell.c.week))
    return Statement(update(_cell).where(*here).values(final=true()))
