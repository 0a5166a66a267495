"""What each measure of a week counts, in SQL: each stands here once.

Every measure is a selection of the same columns, one row for each thing that it counts, from the records of
the workspace `team` between `starts` and `ends`. `store.facts` makes figures and lists of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    distinct,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.sql.selectable import CTE

from bot.models import (
    EVERYBODY,
    Escalation,
    EscalationState,
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
from bot.store.db import table

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
        one(private).label("private"),
        hit.label("hit"),
        person.label("person"),
        minutes.label("minutes"),
    )


def one(true: ColumnElement[bool]) -> ColumnElement[int]:
    return case((true, 1), else_=0)


def within(moment: ColumnElement[Any]) -> ColumnElement[bool]:
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


# What is read once for several measures


@lru_cache(maxsize=1)
def _promised() -> CTE:
    """Requests whose promise fell due: what was handed over counts where it went, with the same promise."""
    c, answered = _request, _answered()
    # A value, not a join: it is looked up by key for each row, where PostgreSQL would read the whole table.
    uncounted = select(_escalation.id).where(_escalation.id == c.notice, ~_counts(_escalation))
    in_time = and_(answered, func.coalesce(c.answered_first_at, c.answered_at) <= c.due_at)
    columns = (
        one(in_time).label("hit"),
        case((answered, c.answered_by)).label("person"),
        case((answered, c.answer_minutes)).label("minutes"),
    )
    asked = select(c.department, c.notice, c.private, c.lane, c.origin, *columns).where(
        c.workspace == bindparam("team"),
        within(c.due_at),
        c.origin.in_([Origin.routing, Origin.expert]),
        c.in_person.is_(False),
        or_(c.state.not_in([RequestState.handed_over, RequestState.dropped]), answered),
        # The announcing department is not asked: its row is due as it is made.
        or_(c.lane != Lane.launch, c.due_at > c.asked_at),
        or_(c.lane != Lane.escalation, uncounted.scalar_subquery().is_(None)),
    )
    return asked.cte("promised")


@lru_cache(maxsize=1)
def _told() -> CTE:
    """Escalations whose requester was to be told, by the first promise."""
    c = _escalation
    columns = (
        c.told,
        c.told_at,
        c.told_first_due_at,
        c.reply_minutes,
        c.severity,
        c.taken_at,
        c.statement_at,
    )
    return _cases(within(c.told_first_due_at), *columns).cte("told")


@lru_cache(maxsize=1)
def _closed() -> CTE:
    """Escalations that were closed."""
    c = _escalation
    ended = and_(within(c.ended_at), c.state == EscalationState.closed)
    return _cases(ended, c.told, c.hops).cte("closed")


def _cases(where: ColumnElement[bool], *more: ColumnElement[Any]) -> Selection:
    c = _escalation
    columns = (c.id, c.department, c.private, c.owner, *more)
    return select(*columns).where(c.workspace == bindparam("team"), where, _counts(c))


# The measures


def _on_time() -> Selection:
    c = _promised().c
    return _row("on_time", c.department, c.notice, c.private, c.hit, c.person, c.minutes)


def _claim() -> Selection:
    c = _promised().c
    found = _row("claim", c.department, c.notice, c.private, c.hit, c.person, c.minutes)
    return found.where(c.lane == Lane.escalation, c.origin == Origin.routing)


def _reply() -> Selection:
    c = _told().c
    told = c.told == "yes"
    hit = one(and_(told, c.told_at <= c.told_first_due_at))
    person, minutes = case((told, c.owner)), case((told, c.reply_minutes))
    return _row("reply", c.department, c.id, c.private, hit, person, minutes).where(_to_be_told(c))


def _crisis() -> Selection:
    """The clock of a crisis is its first told-by: 20 minutes unless the workspace wrote another window."""
    c = _told().c
    kept = and_(c.taken_at <= c.told_first_due_at, c.statement_at <= c.told_first_due_at)
    return _of_case("crisis", c, one(kept)).where(c.severity == Severity.crisis)


def _first_route() -> Selection:
    c = _closed().c
    return _of_case("first_route", c, one(c.hops == 0))


def _bounces() -> Selection:
    c = _closed().c
    return _of_case("bounces", c, c.hops)


def _loop_closed() -> Selection:
    c = _closed().c
    return _of_case("loop_closed", c, one(c.told == "yes")).where(_to_be_told(c))


def _cross_cases() -> Selection:
    c = _closed().c
    return _of_case("cross_work", c, one(exists().where(*_others(c))))


def _cross_launches() -> Selection:
    """A launch that no department announced is worked on by several where two of them answered."""
    c = _launch
    others = select(func.count(distinct(_request.department))).where(*_others(c))
    several = others.scalar_subquery() + one(c.department.is_not(None)) >= 2
    own = func.coalesce(c.department, EVERYBODY)
    return _row("cross_work", own, c.id, c.private, one(several), c.owner, null()).where(
        c.workspace == bindparam("team"),
        within(c.ended_at),
        c.state.in_([LaunchState.live, LaunchState.reviewed]),
    )


def _of_case(measure: Measure, c: Any, hit: ColumnElement[Any]) -> Selection:
    return _row(measure, c.department, c.id, c.private, hit, c.owner, null())


def _to_be_told(c: Any) -> ColumnElement[bool]:
    return func.coalesce(c.told, "") != "not_needed"


def _others(c: Any) -> tuple[ColumnElement[bool], ...]:
    """Answers of other departments than the notice's own."""
    return (
        _request.notice == c.id,
        _request.origin != Origin.problem,
        _request.department != func.coalesce(c.department, EVERYBODY),
        _answered(),
    )


def pings() -> Selection:
    """Calls shown: about a request they are its department's, else only the organisation's."""
    about = select(_request.department).where(_request.id == _ping.request).scalar_subquery()
    private = select(_request.private).where(_request.id == _ping.request).scalar_subquery()
    return _row(
        "pings",
        func.coalesce(about, EVERYBODY),
        _ping.notice,
        func.coalesce(private, literal(False)),
        literal(1, Integer),
        _ping.person,
        null(),
    ).where(_ping.workspace == bindparam("team"), within(_ping.shown_at))


MEASURED: Final[Mapping[Measure, tuple[Callable[[], Selection], ...]]] = {
    "on_time": (_on_time,),
    "claim": (_claim,),
    "reply": (_reply,),
    "first_route": (_first_route,),
    "bounces": (_bounces,),
    "loop_closed": (_loop_closed,),
    "cross_work": (_cross_cases, _cross_launches),
    "crisis": (_crisis,),
    "pings": (pings,),
}
"""Measure -> the selections of what it counts."""
TIMED: Final[tuple[Measure, ...]] = ("on_time", "claim", "reply")
"""Measures with minutes, of which there are a median and a 90th percentile."""
PLAIN: Final[tuple[Measure, ...]] = ("first_route", "bounces", "loop_closed", "cross_work", "crisis")
"""Those without; of calls there are percentiles by person."""
