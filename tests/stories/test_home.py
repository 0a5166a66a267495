"""The App Home: published when it is opened, kept fresh for a while, and each sees what is theirs."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox.workspace import Human
from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, paris, raise_case, request_in


def published(world: World, who: str) -> int:
    """How often this person's Home was published."""
    return sum(call.method == "views.publish" and call.args.get("user_id") == who for call in world.calls)


async def home(world: World, who: str) -> str:
    """What the person reads on their Home after opening it."""
    await world.person(who).open_home()
    await world.walk.settle()
    return shown(world, who)


async def press(world: World, who: str, action: str, value: str | None = None) -> None:
    """Press a button of the Home, and let what follows happen."""
    await world.person(who).press_home(action, value)
    await world.walk.settle()


def shown(world: World, who: str) -> str:
    """What stands on the person's Home."""
    view = world.person(who).home()
    assert view is not None
    return view.all_text


def page(world: World, who: str) -> str:
    """What the page in front of the person says."""
    view = world.person(who).view()
    assert view is not None
    return view.all_text


def before(text: str, heading: str) -> str:
    """What stands above a heading."""
    return text.partition(heading)[0]


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


async def test_the_first_visit_explains_who_does_what_once_and_a_guest_sees_only_what_names_them(
    sqlite_url: str,
) -> None:
    async with bakery(sqlite_url) as world:
        await announce(world, title="Galette", at="2026-11-30 10:00")
        for person in (Human("U0ZOE", "Zoé Roy"), Human("U0MAX", "Max Dray", is_restricted=True)):
            await world.happens.person_joins(person)
        newcomer = await home(world, "U0ZOE")
        assert "Who does what" in newcomer and "<@U0KARIM>" in newcomer and "Galette" in newcomer
        await press(world, "U0ZOE", "home_dismiss")
        assert "Who does what" not in shown(world, "U0ZOE")
        assert "Who does what" not in await home(world, "U0ZOE")
        assert "Who does what" in await home(world, "U0LEA")
        await world.walk.by(timedelta(minutes=16))
        assert "Who does what" not in await home(world, "U0LEA"), "the first visit is over"
        guest = await home(world, "U0MAX")
        assert "Nothing waits for you." in guest and "Galette" not in guest and "Who does" not in guest
        for word, told in (("list", "nothing"), ("mine", "Nothing yet"), ("calendar", "No launch")):
            await world.person("U0MAX").command(f"/tutti {word}")
            assert told in page(world, "U0MAX") and "Galette" not in page(world, "U0MAX")
            await world.person("U0MAX").close()


async def test_each_role_finds_what_is_its_own(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        await announce(world, title="Galette", at="2026-11-26 10:00", high=["high"])
        await announce(world, "U0HUGO", title="Brioche", at="2026-11-26 16:00", high=["high"])
        await raise_case(world, title="Cold oven")
        lea, tom = await home(world, "U0LEA"), await home(world, "U0TOM")
        assert "must answer by" in before(lea, "Your department's queue")
        assert "Cold oven" in before(lea, "Your department's queue"), "the representative owes it"
        assert "Nothing waits for you." in before(tom, "Your department's queue"), "the deputy does not yet"
        assert "Galette" in tom and "Cold oven" in tom and "How Tutti does" not in tom
        julie = await home(world, "U0JULIE")
        assert "What you wait for from others" in julie and "Nobody has it yet" not in julie
        await world.person("U0LEA").press(request_in(world, "C0CS"), "request_take")
        assert "Tell the requester by" in before(await home(world, "U0LEA"), "Your department's queue")
        karim = await home(world, "U0KARIM")
        assert "Nobody has it yet" not in karim and "How Tutti does" in karim
        assert "Launches in each other's way" in karim and "on the same day" in karim
        await world.walk.to(paris("2026-11-25 17:00"))
        karim = await home(world, "U0KARIM")
        assert "Late" in karim and "Go is undecided" in karim
        assert "Decide on Go by" in await home(world, "U0JULIE"), "its owner owes the decision"


async def test_pages_turn_where_there_is_more_than_fits(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        for number in range(7):
            await raise_case(world, title=f"Cold oven {number}")
            await world.walk.by(timedelta(minutes=1))
        first = await home(world, "U0LEA")
        assert "What you owe now: 1 to 5 of 7" in first and "Cold oven 0" in first
        assert "Cold oven 6" not in before(first, "Your department's queue")
        await press(world, "U0LEA", "home_next", "owed:1")
        second = shown(world, "U0LEA")
        assert "What you owe now: 6 to 7 of 7" in second and "Cold oven 6" in second
        await world.person("U0LEA").press_home("escalation_details")
        view = world.person("U0LEA").view()
        assert view is not None and "Cold oven 5" in view.all_text, "*Details* opens the case"
        await world.person("U0LEA").close()
        assert "1 to 5 of 7" in await home(world, "U0LEA"), "opening it begins with what is oldest"


async def test_a_private_item_shows_to_those_responsible_and_by_department_and_hour_to_the_orchestrator(
    sqlite_url: str,
) -> None:
    async with bakery(sqlite_url) as world:
        await raise_case(
            world, "U0HUGO", title="A quarrel in the shop", topic="hr_grievance", ticks=["private"]
        )
        assert "A quarrel" in await home(world, "U0INES")
        for person, told in (("U0KARIM", True), ("U0JULIE", False)):
            assert "A quarrel" not in await home(world, person)
            await world.person(person).command("/tutti list")
            assert "A quarrel" not in page(world, person)
            assert ("A private item of *Human resources*" in page(world, person)) is told
            await world.person(person).close()
        await world.person("U0KARIM").press_home("request_name")
        view = world.person("U0KARIM").view()
        assert view is not None and view.callback_id == "request_name_form" and "quarrel" not in view.all_text


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
