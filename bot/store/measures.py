"""What each measure of a week counts, in SQL: each stands here once.

Every measure is a selection of the same columns, one row for each thing that it counts, from the records of
the workspace `team` between `starts` and `ends`. `store.facts` makes figures and lists of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    func,
    literal,
    null,
    or_,
    select,
)

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


def _promises(measure: Measure, *where: ColumnElement[bool]) -> Selection:
    """Requests whose promise fell due: what was handed over counts where it went, with the same promise."""
    answered = _answered()
    first = func.coalesce(_request.answered_first_at, _request.answered_at)
    # A value, not a join: it is looked up by key for each row, where PostgreSQL would read the whole table.
    uncounted = select(_escalation.id).where(_escalation.id == _request.notice, ~_counts(_escalation))
    asked = _row(
        measure,
        _request.department,
        _request.notice,
        _request.private,
        one(and_(answered, first <= _request.due_at)),
        case((answered, _request.answered_by)),
        case((answered, _request.answer_minutes)),
    )
    return asked.where(
        _request.workspace == bindparam("team"),
        within(_request.due_at),
        _request.origin.in_([Origin.routing, Origin.expert]),
        _request.in_person.is_(False),
        or_(_request.state.not_in([RequestState.handed_over, RequestState.dropped]), answered),
        # The announcing department is not asked: its row is due as it is made.
        or_(_request.lane != Lane.launch, _request.due_at > _request.asked_at),
        or_(_request.lane != Lane.escalation, uncounted.scalar_subquery().is_(None)),
        *where,
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
    due = within(_escalation.told_first_due_at)
    return _cases("reply", one(in_time), due, _to_be_told(), reply=True)


def _closed() -> ColumnElement[bool]:
    return and_(within(_escalation.ended_at), _escalation.state == EscalationState.closed)


def _first_route() -> Selection:
    return _cases("first_route", one(_escalation.hops == 0), _closed())


def _bounces() -> Selection:
    return _cases("bounces", _escalation.hops, _closed())


def _loop_closed() -> Selection:
    return _cases("loop_closed", one(_escalation.told == "yes"), _closed(), _to_be_told())


def _crisis() -> Selection:
    """The clock of a crisis is its first told-by: 20 minutes unless the workspace wrote another window."""
    clock = _escalation.told_first_due_at
    kept = and_(_escalation.taken_at <= clock, _escalation.statement_at <= clock)
    return _cases("crisis", one(kept), within(clock), _escalation.severity == Severity.crisis)


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
    return one(others + one(target.department.is_not(None)) >= 2)


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
        within(_launch.ended_at),
        _launch.state.in_([LaunchState.live, LaunchState.reviewed]),
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
