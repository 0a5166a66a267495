"""Messages of other apps: one line in the thread, opened by itself where that is set, never 200 cards."""

from __future__ import annotations

from bot.models import Escalation, Suggestion, SuggestionState
from bot.sandbox.hands import seen
from tests.stories.escalating import card, lines, roots
from tests.stories.launch_steps import minutes
from tests.stories.listening import CHANNEL, COMPLAINT, hearing, offers, said, said_by_app

DESK = {CHANNEL: {"apps": ["A0DESK"], "answerable": "U0KARIM"}}


async def test_an_apps_message_gets_one_line_for_who_is_on_duty(database_url: str) -> None:
    async with hearing(database_url) as stage:
        lea, tom = stage.world.person("U0LEA"), stage.world.person("U0TOM")
        post = await said_by_app(
            stage, "A0MONITOR", "", attachments=[{"title": "Ticket 4711", "text": COMPLAINT}]
        )
        (line,) = lea.thread(seen(post))
        assert line.all_text.startswith(
            "Léa: This looks like an escalation: *Customer service* would take it"
        )
        assert not line.ephemeral and offers(lea) == []
        await tom.press(line, "suggestion_stop")
        await stage.settle()
        assert "Only an administrator of Tutti can do this" in offers(tom)[-1].all_text

        await tom.press(line, "suggestion_open")
        await stage.settle()
        (case,) = await stage.rows(Escalation)
        assert case.by == "U0TOM"
        (line,) = lea.thread(seen(post))
        assert line.buttons == {} and line.all_text.startswith("Tom opened this: ")
        assert len(await stage.rows(Suggestion)) == 1

        own = stage.world.workspace.find(CHANNEL, line.ts)
        assert own is not None
        await stage.world.messages.heard(own)
        await stage.world.messages.joins("U0INES", CHANNEL)
        await stage.settle()
        assert len(await stage.rows(Suggestion)) == 1, "Tutti never hears itself, and a join is no message"


async def test_a_channel_opens_by_itself_for_an_app_and_a_flood_is_counted(sqlite_url: str) -> None:
    async with hearing(sqlite_url, listening=DESK) as stage:
        karim = stage.world.person("U0KARIM")
        await said_by_app(stage)
        (case,) = await stage.rows(Escalation)
        assert case.by == "U0KARIM" and case.topic == "complaint"
        assert (await stage.rows(Suggestion))[0].state == SuggestionState.automatic
        await karim.press(card(karim), "escalation_details")
        page = karim.view()
        assert page is not None and "It came from Ticket desk; Karim answers for it." in page.all_text
        await karim.close()
        await said_by_app(stage, "A0MONITOR")
        assert len(await stage.rows(Escalation)) == 1, "only for the app that was named"

        for number in range(200):
            await stage.world.messages.app_says(
                "A0DESK", CHANNEL, f"Customer {number} complains about the stale bread"
            )
        await stage.settle()
        cases = await stage.rows(Escalation)
        assert len(cases) == 3 and len(roots(karim, "C0TUTTI")) == 3
        last = next(one for one in await stage.rows(Suggestion) if one.more)
        assert last.more == 198
        await minutes(stage.world, 60)
        assert "*198 more messages* of Ticket desk came after it." in card(karim).all_text
        assert lines(karim, card(karim)).count("More messages of Ticket desk within the hour") == 1
        await minutes(stage.world, 60)
        assert lines(karim, card(karim)).count("More messages") == 1


async def test_a_flood_of_people_is_proposed_six_times_and_told_on_the_orchestrators_home(
    sqlite_url: str,
) -> None:
    async with hearing(sqlite_url) as stage:
        lea, karim = stage.world.person("U0LEA"), stage.world.person("U0KARIM")
        for number in range(9):
            await said(stage, text=f"Customer {number} complains and is furious")
        assert len(offers(lea)) == 6
        await karim.open_home()
        await stage.settle()
        home = karim.home()
        assert home is not None and "3 more messages within an hour, not proposed." in home.all_text
