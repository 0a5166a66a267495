"""Monday 09:00: what one person owes this week, only to those who owe something (PRODUCT, noise rules)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, paris, raise_case, texts

MONDAY = "2026-11-30 09:00"
NO_ROUNDS: dict[str, Any] = {"workspace": {"rounds": "none"}}


def mondays(world: World, who: str) -> list[str]:
    """The Monday messages that this person got."""
    return [text for text in texts(world.person(who).inbox()) if "You get this on Mondays" in text]


async def test_it_says_what_waits_oldest_first_and_only_to_those_who_owe(database_url: str) -> None:
    async with bakery(database_url, at="2026-11-26 09:05", **NO_ROUNDS) as world:
        await announce(world, title="Galette")
        await raise_case(world, title="Cold oven")
        await world.walk.to(paris(MONDAY) - timedelta(minutes=1))
        assert mondays(world, "U0LEA") == []
        await world.walk.to(paris(MONDAY) + timedelta(minutes=2))
        (seen,) = mondays(world, "U0LEA")
        assert "This week 2 things wait for you" in seen
        assert seen.index("Cold oven") < seen.index("Galette"), "the oldest first"
        assert "/tutti preferences" in seen
        assert mondays(world, "U0INES") == [], "nothing waits for human resources"
        await world.walk.to(paris("2026-12-04 18:00"))
        assert len(mondays(world, "U0LEA")) == 1


async def test_whoever_wants_none_or_snoozes_or_is_away_gets_none(sqlite_url: str) -> None:
    async with bakery(sqlite_url, at="2026-11-27 15:00", **NO_ROUNDS) as world:
        await announce(world, title="Galette")
        hugo, lea = world.person("U0HUGO"), world.person("U0LEA")
        await lea.command("/tutti preferences")
        sent = await lea.fill_and_submit({"others": []})
        assert not sent.errors, sent
        await world.walk.to(paris(MONDAY) - timedelta(minutes=30))
        await hugo.command("/tutti snooze 2h")
        await world.walk.to(paris(MONDAY) + timedelta(minutes=10))
        assert mondays(world, "U0LEA") == [] and mondays(world, "U0HUGO") == []
        await world.walk.to(paris(MONDAY) + timedelta(hours=2))
        assert len(mondays(world, "U0HUGO")) == 1, "after the snooze"


async def test_it_does_not_come_on_top_of_a_round(sqlite_url: str) -> None:
    """The weekend's complaint is asked in the round of 09:15; it was all that waited, so nothing follows."""
    async with bakery(sqlite_url, at="2026-11-29 12:00") as world:
        await raise_case(world, title="Cold oven", severity="low")
        await world.walk.to(paris(MONDAY) + timedelta(hours=3))
        assert mondays(world, "U0LEA") == []
        assert any("Cold oven" in text for text in texts(world.person("U0LEA").inbox()))


async def test_none_switches_it_off_for_all(sqlite_url: str) -> None:
    async with bakery(sqlite_url, at="2026-11-26 09:05", digest={"personal": "none"}, **NO_ROUNDS) as world:
        await announce(world, title="Galette")
        await world.walk.to(paris(MONDAY) + timedelta(hours=3))
        assert mondays(world, "U0LEA") == [], "switched off"
