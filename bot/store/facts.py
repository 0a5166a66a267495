"""A week's figures and the notices behind them, counted in SQL from the records as they are.

Both come from the selections of `store.measures`, so that a list is always the list of its number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    bindparam,
    case,
    cast,
    distinct,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.sql.selectable import CTE, FromClause, Subquery

from bot.models import EVERYBODY, Escalation, Figure, Measure, Request
from bot.rules.facts import FEW_PRIVATE, Span
from bot.store.db import Db, Statement, table
from bot.store.measures import ANSWERS, MEASURED, PLAIN, TIMED, Selection, one, within

_request, _escalation = table(Request).c, table(Escalation).c


# Figures of a week


def week(db: Db, workspace: str, span: Span) -> dict[str, dict[Measure, Figure]]:
    """Every figure of these days, by department and measure; what nothing is counted of is left out."""
    found: dict[str, dict[Measure, Figure]] = {}
    given: dict[str, Any] = {"team": workspace, "starts": span.starts, "ends": span.ends}
    for statement in (_figures(TIMED, _timed), _figures(PLAIN, _plain), _figures(("pings",), _persons)):
        for row in db.look(statement, **given):
            figure = Figure(*(row[name] for name in ("number", "of", "median", "p90", "people", "cases")))
            found.setdefault(row["department"], {})[row["measure"]] = figure
    return found


@lru_cache(maxsize=3)
def _figures(measures: tuple[Measure, ...], summed: Callable[[FromClause, bool], Selection]) -> Statement:
    """The figures of these measures, of each department and of everybody."""
    counted = union_all(*(made() for name in measures for made in MEASURED[name])).cte("counted")
    return Statement(union_all(*(summed(_countable(counted, own), own) for own in (True, False))))


def _group(source: FromClause, own: bool) -> list[ColumnElement[Any]]:
    """What makes a figure one: its measure and, unless it is everybody's, its own department."""
    return [source.c.measure, source.c.department] if own else [source.c.measure]


def _countable(counted: CTE, own: bool) -> Subquery:
    """What counts: private notices only where there are five of them in the figure (P9)."""
    c, group = counted.c, _group(counted, own)
    hidden = select(*group).where(c.private == 1).group_by(*group)
    enough = hidden.having(func.count(distinct(c.notice)) >= FEW_PRIVATE)
    open_ = or_(c.private == 0, tuple_(*group).in_(enough))
    return select(counted).where(c.department != EVERYBODY if own else true(), open_).subquery()


def _plain(source: FromClause, own: bool) -> Selection:
    """Sums alone."""
    return _summed(source, own, func.sum(source.c.hit), median=null(), p90=null())


def _timed(source: FromClause, own: bool) -> Selection:
    """With the median and the 90th percentile of the minutes."""
    ranked = _ranked(source, own, source.c.minutes)
    return _summed(ranked, own, func.sum(ranked.c.hit), **_percentiles(ranked))


def _persons(source: FromClause, own: bool) -> Selection:
    """Of calls, the things counted are the people called: median and p90 are over them."""
    notice = func.dense_rank().over(partition_by=_group(source, own), order_by=source.c.notice)
    numbered = select(source, notice.label("number")).subquery()
    group = [*_group(numbered, own), numbered.c.person]
    calls, notices = func.count().label("calls"), func.max(numbered.c.number).label("notices")
    called = select(*group, calls, notices).group_by(*group).subquery()
    ranked = _ranked(called, own, called.c.calls)
    cases = func.max(ranked.c.notices)
    return _summed(ranked, own, func.sum(ranked.c.calls), cases=cases, **_percentiles(ranked))


def _ranked(source: FromClause, own: bool, value: ColumnElement[Any]) -> Subquery:
    """The rows with their place among those of the same figure that have a value, smallest first."""
    by = _group(source, own)
    place = func.row_number().over(partition_by=by, order_by=(one(value.is_(None)), value))
    among = func.count(value).over(partition_by=by)
    columns = (value.label("value"), place.label("place"), among.label("among"))
    return select(source, *columns).subquery()


def _percentiles(ranked: Subquery) -> dict[str, ColumnElement[Any]]:
    """Median and p90: the first value that so many percent reach, as `percentile_disc` gives it."""
    c = ranked.c
    return {
        name: func.max(case((c.place == (c.among * percent + 99) // 100, c.value)))
        for name, percent in (("median", 50), ("p90", 90))
    }


def _summed(
    source: FromClause,
    own: bool,
    number: ColumnElement[Any],
    *,
    median: ColumnElement[Any],
    p90: ColumnElement[Any],
    cases: ColumnElement[Any] | None = None,
) -> Selection:
    c = source.c
    columns = {
        "number": cast(number, Integer),
        "of": func.count(),
        "median": median,
        "p90": p90,
        "people": func.count(distinct(c.person)),
        "cases": func.count(distinct(c.notice)) if cases is None else cases,
    }
    department = c.department if own else literal(EVERYBODY, String).label("department")
    named = (column.label(name) for name, column in columns.items())
    return select(c.measure, department, *named).group_by(*_group(source, own))


# Behind a figure


def behind(
    db: Db,
    workspace: str,
    measure: Measure,
    department: str,
    span: Span,
    *,
    offset: int,
    limit: int,
) -> tuple[list[tuple[str, bool]], int]:
    """Notices that the figure counts, private ones left out: (id, whether all of it is in `number`).

    First what a reader looks for: late ones, those handed over; then by id. And how many there are in all.
    """
    c = union_all(*(made() for made in MEASURED[measure])).subquery().c
    hit = func.min(one(c.hit > 0))
    counted = select(c.notice, hit.label("hit")).where(c.private == 0).group_by(c.notice)
    if department != EVERYBODY:
        counted = counted.where(c.department == department)
    given: dict[str, Any] = {"team": workspace, "starts": span.starts, "ends": span.ends}
    total = db.run(select(func.count()).select_from(counted.subquery()), given).scalar_one()
    first = hit.desc() if measure == "bounces" else hit
    page = counted.order_by(first, c.notice).offset(offset).limit(limit)
    return [(str(row.notice), bool(row.hit)) for row in db.run(page, given)], int(total)


# What was answered before answers were measured


def unmeasured(db: Db, workspace: str, span: Span, limit: int) -> tuple[list[Request], list[Escalation]]:
    """Answers and replies promised for these days whose minutes nobody has written yet."""
    given = {"team": workspace, "starts": span.starts, "ends": span.ends, "most": limit}
    return db.find(Request, _OLD_ANSWERS, **given), db.find(Escalation, _OLD_REPLIES, **given)


def _old(model: type[Request] | type[Escalation], *where: ColumnElement[bool]) -> Statement:
    asked = select(table(model)).where(table(model).c.workspace == bindparam("team"), *where)
    return Statement(asked.limit(bindparam("most", type_=Integer)))


_OLD_ANSWERS = _old(
    Request, within(_request.due_at), _request.state.in_(ANSWERS), _request.answer_minutes.is_(None)
)
_OLD_REPLIES = _old(
    Escalation,
    within(_escalation.told_first_due_at),
    _escalation.told == "yes",
    _escalation.reply_minutes.is_(None),
)


def reach(db: Db, workspace: str, notices: list[str]) -> datetime | None:
    """The last promise of any request about these notices."""
    last = select(func.max(_request.due_at)).where(
        _request.workspace == workspace, _request.notice.in_(notices)
    )
    found: datetime | None = db.run(last).scalar()
    return found
