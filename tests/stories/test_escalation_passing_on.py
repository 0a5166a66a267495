"""Handing over, experts, levels that rise and fall: what moves, and the clock that does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.sandbox.gestures import SubmitResult
from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.world import World
from tests.stories.escalating import (
    card,
    inbox,
    last,
    lines,
    moment,
    open_menu,
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


@pytest.fixture(autouse=True)
def slack_refused_nothing(world: World) -> Iterator[None]:
    """Every story ends without a call that Slack refused."""
    yield
    assert refused(world) == []


async def test_a_hand_over_keeps_the_clock_and_a_second_one_needs_the_orchestrator(
    world: World, database_url: str
) -> None:
    """P6: a hand-over never resets the clock."""
    lea, nadia, karim = (world.person(one) for one in ("U0LEA", "U0NADIA", "U0KARIM"))
    await tell(world.person("U0JULIE"))
    await pass_by(world, 10)
    await lea.press(request(lea), "request_take")
    await pass_by(world)
    await lea.press(request(lea), "request_hand_over")
    words = {"department": "pr", "reason": "A journalist asks", "promised": "A call at two"}
    assert (await lea.fill_and_submit(words)).closed
    await pass_by(world)
    assert not request(lea).buttons, "the first department has nothing left to answer"
    asked = request(nadia, "C0PR")
    assert "A call at two" in asked.all_text and "request_take" in asked.buttons
    assert "A journalist asks" in lines(lea, card(lea))
    clocks = rows(database_url, "select asked_at, due_at from request")
    assert len(clocks) == 2 and clocks[0] == clocks[1]

    await nadia.press(asked, "request_hand_over")
    await nadia.fill_and_submit({"department": "communication", "reason": "Not the press after all"})
    await pass_by(world)
    assert rows(database_url, "select department, hops from escalation") == [("pr", 1)]
    assert "Not the press after all" in inbox(karim)
    await karim.press(last(karim, "hand_over_allow"), "hand_over_allow")
    await pass_by(world)
    assert rows(database_url, "select department, hops from escalation") == [("communication", 2)]
    assert "request_take" in request(karim, "C0COMM").buttons
    assert len(roots(lea, "C0TUTTI")) == 1


async def test_the_orchestrator_hands_over_a_second_time_without_being_asked(
    world: World, database_url: str
) -> None:
    lea, karim = world.person("U0LEA"), world.person("U0KARIM")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    for channel, to in (("C0CS", "pr"), ("C0PR", "communication")):
        who = lea if channel == "C0CS" else karim
        await who.press(request(who, channel), "request_hand_over")
        await who.fill_and_submit({"department": to, "reason": "Theirs"})
        await pass_by(world)
    assert rows(database_url, "select department, hops from escalation") == [("communication", 2)]


async def test_an_expert_answers_the_owner_and_the_case_stays(world: World, database_url: str) -> None:
    lea, hugo = world.person("U0LEA"), world.person("U0HUGO")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    await lea.press(request(lea), "request_take")
    await pass_by(world)
    await lea.press(request(lea), "request_expert")
    await lea.fill_and_submit({"department": "product", "question": "Does the oven have a fuse?"})
    await pass_by(world)
    asked = request(hugo, "C0PROD")
    assert "Does the oven have a fuse?" in asked.all_text
    await hugo.press(asked, "request_answer_expert")
    await hugo.fill_and_submit({"answer": "Yes, behind the door"})
    await pass_by(world)
    assert "Yes, behind the door" in inbox(lea)
    assert rows(database_url, "select owner, state from escalation") == [("U0LEA", "taken")]


async def test_an_expert_who_cannot_help_says_so(world: World, database_url: str) -> None:
    lea, hugo = world.person("U0LEA"), world.person("U0HUGO")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    await lea.press(request(lea), "request_expert")
    await lea.fill_and_submit({"department": "product", "question": "Does the oven have a fuse?"})
    await pass_by(world)
    await hugo.press(request(hugo, "C0PROD"), "request_not_concerned")
    assert (await hugo.fill_and_submit({})).closed
    await pass_by(world)
    states = rows(database_url, "select state from request where origin = 'expert'")
    assert states == [("not_concerned",)] and not request(hugo, "C0PROD").buttons


async def test_the_level_moves_the_deadlines_and_not_the_clock(world: World, database_url: str) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    await tell(julie)
    await until(world, paris(24, "10:05"))
    await open_menu(lea, request(lea), "severity")
    await lea.fill_and_submit({"severity": "high"})
    await pass_by(world)
    clock = "select created_at, taken_due_at, told_due_at from escalation"
    told_at, taken, told = (moment(one) for one in rows(database_url, clock)[0])
    assert told_at == paris(24, "09:05")
    assert told == paris(24, "10:35"), "half the new window from now, since asked plus the window has passed"
    assert taken == paris(24, "10:23")
    same = list((await _level(julie, card(julie), "high")).errors.values())
    assert same and "déjà" in same[0]
    assert (await _level(julie, card(julie), "low")).closed, "who reported it may lower it"
    await pass_by(world)
    assert moment(rows(database_url, "select told_due_at from escalation")[0][0]) == paris(25, "09:05")


async def _level(person: Person, message: SeenMessage, severity: str) -> SubmitResult:
    await person.press(message, "escalation_details")
    await person.choose("escalation_severity")
    return await person.fill_and_submit({"severity": severity})


async def test_a_public_case_that_waits_rises_at_half_and_at_the_end_and_never_above_high(
    world: World, database_url: str
) -> None:
    julie, karim = world.person("U0JULIE"), world.person("U0KARIM")
    await tell(julie, severity="low", ticks=["reach"])
    level = "select severity, rises from escalation"
    assert rows(database_url, level) == [("normal", 0)], "a wide reach raises the proposed level by one"
    half = paris(24, "10:17")
    await until(world, half - (paris(24, "09:06") - paris(24, "09:05")))
    assert rows(database_url, level) == [("normal", 0)]
    await until(world, half + (paris(24, "09:06") - paris(24, "09:05")))
    assert rows(database_url, level) == [("high", 1)]
    assert "attente" in card(julie).all_text, "the card says that waiting raised it"
    await until(world, paris(24, "13:00"))
    assert rows(database_url, level) == [("high", 1)]
    asked = [seen for seen in karim.inbox() if "escalation_severity" in seen.buttons]
    assert asked, "from high the orchestrator is asked"
    assert rows(database_url, "select count(*) from timer where kind like 'rise%'") == [(0,)]


async def test_a_private_matter_reaches_its_seats_by_direct_message_and_nothing_else(
    world: World, database_url: str
) -> None:
    """P9: nothing in any channel, and the orchestrator reads department and hour only."""
    julie, ines, karim = (world.person(one) for one in ("U0JULIE", "U0INES", "U0KARIM"))
    await tell(julie, "A colleague is shouted at every morning", "hr_grievance")
    await until(world, paris(24, "09:20"))
    [asked] = [seen for seen in ines.inbox() if "request_take" in seen.buttons]
    assert "shouted" in asked.all_text
    await until(world, paris(24, "17:00"))
    for channel in world.workspace.rooms:
        for reader in ("U0KARIM", "U0ANA", "U0INES"):
            if reader in world.workspace.rooms[channel].members and channel.startswith("C"):
                assert "shouted" not in "".join(m.all_text for m in world.person(reader).sees(channel))
    told = inbox(karim)
    assert "shouted" not in told and "Ressources humaines" in told
    await karim.press(last(karim, "request_name"), "request_name")
    view = karim.view()
    assert view and "shouted" not in view.all_text
    await karim.close()
    await karim.open_home()
    await pass_by(world)
    home = karim.home()
    assert home and "shouted" not in home.all_text
    await karim.command("/tutti digest")
    assert "shouted" not in "".join(m.all_text for m in karim.sees("C0GEN"))

    await ines.press(asked, "request_take")
    await pass_by(world)
    [taken] = [seen for seen in ines.inbox() if "escalation_told" in seen.buttons and "ping" not in seen.text]
    await ines.press(taken, "escalation_told")
    await ines.fill_and_submit({"told": "not_needed"})
    await pass_by(world)
    assert rows(database_url, "select state, private from escalation") == [("told", True)]
    assert "request_take" not in whispers(karim, "C0TUTTI")


async def test_a_case_whose_requester_was_told_is_not_handed_over_any_more(
    world: World, database_url: str
) -> None:
    lea = world.person("U0LEA")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    await lea.press(request(lea), "request_take")
    await pass_by(world)
    before = request(lea)
    await lea.press(before, "escalation_told")
    await lea.fill_and_submit({"told": "not_needed"})
    await pass_by(world)
    await lea.press(before, "request_hand_over", stale=True)
    refused_with = (await lea.fill_and_submit({"department": "pr", "reason": "Theirs"})).errors
    assert refused_with, "the form says that the requester has been told"
    assert rows(database_url, "select department, state from escalation") == [("customer_service", "told")]
