"""Coverage: who could not be reached, and what would go astray, in the coming weeks.

What it looks for: PRODUCT section 1, mechanisms 13, 16, 17 and 93; section 2, "Crisis outside". Exact
intervals come from the departments' hours, holidays and daylight-saving nights; what repeats every week is
one `Usual` in wall-clock time, everything else a `Stretch`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from bot.models import DepartmentKind, Role, Snapshot
from bot.rules import calendars, defaults, rotas, routing
from bot.rules import hours as working
from bot.rules.calendars import Hours

HORIZON: Final = timedelta(weeks=4)
_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY

Stretch = tuple[datetime, datetime]
"""First instant and end, UTC."""
Away = Mapping[str, Sequence[Stretch]]
"""Who is away when."""


@dataclass(frozen=True)
class Usual:
    """What is uncovered every week, in the department's wall-clock time: minutes since Monday 00:00.

    `end` is after `start`, and beyond the week's end where it reaches into the next one.
    """

    start: int
    end: int


@dataclass(frozen=True)
class Hole:
    """Something that nobody covers. `kind` says what, and is worded in `views.coverage`.

    nobody_at_night: a crisis reaches nobody at these times · nobody_by_day: nobody who could answer is there
    · no_representative, no_deputy, no_channel (`topics` go there) · proposed: `person` has not accepted yet ·
    left: `person` has left Slack · no_number: nobody on the duty rota gave a number · topic_astray: the
    `topics` have no department of their own · no_orchestrator · no_sponsor · no_shared_channel ·
    no_department.
    """

    kind: str
    department: str | None = None
    person: str | None = None
    topics: tuple[str, ...] = ()
    usual: tuple[Usual, ...] = ()
    stretches: tuple[Stretch, ...] = ()


def away_in(snapshot: Snapshot) -> Away:
    """Who said that they are away, and when; who stands in for them is not counted."""
    found: dict[str, list[Stretch]] = {}
    for absence in snapshot.absences:
        found.setdefault(absence.person, []).append((absence.starts_at, absence.ends_at))
    return found


def holes(
    snapshot: Snapshot, now: datetime, *, away: Away | None = None, with_number: Iterable[str] = ()
) -> list[Hole]:
    """Every hole of the coming four weeks, the worst first: nobody reachable, then what is missing.

    away: absences known. with_number: who gave a phone number.
    """
    found = missing(snapshot, now, with_number=with_number)
    for department in snapshot.active:
        found += _nobody(snapshot, department.key, now, away or {})
    return sorted(found, key=lambda hole: _ORDER.index(hole.kind))


def missing(snapshot: Snapshot, now: datetime, *, with_number: Iterable[str] = ()) -> list[Hole]:
    """Seats, rooms and numbers that are missing; without the hours at which nobody can be reached."""
    numbers = frozenset(with_number)
    found = [*_workspace(snapshot, now), *_astray(snapshot)]
    for department in snapshot.active:
        found += _missing(snapshot, department.key, numbers)
    return found


_ORDER: Final = (
    "no_shared_channel",
    "no_department",
    "no_orchestrator",
    "nobody_at_night",
    "nobody_by_day",
    "no_representative",
    "left",
    "no_channel",
    "topic_astray",
    "proposed",
    "no_deputy",
    "no_number",
    "no_sponsor",
)


def _workspace(snapshot: Snapshot, now: datetime) -> Iterator[Hole]:
    workspace = snapshot.workspace
    if workspace.integration_channel is None:
        yield Hole("no_shared_channel")
    if not snapshot.active:
        yield Hole("no_department")
    if not rotas.on_duty(snapshot, rotas.ORCHESTRATOR, now):
        yield Hole("no_orchestrator")
    if not snapshot.present([workspace.sponsor] if workspace.sponsor else []):
        yield Hole("no_sponsor")


def _astray(snapshot: Snapshot) -> Iterator[Hole]:
    """Topics whose department is not there any more, by where they go instead."""
    if not snapshot.active:
        return
    there = {department.key for department in snapshot.active}
    lost: dict[str, list[str]] = {}
    for topic in defaults.topics(snapshot):
        if topic.department not in there:
            lost.setdefault(routing.route(snapshot, topic.key), []).append(topic.key)
    for department, topics in lost.items():
        yield Hole("topic_astray", department, topics=tuple(topics))


def _missing(snapshot: Snapshot, key: str, numbers: frozenset[str]) -> Iterator[Hole]:
    """Seats that are empty, wait for an answer or belong to somebody who left; a room; numbers."""
    department = snapshot.department(key)
    for seat in snapshot.seats:
        if seat.department == key and snapshot.gone(seat.person):
            yield Hole("left", key, seat.person)
        elif seat.department == key and not seat.accepted:
            yield Hole("proposed", key, seat.person)
    named = {seat.role for seat in snapshot.seats if seat.department == key}
    if Role.representative not in named:
        yield Hole("no_representative", key)
    if Role.deputy not in named and department and department.kind is DepartmentKind.internal:
        yield Hole("no_deputy", key)
    if department and department.channel is None:
        topics = (topic.key for topic in defaults.topics(snapshot))
        yield Hole("no_channel", key, topics=tuple(t for t in topics if routing.route(snapshot, t) == key))
    duty = snapshot.present(snapshot.holders(key, Role.on_call))
    if duty and not numbers.intersection(duty):
        yield Hole("no_number", key)


def _nobody(snapshot: Snapshot, key: str, now: datetime, away: Away) -> Iterator[Hole]:
    """When nobody can be reached: closed for a crisis, open for anything."""
    hours, until = working.hours_of(snapshot, key), now + HORIZON
    open_at = _merged(_opened(hours, now, until))
    duty = snapshot.present(snapshot.holders(key, Role.on_call))
    night = _while_away(_between(open_at, now, until), duty, away)
    usual = () if duty else usual_closings(hours)
    rest = tuple(one for one in night if duty or not _is_usual(one, usual, hours.zone, (now, until)))
    if usual or rest:
        yield Hole("nobody_at_night", key, usual=usual, stretches=rest)
    seats = snapshot.present(snapshot.holders(key, Role.representative, Role.deputy, Role.head))
    asked = [person for person in seats if not _only_in_a_crisis(snapshot, person)]
    day = tuple(_while_away(open_at, asked, away)) if seats else ()
    if day:
        yield Hole("nobody_by_day", key, stretches=day)


def _only_in_a_crisis(snapshot: Snapshot, person: str) -> bool:
    """Whether they want nothing but crises: what is asked by day passes over them."""
    chosen = snapshot.preferences.get(person)
    return chosen is not None and chosen.only_crisis


def usual_closings(hours: Hours) -> tuple[Usual, ...]:
    """The closings of an ordinary week, without holidays; none for hours that are always open."""
    opened: list[list[int]] = []
    for day, stretches in enumerate(hours.week):
        for opening, closing in stretches:
            if opened and opened[-1][1] == day * _DAY + opening:
                opened[-1][1] = day * _DAY + closing
            else:
                opened.append([day * _DAY + opening, day * _DAY + closing])
    if not opened:
        return ()
    again = [opened[0][0] + _WEEK, 0]
    gaps = ((before[1], after[0]) for before, after in pairwise([*opened, again]))
    return tuple(Usual(start, end) for start, end in gaps if start < end)


def _opened(hours: Hours, now: datetime, until: datetime) -> Iterator[Stretch]:
    for opening, closing in calendars.openings(hours, now):
        if opening >= until:
            return
        yield max(opening, now), min(closing, until)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Those that touch, as one."""
    found: list[Stretch] = []
    for start, end in stretches:
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _between(stretches: Sequence[Stretch], now: datetime, until: datetime) -> list[Stretch]:
    """What lies from `now` to `until` outside these stretches."""
    edges = [(now, now), *stretches, (until, until)]
    return [(before[1], after[0]) for before, after in pairwise(edges) if before[1] < after[0]]


def _while_away(stretches: Sequence[Stretch], people: Sequence[str], away: Away) -> list[Stretch]:
    """The parts of these stretches in which all of these people are away; all of them for nobody."""
    left = list(stretches)
    for person in people:
        left = [
            (max(start, gone), min(end, back))
            for start, end in left
            for gone, back in _merged(sorted(away.get(person, ())))
            if max(start, gone) < min(end, back)
        ]
    return left


def _is_usual(stretch: Stretch, usual: Sequence[Usual], zone: str, edges: Stretch) -> bool:
    """Whether it is one of the week's closings; one that our looking cut off is told by its other end."""
    start, end = (_minute_of_week(at, zone) for at in stretch)
    for one in usual:
        starts = start == one.start or stretch[0] == edges[0]
        ends = end == one.end % _WEEK or stretch[1] == edges[1]
        if starts and ends and stretch[1] - stretch[0] <= timedelta(minutes=one.end - one.start + _HOUR):
            return True
    return False


_HOUR: Final = 60
"""A night in which the clock goes back is longer by this."""


def _minute_of_week(at: datetime, zone: str) -> int:
    local = at.astimezone(ZoneInfo(zone))
    return local.weekday() * _DAY + local.hour * 60 + local.minute
