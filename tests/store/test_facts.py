"""A week's figures in SQL against a plain recount of every record, on both databases."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import (
    EVERYBODY,
    MEASURES,
    Escalation,
    EscalationState,
    Figure,
    Lane,
    Launch,
    LaunchState,
    Measure,
    Origin,
    Ping,
    PingKind,
    Request,
    RequestState,
    Severity,
)
from bot.rules import facts as rules
from bot.store import Db
from bot.store import facts as store
from bot.store.engines import short_engine
from tests.rules.organisation import WORKSPACE, a_launch, a_request, an_escalation

SPAN = rules.span("Europe/Paris", "2026-W48")
HOUR = timedelta(hours=1)
DEPARTMENTS = ("customer_service", "pr", "hr")
PEOPLE = ("U0LEA", "U0TOM", "U0ANA", "U0NADIA")
ANSWERS = {"ready", "problem", "not_concerned", "taken", "answered"}
Json = dict[str, Any]


@dataclass
class Records:
    """Everything that was written down."""

    escalations: list[Escalation] = field(default_factory=list)
    launches: list[Launch] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    pings: list[Ping] = field(default_factory=list)

    @property
    def all(self) -> list[Any]:
        return [*self.escalations, *self.launches, *self.requests, *self.pings]


def scattered(seed: int, notices: int) -> Records:
    """Notices with requests and calls of every sort, around and outside the week."""
    luck, made = random.Random(seed), Records()

    def at() -> Any:
        return SPAN.starts + luck.randrange(-40, 210) * HOUR

    def maybe(value: Any) -> Any:
        return luck.choice((value, value, None))

    for number in range(notices):
        private, first = luck.random() < 0.3, at()
        if luck.random() < 0.7:
            told = luck.choice(("yes", "yes", "no", "not_needed", None))
            made.escalations.append(
                an_escalation(
                    id=f"E{number}",
                    created_at=first,
                    department=luck.choice(DEPARTMENTS),
                    state=luck.choice(list(EscalationState)),
                    severity=luck.choice((Severity.normal, Severity.crisis)),
                    private=private,
                    owner=maybe(luck.choice(PEOPLE)),
                    told=told,
                    told_at=first + luck.randrange(9) * HOUR if told in ("yes", "not_needed") else None,
                    told_first_due_at=first + 4 * HOUR,
                    taken_at=maybe(first + luck.randrange(9) * HOUR),
                    statement_at=maybe(first + luck.randrange(9) * HOUR),
                    reply_minutes=maybe(luck.randrange(400)) if told == "yes" else None,
                    ended_at=maybe(at()),
                    hops=luck.choice((0, 0, 1, 2)),
                    merged_into=luck.choice((None, None, None, "E0")),
                )
            )
        else:
            made.launches.append(
                a_launch(
                    id=f"L{number}",
                    created_at=first,
                    state=luck.choice(list(LaunchState)),
                    department=maybe(luck.choice(DEPARTMENTS)),
                    ended_at=maybe(at()),
                    private=False,
                )
            )
        lane = (
            Lane.escalation if made.escalations and made.escalations[-1].id == f"E{number}" else Lane.launch
        )
        for each in range(luck.randrange(4)):
            asked, state = at(), luck.choice(list(RequestState))
            answered = asked + luck.randrange(8) * HOUR if state != "waiting" else None
            made.requests.append(
                a_request(
                    id=f"R{number}-{each}",
                    notice=f"{'E' if lane is Lane.escalation else 'L'}{number}",
                    lane=lane,
                    department=luck.choice(DEPARTMENTS),
                    hop=each,
                    origin=luck.choice(list(Origin)),
                    state=state,
                    asked_at=asked,
                    due_at=asked + luck.choice((0, 4, 4, 4)) * HOUR,
                    private=private and lane is Lane.escalation,
                    in_person=luck.random() < 0.1,
                    answered_at=answered,
                    answered_first_at=maybe(answered),
                    answered_by=luck.choice(PEOPLE) if answered else None,
                    answer_minutes=maybe(luck.randrange(500)) if answered else None,
                )
            )
            about = luck.choice((f"R{number}-{each}", None))
            shown = maybe(at())
            made.pings.append(
                Ping(
                    workspace=WORKSPACE,
                    person=luck.choice(PEOPLE),
                    kind=PingKind.ask,
                    key=f"ask:{number}:{each}",
                    notice=made.requests[-1].notice,
                    request=about,
                    not_before=asked,
                    made_at=asked,
                    shown_at=shown,
                )
            )
    return made


# The recount: each measure as PRODUCT says it, one record after the other


@dataclass(frozen=True)
class Thing:
    """One thing that a measure counts."""

    measure: Measure
    department: str
    notice: str
    private: bool
    hit: int
    person: str | None
    minutes: int | None = None


def within(at: Any) -> bool:
    return at is not None and SPAN.starts <= at < SPAN.ends


def is_answered(request: Request) -> bool:
    return request.state in ANSWERS or (
        request.state == RequestState.dropped and request.answer_minutes is not None
    )


def things(records: Records) -> Iterator[Thing]:
    cases = {one.id: one for one in records.escalations}
    asked = {one.id: one for one in records.requests}
    real = [
        one
        for one in records.escalations
        if one.state != EscalationState.not_escalation and not one.merged_into
    ]
    for request in records.requests:
        yield from promises(request, cases.get(request.notice))
    for case in real:
        yield from of_case(case, [one for one in records.requests if one.notice == case.id])
    for launch in records.launches:
        if within(launch.ended_at) and launch.state in ("live", "reviewed"):
            others = [one for one in records.requests if one.notice == launch.id]
            hit = across(launch.department, others)
            yield Thing("cross_work", launch.department or "", launch.id, False, hit, launch.owner)
    for ping in records.pings:
        if within(ping.shown_at):
            about = asked.get(ping.request or "")
            private = bool(about and about.private)
            key = about.department if about else ""
            yield Thing("pings", key, ping.notice, private, 1, ping.person)


def promises(request: Request, case: Escalation | None) -> Iterator[Thing]:
    none = case is not None and (case.state == EscalationState.not_escalation or case.merged_into)
    left = request.state in ("handed_over", "dropped") and not is_answered(request)
    own = request.lane == Lane.launch and request.due_at == request.asked_at
    if none or left or own or request.in_person or not within(request.due_at) or request.origin == "problem":
        return
    done = is_answered(request)
    first = request.answered_first_at or request.answered_at
    hit = int(done and first is not None and first <= request.due_at)
    person, minutes = (request.answered_by, request.answer_minutes) if done else (None, None)
    where = (request.department, request.notice, request.private, hit, person, minutes)
    yield Thing("on_time", *where)
    if request.lane == Lane.escalation and request.origin == "routing":
        yield Thing("claim", *where)


def of_case(case: Escalation, asked: list[Request]) -> Iterator[Thing]:
    where = (case.department, case.id, case.private)
    if within(case.told_first_due_at):
        if case.told != "not_needed":
            told = case.told == "yes"
            hit = int(told and case.told_at is not None and case.told_at <= case.told_first_due_at)
            yield Thing(
                "reply", *where, hit, case.owner if told else None, case.reply_minutes if told else None
            )
        if case.severity == Severity.crisis:
            both = (case.taken_at, case.statement_at)
            kept = all(one is not None and one <= case.told_first_due_at for one in both)
            yield Thing("crisis", *where, int(kept), case.owner)
    if within(case.ended_at) and case.state == EscalationState.closed:
        yield Thing("first_route", *where, int(case.hops == 0), case.owner)
        yield Thing("bounces", *where, case.hops, case.owner)
        yield Thing("cross_work", *where, across(case.department, asked), case.owner)
        if case.told != "not_needed":
            yield Thing("loop_closed", *where, int(case.told == "yes"), case.owner)


def across(own: str | None, asked: list[Request]) -> int:
    active = {one.department for one in asked if one.origin != "problem" and is_answered(one)}
    return int(len(active | ({own} if own else set())) >= 2)


def recounted(records: Records) -> dict[str, dict[Measure, Figure]]:
    groups: dict[tuple[str, Measure], list[Thing]] = defaultdict(list)
    for one in things(records):
        for key in {one.department, EVERYBODY}:
            groups[key, one.measure].append(one)
    found: dict[str, dict[Measure, Figure]] = defaultdict(dict)
    for (key, measure), some in groups.items():
        private = {one.notice for one in some if one.private}
        counted = [one for one in some if not one.private or len(private) >= 5]
        if counted:
            found[key][measure] = figure(measure, counted)
    return dict(found)


def figure(measure: Measure, counted: list[Thing]) -> Figure:
    people, cases = {one.person for one in counted if one.person}, {one.notice for one in counted}
    number, of = sum(one.hit for one in counted), len(counted)
    values = sorted(one.minutes for one in counted if one.minutes is not None)
    if measure == "pings":
        values = sorted(sum(one.hit for one in counted if one.person == who) for who in people)
        of = len(people)
    return Figure(number, of, at(values, 50), at(values, 90), len(people), len(cases))


def at(values: list[int], percent: int) -> int | None:
    """The first value that so many percent of all reach: `percentile_disc`."""
    return next((one for place, one in enumerate(values, 1) if place * 100 >= percent * len(values)), None)


# The tests

Listed = dict[Measure, tuple[str, list[tuple[str, bool]], int]]
Counted = Callable[[Records, int], tuple[dict[str, dict[Measure, Figure]], Listed]]


@pytest.fixture
def counted(database_url: str) -> Iterator[Counted]:
    """Writes records, gives what SQL makes of them, and takes them back: many examples on one database.

    Of each measure the list of one department, another one with each number given.
    """
    engine = short_engine(database_url)

    def count(records: Records, turn: int) -> tuple[dict[str, dict[Measure, Figure]], Listed]:
        with engine.connect() as connection, connection.begin() as begun:
            db = Db(connection)
            db.add(*records.all)
            listed: Listed = {}
            for place, measure in enumerate(MEASURES):
                key = ("", *DEPARTMENTS)[(turn + place) % 4]
                behind = store.behind(db, WORKSPACE, measure, key, SPAN, offset=0, limit=1000)
                listed[measure] = (key, *behind)
            found = store.week(db, WORKSPACE, SPAN)
            begun.rollback()
        return found, listed

    yield count
    engine.dispose()


@given(seed=st.integers(0, 10**6), notices=st.integers(8, 40))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_figure_and_list_is_exactly_what_a_recount_finds(
    counted: Counted, seed: int, notices: int
) -> None:
    records = scattered(seed, notices)
    found, lists = counted(records, seed)
    assert found == recounted(records)
    for measure, (key, listed, total) in lists.items():
        open_ = [
            one
            for one in things(records)
            if one.measure == measure and key in ("", one.department) and not one.private
        ]
        whole = {one.notice: all(other.hit for other in open_ if other.notice == one.notice) for one in open_}
        assert dict(listed) == whole and total == len(listed) == len(whole)
