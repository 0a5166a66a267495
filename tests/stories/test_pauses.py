"""An administrator's Home: the pause that holds everything, and what failed."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox.world import World
from tests.engine.staging import Stage, staged
from tests.stories.bakery import announce, bakery
from tests.stories.test_home import home, page, press, shown


def said(world: World, who: str) -> str:
    """What Tutti told this person privately."""
    return "\n".join(one.all_text for one in world.person(who).inbox())


def cards(world: World) -> list[str]:
    """What stands in the integration channel for all to see."""
    return [one.all_text for one in world.person("U0JULIE").sees("C0TUTTI") if not one.ephemeral]


async def test_a_pause_holds_every_send_and_shows_what_was_held_before_it_goes_out(database_url: str) -> None:
    async with bakery(database_url) as world:
        await home(world, "U0LEA")
        assert "Hold Every Message" in await home(world, "U0KARIM")
        await press(world, "U0KARIM", "pause_hold")
        assert "*Paused* by Karim" in shown(world, "U0KARIM")
        assert "Tutti is paused" in shown(world, "U0LEA"), "everybody's Home says so"
        await announce(world, title="Galette")
        assert not cards(world)
        assert "messages wait to be sent" in shown(world, "U0KARIM")
        await press(world, "U0KARIM", "pause_release")
        assert "messages go out" in page(world, "U0KARIM") and "(a card)" in page(world, "U0KARIM")
        await world.person("U0KARIM").fill_and_submit()
        await world.walk.by(timedelta(seconds=10))
        assert cards(world)
        assert "The pause has ended" in said(world, "U0KARIM")
        assert "Tutti is paused" not in await home(world, "U0LEA")


async def test_only_an_administrator_holds_and_releases(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        await home(world, "U0KARIM")
        karim = world.workspace.homes["U0KARIM"]
        await home(world, "U0LEA")
        assert "Hold Every Message" not in shown(world, "U0LEA")
        world.workspace.homes["U0LEA"].view["blocks"] = karim.view["blocks"]
        await press(world, "U0LEA", "pause_hold")
        assert "Only an administrator of Tutti can do this" in said(world, "U0LEA")
        assert "Tutti is paused" not in await home(world, "U0LEA")


async def test_what_failed_stands_on_the_home_with_its_two_ways_out(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await archived(stage, "C0SALES", True)
        await stage.launched()
        text = await home(stage.world, "U0KARIM")
        assert "*1 message failed*" in text and "The channel is archived" in text
        assert "message failed" not in await home(stage.world, "U0LEA")
        await archived(stage, "C0SALES", False)
        await press(stage.world, "U0KARIM", "message_retry")
        await stage.later(5)
        assert "No message has failed." in await home(stage.world, "U0KARIM")


async def archived(stage: Stage, channel: str, on: bool) -> None:
    """The channel is archived, or opened again, without Slack's telling Tutti."""
    stage.world.workspace.rooms[channel].archived = on
