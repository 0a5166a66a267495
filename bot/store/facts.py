"""A week's figures and the notices behind them, counted in SQL from the records as they are.

Both come from the selections of `store.measures`, so that a list is always the list of its number.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CTE, FromClause

from bot.models import EVERYBODY, Escalation, Figure, Measure, Request
from bot.rules.facts import FEW_PRIVATE, Span
from bot.store.db import Db, Statement, table
from bot.store.measures import ANSWERS, MEASURED, Selection, one, pings, within

_request, _escalation = table(Request).c, table(Escalation).c


# Figures of a week


def week(db: Db, workspace: str, span: Span) -> dict[str, dict[Measure, Figure]]:
    """Every figure of these days, by department and measure; what nothing is counted of is left out."""
    found: dict[str, dict[Measure, Figure]] = {}
    given: dict[str, Any] = {"team": workspace, "starts": span.starts, "ends": span.ends}
    for statement in (_figures(), _figures_of_pings()):
        for row in db.look(statement, **given):
            figure = Figure(*(row[name] for name in ("number", "of", "median", "p90", "people", "cases")))
            found.setdefault(row["department"], {})[row["measure"]] = figure
    return found


@lru_cache(maxsize=1)
def _figures() -> Statement:
    every = _countable([made() for name, some in MEASURED.items() if name != "pings" for made in some])
    ranked = _ranked(every, every.c.minutes, (every.c.measure, every.c.department))
    c = ranked.c
    return _summed(
        ranked,
        number=cast(func.sum(c.hit), Integer),
        of=func.count(),
        people=func.count(distinct(c.person)),
        cases=func.count(distinct(c.notice)),
    )


@lru_cache(maxsize=1)
def _figures_of_pings() -> Statement:
    """Of calls, the things counted are the people called: median and p90 are over them."""
    every = _countable([pings()])
    cases = select(every.c.department, func.count(distinct(every.c.notice)).label("cases"))
    by_department = cases.group_by(every.c.department).subquery()
    calls = cast(func.sum(every.c.hit), Integer).label("hit")
    called = select(every.c.measure, every.c.department, every.c.person, calls)
    by_person = called.group_by(every.c.measure, every.c.department, every.c.person).cte("by_person")
    ranked = _ranked(by_person, by_person.c.hit, (by_person.c.department,))
    c = ranked.c
    notices = select(by_department.c.cases).where(by_department.c.department == c.department)
    return _summed(
        ranked,
        number=cast(func.sum(c.hit), Integer),
        of=func.count(),
        people=func.count(distinct(c.person)),
        cases=notices.scalar_subquery(),
    )


def _countable(selections: list[Selection]) -> CTE:
    """What counts, once for its department and once for everybody; private notices only from five on."""
    counted = union_all(*selections).cte("counted")
    own = select(counted).where(counted.c.department != EVERYBODY)
    columns = [
        literal(EVERYBODY, String).label("department") if column.key == "department" else column
        for column in counted.c
    ]
    every = union_all(own, select(*columns)).cte("every")
    c = every.c
    enough = (
        select(c.measure, c.department)
        .where(c.private == 1)
        .group_by(c.measure, c.department)
        .having(func.count(distinct(c.notice)) >= FEW_PRIVATE)
        .cte("enough")
    )
    there = and_(enough.c.measure == c.measure, enough.c.department == c.department)
    joined = every.outerjoin(enough, there)
    return (
        select(every)
        .select_from(joined)
        .where(or_(c.private == 0, enough.c.measure.is_not(None)))
        .cte("countable")
    )


def _ranked(source: FromClause, value: ColumnElement[Any], by: tuple[ColumnElement[Any], ...]) -> CTE:
    """The rows with their place among those of the same figure that have a value, smallest first."""
    place = func.row_number().over(partition_by=by, order_by=(one(value.is_(None)), value))
    among = func.count(value).over(partition_by=by)
    columns = (value.label("value"), place.label("place"), among.label("among"))
    return select(source, *columns).cte("ranked")


def _at(ranked: CTE, percent: int) -> ColumnElement[Any]:
    """The first value that so many percent reach, as `percentile_disc` gives it; NULL without values."""
    c = ranked.c
    return func.max(case((c.place == (c.among * percent + 99) // 100, c.value)))


def _summed(ranked: CTE, **counts: ColumnElement[Any]) -> Statement:
    by = (ranked.c.measure, ranked.c.department)
    columns = {"median": _at(ranked, 50), "p90": _at(ranked, 90), **counts}
    named = (column.label(name) for name, column in columns.items())
    return Statement(select(*by, *named).group_by(*by))


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
