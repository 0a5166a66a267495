"""What a week says to others: goals to help with, subjects that concern them; and what is taken away."""

from __future__ import annotations

from bot.flows import digest_previews
from bot.store import Store
from tests.stories.bakery import announce, bakery, paris, raise_case, request_in, soon, texts
from tests.stories.escalating import open_menu
from tests.stories.test_digest_preview import tools_on

MONDAY = "2026-11-30 10:00"


async def test_a_live_launch_says_where_its_goal_stands_and_how_to_help(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        await announce(world, title="Fair", kind="information", at="2026-11-25 10:00")
        julie, hugo = world.person("U0JULIE"), world.person("U0HUGO")
        await world.walk.to(paris("2026-11-25 10:00"))
        await soon(world)
        card = next(one for one in julie.sees("C0TUTTI") if "launch_progress" in one.buttons)
        await hugo.press(card, "launch_progress")
        await soon(world)
        assert hugo.view() is None, "not his launch"
        await julie.press(card, "launch_progress")
        empty = await julie.fill_and_submit({"progress": ""})
        assert list(empty.errors) == ["progress"]
        sent = await julie.fill_and_submit({"progress": "1200 of 2000", "help": "Tell your customers"})
        assert sent.closed, sent
        await soon(world)
        shown = next(one for one in julie.sees("C0TUTTI") if "launch_progress" in one.buttons).all_text
        assert "Where it stands: 1200 of 2000" in shown and "You can help: Tell your customers" in shown
        await world.walk.to(paris(MONDAY))
        await soon(world)
        (digest,) = [one for one in texts(julie.sees("C0TUTTI")) if "eekly digest" in one]
        assert "Fair>: 1200 of 2000" in digest
        assert "Goal: 2000 visits. You can help: Tell your customers" in digest


async def test_product_reads_of_complaints_that_others_answer(sqlite_url: str) -> None:
    """Topics about which a department is consulted; here the bakery's own, and the defaults."""
    topics = [{"key": "complaint", "department": "customer_service", "consulted": ["product"]}]
    async with bakery(sqlite_url, topics=topics) as world:
        for title in ("Cold oven", "Burnt bread"):
            await raise_case(world, title=title)
        await world.walk.to(paris(MONDAY))
        await soon(world)
        (own,) = [one for one in texts(world.person("U0HUGO").sees("C0PROD")) if "eekly digest" in one]
        assert "About us, answered by others" in own and "Complaint: 2 cases" in own
        (owner,) = [one for one in texts(world.person("U0LEA").sees("C0CS")) if "eekly digest" in one]
        assert "Rising" in owner and "usually 0 a week" in owner


async def test_what_is_made_private_goes_from_the_digest_that_named_it_and_from_its_replay(
    sqlite_url: str,
) -> None:
    async with bakery(sqlite_url, at="2026-11-20 09:05") as world:
        await raise_case(world, title="Cold Quibblewort")
        await world.walk.to(paris(MONDAY))
        await soon(world)
        lea = world.person("U0LEA")

        def digests() -> str:
            return "\n".join(one for one in texts(lea.sees("C0TUTTI")) if "eekly digest" in one)

        assert "Open since" in digests() and "Quibblewort" in digests()
        await open_menu(lea, request_in(world, "C0CS"), "private")
        sent = await lea.fill_and_submit({"reason": "A person is named"})
        assert sent.closed, sent
        await soon(world)
        assert "Open since" in digests() and "Quibblewort" not in digests()
        store = Store(sqlite_url)
        try:
            tools = tools_on(store, world)
            text = await digest_previews.preview(tools, world.workspace.team_id, "shared", "2026-W49")
            assert "Open since" in text and "Quibblewort" not in text
        finally:
            store.close()
