"""Other ways in: the siren, naming Tutti, a message handed over; always an offer, never an act (P7)."""

from __future__ import annotations

from bot.models import Escalation, Launch, Request, RequestState, Suggestion, Timer
from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.workspace import Human
from tests.engine.staging import Stage
from tests.stories.escalating import card
from tests.stories.listening import CHANNEL, COMPLAINT, hearing, said, said_by_app

TUTTI = "<@U0TUTTI>"
ANGRY = "A customer is furious about the cold oven and complains online"
PLAN = "We launch our Christmas promotion on 8 December: 20% off everything"


def offers(person: Person, channel: str = CHANNEL) -> list[SeenMessage]:
    return [one for one in person.sees(channel) if one.ephemeral]


async def siren(stage: Stage, who: str, message: SeenMessage) -> list[SeenMessage]:
    """Somebody puts 🚨 on a message; what they are offered then."""
    person = stage.world.person(who)
    await person.react(message, "rotating_light")
    await stage.later(3)
    return offers(person, message.channel)


async def test_a_siren_offers_an_escalation_to_who_put_it_there_and_to_nobody_else(database_url: str) -> None:
    async with hearing(database_url) as stage:
        lea, tom = stage.world.person("U0LEA"), stage.world.person("U0TOM")
        message = await lea.say(CHANNEL, "The blue boxes of the Lyon shop stand on the second shelf")
        await tom.react(message, "eyes")
        await stage.later(2)
        assert offers(tom) == [] and await stage.rows(Timer, kind="read") == []
        (offer,) = await siren(stage, "U0TOM", message)
        assert "Open an escalation for this message?" in offer.all_text
        assert list(offer.buttons.values()) == ["Open the Form", "Correct", "Not This Time"]
        assert offers(lea) == [] and await stage.rows(Escalation) == []
        assert len(stage.calls("conversations.replies")) == 1

        await tom.press(offer, "suggestion_open")
        form = tom.view()
        assert form is not None and "blue boxes of the Lyon shop" in form.holds("title")
        assert f"/archives/{CHANNEL}/p" in form.holds("where")
        assert (await tom.fill_and_submit({"topic": "complaint"})).closed
        await stage.later(2)
        (case,) = await stage.rows(Escalation)
        assert case.by == "U0TOM" and f"/archives/{CHANNEL}/p" in str(card(tom).blocks)

        told = await siren(stage, "U0LEA", message)
        assert told[-1].all_text.startswith("This message is already being taken care of: <https://")


async def test_what_was_recognised_stands_in_the_offer_also_of_an_apps_message(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=["C0CS"]) as stage:
        tom = stage.world.person("U0TOM")
        await tom.say(CHANNEL, "Good morning")
        await said_by_app(stage, text="The stairs are painted today")
        post = [one for one in tom.sees(CHANNEL) if "stairs" in one.text][-1]
        (*_, offer) = await siren(stage, "U0TOM", post)
        await tom.press(offer, "suggestion_correct")
        form = tom.view()
        assert form is not None and form.holds("title") == "The stairs are painted today"
        await tom.close()
        lea = stage.world.person("U0LEA")
        message = await said(stage, text=ANGRY)
        own = len(offers(lea))
        (*_, offer) = await siren(stage, "U0TOM", message)
        assert offer.all_text.startswith("This looks like an escalation: *Customer service* would take it by")
        assert len(offers(lea)) == own, "its author was offered it already, and hears no more"
        await tom.press(offer, "suggestion_open")
        await stage.later(2)
        (case,) = await stage.rows(Escalation)
        assert (case.topic, case.by) == ("complaint", "U0TOM")


async def test_a_siren_elsewhere_or_of_a_guest_does_nothing_and_reads_nothing(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        lea = stage.world.person("U0LEA")
        message = await lea.say(CHANNEL, COMPLAINT)
        before = len(stage.world.calls)
        assert await siren(stage, "U0LEA", message) == []
        assert len(stage.world.calls) == before and await stage.rows(Suggestion) == []


async def test_without_the_right_to_read_the_offer_has_the_address_alone(sqlite_url: str) -> None:
    async with hearing(sqlite_url) as stage:
        lea = stage.world.person("U0LEA")
        message = await lea.say(CHANNEL, "The blue boxes stand on the shelf")
        stage.tutti.tools.scopes -= {"channels:history"}
        (offer,) = await siren(stage, "U0LEA", message)
        assert stage.calls("conversations.replies") == []
        await lea.press(offer, "suggestion_open")
        form = lea.view()
        assert form is not None and f"/archives/{CHANNEL}/p" in form.holds("where")
        assert not form.holds("title")


async def test_tutti_named_in_a_thread_reads_it_and_offers_its_first_message(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        nadia = stage.world.person("U0NADIA")
        root = await nadia.say("C0PR", "Somebody from the radio rang")
        await nadia.say("C0PR", "A journalist wants an interview about the ovens", thread_ts=root.ts)
        await nadia.say("C0PR", f"{TUTTI} can you take this?", thread_ts=root.ts)
        await stage.later(3)
        (offer,) = offers(nadia, "C0PR")
        assert offer.thread_ts == root.ts and "*Press* would take it by" in offer.all_text
        await nadia.press(offer, "suggestion_correct")
        form = nadia.view()
        assert form is not None and form.holds("topic")["value"] == "press"
        assert form.holds("where").endswith(root.ts.replace(".", "")), "the first message is the source"


async def test_of_a_private_channel_nothing_is_shown_and_the_escalation_starts_private(
    sqlite_url: str,
) -> None:
    async with hearing(sqlite_url, options=("listening", "private"), watched_channels=[]) as stage:
        ines = stage.world.person("U0INES")
        root = await ines.say("C0HR", ANGRY)
        await ines.say("C0HR", f"{TUTTI} please", thread_ts=root.ts)
        await stage.later(3)
        (offer,) = offers(ines, "C0HR")
        assert "It would start private" in offer.all_text and "cold oven" not in offer.all_text
        await ines.press(offer, "suggestion_open")
        await stage.later(3)
        (case,) = await stage.rows(Escalation)
        assert case.private
        stage.tutti.tools.scopes -= {"groups:history"}
        second = await ines.say("C0HR", "Another customer is furious")
        before = len(stage.calls("conversations.replies"))
        await ines.say("C0HR", f"{TUTTI} this one", thread_ts=second.ts)
        await stage.later(3)
        assert len(stage.calls("conversations.replies")) == before
        assert "Open an escalation for this message?" in offers(ines, "C0HR")[-1].all_text


async def test_tutti_named_alone_helps_and_an_unknown_wish_gets_one_line(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        nadia, karim = stage.world.person("U0NADIA"), stage.world.person("U0KARIM")
        for text in (f"{TUTTI} aide", f"{TUTTI}", f"{TUTTI} help!"):
            await nadia.say("C0PR", text)
            await stage.later(2)
            assert "asks the departments concerned" in offers(nadia, "C0PR")[-1].all_text
        await nadia.say("C0PR", f"{TUTTI} sing me something")
        await stage.later(2)
        assert len(offers(nadia, "C0PR")) == 4 and offers(karim, "C0PR") == []
        assert offers(nadia, "C0PR")[-1].all_text.startswith("To report something, say in one sentence")
        await nadia.say("C0PR", f"{TUTTI} a customer complains: the cake was raw, she wants a refund")
        await stage.later(2)
        assert "would take it by" in offers(nadia, "C0PR")[-1].all_text
        assert TUTTI not in offers(nadia, "C0PR")[-1].all_text


async def test_a_guest_who_names_tutti_is_told_whom_to_ask_in_their_language(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        max_ = Human("U0MAX", "Max Dray", is_restricted=True, locale="fr-FR")
        stage.world.workspace.people["U0MAX"] = max_
        stage.world.workspace.rooms["C0PR"].members.add("U0MAX")
        guest = stage.world.person("U0MAX")
        await guest.say("C0PR", f"{TUTTI} a customer complains: the cake was raw, she wants a refund")
        await stage.later(2)
        (told,) = offers(guest, "C0PR")
        assert told.all_text.startswith("Les invités ne peuvent pas faire de signalement")
        assert {given.status for given in stage.world.inputs} == {200}, "Slack need not tell it again"


async def test_tutti_named_under_a_request_offers_its_answers(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        lea, karim = stage.world.person("U0LEA"), stage.world.person("U0KARIM")
        await stage.launched()
        asked = [one for one in lea.sees(CHANNEL) if "request_ready" in one.buttons][-1]
        await lea.say(CHANNEL, f"{TUTTI} what now?", thread_ts=asked.ts)
        await stage.later(2)
        (offer,) = offers(lea)
        assert {"request_ready", "request_problem"} <= set(offer.buttons)
        await lea.say(CHANNEL, f"{TUTTI} ready", thread_ts=asked.ts)
        await stage.later(2)
        await lea.press(offers(lea)[-1], "thread_answer")
        await stage.later(2)
        states = {one.department: one.state for one in await stage.rows(Request)}
        assert states["customer_service"] == RequestState.ready
        await karim.say("C0TUTTI", f"{TUTTI} ready", thread_ts=card_of(karim).ts)
        await stage.later(2)
        assert offers(karim, "C0TUTTI")[-1].all_text.startswith("Nothing here waits for your answer.")


def card_of(person: Person) -> SeenMessage:
    return [one for one in person.sees("C0TUTTI") if "launch_details" in one.buttons][-1]


async def test_a_message_handed_over_fills_the_form_with_what_is_recognised(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        nadia = stage.world.person("U0NADIA")
        message = await nadia.say("C0PR", "A journalist wants an interview before 17:00")
        await nadia.message_shortcut("hand_over", "C0PR", message.ts)
        form = nadia.view()
        assert form is not None and form.callback_id == "escalation_open"
        assert form.holds("topic")["value"] == "press"
        assert form.holds("requester")["value"] == "journalist"
        assert form.holds("title") == "A journalist wants an interview before 17:00"
        await nadia.close()


async def test_a_launch_handed_over_opens_its_form_with_a_way_back(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        julie = stage.world.person("U0JULIE")
        message = await julie.say("C0MKT", PLAN)
        await julie.message_shortcut("hand_over", "C0MKT", message.ts)
        form = julie.view()
        assert form is not None and form.callback_id == "launch_announce"
        assert form.holds("kind")["value"] == "promotion"
        await julie.choose("kind", "event")
        await julie.choose("report_instead")
        form = julie.view()
        assert form is not None and form.callback_id == "escalation_open"
        assert form.holds("title") == PLAN
        assert "/archives/C0MKT/p" in form.holds("where")
        assert (await julie.fill_and_submit({"topic": "complaint"})).closed
        await stage.later(2)
        assert len(await stage.rows(Escalation)) == 1 and await stage.rows(Launch) == []
