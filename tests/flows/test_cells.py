"""Weeks that are over become cells: marked by every change, counted again, final before records go."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

import pytest

from bot.clock import BoxClock
from bot.flows import cells as flow
from bot.flows import facts, keeping
from bot.models import (
    EVERYBODY,
    MEASURES,
    Cell,
    Escalation,
    EscalationState,
    Lane,
    Launch,
    Request,
    RequestState,
    Snapshot,
    Timer,
    Workspace,
)
from bot.rules import facts as rules
from bot.settings import Settings
from bot.slack import Slack
from bot.store import Db, Store, batches, cells
from bot.store import facts as store
from bot.store.timers import set_timer
from bot.tools import Tools
from tests.rules.organisation import WORKSPACE, a_request, a_workspace, an_escalation, paris
from tests.store.test_facts import DEPARTMENTS, PEOPLE, scattered

LAST, THIS = "2026-W48", "2026-W49"
NOW = paris("2026-12-02 09:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _set(db: Db, at: datetime) -> None:
    set_timer(db, WORKSPACE, "facts", "daily", at)


class House:
    """A store whose clock is in the test's hands, in a workspace without departments of its own."""

    def __init__(self, url: str) -> None:
        self.clock = BoxClock(NOW, quick=True)
        self.store = Store(url)
        self.tools = Tools(Settings(), self.clock, self.store, cast(Slack, None))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def add(self, *rows: Any) -> None:
        await self.store.write(lambda db: db.add(*rows))

    async def count(self, rounds: int = 2) -> None:
        """Let the timer come so often, with time between."""
        for _ in range(rounds):
            timer = Timer(workspace=WORKSPACE, kind="facts", subject="daily", at=self.now)
            await self.store.write(partial(_set, at=timer.at))
            await flow.run(self.tools, timer)
            self.clock.move(timedelta(seconds=150))

    async def book(self) -> Snapshot:
        return await self.tools.snapshot(WORKSPACE)

    async def cells(self, week: str = LAST) -> dict[str, Cell]:
        found = await self.store.read(lambda db: cells.of_weeks(db, WORKSPACE, [week]))
        return found.get(week, {})

    async def agree(self, weeks: list[str]) -> None:
        """What is read is what the records say."""
        book = await self.book()

        def look(db: Db) -> None:
            for one in facts.trend(db, book, weeks, self.now):
                fresh = store.week(db, WORKSPACE, rules.Span(one.starts, min(one.ends, self.now)))
                assert one.figures == fresh, one.week
                for key in ("", *DEPARTMENTS):
                    alone = facts.trend(db, book, [one.week], self.now, key)[0]
                    assert all(alone.figure(m, key) == one.figure(m, key) for m in MEASURES), key

        await self.store.read(look, within=30)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    made = House(database_url)
    try:
        await made.add(a_workspace())
        yield made
    finally:
        made.store.close()


@pytest.fixture
async def quick_house(sqlite_url: str) -> AsyncIterator[House]:
    made = House(sqlite_url)
    try:
        await made.add(a_workspace())
        yield made
    finally:
        made.store.close()


def asked(number: int, due: str = "2026-11-24 14:00", **more: Any) -> Request:
    """Customer service was asked about a launch, due in the last week."""
    at = paris(due)
    return a_request(
        **{"id": f"R{number}", "notice": f"L{number}", "asked_at": at - 4 * HOUR, "due_at": at, **more}
    )


async def test_a_week_is_counted_once_there_was_room_and_read_from_its_cells(house: House) -> None:
    await house.add(*(asked(number) for number in range(6)))
    await house.count(1)
    assert (await house.cells())[EVERYBODY].dirty, "room only: whoever is under way has not seen it yet"
    await house.count(1)
    kept = await house.cells()
    assert {*kept} == {EVERYBODY, "customer_service"} and not any(one.dirty for one in kept.values())
    await house.agree([LAST, THIS])
    assert not await house.cells(THIS), "the present week is counted when it is read"
    assert await house.store.read(lambda db: db.all(Timer, kind="facts")) == [], "nothing is left to do"


async def test_a_change_marks_its_department_and_week_in_its_own_unit(house: House) -> None:
    first, other = asked(1), asked(2, "2026-11-17 14:00", department="pr")
    await house.add(first, other, asked(3, department="hr"), asked(4, "2026-12-02 14:00"))
    await house.count()
    answer: dict[str, Any] = {
        "state": RequestState.ready,
        "answered_at": first.due_at,
        "answered_by": "U0LEA",
    }

    def work(db: Db) -> None:
        db.change(first, **answer)
        raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        await house.store.write(work)
    assert not any(one.dirty for one in (await house.cells()).values()), "undone with its change"
    await house.store.write(lambda db: db.change(first, **answer))
    kept = await house.cells()
    assert {key: one.dirty for key, one in kept.items()} == {
        EVERYBODY: True,
        "customer_service": True,
        "hr": False,
    }
    assert not any(one.dirty for one in (await house.cells("2026-W47")).values())
    await house.agree([LAST, "2026-W47"])
    revisions = {key: one.revision for key, one in kept.items()}
    await house.store.write(lambda db: db.change(first, called=["U0TOM"], step=2))
    assert {key: one.revision for key, one in (await house.cells()).items()} == revisions, "no figure moves"
    await house.count(1)
    assert not any(one.dirty for one in (await house.cells()).values())


async def test_what_was_counted_before_a_change_is_not_kept_after_it(house: House) -> None:
    request = asked(1)
    await house.add(request)
    await house.count(1)

    def look(db: Db) -> tuple[Cell, cells.Figures]:
        cell = cells.of_weeks(db, WORKSPACE, [LAST])[LAST][EVERYBODY]
        return cell, store.week(db, WORKSPACE, rules.Span(cell.starts, cell.ends))

    cell, counted = await house.store.read(look)
    await house.store.write(lambda db: db.change(request, state=RequestState.ready))
    assert not await house.store.write(lambda db: cells.keep(db, WORKSPACE, LAST, counted, cell.revision))
    assert (await house.cells())[EVERYBODY].dirty
    await house.agree([LAST])


@pytest.mark.parametrize("seed", (0, 1, 6))
async def test_after_any_changes_what_is_read_is_what_the_records_say(house: House, seed: int) -> None:
    luck, records = random.Random(seed), scattered(seed, 25)
    await house.add(*records.all)
    weeks = ["2026-W46", "2026-W47", LAST, THIS]
    await house.count(3)

    def moved(row: Any) -> dict[str, Any]:
        at = rules.span("Europe/Paris", LAST).starts + luck.randrange(-200, 200) * HOUR
        if isinstance(row, Request):
            state = luck.choice(list(RequestState))
            return {"state": state, "due_at": at, "answered_at": at, "answered_by": luck.choice(PEOPLE)}
        if isinstance(row, Launch):
            return {"ended_at": at, "department": luck.choice(DEPARTMENTS)}
        other: dict[str, Any] = {
            "state": luck.choice(list(EscalationState)),
            "merged_into": luck.choice((None, "E1")),
        }
        moving = {"department": luck.choice(DEPARTMENTS), "ended_at": luck.choice((at, None))}
        return luck.choice((moving, {"told": luck.choice(("yes", "no"))}, other))

    for _ in range(10):
        notices = {one.id: one for one in [*records.escalations, *records.launches]}
        rows = [*notices.values(), *(one for one in records.requests if not notices[one.notice].ended_at)]
        chosen = luck.sample(rows, 3)

        def work(db: Db, chosen: list[Any] = chosen) -> None:
            with batches.together(db) as batch:
                batch.change(chosen[0], **moved(chosen[0]))
            for row in chosen[1:]:
                db.change(row, **moved(row))

        await house.store.write(work)
        await house.agree(weeks)
        await house.count(luck.randrange(2))


async def test_a_notice_that_moves_takes_its_number_along_into_weeks_that_were_counted(
    quick_house: House,
) -> None:
    ended: dict[str, Any] = {"state": EscalationState.closed, "owner": "U0LEA", "told": "yes"}
    case = an_escalation(ended_at=paris("2026-11-24 10:00"), **ended)
    await quick_house.add(case)
    await quick_house.count()
    await quick_house.store.write(lambda db: db.change(case, department="pr", hops=1))
    book = await quick_house.book()
    week = await quick_house.store.read(lambda db: facts.week(db, book, LAST, quick_house.now))
    assert week.figure("loop_closed", "customer_service").of == 0
    assert week.figure("loop_closed", "pr").of == week.figure("loop_closed").of == 1
    await quick_house.count(1)
    await quick_house.agree([LAST])
    assert not (await quick_house.cells())["pr"].dirty


async def test_a_change_of_zone_in_mid_week_neither_loses_an_hour_nor_counts_one_twice(
    quick_house: House,
) -> None:
    """In New York the week begins six hours later; the week that was counted keeps its end."""
    between = asked(1, "2026-11-30 03:00")
    await quick_house.add(asked(2), between, asked(3, "2026-12-01 10:00"))
    await quick_house.count()
    workspace = (await quick_house.book()).workspace
    await quick_house.store.write(
        lambda db: db.change(workspace, timezone="America/New_York", revision=workspace.revision + 1)
    )
    book = await quick_house.book()
    weeks = await quick_house.store.read(
        lambda db: facts.trend(db, book, ["2026-W47", LAST, THIS], quick_house.now)
    )
    assert [one.figure("on_time").of for one in weeks] == [0, 1, 2]
    assert weeks[1].ends == weeks[2].starts == paris("2026-11-30 00:00")
    assert weeks[2].ends == paris("2026-12-07 06:00")


async def test_a_week_that_has_not_begun_is_refused(quick_house: House) -> None:
    book = await quick_house.book()
    with pytest.raises(ValueError, match="2026-W50 has not begun yet"):
        await quick_house.store.read(lambda db: facts.week(db, book, "2026-W50", quick_house.now))


async def test_answers_from_before_they_were_measured_are_measured_in_the_hours_of_today(
    quick_house: House,
) -> None:
    at = paris("2026-11-24 12:30")
    request = asked(1, state=RequestState.ready, answered_at=at, answered_by="U0LEA")
    told: dict[str, Any] = {"told": "yes", "told_at": at, "owner": "U0LEA", "state": EscalationState.told}
    case = an_escalation(created_at=paris("2026-11-24 11:00"), **told)
    await quick_house.add(request, case)
    await quick_house.count(3)
    book = await quick_house.book()
    week = await quick_house.store.read(lambda db: facts.week(db, book, LAST, quick_house.now))
    assert week.figure("on_time", "customer_service").median == 150
    assert week.figure("reply", "customer_service").median == 90
    await quick_house.agree([LAST])


async def test_when_records_are_forgotten_the_weeks_they_counted_in_stay_as_they_were(house: House) -> None:
    records = scattered(7, 30)
    for row in records.escalations + records.launches:
        if row.ended_at is None and row.id.endswith(("1", "3", "5")):
            row.ended_at = row.created_at + DAY
    await house.add(*records.all)
    await house.count(3)
    weeks = ["2026-W46", "2026-W47", LAST, THIS]
    book = await house.book()
    before = await house.store.read(lambda db: facts.trend(db, book, weeks[:3], house.now))
    assert before[2].figure("pings").of > 0 and before[2].figure("on_time").people > 0
    house.clock = house.tools.clock = BoxClock(NOW + timedelta(days=400), quick=True)
    for _ in range(8):
        await tidied(house)
    stripped = await house.store.read(lambda db: db.all(Escalation, by="former"))
    assert stripped, "texts and people are gone"
    assert await house.store.read(lambda db: facts.trend(db, book, weeks[:3], house.now)) == before
    assert all(one.final for one in (await house.cells()).values())
    await house.store.write(lambda db: db.change(stripped[0], told="no", department="hr"))
    assert await house.store.read(lambda db: facts.trend(db, book, weeks[:3], house.now)) == before


async def tidied(house: House) -> None:
    """Housekeeping, once."""
    book, timer = await house.book(), Timer(workspace=WORKSPACE, kind="housekeeping", subject="daily", at=NOW)
    await house.store.write(lambda db: keeping.run(db, house.tools, book, timer, house.now))


async def test_before_records_are_forgotten_weeks_that_nobody_counted_are_counted(quick_house: House) -> None:
    case = an_escalation(state=EscalationState.closed, ended_at=paris("2026-11-24 10:00"), told="yes")
    done: dict[str, Any] = {"answered_at": paris("2026-11-24 11:00"), "answered_by": "U0LEA"}
    request = asked(1, notice="E1", lane=Lane.escalation, state=RequestState.taken, **done)
    await quick_house.add(case, request)
    quick_house.clock = quick_house.tools.clock = BoxClock(NOW + timedelta(days=400), quick=True)
    await tidied(quick_house)
    kept = await quick_house.cells()
    assert all(one.final for one in kept.values())
    figure = cells.figures(kept["customer_service"])["claim"]
    assert (figure.number, figure.of, figure.people, figure.median) == (1, 1, 1, 60)
    (left,) = await quick_house.store.read(lambda db: db.all(Request))
    assert left.answered_by is None


async def test_the_workspace_row_itself_counts_for_nothing(quick_house: House) -> None:
    await quick_house.add(asked(1))
    await quick_house.count()
    row = (await quick_house.store.read(lambda db: db.all(Workspace)))[0]
    await quick_house.store.write(lambda db: db.change(row, sponsor="U0ANA"))
    assert not any(one.dirty for one in (await quick_house.cells()).values())


async def test_housekeeping_lets_weeks_be_counted_once_one_is_over(quick_house: House) -> None:
    async def planned() -> int:
        await tidied(quick_house)
        return len(await quick_house.store.read(lambda db: db.all(Timer, kind="facts")))

    await quick_house.add(asked(1, "2026-12-02 14:00"))
    assert await planned() == 0, "nothing counts in a week that is over"
    quick_house.clock.move(timedelta(days=6))
    assert await planned() == 1
