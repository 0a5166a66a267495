"""A crisis holds launches; people let each of them go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.sandbox.hands import Person
from bot.sandbox.world import World
from tests.stories.conftest import TUESDAY
from tests.stories.launch_steps import (
    CARDS,
    SERVICE,
    announced,
    both_ready,
    calls,
    card,
    decide,
    minutes,
    private_words,
    refused,
    until,
)

SOON = TUESDAY + timedelta(days=2, hours=6)


@pytest.fixture(autouse=True)
async def nothing_is_refused_by_slack(world: World) -> AsyncIterator[None]:
    yield
    assert refused(world) == []


async def launch_at_go(world: World) -> Person:
    """Julie's launch is at *Go*, and a crisis is open."""
    julie = await announced(world, at=SOON)
    await both_ready(world)
    assert (await decide(julie, "go")).closed
    await minutes(world, 1)
    return julie


async def begin_crisis(world: World) -> None:
    karim = world.person("U0KARIM")
    await karim.command("/tutti crise Un four a pris feu", channel=SERVICE)
    result = await karim.fill_and_submit({"story": "product", "topic": "complaint"})
    assert result.closed, result
    await minutes(world, 1)


async def end_crisis(world: World) -> None:
    """Léa takes it, notes that nobody need be told, and closes it."""
    lea = world.person("U0LEA")
    steps: list[tuple[str, dict[str, str] | None]] = [
        ("request_take", None),
        ("escalation_told", {"told": "not_needed"}),
        ("escalation_close", {"lesson": "Deux fours"}),
    ]
    for button, given in steps:
        shown = [one for one in lea.sees(SERVICE) if button in one.buttons][-1]
        await lea.press(shown, button)
        if given is not None:
            result = await lea.fill_and_submit(given)
            assert result.closed, result
        await minutes(world, 1)


def live(world: World) -> int:
    return len([one for one in world.person("U0KARIM").sees(CARDS) if one.broadcast])


async def test_an_open_crisis_holds_a_launch_at_go_past_its_hour_until_somebody_releases_it(
    world: World,
) -> None:
    julie = await launch_at_go(world)
    await begin_crisis(world)
    assert "launch_release" in card(julie).buttons
    await until(world, SOON + timedelta(minutes=1))
    assert live(world) == 0
    nadia, karim = world.person("U0NADIA"), world.person("U0KARIM")
    await nadia.press(card(nadia), "launch_release")
    assert "U0JULIE" in await private_words(world, nadia, CARDS)
    assert live(world) == 0
    await karim.press(card(karim), "launch_release")
    await minutes(world, 1)
    assert live(world) == 1


async def test_a_launch_released_before_its_hour_goes_out_by_itself(world: World) -> None:
    julie = await launch_at_go(world)
    await begin_crisis(world)
    stale = card(julie)
    await julie.press(stale, "launch_release")
    await minutes(world, 1)
    assert "launch_release" not in card(julie).buttons
    await julie.press(stale, "launch_release", stale=True)
    assert "U0JULIE" in await private_words(world, julie, CARDS)
    await until(world, SOON + timedelta(minutes=1))
    assert live(world) == 1


async def test_a_launch_held_past_its_hour_is_asked_about_when_the_crisis_closes(world: World) -> None:
    julie = await launch_at_go(world)
    await begin_crisis(world)
    await until(world, SOON + timedelta(minutes=30))
    asked = [one for one in calls(julie) if "launch_release" in one.buttons]
    assert asked == [], "while the crisis lasts nobody need decide"
    await end_crisis(world)
    assert live(world) == 0
    (ask,) = [one for one in calls(julie) if "launch_release" in one.buttons]
    await julie.press(ask, "launch_release")
    await minutes(world, 1)
    assert live(world) == 1


async def test_a_launch_whose_hour_is_still_to_come_is_held_no_more_when_the_crisis_closes(
    world: World,
) -> None:
    await launch_at_go(world)
    await begin_crisis(world)
    await end_crisis(world)
    await until(world, SOON + timedelta(minutes=1))
    assert live(world) == 1
