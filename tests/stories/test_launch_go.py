"""Go: what blocks it, who decides, and what happens at the launch's hour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.sandbox.hands import SeenMessage
from bot.sandbox.world import World
from tests.stories.conftest import TUESDAY
from tests.stories.launch_steps import (
    CARDS,
    NEXT_WEEK,
    SALES,
    announced,
    both_ready,
    calls,
    card,
    decide,
    fr,
    in_front,
    message_with,
    minutes,
    open_menu,
    private_words,
    refused,
    request,
    said_under_card,
    until,
)


@pytest.fixture(autouse=True)
async def nothing_is_refused_by_slack(world: World) -> AsyncIterator[None]:
    yield
    assert refused(world) == []


def live_lines(world: World) -> list[SeenMessage]:
    return [one for one in world.person("U0KARIM").sees(CARDS) if one.broadcast]


async def test_a_launch_at_go_goes_live_by_itself_at_its_hour_in_the_thread_and_the_channel(
    world: World,
) -> None:
    julie = await announced(world)
    await both_ready(world)
    assert (await decide(julie, "go")).closed
    await until(world, NEXT_WEEK - timedelta(minutes=1))
    assert live_lines(world) == []
    await until(world, NEXT_WEEK + timedelta(seconds=5))
    (line,) = live_lines(world)
    assert line.thread_ts == card(julie).ts and "Galette" in line.text
    assert "launch_go" not in card(julie).buttons
    await minutes(world, 7 * 24 * 60)
    assert len(live_lines(world)) == 1


async def test_silence_blocks_go_until_the_orchestrator_goes_without_that_department(world: World) -> None:
    julie, karim = await announced(world), world.person("U0KARIM")
    hugo = world.person("U0HUGO")
    await hugo.press(request(hugo, SALES), "request_ready")
    await minutes(world, 1)
    form = await open_form(world)
    assert set(form) == {"no_go"}

    await karim.press(card(karim), "launch_go")
    assert "U0JULIE" in await private_words(world, karim, CARDS)
    await julie.press(card(julie), "launch_more", _more(card(julie), "without"))
    assert "U0KARIM" in await private_words(world, julie, CARDS)

    await open_menu(karim, "without")
    assert list((await karim.fill_and_submit({"department": "customer_service"})).errors) == ["reason"]
    await karim.fill_and_submit({"reason": "Léa est en congé"})
    await minutes(world, 240)
    assert "Léa est en congé" in said_under_card(julie)
    assert "launch_go" in message_with(julie, "launch_go").buttons
    assert (await decide(julie, "go")).closed
    await until(world, NEXT_WEEK + timedelta(seconds=5))
    assert len(live_lines(world)) == 1


async def open_form(world: World) -> dict[str, str]:
    """What Julie may decide now."""
    julie = world.person("U0JULIE")
    await julie.press(card(julie), "launch_go")
    offered = in_front(julie).options("decision")
    await julie.close()
    return offered


def _more(shown: SeenMessage, word: str) -> str:
    found = str(shown.blocks)
    start = found.index(f"{word}:")
    return found[start : found.index("'", start)]


async def test_going_without_a_problem_stops_asking_about_it(world: World) -> None:
    julie, karim, lea = await announced(world), world.person("U0KARIM"), world.person("U0LEA")
    await lea.press(request(lea), "request_problem")
    await lea.fill_and_submit({"reason": "Pas de stock"})
    hugo = world.person("U0HUGO")
    await hugo.press(request(hugo, SALES), "request_ready")
    await minutes(world, 5)
    await open_menu(karim, "without")
    await karim.fill_and_submit({"department": "customer_service", "reason": "Le stock arrive"})
    await minutes(world, 5)
    assert "Pas de stock" in card(julie).all_text, "what was decided on stays visible"
    await minutes(world, 3 * 24 * 60)
    assert len(calls(julie)) == 2, "the problem, the last answer, and no reminder of the problem"
    assert set(await open_form(world)) == {"go", "reservations", "no_go"}


async def test_a_required_not_concerned_needs_the_owners_yes(world: World) -> None:
    julie, lea = await announced(world), world.person("U0LEA")
    hugo = world.person("U0HUGO")
    await hugo.press(request(hugo, SALES), "request_ready")
    await lea.press(request(lea), "request_not_concerned")
    await lea.fill_and_submit({})
    await minutes(world, 1)
    assert list((await decide(julie, "go")).errors) == ["confirm"]
    assert (await julie.fill_and_submit({"confirm": ["customer_service"]})).closed
    await minutes(world, 1)
    assert "launch_go" not in card(julie).buttons


async def test_go_with_reservations_names_what_is_left_open_and_passes_the_same_gate(world: World) -> None:
    julie = await announced(world, departments=["pr"])
    assert set(await open_form(world)) == {"no_go"}
    await both_ready(world)
    await julie.press(card(julie), "launch_go")
    assert "Presse" in in_front(julie).holds("reservations")
    assert (await julie.fill_and_submit({"decision": "reservations"})).closed
    await minutes(world, 1)
    assert "Presse" in said_under_card(julie)
    await until(world, NEXT_WEEK + timedelta(seconds=5))
    assert len(live_lines(world)) == 1


async def test_a_no_go_says_why_and_announces_nothing(world: World) -> None:
    julie = await announced(world)
    assert list((await decide(julie, "no_go")).errors) == ["reason"]
    stale = card(julie)
    await julie.fill_and_submit({"decision": "no_go", "reason": "Fours en panne"})
    await minutes(world, 1)
    assert "Fours en panne" in card(julie).all_text
    await julie.press(stale, "launch_go", stale=True)
    assert "U0JULIE" in await private_words(world, julie, CARDS)
    await until(world, NEXT_WEEK + timedelta(minutes=5))
    assert live_lines(world) == []


async def test_an_undecided_launch_is_asked_about_once_and_then_not_confirmed(world: World) -> None:
    julie = await announced(world)
    await both_ready(world)
    await until(world, NEXT_WEEK - timedelta(hours=26))
    asked = [one for one in calls(julie) if "launch_postpone" in one.buttons]
    assert asked == []
    await until(world, NEXT_WEEK - timedelta(minutes=5))
    (asked_about,) = [one for one in calls(julie) if "launch_postpone" in one.buttons]
    assert {"launch_go", "launch_postpone", "launch_cancel"} <= set(asked_about.buttons)
    await until(world, NEXT_WEEK + timedelta(hours=30))
    assert live_lines(world) == []
    unconfirmed = fr("Not confirmed: {owner} did not decide before {time}.", owner="Julie", time="X").split(
        "X"
    )[0]
    assert unconfirmed in card(julie).all_text
    assert "launch_go" not in card(julie).buttons

    await julie.press(asked_about, "launch_postpone")
    result = await julie.fill_and_submit({"at": NEXT_WEEK + timedelta(days=14)})
    assert result.closed
    await minutes(world, 1)
    assert "launch_go" in card(julie).buttons, "a new date brings it back"


async def test_a_launch_too_near_to_be_asked_about_before_is_asked_about_when_its_answers_are_due(
    world: World,
) -> None:
    julie = await announced(world, at=TUESDAY + timedelta(hours=2), high=["high"])
    await minutes(world, 50)
    assert [one for one in calls(julie) if "launch_postpone" in one.buttons] == []
    await minutes(world, 15)
    assert [one for one in calls(julie) if "launch_postpone" in one.buttons]
    await minutes(world, 60)
    assert live_lines(world) == []


async def test_a_launch_whose_owner_has_left_is_decided_by_the_orchestrator(world: World) -> None:
    await announced(world)
    await both_ready(world)
    await world.happens.person_changes("U0JULIE", deleted=True)
    karim = world.person("U0KARIM")
    await until(world, NEXT_WEEK - timedelta(minutes=5))
    await karim.press(message_with(karim, "launch_postpone"), "launch_go")
    assert (await karim.fill_and_submit({"decision": "go"})).closed
    await until(world, NEXT_WEEK + timedelta(seconds=5))
    assert len(live_lines(world)) == 1


async def test_an_answer_after_all_counts_again_although_it_was_gone_without(world: World) -> None:
    julie, karim, lea = await announced(world), world.person("U0KARIM"), world.person("U0LEA")
    asked = request(lea)
    await open_menu(karim, "without")
    await karim.fill_and_submit({"department": "customer_service", "reason": "En congé"})
    await minutes(world, 1)
    await lea.press(asked, "request_problem", stale=True)
    await lea.fill_and_submit({"reason": "Pas de stock"})
    hugo = world.person("U0HUGO")
    await hugo.press(request(hugo, SALES), "request_ready")
    await minutes(world, 1)
    assert set(await open_form(world)) == {"no_go"}, "a problem that was raised is not passed over"
    assert "Pas de stock" in card(julie).all_text
