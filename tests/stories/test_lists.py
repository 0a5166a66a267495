"""`/tutti mine`, `list` and `calendar`: what I owe, what is open, six weeks of launches."""

from __future__ import annotations

from datetime import timedelta

from bot.models import Escalation, Severity
from bot.sandbox.hands import SeenView
from bot.sandbox.world import World
from bot.store import Db
from tests.engine.staging import TUESDAY, staged
from tests.stories.bakery import announce, bakery, raise_case, request_in


async def opened(world: World, who: str, line: str) -> SeenView:
    """The page that a command opens."""
    await world.person(who).command(line)
    return front(world, who)


def front(world: World, who: str) -> SeenView:
    """The page that stands open."""
    view = world.person(who).view()
    assert view is not None
    return view


async def test_mine_shows_what_i_owe_and_what_is_mine(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        empty = await opened(world, "U0LEA", "/tutti mine")
        assert "Nothing waits for you." in empty.all_text and "Nothing yet" in empty.all_text
        await world.person("U0LEA").close()
        await announce(world, title="Galette")
        await raise_case(world, "U0LEA", title="Cold oven", topic="delivery")
        owed, _, mine = (await opened(world, "U0LEA", "/tutti moi")).all_text.partition("What is yours")
        assert "*Customer service* must answer by" in owed and "Galette" in owed
        assert "Cold oven" in mine
        await world.person("U0LEA").choose("launch_details", None)
        assert "Galette" in front(world, "U0LEA").all_text, "*Details* opens on top of the list"


async def test_a_list_keeps_its_filters_and_turns_its_pages(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.tutti.store.write(eleven_cases)
        world = stage.world
        await stage.launched(kind="hiring")
        nadia = world.person("U0NADIA")
        assert "12 items" in (await opened(world, "U0NADIA", "/tutti list")).all_text
        await nadia.choose("list_next")
        assert "11 to 12 of 12" in front(world, "U0NADIA").all_text
        assert "Galette" in front(world, "U0NADIA").all_text, "the latest deadline comes last"
        await nadia.choose("list_department", "customer_service")
        assert "Customer service · Everything open*: 11 items" in front(world, "U0NADIA").all_text
        await nadia.choose("list_next")
        assert "Customer service" in front(world, "U0NADIA").all_text
        assert "11 to 11 of 11" in front(world, "U0NADIA").all_text
        await nadia.choose("list_what", "launches")
        assert "Customer service · Launches*: nothing" in front(world, "U0NADIA").all_text


def eleven_cases(db: Db) -> None:
    """Open cases of customer service."""
    for number in range(11):
        due = TUESDAY + timedelta(hours=number)
        db.add(
            Escalation(
                id=f"E{number}",
                workspace="T0TUTTI",
                texts={"title": f"Cold oven {number}"},
                by="U0JULIE",
                created_at=TUESDAY,
                topic="complaint",
                department="customer_service",
                severity=Severity.normal,
                taken_due_at=due,
                told_due_at=due,
                told_first_due_at=due,
            )
        )


async def test_list_takes_a_department_in_either_language(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        await announce(world, title="Galette")
        for words in ("service client", "Customer Service", "customer"):
            assert "Customer service · " in (await opened(world, "U0NADIA", f"/tutti liste {words}")).all_text
            await world.person("U0NADIA").close()
        reply = await world.person("U0NADIA").command("/tutti list bakers")
        assert "No single department is called “bakers”" in reply.text and "Sales" in reply.text


async def test_the_calendar_shows_six_weeks_and_marks_those_that_are_booked_twice(database_url: str) -> None:
    async with bakery(database_url) as world:
        assert "No launch in these six weeks" in (await opened(world, "U0LEA", "/tutti calendar")).all_text
        await world.person("U0LEA").close()
        await announce(world, title="Galette", at="2026-12-03 10:00")
        await announce(world, "U0HUGO", title="Brioche", at="2026-12-03 16:00")
        await announce(world, "U0HUGO", title="Spring bread", at="2027-01-20 16:00", kind="hiring")
        lines = (await opened(world, "U0LEA", "/tutti calendrier")).all_text.splitlines()
        (week,) = [line for line in lines if "2 launches" in line]
        assert "Monday 30 November to Sunday 6 December" in week and "double-booked" in week
        assert any("*Galette* and *Brioche* are on the same day" in line for line in lines)
        assert "Spring bread" not in "\n".join(lines)
        lea = world.person("U0LEA")
        await lea.choose("calendar_department", "sales")
        assert "2 launches" in front(world, "U0LEA").all_text
        await lea.choose("calendar_next")
        assert "no launch" in front(world, "U0LEA").all_text, "the department is kept"
        await lea.choose("calendar_department", "*")
        assert "Spring bread" in front(world, "U0LEA").all_text, "the weeks are kept"


async def test_what_was_answered_leaves_the_list(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        await announce(world, title="Galette")
        await world.person("U0LEA").press(request_in(world, "C0CS"), "request_ready")
        await world.walk.settle()
        assert "Galette" not in (await opened(world, "U0LEA", "/tutti mine")).all_text
