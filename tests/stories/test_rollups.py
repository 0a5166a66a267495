"""A channel gets so many cards a day, then an hourly roll-up (noise rule N8)."""

from __future__ import annotations

from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, paris, raise_case, request_in, texts

TWO = {"cards_per_day": 2}


def channel(world: World) -> list[str]:
    return texts(world.person("U0KARIM").sees("C0TUTTI"))


def shows(world: World, title: str) -> list[str]:
    return [text for text in channel(world) if title in text]


async def test_beyond_the_days_cards_an_hourly_roll_up_names_them(database_url: str) -> None:
    async with bakery(database_url, workspace=TWO) as world:
        for title in ("Cold oven", "Late bread", "Wrong cake", "Closed door"):
            await raise_case(world, title=title)
        assert shows(world, "Cold oven") and shows(world, "Late bread")
        assert not shows(world, "Wrong cake") and not shows(world, "Closed door")
        await world.walk.to(paris("2026-11-24 10:00"))
        told = shows(world, "Wrong cake")
        assert len(told) == 1 and "2 more items today" in told[0] and "Closed door" in told[0]
        await world.walk.to(paris("2026-11-24 11:00"))
        assert len(shows(world, "more items today")) == 1, "nothing new, so no second roll-up"

        await world.person("U0LEA").press(request_in(world, "C0CS"), "request_take")
        await world.walk.settle()
        assert len(shows(world, "Closed door")) == 2, "its first answer brings its card"
        assert len(shows(world, "Wrong cake")) == 1


async def test_what_is_urgent_gets_its_card_whatever_the_number(sqlite_url: str) -> None:
    async with bakery(sqlite_url, workspace=TWO) as world:
        for title in ("Cold oven", "Late bread", "Wrong cake"):
            await raise_case(world, title=title)
        await raise_case(world, title="Hair in bread", severity="high")
        assert shows(world, "Hair in bread") and not shows(world, "Wrong cake")


async def test_the_next_day_has_its_own_number_and_none_switches_it_off(sqlite_url: str) -> None:
    async with bakery(sqlite_url, workspace=TWO) as world:
        for title in ("Cold oven", "Late bread", "Wrong cake"):
            await raise_case(world, title=title)
        await world.walk.to(paris("2026-11-25 09:05"))
        await raise_case(world, title="New day")
        assert shows(world, "New day")
    async with bakery(sqlite_url, workspace={"cards_per_day": "none"}) as world:
        for number in range(14):
            await raise_case(world, title=f"Case {number}")
        await world.clock.sleep(60)
        await world.walk.settle()
        assert shows(world, "Case 13")


async def test_a_private_item_leaves_the_roll_up(sqlite_url: str) -> None:
    async with bakery(sqlite_url, workspace=TWO) as world:
        for title in ("Cold oven", "Late bread", "Wrong cake"):
            await raise_case(world, title=title)
        await world.walk.to(paris("2026-11-24 10:00"))
        julie = world.person("U0JULIE")
        told = next(one for one in julie.sees("C0TUTTI") if "Wrong cake" in one.all_text)
        await julie.press(told, "escalation_details")
        await julie.choose("escalation_private")
        await julie.fill_and_submit({"reason": "Health"})
        await world.walk.to(paris("2026-11-24 11:00"))
        assert not shows(world, "Wrong cake")


async def test_a_launch_in_a_roll_up_says_who_answers_by_when(sqlite_url: str) -> None:
    async with bakery(sqlite_url, lang="fr", workspace={"cards_per_day": 1}) as world:
        await announce(world, title="Brioche")
        await announce(world, title="Galette")
        await world.walk.to(paris("2026-11-24 10:00"))
        assert any("1 autre élément" in text and "Galette" in text for text in channel(world))
