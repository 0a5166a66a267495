"""A message is edited or deleted: its proposal and its card follow; joins and unfurls are no messages."""

from __future__ import annotations

from bot.models import Escalation, Input, Report, Suggestion, SuggestionState
from bot.sandbox.hands import seen
from tests.stories.escalating import card
from tests.stories.listening import CHANNEL, CHAT, COMPLAINT, hearing, offers, said, said_by_app


async def test_what_is_edited_before_it_is_opened_is_proposed_as_it_says_now(database_url: str) -> None:
    async with hearing(database_url) as stage:
        lea = stage.world.person("U0LEA")
        message = await said(stage)
        await lea.edit(message, "A journalist of Le Progrès calls about the cold oven")
        await lea.press(offers(lea)[0], "suggestion_open")
        await stage.settle()
        (case,) = await stage.rows(Escalation)
        assert case.topic == "press" and "journalist" in case.title

        other = await said(stage, "U0TOM", COMPLAINT)
        tom = stage.world.person("U0TOM")
        await tom.edit(other, CHAT)
        await tom.press(offers(tom)[0], "suggestion_open")
        await stage.settle()
        assert len(await stage.rows(Escalation)) == 1
        assert "says something else now; nothing was opened" in offers(tom)[0].all_text


async def test_a_changed_or_deleted_source_shows_on_the_card_and_an_unfurled_link_does_not(
    database_url: str,
) -> None:
    async with hearing(database_url) as stage:
        lea, world = stage.world.person("U0LEA"), stage.world
        message = await lea.say(CHANNEL, "The oven is cold, see https://example.com")
        await lea.message_shortcut("hand_over", CHANNEL, message.ts)
        await lea.fill_and_submit({"topic": "complaint"})
        await stage.settle()
        (report,) = await stage.rows(Report)
        post = world.workspace.find(CHANNEL, message.ts)
        assert post is not None and report.excerpt is not None
        before = len(await stage.rows(Input))
        await world.messages.unfurls(post, "https://example.com")
        assert len(await stage.rows(Input)) == before

        await lea.edit(message, "The oven is cold and smoking")
        await stage.settle()
        (report,) = await stage.rows(Report)
        assert report.excerpt == "The oven is cold and smoking"
        await lea.press(card(lea), "escalation_details")
        page = lea.view()
        assert page is not None
        assert "The text of the message that this is about was changed." in page.all_text
        await lea.close()

        await lea.delete(message)
        await world.deliver_again(world.inputs[-1])
        await stage.settle()
        (report,) = await stage.rows(Report)
        assert report.excerpt is None and report.gone_at is not None
        assert "the message was deleted" in card(lea).all_text
        assert str(report.permalink) not in str(card(lea).blocks)


async def test_a_deleted_thread_of_an_app_gets_no_line_and_a_proposal_is_let_go(sqlite_url: str) -> None:
    async with hearing(sqlite_url) as stage:
        lea = stage.world.person("U0LEA")
        post = await stage.world.messages.app_says("A0DESK", CHANNEL, COMPLAINT)
        await stage.world.messages.deletes(post)
        await stage.settle()
        (one,) = await stage.rows(Suggestion)
        assert one.state == SuggestionState.expired and lea.thread(seen(post)) == []

        answered = await said_by_app(stage, text="Another customer complains about the stale bread")
        assert len(lea.thread(seen(answered))) == 1
        await stage.world.messages.deletes(answered)
        await stage.settle()
        assert "nothing was opened" in lea.thread(seen(answered))[0].all_text


async def test_under_observation_only_the_orchestrators_home_says_what_would_be_proposed(
    sqlite_url: str,
) -> None:
    async with hearing(sqlite_url, listening={CHANNEL: {"mode": "shadow"}}) as stage:
        lea, karim = stage.world.person("U0LEA"), stage.world.person("U0KARIM")
        calls = len(stage.world.calls)
        await said(stage)
        await said_by_app(stage, text="A customer complains about the stale bread")
        assert len(stage.world.calls) == calls and offers(lea) == []
        await karim.open_home()
        await stage.settle()
        home = karim.home()
        assert home is not None and "Heard in watched channels" in home.all_text
        assert "Complaint for *Customer service*: A customer is furious" in home.all_text
        await lea.open_home()
        await stage.settle()
        other = lea.home()
        assert other is not None and "Heard in" not in other.all_text


async def test_a_private_channel_is_heard_with_its_scope_and_starts_private(sqlite_url: str) -> None:
    both = ("listening", "private")
    async with hearing(sqlite_url, options=both, watched_channels=["C0HR"]) as stage:
        ines = stage.world.person("U0INES")
        await said(stage, "U0INES", channel="C0HR")
        (offer,) = offers(ines, "C0HR")
        assert "It would start private" in offer.all_text and "furious" not in offer.all_text
        await ines.press(offer, "suggestion_open")
        await stage.settle()
        (case,) = await stage.rows(Escalation)
        assert case.private
