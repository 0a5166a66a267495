"""The App Home: published when it is opened, kept fresh for a while, and each sees what is theirs."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox.workspace import Human
from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, paris, request_in


def published(world: World, who: str) -> int:
    """How often this person's Home was published."""
    return sum(call.method == "views.publish" and call.args.get("user_id") == who for call in world.calls)


async def home(world: World, who: str) -> str:
    """What the person reads on their Home after opening it."""
    await world.person(who).open_home()
    await world.walk.settle()
    view = world.person(who).home()
    assert view is not None
    return view.all_text


async def test_a_home_that_is_open_follows_and_an_old_one_rests(database_url: str) -> None:
    async with bakery(database_url) as world:
        assert "Nothing waits for you." in await home(world, "U0LEA")
        await announce(world, title="Galette", at="2026-11-30 10:00")
        view = world.person("U0LEA").home()
        assert view is not None and "Customer service* must answer by" in view.all_text
        assert "Galette" in view.all_text
        await world.person("U0LEA").press(request_in(world, "C0CS"), "request_ready")
        await world.walk.by(timedelta(minutes=1))
        view = world.person("U0LEA").home()
        assert view is not None and "Nothing waits for you." in view.all_text
        await world.walk.by(timedelta(minutes=20))
        before = published(world, "U0LEA")
        await announce(world, title="Brioche", at="2026-11-30 10:00")
        await world.walk.by(timedelta(minutes=1))
        assert published(world, "U0LEA") == before, "it was opened too long ago"
        assert "Brioche" in await home(world, "U0LEA")


async def test_a_newcomer_reads_who_does_what_and_a_guest_only_what_names_them(database_url: str) -> None:
    async with bakery(database_url) as world:
        await announce(world, title="Galette", at="2026-11-30 10:00")
        for person in (Human("U0ZOE", "Zoé Roy"), Human("U0MAX", "Max Dray", is_restricted=True)):
            await world.happens.person_joins(person)
        newcomer = await home(world, "U0ZOE")
        assert "Who does what" in newcomer and "<@U0KARIM>" in newcomer and "Galette" in newcomer
        guest = await home(world, "U0MAX")
        assert "Nothing waits for you." in guest and "Galette" not in guest
        assert "Who does what" not in await home(world, "U0LEA")


async def test_whom_nobody_knows_is_looked_up_once_in_slack(database_url: str) -> None:
    async with bakery(database_url) as world:
        world.workspace.people["U0ZOE"] = Human("U0ZOE", "Zoé Roy")
        for _ in range(2):
            assert "Who does what" in await home(world, "U0ZOE")
        assert [call.args.get("user") for call in world.calls if call.method == "users.info"] == ["U0ZOE"]


async def test_from_its_buttons_forms_and_digest_open(database_url: str) -> None:
    async with bakery(database_url) as world:
        await home(world, "U0LEA")
        lea = world.person("U0LEA")
        await lea.press_home("open_launch")
        view = lea.view()
        assert view is not None and view.callback_id == "launch_announce"


async def test_at_rest_slack_is_not_called(database_url: str) -> None:
    async with bakery(database_url, at="2026-11-24 19:00") as world:
        await home(world, "U0LEA")
        before = len(world.calls)
        await world.walk.to(paris("2026-11-27 19:00"))
        assert [call.method for call in world.calls[before:]] == []
