"""A week's figures counted in SQL, from the records as they are: what each measure counts stands here once.

Every measure is a selection of the same columns, one row for each thing that it counts; `week` makes figures
of them and `behind` names the notices, so that a list is always the list of its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CTE, FromClause

from bot.models import (
    EVERYBODY,
    Escalation,
    EscalationState,
    Figure,
    Lane,
    Launch,
    LaunchState,
    Measure,
    Origin,
    Ping,
    Request,
    RequestState,
    Severity,
)
from bot.rules.facts import FEW_PRIVATE, Span
from bot.store.db import Db, Statement, table

_request, _escalation = table(Request).c, table(Escalation).c
_launch, _ping = table(Launch).c, table(Ping).c
ANSWERS: Final = (
    RequestState.ready,
    RequestState.problem,
    RequestState.not_concerned,
    RequestState.taken,
    RequestState.answered,
)
Selection = Select[Any]


# What each measure counts


def _row(
    measure: Measure,
    department: ColumnElement[Any],
    notice: ColumnElement[Any],
    private: ColumnElement[bool],
    hit: ColumnElement[Any],
    person: ColumnElement[Any],
    minutes: ColumnElement[Any],
) -> Selection:
    """One row for each thing counted; `hit` is what it adds to the number."""
    return select(
        literal(measure, String).label("measure"),
        department.label("department"),
        notice.label("notice"),
        _one(private).label("private"),
        hit.label("hit"),
        person.label("person"),
        minutes.label("minutes"),
    )


def _one(true: ColumnElement[bool]) -> ColumnElement[int]:
    return case((true, 1), else_=0)


def _within(moment: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(
        moment >= bindparam("starts", type_=moment.type), moment < bindparam("ends", type_=moment.type)
    )


def _counts(escalation: Any) -> ColumnElement[bool]:
    """An escalation that stands for itself: merged ones count as one, what was none does not count."""
    return and_(escalation.state != EscalationState.not_escalation, escalation.merged_into.is_(None))


def _answered() -> ColumnElement[bool]:
    """Answered by its department, also if it was asked anew since; to be let rest is no answer."""
    before = and_(_request.state == RequestState.dropped, _request.answer_minutes.is_not(None))
    return or_(_request.state.in_(ANSWERS), before)


def _promises(measure: Measure, *where: ColumnElement[bool]) -> Selection:
    """Requests whose promise fell due: what was handed over counts where it went, with the same promise."""
    answered = _answered()
    first = func.coalesce(_request.answered_first_at, _request.answered_at)
    of_escalation = table(Request).outerjoin(table(Escalation), _escalation.id == _request.notice)
    return (
        _row(
            measure,
            _request.department,
            _request.notice,
            _request.private,
            _one(and_(answered, first <= _request.due_at)),
            case((answered, _request.answered_by)),
            case((answered, _request.answer_minutes)),
        )
        .select_from(of_escalation)
        .where(
            _request.workspace == bindparam("team"),
            _within(_request.due_at),
            _request.origin.in_([Origin.routing, Origin.expert]),
            _request.in_person.is_(False),
            or_(_request.state.not_in([RequestState.handed_over, RequestState.dropped]), answered),
            # The announcing department is not asked: its row is due as it is made.
            or_(_request.lane != Lane.launch, _request.due_at > _request.asked_at),
            or_(_escalation.id.is_(None), _counts(_escalation)),
            *where,
        )
    )


def _on_time() -> Selection:
    return _promises("on_time")


def _claim() -> Selection:
    return _promises("claim", _request.lane == Lane.escalation, _request.origin == Origin.routing)


def _cases(
    measure: Measure, hit: ColumnElement[Any], *where: ColumnElement[bool], reply: bool = False
) -> Selection:
    """Escalations; `reply`: with the time to the requester's, and as person who gave it."""
    told = _escalation.told == "yes"
    return _row(
        measure,
        _escalation.department,
        _escalation.id,
        _escalation.private,
        hit,
        case((told, _escalation.owner)) if reply else _escalation.owner,
        case((told, _escalation.reply_minutes)) if reply else null(),
    ).where(_escalation.workspace == bindparam("team"), _counts(_escalation), *where)


def _to_be_told() -> ColumnElement[bool]:
    return func.coalesce(_escalation.told, "") != "not_needed"


def _reply() -> Selection:
    in_time = and_(_escalation.told == "yes", _escalation.told_at <= _escalation.told_first_due_at)
    due = _within(_escalation.told_first_due_at)
    return _cases("reply", _one(in_time), due, _to_be_told(), reply=True)


def _closed() -> ColumnElement[bool]:
    return and_(_within(_escalation.ended_at), _escalation.state == EscalationState.closed)


def _first_route() -> Selection:
    return _cases("first_route", _one(_escalation.hops == 0), _closed())


def _bounces() -> Selection:
    return _cases("bounces", _escalation.hops, _closed())


def _loop_closed() -> Selection:
    return _cases("loop_closed", _one(_escalation.told == "yes"), _closed(), _to_be_told())


def _crisis() -> Selection:
    """The clock of a crisis is its first told-by: 20 minutes unless the workspace wrote another window."""
    clock = _escalation.told_first_due_at
    kept = and_(_escalation.taken_at <= clock, _escalation.statement_at <= clock)
    return _cases("crisis", _one(kept), _within(clock), _escalation.severity == Severity.crisis)


def _across(target: Any) -> ColumnElement[int]:
    """Whether a second department took part in the notice: its own, if it has one, and who answered."""
    others = (
        select(func.count(distinct(_request.department)))
        .where(
            _request.notice == target.id,
            _request.origin != Origin.problem,
            _request.department != func.coalesce(target.department, EVERYBODY),
            _answered(),
        )
        .scalar_subquery()
    )
    return _one(others + _one(target.department.is_not(None)) >= 2)


def _cross_cases() -> Selection:
    return _cases("cross_work", _across(_escalation), _closed())


def _cross_launches() -> Selection:
    return _row(
        "cross_work",
        func.coalesce(_launch.department, EVERYBODY),
        _launch.id,
        _launch.private,
        _across(_launch),
        _launch.owner,
        null(),
    ).where(
        _launch.workspace == bindparam("team"),
        _within(_launch.ended_at),
        _launch.state.in_([LaunchState.live, LaunchState.reviewed]),
    )


def _pings() -> Selection:
    """Calls shown: about a request they are its department's, else only the organisation's."""
    return (
        _row(
            "pings",
            func.coalesce(_request.department, EVERYBODY),
            _ping.notice,
            func.coalesce(_request.private, literal(False)),
            literal(1, Integer),
            _ping.person,
            null(),
        )
        .select_from(table(Ping).outerjoin(table(Request), _request.id == _ping.request))
        .where(_ping.workspace == bindparam("team"), _within(_ping.shown_at))
    )


MEASURED: Final[Mapping[Measure, tuple[Callable[[], Selection], ...]]] = {
    "on_time": (_on_time,),
    "claim": (_claim,),
    "reply": (_reply,),
    "first_route": (_first_route,),
    "bounces": (_bounces,),
    "loop_closed": (_loop_closed,),
    "cross_work": (_cross_cases, _cross_launches),
    "crisis": (_crisis,),
    "pings": (_pings,),
}
"""Measure -> the selections of what it counts."""


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
    every = _countable([_pings()])
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
    place = func.row_number().over(partition_by=by, order_by=(_one(value.is_(None)), value))
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

    Those that are not, first; then by id. And how many there are in all.
    """
    c = union_all(*(made() for made in MEASURED[measure])).subquery().c
    hit = func.min(_one(c.hit > 0))
    counted = select(c.notice, hit.label("hit")).where(c.private == 0).group_by(c.notice)
    if department != EVERYBODY:
        counted = counted.where(c.department == department)
    given: dict[str, Any] = {"team": workspace, "starts": span.starts, "ends": span.ends}
    total = db.run(select(func.count()).select_from(counted.subquery()), given).scalar_one()
    page = counted.order_by(hit, c.notice).offset(offset).limit(limit)
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
    Request, _within(_request.due_at), _request.state.in_(ANSWERS), _request.answer_minutes.is_(None)
)
_OLD_REPLIES = _old(
    Escalation,
    _within(_escalation.told_first_due_at),
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
