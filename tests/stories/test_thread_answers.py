"""Answers typed under a request: understood as an offer, recorded by a click, never by themselves (P7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.models import Origin, Request, RequestState
from bot.sandbox.hands import Person, SeenMessage
from tests.engine.staging import Stage
from tests.stories.escalating import tell
from tests.stories.listening import hearing

SERVICE = "C0CS"
ANSWERABLE = {"request_ready", "request_take", "request_take_back", "escalation_told"}


def asked(person: Person, channel: str = SERVICE) -> SeenMessage:
    """The request in the department's channel."""
    found = [one for one in person.sees(channel) if not one.thread_ts and not one.ephemeral]
    return [one for one in found if ANSWERABLE & set(one.buttons)][-1]


def offers(person: Person, channel: str = SERVICE) -> list[SeenMessage]:
    return [one for one in person.sees(channel) if one.ephemeral]


async def types(stage: Stage, who: str, text: str) -> None:
    """Somebody answers in the request's thread."""
    person = stage.world.person(who)
    await person.say(SERVICE, text, thread_ts=asked(person).ts)
    await stage.later(2)


async def states(stage: Stage) -> list[RequestState]:
    return [
        one.state for one in await stage.rows(Request, origin=Origin.routing, department="customer_service")
    ]


async def test_ready_typed_in_the_thread_is_offered_to_its_author_and_recorded_by_a_click(
    database_url: str,
) -> None:
    async with hearing(database_url, watched_channels=[]) as stage:
        lea, karim = stage.world.person("U0LEA"), stage.world.person("U0KARIM")
        await stage.launched()
        await types(stage, "U0LEA", "presque prêts")
        await types(stage, "U0LEA", "Prêts ?")
        await types(stage, "U0KARIM", "c'est bon pour nous")
        assert offers(lea) == [] and offers(karim) == [], "no doubt is offered, nor anybody without a seat"

        await types(stage, "U0LEA", "C'est bon pour nous, merci Julie")
        (offer,) = offers(lea)
        assert offer.thread_ts == asked(lea).ts
        assert offer.all_text.startswith("Record that *Customer service* is ready for *Galette*?")
        assert list(offer.buttons.values()) == ["Record “We Are Ready”"]
        assert await states(stage) == [RequestState.waiting], "nothing is recorded by itself"

        await lea.press(offer, "thread_answer")
        await stage.later(2)
        assert await states(stage) == [RequestState.ready]
        assert offers(lea)[0].all_text.startswith("Recorded: *Customer service* is ready")
        assert offers(lea)[0].buttons == {}
        await lea.press(offer, "thread_answer", stale=True)
        await stage.later(2)
        assert "Already answered by <@U0LEA>" in offers(lea)[-1].all_text
        before = len(offers(lea))
        await types(stage, "U0LEA", "ready")
        assert len(offers(lea)) == before, "what is answered is not offered again"


async def test_a_problem_opens_its_form_with_the_words_that_were_typed(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        lea = stage.world.person("U0LEA")
        await stage.launched()
        await types(stage, "U0LEA", "We have a problem: the price list *is* missing")
        (offer,) = offers(lea)
        assert "Raise a Problem…" in offer.buttons.values()
        await lea.press(offer, "thread_answer")
        form = lea.view()
        assert form is not None and form.holds("reason") == "the price list *is* missing"
        assert (await lea.fill_and_submit({})).closed
        await stage.later(2)
        assert await states(stage) == [RequestState.problem]


async def test_an_escalation_is_taken_and_told_from_its_thread(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        tom, ines = stage.world.person("U0TOM"), stage.world.person("U0INES")
        await tell(ines)
        await stage.settle()
        await types(stage, "U0TOM", "je prends")
        (offer,) = offers(tom)
        await tom.press(offer, "thread_answer")
        await stage.later(2)
        assert await states(stage) == [RequestState.taken]
        assert offers(tom)[0].all_text.startswith("You have it:")
        await types(stage, "U0LEA", "done, customer called back")
        assert offers(stage.world.person("U0LEA")) == [], "Tom has it"
        await types(stage, "U0TOM", "Done, customer called back")
        await tom.press(offers(tom)[-1], "thread_answer")
        form = tom.view()
        assert form is not None and form.callback_id == "escalation_told_form"


async def test_what_is_repeated_edited_or_said_elsewhere_offers_nothing(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        lea = stage.world.person("U0LEA")
        await stage.launched()
        await lea.say(SERVICE, "ready")
        other = await lea.say(SERVICE, "Lunch?")
        await lea.say(SERVICE, "ready", thread_ts=other.ts)
        await stage.later(2)
        assert offers(lea) == []
        await stage.world.walk.by(timedelta(minutes=1))


@pytest.mark.parametrize("answer", ["pas concernés", "not concerned"])
async def test_not_concerned_is_recorded_too(sqlite_url: str, answer: str) -> None:
    async with hearing(sqlite_url, watched_channels=[]) as stage:
        lea = stage.world.person("U0LEA")
        await stage.launched()
        await types(stage, "U0LEA", answer)
        await lea.press(offers(lea)[0], "thread_answer")
        await stage.later(2)
        assert await states(stage) == [RequestState.not_concerned]
