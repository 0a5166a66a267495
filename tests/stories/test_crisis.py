"""A crisis: who is called when, who leads, the statement, and what it holds; by day and at night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.sandbox.world import World
from tests.stories.escalating import (
    MINUTE,
    card,
    crisis,
    inbox,
    last,
    moment,
    paris,
    pass_by,
    refused,
    request,
    roots,
    rows,
    tell,
    until,
    whispers,
)

OPEN = paris(24, "10:00")
NIGHT = paris(24, "23:00")


@pytest.fixture(autouse=True)
def slack_refused_nothing(world: World) -> Iterator[None]:
    """Every story ends without a call that Slack refused."""
    yield
    assert refused(world) == []


async def called(world: World, since: datetime, minutes: float) -> set[str]:
    """Who has a word about the oven by then, of those a ladder may call."""
    await until(world, since + timedelta(minutes=minutes) + timedelta(seconds=5))
    people = ("U0LEA", "U0TOM", "U0ANA", "U0KARIM", "U0NADIA")
    return {one for one in people if "oven" in inbox(world.person(one))}


async def test_by_day_a_crisis_calls_one_after_the_other_until_somebody_leads(
    world: World, database_url: str
) -> None:
    julie, tom = world.person("U0JULIE"), world.person("U0TOM")
    await until(world, OPEN)
    await julie.command("/tutti crise The oven burns")
    view = julie.view()
    assert view and view.callback_id == "crisis_open" and "story" in view.inputs
    assert set((await julie.fill_and_submit({})).errors) & {"story", "topic"}
    assert rows(database_url, "select count(*) from escalation") == [(0,)], "only a person opens one (P7)"
    assert (await julie.fill_and_submit({"topic": "complaint", "story": "product"})).closed
    assert await called(world, OPEN, 0) == {"U0LEA"}
    assert await called(world, OPEN, 2.8) == {"U0LEA"}
    assert await called(world, OPEN, 3) == {"U0LEA", "U0TOM"}
    assert await called(world, OPEN, 6) == {"U0LEA", "U0TOM", "U0ANA"}
    await tom.press(request(tom), "request_take")
    assert await called(world, OPEN, 9) == {"U0LEA", "U0TOM", "U0ANA"}, (
        "somebody leads: nobody else is called"
    )
    assert "Tom" in card(tom).text
    assert rows(database_url, "select owner from escalation") == [("U0TOM",)]


async def test_nobody_leads_and_the_orchestrator_is_called_at_nine_minutes(world: World) -> None:
    await until(world, OPEN)
    await crisis(world.person("U0JULIE"))
    assert "U0KARIM" not in await called(world, OPEN, 8.8)
    assert "U0KARIM" in await called(world, OPEN, 9)
    assert "request_name" in last(world.person("U0KARIM"), "request_take_myself").buttons


async def test_only_the_lead_hears_of_the_statement_until_it_is_decided(
    world: World, database_url: str
) -> None:
    """N5: the lead also hears 8 and 3 minutes before the statement is due."""
    lea = world.person("U0LEA")
    await until(world, OPEN)
    await crisis(world.person("U0JULIE"))
    await pass_by(world)
    await lea.press(request(lea), "request_take")

    def reminders(who: str) -> int:
        return sum("escalation_statement" in seen.buttons for seen in world.person(who).inbox())

    await until(world, OPEN + 11.8 * MINUTE)
    assert reminders("U0LEA") == 0
    await until(world, OPEN + 12.1 * MINUTE)
    assert reminders("U0LEA") == 1
    await until(world, OPEN + 17.1 * MINUTE)
    assert reminders("U0LEA") == 2
    assert all(reminders(one) == 0 for one in ("U0TOM", "U0ANA", "U0KARIM", "U0JULIE"))
    await lea.press(last(lea, "escalation_statement"), "escalation_statement")
    silent = await lea.fill_and_submit({"decision": "silent"})
    assert list(silent.errors) == ["reason"], "silence needs a reason"
    assert (await lea.fill_and_submit({"decision": "silent", "reason": "Nothing is confirmed"})).closed
    await until(world, OPEN + 25 * MINUTE)
    assert reminders("U0LEA") == 0, "once decided nothing is left to press"
    assert rows(database_url, "select statement from escalation") == [("silent",)]
    assert "silence" in card(lea).all_text


async def test_an_open_crisis_holds_launches_and_its_end_asks_about_them(
    world: World, database_url: str
) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    await julie.command("/tutti launch Autumn cake")
    given = {"kind": "information", "at": paris(24, "15:00"), "gain": "A cake", "goal": "100"}
    assert (await julie.fill_and_submit({**given, "answerer": "U0JULIE"})).closed
    await until(world, paris(24, "14:30"))
    await crisis(world.person("U0KARIM"))
    await pass_by(world)
    await lea.press(request(lea), "request_take")
    await until(world, paris(24, "15:10"))
    assert rows(database_url, "select state, held from launch") == [("go", True)]
    assert "Autumn cake" not in inbox(julie), "it is asked about when the crisis closes"
    await lea.press(request(lea), "escalation_told")
    await lea.fill_and_submit({"told": "not_needed"})
    await pass_by(world)
    assert rows(database_url, "select held from launch") == [(True,)], "told is not closed"
    before = len(julie.inbox())
    await lea.press(request(lea), "escalation_close")
    await lea.fill_and_submit({"mood": "neutral"})
    await pass_by(world)
    assert len(julie.inbox()) == before + 1, "its owner is asked when the crisis closes"
    await julie.press(last(julie, "launch_release"), "launch_release")
    await pass_by(world)
    assert rows(database_url, "select state from launch") == [("live",)]


async def test_at_night_only_the_duty_rota_is_called_and_the_opener_is_told_whom_to_phone(
    world: World, database_url: str
) -> None:
    julie, tom = world.person("U0JULIE"), world.person("U0TOM")
    await until(world, NIGHT)
    await crisis(julie)
    await pass_by(world, 0.1)
    told = inbox(julie) + whispers(julie, "C0GEN")
    assert "<@U0LEA>" in told and "<@U0TOM>" in told
    assert await called(world, NIGHT, 0.2) == {"U0LEA"}
    assert await called(world, NIGHT, 3) == {"U0LEA", "U0TOM"}
    assert await called(world, NIGHT, 45) == {"U0LEA", "U0TOM"}, "nobody else is written to"
    await tom.press(request(tom), "request_take")
    await until(world, paris(25, "09:30"))
    assert rows(database_url, "select owner, late from escalation") == [("U0TOM", True)]
    assert "oven" in inbox(world.person("U0KARIM")), "at the opening the orchestrator hears that it is late"
    assert "oven" not in inbox(world.person("U0NADIA"))


async def test_a_crisis_that_nobody_took_at_night_goes_on_when_the_department_opens(
    world: World, database_url: str
) -> None:
    """P4: never ownerless, never silent."""
    await until(world, NIGHT)
    await crisis(world.person("U0JULIE"))
    opening = paris(25, "09:00")
    assert await called(world, opening, -1) == {"U0LEA", "U0TOM"}
    assert rows(database_url, "select kind from timer where subject like 'R%'") == [("opening",)]
    assert "U0ANA" in await called(world, opening, 0.5), "who was called at night is passed over"
    assert "U0KARIM" in await called(world, opening, 9)
    karim = world.person("U0KARIM")
    await karim.press(last(karim, "request_take_myself"), "request_take_myself")
    await pass_by(world)
    assert rows(database_url, "select owner from escalation") == [("U0KARIM",)]


async def test_a_department_without_a_duty_rota_is_called_when_it_opens(world: World) -> None:
    julie, nadia = world.person("U0JULIE"), world.person("U0NADIA")
    await until(world, NIGHT)
    await crisis(julie, topic="press")
    await pass_by(world, 20)
    assert "téléphon" in (inbox(julie) + whispers(julie, "C0GEN")).lower()
    everybody = ("U0NADIA", "U0ANA", "U0KARIM", "U0LEA")
    assert [one for one in everybody if "oven" in inbox(world.person(one))] == []
    await until(world, paris(25, "09:01"))
    assert "oven" in inbox(nadia)


async def test_a_crisis_handed_over_at_night_calls_the_other_departments_duty_rota(world: World) -> None:
    nadia, lea = world.person("U0NADIA"), world.person("U0LEA")
    await until(world, NIGHT)
    await crisis(world.person("U0JULIE"), topic="press")
    await pass_by(world)
    await nadia.press(request(nadia, "C0PR"), "request_hand_over")
    await nadia.fill_and_submit({"department": "customer_service", "reason": "A customer's case"})
    await pass_by(world)
    assert "oven" in inbox(lea)
    await pass_by(world, 30)
    assert "oven" not in inbox(world.person("U0ANA")) and "oven" not in inbox(world.person("U0KARIM"))


async def test_raised_to_a_crisis_the_owner_leads_and_has_a_statement_to_decide(
    world: World, database_url: str
) -> None:
    lea = world.person("U0LEA")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    await lea.press(request(lea), "request_take")
    await until(world, paris(24, "11:00"))
    await lea.press(card(lea), "escalation_details")
    await lea.choose("escalation_severity")
    await lea.fill_and_submit({"severity": "crisis"})
    await pass_by(world)
    due = moment(rows(database_url, "select told_due_at from escalation")[0][0])
    assert due == paris(24, "11:10"), "asked long ago: half the crisis window from now"
    await until(world, due)
    assert "escalation_statement" in last(lea, "escalation_statement").buttons
    await lea.press(card(lea), "escalation_details")
    await lea.choose("escalation_severity")
    await lea.fill_and_submit({"severity": "normal"})
    await pass_by(world)
    assert rows(database_url, "select count(*) from timer where kind = 'statement'") == [(0,)]
    assert len(roots(lea, "C0TUTTI")) == 1
