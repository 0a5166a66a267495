"""Who is called next about a request, and when (PRODUCT section 2, "Ladder of a request", N2, N3).

A ladder is frozen when its request starts, as roles and shares of the request's window; which persons those
are is looked up at each rung. The share 0 is the ask. Once the ask was made while nobody has been shown it,
one *direct* ask is made at half the window; the caller then appends `DIRECT` to `request.called`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.models import (
    Origin,
    PingKind,
    Request,
    RequestState,
    Rung,
    Snapshot,
)
from bot.rules import calendars
from bot.rules.calendars import ALWAYS, Hours
from bot.rules.rungs import DIRECT as DIRECT
from bot.rules.rungs import called_people, first_asked, holders, one_or_all, whom
from bot.rules.rungs import persons as persons
from bot.rules.rungs import reachable as reachable

Ladder = tuple[Rung, ...]

NORMAL: Final[Ladder] = (
    Rung("representative", 0.0),
    Rung("reminder", 0.5),
    Rung("deputy", 0.75),
    Rung("head", 1.0),
    Rung("orchestrator", 1.0),
)
HIGH: Final[Ladder] = (
    Rung("representative", 0.0),
    Rung("deputy", 0.4),
    Rung("head", 0.8),
    Rung("orchestrator", 1.0),
)
CRISIS: Final[Ladder] = (
    Rung("representative", 0.0),
    Rung("deputy", 0.25),
    Rung("head", 0.5),
    Rung("orchestrator", 0.75),
    Rung("sponsor", 1.0),
)
"""Shares of the taken-by window: 0, 3, 6, 9 and 12 of twenty minutes."""
CRISIS_CLOSED: Final[Ladder] = (Rung("on_call", 0.0), Rung("on_call", 0.25), Rung("on_call", 0.5))
"""Outside working hours "only people on the duty rota who accepted it; nobody else is written to"."""
PERSON: Final[Ladder] = (Rung("person", 0.0), Rung("reminder", 0.5), Rung("orchestrator", 1.0))
"""One person is asked: an owner, or somebody who was named."""

_NOBODY: Final[Ladder] = (Rung("orchestrator", 0.0),)
_MOMENT: Final = timedelta(milliseconds=1)
"""A share of a window is rounded: this much earlier is due for certain."""
_CHASED: Final = frozenset({RequestState.waiting, RequestState.unanswered})
_KINDS: Final = {
    "reminder": PingKind.reminder,
    "deputy": PingKind.deputy,
    "head": PingKind.head,
    "orchestrator": PingKind.orchestrator,
    "sponsor": PingKind.sponsor,
    "on_call": PingKind.on_call,
}


@dataclass(frozen=True)
class Step:
    """One call that is still to be made.

    index: its place in the request's ladder, after which `request.step` becomes index + 1; a direct ask has
    the index of the step it comes before and leaves `request.step`. at: when, possibly past. persons: whom,
    as people are now. urgent: it goes out at once in opening hours, whatever the rounds (N2): a direct ask,
    or an ask that is made when half the window has gone.
    """

    index: int
    at: datetime
    rung: Rung
    persons: tuple[str, ...]
    kind: PingKind
    urgent: bool = False


def plan(
    snapshot: Snapshot,
    department: str,
    *,
    high: bool = False,
    crisis: bool = False,
    open_now: bool = True,
    person: str | None = None,
) -> Ladder:
    """The ladder that a new request freezes.

    "The first filled rung is the one asked; a later empty rung is dropped, the others keep their time." The
    reminder stays in the normal and the person's ladder. With nobody at all, and for a department outside the
    pilot, which is not written to, the orchestrator is asked.
    open_now: whether the responsible department works at this moment, which only a crisis asks.
    """
    if person is None and not snapshot.takes_part(department):
        return _NOBODY
    base = _base(high=high, crisis=crisis, open_now=open_now, person=person)
    filled = [rung for rung in _filled(snapshot, department, base, person) if rung.role != "reminder"]
    if not filled:
        return _NOBODY
    asked = Rung(filled[0].role, 0.0)
    reminders = [
        rung
        for rung in base
        if rung.role == "reminder" and asked.role != "orchestrator" and not (high or crisis)
    ]
    return (asked, *sorted([*reminders, *filled[1:]], key=lambda rung: rung.share))


def next_steps(request: Request, snapshot: Snapshot, hours: Hours, now: datetime) -> list[Step]:
    """Every call still to be made, in order, while the request waits; none once it was answered.

    Shares run from the moment the ask was first shown to the due time, in `hours` (the department's). Crisis
    and stated deadlines run in real time, and from the ask until it is shown. Until somebody was shown an
    ordinary request
    there are only the direct ask at half the window and, at the due time, the orchestrator: "nobody's
    superior hears of what the person has not been shown". A rung that nobody fills any more is left out.
    """
    return list(_steps(request, snapshot, hours, now))


def due_steps(request: Request, snapshot: Snapshot, hours: Hours, now: datetime) -> list[Step]:
    """Of `next_steps` those whose moment has come; nobody is looked up for the others."""
    return list(_steps(request, snapshot, hours, now, until=now))


def next_moment(request: Request, snapshot: Snapshot, hours: Hours, now: datetime) -> datetime | None:
    """When the first of `next_steps` after `now` is to be made; None when there is none."""
    return next((step.at for step in _steps(request, snapshot, hours, now) if step.at > now), None)


def _steps(
    request: Request, snapshot: Snapshot, hours: Hours, now: datetime, until: datetime | None = None
) -> Iterator[Step]:
    """One after the other, in order of their moments; none that comes after `until`."""
    if request.state not in _CHASED:
        return
    called = called_people(request.called)
    clock = ALWAYS if request.real_time else hours
    for index, rung, at in _due(request, clock, now):
        if until is not None and at > until:
            return
        found = (
            first_asked(request, snapshot, now) if index == 0 else whom(rung, request, snapshot, now, called)
        )
        if found:
            kind = PingKind.ask if rung.role == DIRECT else _kind(request, rung, index)
            urgent = rung.role == DIRECT or (index == 0 and _half(request, clock) <= now)
            yield Step(index, at, rung, found, kind, urgent)
            called = [*called, *found]


def reminds_still(request: Request) -> bool:
    """Whether the reminder is the last step taken; one that could not be sent in its time is left out."""
    done = [rung.role for rung in request.rungs[: request.step]]
    return bool(done) and done[-1] == "reminder"


def next_at_once(request: Request, now: datetime) -> dict[str, Any]:
    """The columns that change so that the duty rota's next rung is due now; the later ones keep their time.

    Nothing where no rung of the duty rota is left, or the next one is due already.
    """
    start, rungs = request.shown_at or request.asked_at, list(request.rungs)
    left = rungs[request.step : request.step + 1]
    if not left or left[0].role != "on_call" or request.due_at <= start:
        return {}
    window = request.due_at - start
    if (now - start) / window >= left[0].share:
        return {}
    rungs[request.step] = Rung("on_call", max((now - start - _MOMENT) / window, 0.0))
    return replan(request, ladder=rungs, step=request.step)


def replan(
    request: Request,
    *,
    due_at: datetime | None = None,
    ladder: Sequence[Rung] | None = None,
    step: int | None = None,
    high: bool | None = None,
    real_time: bool | None = None,
    person: str | None = None,
    shown_at: datetime | None = None,
) -> dict[str, Any]:
    """The request's columns that change, with their new values: the only way in which steps move.

    Severity: due_at, ladder, high, real_time. A person named: person, ladder, and a due_at where the old one
    has passed; the ask then starts again with nobody called. A held ask: shown_at, of which the first stays.
    With a new ladder and no `step` it goes on after the last role already called, or from its beginning when
    its first role was not called yet. Source: DESIGN section 2.
    """
    changes: dict[str, Any] = {
        "due_at": due_at,
        "high": high,
        "real_time": real_time,
        "person": person,
        "step": step,
        "shown_at": None if request.shown_at else shown_at,
    }
    changes = {column: value for column, value in changes.items() if value is not None}
    if ladder is not None:
        changes["ladder"] = [[rung.role, rung.share] for rung in ladder]
        changes.setdefault("step", _resumed(request, ladder))
    if person is not None:
        changes |= {"step": step or 0, "called": [], "shown_at": shown_at}
    return {column: value for column, value in changes.items() if getattr(request, column) != value}


def _base(*, high: bool, crisis: bool, open_now: bool, person: str | None) -> Ladder:
    if person is not None:
        return PERSON
    if crisis:
        return CRISIS if open_now else CRISIS_CLOSED
    return HIGH if high else NORMAL


def _filled(snapshot: Snapshot, department: str, base: Ladder, person: str | None) -> Iterator[Rung]:
    """The rungs that somebody fills whom no earlier rung calls; who conducts is only known later."""
    called: list[str] = []
    for rung in base:
        named = person if rung.role == "person" else None
        found = snapshot.present([named] if named else holders(snapshot, department, rung.role))
        found = one_or_all(rung.role, tuple(who for who in found if who not in called))
        if found or rung.role == "orchestrator":
            yield rung
        called += found


def _due(request: Request, clock: Hours, now: datetime) -> Iterator[tuple[int, Rung, datetime]]:
    """Index, rung and instant of each remaining step.

    A request that is only asked now, because it was handed over or somebody was named, has missed no rung:
    those of the past wait until it is shown, and only the orchestrator of an overdue one hears at once.
    """
    asking = request.step == 0 and bool(request.ladder)
    if asking:
        yield 0, request.rungs[0], max(request.asked_at, now)
    for index, rung, at in _later(request, clock, now):
        if not asking or at > now:
            yield index, rung, at
        elif rung.role == "orchestrator":
            yield index, rung, now


def _later(request: Request, clock: Hours, now: datetime) -> Iterator[tuple[int, Rung, datetime]]:
    """The steps after the ask."""
    first = max(request.step, 1)
    later = [(index, rung) for index, rung in enumerate(request.rungs) if index >= first]
    start = request.shown_at or (request.asked_at if request.real_time else None)
    if start is not None:
        for index, rung in later:
            yield index, rung, calendars.share_at(clock, start, request.due_at, rung.share)
        return
    if DIRECT not in request.called and now < request.due_at:
        yield first, Rung(DIRECT, 0.5), _half(request, clock)
    yield from ((index, rung, request.due_at) for index, rung in later if rung.role == "orchestrator")


def _half(request: Request, clock: Hours) -> datetime:
    return calendars.share_at(clock, request.asked_at, request.due_at, 0.5)


def _kind(request: Request, rung: Rung, index: int) -> PingKind:
    """Why the people of this step are called."""
    if index > 0 or rung.role == "on_call":
        return _KINDS.get(rung.role, PingKind.ask)
    if request.origin is Origin.problem:
        return PingKind.problem
    if rung.role == "orchestrator":
        return PingKind.without_next
    return PingKind.named if rung.role == "person" and request.origin is Origin.routing else PingKind.ask


def _resumed(request: Request, ladder: Sequence[Rung]) -> int:
    """Where a new ladder goes on: after the last of its roles that the old one has called."""
    done = [rung.role for rung in request.rungs[: request.step]]
    if not ladder or ladder[0].role not in done:
        return 0
    step = 0
    for index, rung in enumerate(ladder):
        if rung.role in done:
            done.remove(rung.role)
            step = index + 1
    return step
