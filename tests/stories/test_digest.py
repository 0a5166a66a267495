"""Monday's digest: once, at its hour, with facts counted by hand (PRODUCT, "Shared weekly digest")."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from bot import app
from bot.clock import BoxClock
from bot.sandbox.demo import seed_text, settings_for
from bot.sandbox.seed import bakery as people
from bot.sandbox.world import World
from tests.stories.bakery import MANIFEST, announce, bakery, configured, paris, raise_case, request_in, texts

MONDAY = "2026-11-30 10:00"


def digests(world: World, channel: str) -> list[str]:
    """The weekly digests in a channel."""
    return [text for text in texts(world.person("U0ANA").sees(channel)) if "eekly digest" in text]


async def a_week(world: World) -> None:
    """Two launches and three cases: one told in time, one late, one private."""
    lea = world.person("U0LEA")
    await announce(world, title="Galette")
    await announce(world, title="Fair", kind="information", at="2026-11-27 10:00")
    await raise_case(world, title="Cold oven")
    await raise_case(world, "U0NADIA", title="Shouting", topic="hr_grievance")
    await lea.press(request_in(world, "C0CS"), "request_take")
    await world.walk.by(timedelta(minutes=2))
    taken = next(one for one in lea.sees("C0CS") if "escalation_told" in one.buttons)
    await lea.press(taken, "escalation_told")
    sent = await lea.fill_and_submit({"told": "yes", "told_where": "By mail"})
    assert not sent.errors, sent
    await world.walk.by(timedelta(minutes=2))
    await raise_case(world, title="Burnt bread")


async def test_the_week_is_counted_once_for_everybody_and_for_each_department(database_url: str) -> None:
    async with bakery(database_url) as world:
        await a_week(world)
        await world.walk.to(paris(MONDAY) - timedelta(minutes=1))
        assert digests(world, "C0TUTTI") == []
        await world.walk.to(paris(MONDAY) + timedelta(minutes=1))
        (shared,) = digests(world, "C0TUTTI")
        assert "1 launch this week, 2 escalations last week, 3 answers awaited." in shared
        assert "Galette" in shared and "Fair" in shared and "2 opened · 1 told in time · 1 late" in shared
        assert "Customer service: 2 answers" in shared and "Sales: 1 answer" in shared
        assert "Shouting" not in shared and "Human resources" not in shared
        assert len(shared.splitlines()) <= 25
        (own,) = digests(world, "C0SALES")
        assert "We owe 1 answer, due" in own and "*We owe*\n• <" in own and "Galette" in own
        assert "opened" not in own and "too few to say" in own
        assert [len(digests(world, room)) for room in ("C0CS", "C0MKT", "C0HR", "C0COMM")] == [1, 1, 1, 1]
        await world.walk.to(paris(MONDAY) + timedelta(days=6))
        assert len(digests(world, "C0TUTTI")) == 1


async def test_a_week_in_which_nothing_happened_is_one_line(database_url: str) -> None:
    async with bakery(database_url) as world:
        await world.walk.to(paris(MONDAY) + timedelta(minutes=1))
        (shared,) = digests(world, "C0TUTTI")
        assert "nothing launches, nothing was escalated, nothing waits." in shared
        assert len(shared.splitlines()) == 1
        (own,) = digests(world, "C0CS")
        assert "nothing waits." in own and len(own.splitlines()) == 1


async def test_on_a_holiday_the_digest_comes_on_the_next_working_day(database_url: str) -> None:
    """The departments name their country, the workspace none: Easter Monday is the 6th of April 2026."""
    async with bakery(database_url, at="2026-04-03 09:00") as world:
        await world.walk.to(paris("2026-04-07 09:59"))
        assert digests(world, "C0TUTTI") == []
        await world.walk.to(paris("2026-04-07 10:00"))
        assert len(digests(world, "C0TUTTI")) == 1


async def test_another_hour_holds_from_its_import_on(database_url: str) -> None:
    async with bakery(database_url, digest={"shared": "wed 16:00"}) as world:
        await world.walk.to(paris("2026-11-25 16:00"))
        assert len(digests(world, "C0TUTTI")) == 1
        await world.walk.to(paris("2026-12-01 16:00"))
        assert len(digests(world, "C0TUTTI")) == 1


async def test_anybody_sees_it_privately_at_any_time_in_their_language(database_url: str) -> None:
    async with bakery(database_url, lang="fr") as world:
        await announce(world, title="Galette", at="2026-11-30 10:00")
        for line in ("/tutti digest", "/digest", "/tutti POINT"):
            reply = await world.person("U0HUGO").command(line)
            assert "1 launch" in reply.text, line
        reply = await world.person("U0LEA").command("/tutti point")
        assert "1 lancement" in reply.text
        assert all("digest" not in text for text in texts(world.person("U0ANA").sees("C0TUTTI")))


@asynccontextmanager
async def tutti(world: World, database_url: str) -> AsyncIterator[app.Tutti]:
    """A process of Tutti beside the box, from its start to its stop."""
    made = app.build(settings_for(world, database_url), clock=world.clock)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def test_a_missed_digest_comes_once_after_the_restart_and_says_that_it_is_late(
    database_url: str,
) -> None:
    clock = BoxClock(paris("2026-11-26 09:00"), quick=True)
    world = World(clock, manifest=MANIFEST, workspace=people("en"))
    await world.start()
    try:
        async with tutti(world, database_url) as first:
            await first.import_config(seed_text("en"))
            await first.settle()
        clock.set(paris("2026-11-30 14:00"))
        for _ in range(2):
            async with tutti(world, database_url) as restarted:
                await restarted.settle()
        (shared,) = digests(world, "C0TUTTI")
        assert "This digest comes late" in shared
    finally:
        await world.stop()


async def test_two_engines_send_it_once(new_postgres: Callable[[str], str], postgres_template: str) -> None:
    url = new_postgres(postgres_template)
    clock = BoxClock(paris("2026-11-30 09:00"), quick=True)
    world = World(clock, manifest=MANIFEST, workspace=people("en"))
    await world.start()
    try:
        async with tutti(world, url) as one, tutti(world, url) as other:
            await one.import_config(seed_text("en"))
            clock.set(paris("2026-11-30 10:00"))
            await asyncio.gather(one.settle(), other.settle())
        assert len(digests(world, "C0TUTTI")) == 1
    finally:
        await world.stop()


async def test_private_matters_count_only_from_five_on_and_are_never_named(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        seen = []
        for number in range(5):
            await raise_case(world, "U0NADIA", title=f"Grievance {number}", topic="hr_grievance")
            await world.walk.by(timedelta(minutes=1))
            seen.append((await world.person("U0LEA").command("/digest")).text)
        assert all("nothing was escalated" in text for text in seen[:4])
        assert "5 escalations last week" in seen[4]
        shown = world.person("U0LEA").sees("C0GEN")[-1].all_text
        assert "Grievance" not in shown and "Human resources" not in shown


async def test_a_configuration_read_again_does_not_send_it_twice(database_url: str) -> None:
    clock = BoxClock(paris("2026-11-30 09:59"), quick=True)
    world = World(clock, manifest=MANIFEST, workspace=people("en"))
    await world.start()
    try:
        async with tutti(world, database_url) as running:
            await running.import_config(seed_text("en"))
            clock.set(paris("2026-11-30 10:00"))
            await running.settle()
            await running.import_config(configured(digest={"shared": "mon 10:30"}))
            clock.set(paris("2026-11-30 10:30"))
            await running.settle()
        assert len(digests(world, "C0TUTTI")) == 1, "one digest a day"
    finally:
        await world.stop()
