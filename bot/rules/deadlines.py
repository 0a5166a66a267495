"""By when: what a launch request and an escalation promise, and the instants on the way there.

Sources: PRODUCT section 2, "Two clocks of an escalation" and "Launch request". `hours` is the working time of
the department that answers; crisis and stated deadlines run in real time whatever its hours. `deadlines` is
the workspace's, and what it leaves out has its default. Instants are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.models import Escalation, Request, Severity
from bot.rules import calendars
from bot.rules.calendars import ALWAYS, Hours
from bot.rules.defaults import deadline

TAKEN_SHARE: Final = 0.6
"""*Taken by* is 60 % of the window."""

CHECK_SHARE: Final = 0.75
"""Share of the time to *told by* at which the owner is asked "Still yours?"."""

UNDECIDED_WORKING: Final = timedelta(hours=8)
"""Working time before a launch at which an undecided one is asked about."""

_LAUNCH_NOTICE: Final = timedelta(hours=48)
_LAUNCH_FLOOR: Final = timedelta(hours=4)
_ONE_HOUR: Final = timedelta(hours=1)
_STATED_LEAD: Final = timedelta(minutes=30)
_STATED_SHARE: Final = 0.2
_SEVERITIES: Final = tuple(Severity)
_LONGEST_SEARCH: Final = timedelta(days=400)


@dataclass(frozen=True)
class Times:
    """The two clocks of an escalation. high: on the high ladder, people are reached at once."""

    taken_due_at: datetime
    told_due_at: datetime
    real_time: bool
    high: bool


def launch_due(*, now: datetime, at: datetime, hours: Hours, window: str, high: bool) -> datetime | None:
    """When a department's answer to a launch at `at` is due; None when it cannot be answered in time.

    PRODUCT section 2: "the earlier of two working days and 48 hours before the launch, but at least four
    working hours after the ask (or the configured launch window, where that is shorter); a 48-hour mark
    outside opening hours moves back to the last closing; if that floor passes the launch, the form is refused
    until another time is chosen or *high* is ticked (one working hour, at most half the time left)". Half is
    of the working time left, or of real time where none is left; a floor at the launch itself passes it.
    """
    if at <= now:
        return None
    latest = calendars.add_window(hours, now, calendars.parse_window(window))
    if high:
        return min(
            latest, calendars.add_working(hours, now, _ONE_HOUR), calendars.share_at(hours, now, at, 0.5)
        )
    floor = min(latest, calendars.add_working(hours, now, _LAUNCH_FLOOR))
    mark = calendars.last_closing(hours, at - _LAUNCH_NOTICE)
    return None if floor >= at else max(min(latest, mark), floor)


def escalation_times(
    *,
    now: datetime,
    severity: Severity,
    stated_at: datetime | None,
    hours: Hours,
    deadlines: Mapping[str, str],
    own: str | None = None,
) -> Times:
    """The two clocks of an escalation told at `now`: *told by* the window's end, *taken by* 60 % of it.

    A stated deadline rules whatever the severity, except that a crisis is never slower than its own window.
    own: the window of the requester's type (PRODUCT mechanism 77); with it the earlier of both counts, but a
    crisis keeps its own.
    """
    real = _is_real(severity, stated_at)
    window = calendars.parse_window(deadline(deadlines, severity))
    told = calendars.add_window(hours, now, window, real=real)
    if own is not None and not real:
        told = min(told, calendars.add_window(hours, now, calendars.parse_window(own)))
    if stated_at is not None:
        stated = _before_stated(now, stated_at)
        told = min(told, stated) if severity is Severity.crisis else stated
    taken = calendars.share_at(_clock(real, hours), now, told, TAKEN_SHARE)
    return Times(taken, told, real, real or severity is Severity.high)


def after_level_change(
    escalation: Escalation,
    severity: Severity,
    *,
    now: datetime,
    hours: Hours,
    deadlines: Mapping[str, str],
    since: datetime | None = None,
    own: str | None = None,
) -> Times:
    """Both clocks after the level became `severity`; the clock itself (`created_at`) does not move.

    "After a rise due is the later of asked + new window and now + half the new window, never later than
    before"; after a fall it is asked + new window, never earlier than before. A stated deadline goes on
    ruling. since: when the present round was asked, for a reopened escalation. own: the requester's window.
    """
    asked = since or escalation.created_at
    first, fresh = (
        escalation_times(
            now=start,
            severity=severity,
            stated_at=escalation.stated_at,
            hours=hours,
            deadlines=deadlines,
            own=own,
        )
        for start in (asked, now)
    )
    taken, told = escalation.taken_due_at, escalation.told_due_at
    if severity is escalation.severity or (escalation.stated_at and severity is not Severity.crisis):
        return Times(taken, told, first.real_time, first.high)
    if _rank(severity) < _rank(escalation.severity):
        return Times(
            max(first.taken_due_at, taken), max(first.told_due_at, told), first.real_time, first.high
        )
    clock = _clock(first.real_time, hours)
    half_taken = calendars.share_at(clock, now, fresh.taken_due_at, 0.5)
    half_told = calendars.share_at(clock, now, fresh.told_due_at, 0.5)
    return Times(
        min(max(first.taken_due_at, half_taken), taken),
        min(max(first.told_due_at, half_told), told),
        first.real_time,
        first.high,
    )


def told_check_at(escalation: Escalation, hours: Hours, *, since: datetime | None = None) -> datetime:
    """When the owner is asked "Still yours?": 75 % of the time to *told by*.

    since: when more time was promised, or the round began; None: from the beginning.
    """
    start = since or escalation.created_at
    return calendars.share_at(clock_of(escalation, hours), start, escalation.told_due_at, CHECK_SHARE)


def expert_due(escalation: Escalation, *, now: datetime, hours: Hours) -> datetime:
    """When an expert's answer is due: "half the time left until told-by" (DESIGN section 2).

    With no time left it is one working hour, so that the question is not late before it is asked.
    """
    clock = clock_of(escalation, hours)
    if escalation.told_due_at <= now:
        return calendars.add_working(clock, now, _ONE_HOUR)
    return calendars.share_at(clock, now, escalation.told_due_at, 0.5)


def problem_due(request: Request, launch_at: datetime, *, now: datetime, hours: Hours) -> datetime:
    """When a problem is due: "as long a window as the request it came from, ending at the launch at the
    latest" (DESIGN section 2), and never before `now`."""
    return max(min(named_due(request, now=now, hours=hours), launch_at), now)


def named_due(request: Request, *, now: datetime, hours: Hours) -> datetime:
    """The end of a window that begins now and is as long, in working time, as this request's was."""
    clock = _clock(request.real_time, hours)
    working = calendars.working_between(clock, request.asked_at, request.due_at)
    return calendars.add_working(
        clock, now, working or max(request.due_at - request.asked_at, timedelta(seconds=1))
    )


def undecided_at(launch_at: datetime, hours: Hours) -> datetime:
    """8 working hours before the launch: the latest instant from which that much is left.

    It may lie in the past for a launch announced late. `hours` are the owner's.
    """
    start = launch_at - UNDECIDED_WORKING
    while calendars.working_between(hours, start, launch_at) < UNDECIDED_WORKING:
        start = launch_at - 2 * (launch_at - start)
        if launch_at - start > _LONGEST_SEARCH:
            return launch_at - UNDECIDED_WORKING
    return _latest_with(hours, start, launch_at, UNDECIDED_WORKING)


def rises_at(escalation: Escalation, hours: Hours, *, since: datetime | None = None) -> list[datetime]:
    """The two instants at which a public case not yet taken rises: 50 % and 100 % of its taken-by window.

    Whether it is public and waits is `rules.escalations.waits_in_public`. since: when the present round was
    asked, for a reopened escalation.
    """
    clock, start = clock_of(escalation, hours), since or escalation.created_at
    return [calendars.share_at(clock, start, escalation.taken_due_at, share) for share in (0.5, 1.0)]


def risen(escalation: Escalation) -> Severity | None:
    """One level up, never above high; None at high and crisis: "from high Tutti asks the orchestrator"."""
    if _rank(escalation.severity) >= _rank(Severity.high):
        return None
    return _SEVERITIES[_rank(escalation.severity) + 1]


def crisis_window(deadlines: Mapping[str, str]) -> timedelta:
    """How long a crisis has until its statement is decided, in real time: 20 minutes unless configured."""
    return calendars.parse_window(deadline(deadlines, Severity.crisis)).real


def statement_due(
    escalation: Escalation, deadlines: Mapping[str, str], *, since: datetime | None = None
) -> datetime:
    """When a crisis must have its statement decided: the crisis window after it was told, in real time.

    since: when it became a crisis, if that was later; it then has at least half the window.
    """
    window = calendars.parse_window(deadline(deadlines, Severity.crisis)).real
    due = escalation.created_at + window
    return due if since is None else max(due, since + window / 2)


def lead_due(
    escalation: Escalation, deadlines: Mapping[str, str], *, since: datetime | None = None
) -> datetime:
    """When a crisis must have a lead: 60 % of the time to its statement, in real time."""
    start = escalation.created_at
    due = statement_due(escalation, deadlines, since=since)
    if since is not None and due > start + calendars.parse_window(deadline(deadlines, Severity.crisis)).real:
        start = since
    return start + (due - start) * TAKEN_SHARE


def clock_of(escalation: Escalation, hours: Hours) -> Hours:
    """The hours in which its clocks run: always open for a crisis and for a stated deadline."""
    return _clock(_is_real(escalation.severity, escalation.stated_at), hours)


def _before_stated(now: datetime, stated_at: datetime) -> datetime:
    """ "30 minutes or 20 % of the time left earlier, whichever is longer, but never sooner than half the time
    left, in real time"."""
    left = max(stated_at - now, timedelta(0))
    return now + max(left - max(_STATED_LEAD, left * _STATED_SHARE), left / 2)


def _latest_with(hours: Hours, start: datetime, end: datetime, working: timedelta) -> datetime:
    """The latest whole second before `end` from which `working` is left; `start` has at least that much."""
    near, far = 0, int((end - start).total_seconds())
    while far - near > 1:
        middle = (near + far) // 2
        if calendars.working_between(hours, end - timedelta(seconds=middle), end) >= working:
            far = middle
        else:
            near = middle
    return end - timedelta(seconds=far)


def _is_real(severity: Severity, stated_at: datetime | None) -> bool:
    return severity is Severity.crisis or stated_at is not None


def _clock(real: bool, hours: Hours) -> Hours:
    return ALWAYS if real else hours


def _rank(severity: Severity) -> int:
    return _SEVERITIES.index(severity)
