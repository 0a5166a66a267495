"""The joint meeting: the digest's open points, ticked together, carried over (PRODUCT mechanism 34)."""

from __future__ import annotations

import asyncio

from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, paris, raise_case, request_in, soon, texts

MONDAY, NEXT = "2026-11-30 10:00", "2026-12-07 10:00"


def digest(world: World) -> SeenMessage:
    """The newest shared digest."""
    found = [one for one in world.person("U0ANA").sees("C0TUTTI") if "eekly digest" in one.all_text]
    return found[-1]


def agendas(world: World) -> list[SeenMessage]:
    return [one for one in world.person("U0ANA").sees("C0TUTTI") if "Agenda of the joint" in one.all_text]


async def make(world: World, who: str = "U0KARIM") -> SeenMessage:
    """Press *Make the Agenda* under the newest digest."""
    await world.person(who).press(digest(world), "agenda_make")
    await soon(world)
    return agendas(world)[-1]


def whispered(person: Person) -> str:
    return "\n".join(one.all_text for one in person.sees("C0TUTTI") if one.ephemeral)


async def a_week(world: World) -> None:
    """A launch with a problem, one to come, a complaint that nobody answers."""
    await announce(world, title="Galette")
    lea = world.person("U0LEA")
    await lea.press(request_in(world, "C0CS"), "request_problem")
    sent = await lea.fill_and_submit({"reason": "No stock"})
    assert not sent.errors, sent
    await announce(world, title="Crown", kind="information", at="2026-12-04 10:00")
    await raise_case(world, title="Cold oven")


async def test_the_open_points_become_one_agenda_and_a_second_click_points_to_it(database_url: str) -> None:
    async with bakery(database_url) as world:
        await a_week(world)
        await world.walk.to(paris(MONDAY))
        await soon(world)
        seen = await make(world)
        lines = [line for line in seen.all_text.splitlines() if line[:1].isdigit()]
        assert [line.partition(":")[0] for line in lines] == ["1. Blocked", "2. Late", "3. Launching"]
        assert "Galette" in lines[0] and "Cold oven" in lines[1] and "Crown" in lines[2]
        assert seen.thread_ts == digest(world).ts and seen.broadcast
        karim, julie = world.person("U0KARIM"), world.person("U0JULIE")
        await julie.press(digest(world), "agenda_make")
        await soon(world)
        assert len(agendas(world)) == 1 and "is made already" in whispered(julie)
        values = ticks(seen, "point_done")
        await asyncio.gather(
            karim.press(seen, "point_done", values[0]),
            julie.press(seen, "point_done", values[0], stale=True),
        )
        await soon(world)
        (now,) = agendas(world)
        assert "2 points of 3 open" in now.all_text and now.all_text.count("Done: <@") == 1
        assert "Already done" in whispered(karim) + whispered(julie)


async def test_what_nobody_ticked_comes_back_and_says_since_when(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        await a_week(world)
        await world.walk.to(paris(MONDAY))
        await soon(world)
        seen = await make(world)
        blocked = ticks(seen, "point_done")[0]
        karim = world.person("U0KARIM")
        await karim.press(seen, "point_done", blocked)
        await soon(world)
        await karim.press(agendas(world)[-1], "point_open", blocked)
        await soon(world)
        await karim.press(agendas(world)[-1], "point_done", ticks(seen, "point_done")[0])
        await world.walk.to(paris(NEXT))
        await soon(world)
        later = await make(world)
        assert "Cold oven" in later.all_text and "open since 30 Nov 2026" in later.all_text
        assert "Crown" not in later.all_text, "it went live: settled without the meeting"
        assert "1 point comes from an earlier week" in later.all_text


async def test_a_frequent_question_is_taken_on_once_and_stays_until_it_is_ticked(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        for title in ("Cold oven", "Burnt bread"):
            await raise_case(world, title=title)
        await world.walk.to(paris(MONDAY))
        await soon(world)
        assert "Complaint: 2 cases" in digest(world).all_text
        julie, karim = world.person("U0JULIE"), world.person("U0KARIM")
        old = digest(world)
        await julie.press(old, "content_take")
        form = julie.view()
        assert form is not None and form.title == "Announce a Launch"
        await julie.close()
        await karim.press(old, "content_take", stale=True)
        await soon(world)
        assert "<@U0JULIE> makes content of it already" in whispered(karim)
        assert "<@U0JULIE> makes content of it by" in digest(world).all_text
        seen = await make(world)
        assert "Promised: <@U0JULIE>, content about “Complaint”, by" in seen.all_text
        await world.walk.to(paris(NEXT))
        await soon(world)
        assert "<@U0JULIE>: content about “Complaint” by" in digest(world).all_text


async def test_nothing_open_needs_no_agenda(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        await announce(world, title="Fair", kind="information", at="2026-11-27 10:00")
        await world.walk.to(paris(MONDAY))
        await soon(world)
        karim = world.person("U0KARIM")
        await karim.press(digest(world), "agenda_make")
        await soon(world)
        assert "Nothing is open" in whispered(karim) and texts(agendas(world)) == []


def ticks(message: SeenMessage, action: str) -> list[str]:
    """The points that have this button, in order."""
    found = (block.get("accessory", {}) for block in message.blocks)
    return [str(one["value"]) for one in found if one.get("action_id") == action]
