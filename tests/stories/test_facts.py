"""A week of cases as its figures say it, and the notices that a click on one of them lists."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Refusal
from bot.flows import facts
from bot.models import Cell, Escalation, Figure, Request, WeekFacts
from bot.sandbox import hands
from bot.sandbox.seed import NAMES
from bot.views.facts import read_behind, read_page
from tests.engine.staging import Stage, staged
from tests.stories.bakery import announce, paris, raise_case, request_in
from tests.stories.launch_steps import message_with

WEEK = "2026-W48"
MINUTE = timedelta(minutes=1)
TAKERS = ("U0LEA", "U0TOM", "U0ANA", "U0LEA", "U0TOM", "U0LEA")
"""Who takes the case with this number; the last one is taken too late."""


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        yield made


async def a_week(stage: Stage) -> None:
    """Six cases of customer service from Tuesday on, one of them taken a day late; two private ones of HR."""
    world = stage.world
    for number, taker in enumerate(TAKERS):
        await raise_case(world, title=f"Case {number}", where="Lyon, Mme K.")
        await world.walk.by((30 if number < 5 else 60 * 24) * MINUTE)
        await world.person(taker).press(request_in(world, "C0CS"), "request_take")
        await stage.settle()
    for title in ("Shouting", "Whispering"):
        await raise_case(world, "U0NADIA", title=title, topic="hr_grievance")
    await world.walk.to(paris("2026-11-30 09:00"))


async def behind(stage: Stage, who: str, value: str) -> str:
    """What the page behind a number says to this person."""
    caller = await stage.tutti.tools.caller("T0TUTTI", who, "click")
    page = (await facts.show_behind(stage.tutti.tools, caller, read_behind(value))).opens
    return json.dumps(page, ensure_ascii=False)


async def week(stage: Stage) -> WeekFacts:
    tools = stage.tutti.tools
    book, now = await tools.snapshot("T0TUTTI"), stage.clock.now()
    return await tools.store.read(lambda db: facts.week(db, book, WEEK, now))


async def test_a_week_of_six_cases_is_counted_and_listed_without_a_name(stage: Stage) -> None:
    await a_week(stage)
    kept = await stage.rows(Cell, week=WEEK)
    assert len(kept) > 1 and not any(one.dirty for one in kept), "counted in the night, by itself"
    found = await week(stage)
    taken = found.figure("claim", "customer_service")
    assert (taken.number, taken.of, taken.people, taken.cases, taken.median) == (5, 6, 3, 6, 30)
    assert taken.p90 == 9 * 60, "a day later is nine hours of working time"
    assert found.figure("claim") == taken, "two private cases do not count below five"
    assert found.figure("claim", "hr") == Figure()
    page = await behind(stage, "U0JULIE", f"claim:customer_service:{WEEK}")
    assert "Taken in time" in page and "5 of 6" in page and "half within 30 min" in page
    assert page.index("Case 5") < page.index("Case 0"), "the late one first"
    assert "Case 5>: not taken in time" in page and "Case 0>: taken in time" in page
    everybody = await behind(stage, "U0JULIE", f"claim::{WEEK}")
    assert "Case 5" in everybody and "not taken" not in everybody, "no outcome beside no department"
    for text in (page, everybody):
        assert not [name for name in (*NAMES, *NAMES.values(), "Mme K", "Shouting") if name in text]
    french = await behind(stage, "U0LEA", f"claim:customer_service:{WEEK}")
    assert "Case 5" in french


async def test_too_few_hide_their_number_and_its_list_alike(stage: Stage) -> None:
    await raise_case(stage.world, title="Cold oven")
    await stage.world.person("U0LEA").press(request_in(stage.world, "C0CS"), "request_take")
    await stage.world.walk.to(paris("2026-11-30 09:00"))
    for who in ("U0JULIE", "U0LEA", "U0KARIM"):
        page = await behind(stage, who, f"claim:customer_service:{WEEK}")
        assert "Too few to show" in page and "Cold oven" not in page and "1 of 1" not in page
    assert "Too few to show" in await behind(stage, "U0JULIE", "on_time:hr:2026-W40")


async def test_five_private_cases_are_counted_and_never_listed(stage: Stage) -> None:
    await a_week(stage)
    cases = [one for one in await stage.rows(Escalation) if not one.private]
    asked = [one for one in await stage.rows(Request) if one.notice in {case.id for case in cases[:5]}]

    def hide(db: Any) -> None:
        for row in [*cases[:5], *asked]:
            db.change(row, private=True)

    await stage.tutti.store.write(hide)
    page = await behind(stage, "U0LEA", f"claim:customer_service:{WEEK}")
    assert "5 of 6" in page and "5 private items are counted and not listed." in page
    assert page.count("Case ") == 1


async def test_what_no_list_is_behind_is_refused_in_a_sentence(stage: Stage) -> None:
    for value in ("", "on_time", "mood:hr:2026-W48", "on_time:hr:2026-W99", "on_time:gone:2026-W48"):
        with pytest.raises(Refusal, match="not there any more"):
            await behind(stage, "U0LEA", value)
    with pytest.raises(Refusal, match="not begun yet"):
        await behind(stage, "U0LEA", "on_time:hr:2027-W01")
    with pytest.raises(Refusal, match="only the items that name you"):
        await behind(stage, "U0NOBODY", f"on_time:hr:{WEEK}")
    assert read_page({"private_metadata": "[]"}, 1) is None


async def test_a_problem_that_is_solved_later_was_answered_when_it_was_raised(stage: Stage) -> None:
    world = stage.world
    lea, julie = world.person("U0LEA"), world.person("U0JULIE")
    await announce(world, at="2026-12-10 10:00")
    await world.walk.by(30 * MINUTE)
    await lea.press(request_in(world, "C0CS"), "request_problem")
    await lea.fill_and_submit({"reason": "No price"})
    await stage.settle()
    (raised,) = await stage.rows(Request, department="customer_service", origin="routing")
    assert raised.answer_minutes == 30 and raised.answered_first_at == raised.answered_at
    await world.walk.by(timedelta(days=2))
    await julie.press(message_with(julie, "problem_reply"), "problem_reply")
    await stage.settle()
    await lea.press(message_with(lea, "problem_solved"), "problem_solved")
    await stage.settle()
    (solved,) = await stage.rows(Request, department="customer_service", origin="routing")
    assert solved.answered_at != raised.answered_at
    assert (solved.answer_minutes, solved.answered_first_at) == (30, raised.answered_first_at)


async def test_what_is_taken_back_was_not_answered_and_what_comes_again_counts_from_then(
    stage: Stage,
) -> None:
    world, lea = stage.world, stage.world.person("U0LEA")
    await raise_case(world, title="Cold oven")
    await world.walk.by(10 * MINUTE)
    await lea.press(request_in(world, "C0CS"), "request_take")
    await stage.settle()
    await lea.press(standing_with(lea, "request_give_back"), "request_give_back")
    await stage.settle()
    (asked,) = await stage.rows(Request)
    assert asked.answer_minutes is None and asked.answered_first_at is None
    await world.walk.by(10 * MINUTE)
    await lea.press(request_in(world, "C0CS"), "request_take")
    await stage.settle()
    assert [one.answer_minutes for one in await stage.rows(Request)] == [20]
    await told(stage)
    assert [one.reply_minutes for one in await stage.rows(Escalation)] == [20]


def standing_with(person: hands.Person, button: str) -> hands.SeenMessage:
    """The newest message in customer service's channel with this button."""
    return [one for one in person.sees("C0CS") if button in one.buttons][-1]


async def told(stage: Stage) -> None:
    """Léa says that the requester was told."""
    lea = stage.world.person("U0LEA")
    await lea.press(standing_with(lea, "escalation_told"), "escalation_told")
    sent = await lea.fill_and_submit({"told": "yes", "told_where": "By mail"})
    assert not sent.errors, sent
    await stage.settle()
