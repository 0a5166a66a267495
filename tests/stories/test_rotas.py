"""The duty rota: proposed, accepted, taken in turns, swapped; who conducts; who is rung up at night."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.world import World
from tests.stories.bakery import bakery, paris
from tests.stories.escalating import (
    card,
    crisis,
    inbox,
    lines,
    pass_by,
    request,
    roots,
    rows,
    until,
    whispers,
)


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with bakery(sqlite_url) as made:
        yield made


def message(person: Person, words: str) -> SeenMessage:
    """The last direct message of Tutti with these words."""
    return [seen for seen in person.inbox() if words in seen.all_text][-1]


async def named(world: World, *people: str, by: str = "U0ANA", **given: object) -> dict[str, str]:
    """Open customer service's rota as this person, name these people, send it; the errors by field."""
    person = world.person(by)
    await person.command("/tutti rota customer_service")
    sent = await person.fill_and_submit({"people": list(people), **given})
    await world.walk.settle()
    assert not sent.error, sent
    return dict(sent.errors)


async def test_who_is_named_is_asked_once_and_on_duty_only_after_accepting(
    world: World, sqlite_url: str
) -> None:
    """N10; and the history says who changed what."""
    ana, nadia, tom = world.person("U0ANA"), world.person("U0NADIA"), world.person("U0TOM")
    assert not await named(world, "U0NADIA", "U0TOM", weekly=["weekly"])
    asked = message(nadia, "asks you to be on the duty rota of *Customer service*")
    assert {"rota_accept", "rota_decline"} <= set(asked.buttons)
    assert "You are no longer on the duty rota" in inbox(world.person("U0LEA")), "taken off"
    assert "asks you" not in inbox(tom), "who has accepted is not asked again"
    await until(world, paris("2026-11-24 23:00"))
    await crisis(world.person("U0JULIE"))
    await pass_by(world, 10)
    assert "oven" in inbox(tom)
    assert "oven" not in inbox(nadia), "proposed is not on duty"
    await nadia.press(asked, "rota_accept")
    await pass_by(world)
    assert "You accepted" in message(nadia, "Customer service").all_text
    assert not message(nadia, "You accepted").buttons.keys() & {"rota_accept"}
    await nadia.press(asked, "rota_decline", stale=True)
    await pass_by(world)
    assert "answered already" in inbox(nadia), "a late click changes nothing"
    changed = {row[0] for row in rows(sqlite_url, "select setting from change where by = 'U0ANA'")}
    assert changed == {"departments.customer_service.on_call", "departments.customer_service.weekly_turns"}
    await ana.command("/tutti garde customer_service")
    view = ana.view()
    assert view and view.holds("people") == ["U0NADIA", "U0TOM"]
    assert "First on duty" in view.all_text


async def test_who_declines_is_not_on_duty_and_whoever_asked_hears_of_it(
    world: World, sqlite_url: str
) -> None:
    ana, nadia = world.person("U0ANA"), world.person("U0NADIA")
    await named(world, "U0LEA", "U0TOM", "U0NADIA")
    await nadia.press(message(nadia, "asks you"), "rota_decline")
    await pass_by(world)
    assert "You declined" in inbox(nadia)
    assert "<@U0NADIA> declined" in inbox(ana) and "name somebody else" in inbox(ana)
    seats = "select person from seat where role = 'on_call' order by position"
    assert rows(sqlite_url, seats) == [("U0LEA",), ("U0TOM",)]


async def test_a_rota_that_cannot_be_is_refused_at_its_field_and_nothing_typed_is_lost(
    world: World, sqlite_url: str
) -> None:
    ana, julie = world.person("U0ANA"), world.person("U0JULIE")
    await world.happens.person_changes("U0INES", is_restricted=True)
    await world.happens.person_changes("U0HUGO", deleted=True)
    errors = await named(world, "U0LEA", "U0INES")
    assert errors == {"people": "Inès is a guest or from outside; only colleagues can be on duty."}
    view = ana.view()
    assert view and view.holds("people") == ["U0LEA", "U0INES"], "what was typed stands there"
    assert "has left Slack" in (await named(world, "U0LEA", "U0HUGO"))["people"]
    assert "at least two" in (await named(world, "U0LEA", weekly=["weekly"]))["weekly"]
    assert rows(sqlite_url, "select count(*) from change where by is not null") == [(0,)]
    await julie.command("/tutti rota customer_service")
    page = julie.view()
    assert page and "people" not in page.inputs, "anybody may look, its representative and head may edit"
    assert "<@U0LEA>" in page.all_text
    await world.person("U0INES").command("/tutti rota")
    assert world.person("U0INES").view() is None, "a guest sees nothing of it"


async def test_each_week_another_one_is_first_and_is_told_in_a_round(world: World) -> None:
    """2026-W49 begins on 30 November; weeks are counted without end, so Léa has W48 and Tom W49."""
    lea, tom = world.person("U0LEA"), world.person("U0TOM")
    await named(world, "U0LEA", "U0TOM", weekly=["weekly"])
    await until(world, paris("2026-11-30 09:10"))
    first, second = (tom, lea) if "first on duty" not in inbox(lea) else (lea, tom)
    assert "first on duty" not in inbox(first), "not before the round"
    await until(world, paris("2026-11-30 09:20"))
    told = [one for one in (lea, tom) if "You are first on duty for *Customer service*" in inbox(one)]
    assert len(told) == 1
    assert "until Sunday 6 December" in inbox(told[0])
    first, second = told[0], lea if told[0] is tom else tom
    await until(world, paris("2026-11-30 22:00"))
    await crisis(world.person("U0JULIE"))
    await pass_by(world, 1)
    assert "oven" in inbox(first) and "oven" not in inbox(second)
    await pass_by(world, 3)
    assert "oven" in inbox(second)
    await until(world, paris("2026-12-07 09:20"))
    assert "You are first on duty" in inbox(second)


async def test_a_week_is_swapped_only_when_the_other_person_accepts(world: World, sqlite_url: str) -> None:
    await named(world, "U0LEA", "U0TOM", weekly=["weekly"])
    await until(world, paris("2026-11-30 12:00"))
    first = next(p for p in ("U0LEA", "U0TOM") if "You are first on duty" in inbox(world.person(p)))
    second = "U0TOM" if first == "U0LEA" else "U0LEA"
    giver, taker = world.person(first), world.person(second)
    await giver.press(message(giver, "You are first on duty"), "open_swap")
    view = giver.view()
    assert view and next(iter(view.options("week"))) == "2026-W49"
    missing = await giver.fill_and_submit({"week": "2026-W49"})
    assert set(missing.errors) == {"other"}
    assert (await giver.fill_and_submit({"week": "2026-W49", "other": f"{second}:2026-W50"})).closed
    await pass_by(world)
    await giver.press(message(giver, "You are first on duty"), "open_swap")
    again = await giver.fill_and_submit({"week": "2026-W49", "other": f"{second}:"})
    assert "was asked about this week" in again.errors["other"]
    await giver.close()
    asked = message(taker, "asks you to take the duty week of Monday 30 November")
    assert "would take the week of Monday 7 December from you" in asked.all_text
    await taker.press(asked, "swap_accept")
    await pass_by(world)
    assert "accepted and takes the duty week" in inbox(giver)
    assert "You take the duty week" in inbox(taker)
    assert rows(sqlite_url, "select setting from change where setting like '%W49'") == [
        ("departments.customer_service.2026-W49",)
    ]
    await until(world, paris("2026-11-30 22:00"))
    await crisis(world.person("U0JULIE"))
    await pass_by(world, 1)
    assert "oven" in inbox(taker) and "oven" not in inbox(giver)
    await until(world, paris("2026-12-14 12:00"))
    assert rows(sqlite_url, "select state from swap") == [("over",)], "its weeks have passed"


async def test_a_swap_without_an_answer_lapses_and_a_declined_one_stays(world: World) -> None:
    karim, nadia, ines = (world.person(one) for one in ("U0KARIM", "U0NADIA", "U0INES"))
    await _offer(world, "U0NADIA")
    await nadia.press(message(nadia, "the orchestrator's role"), "swap_decline")
    await pass_by(world)
    assert "<@U0NADIA> declined" in inbox(karim)
    await _offer(world, "U0INES")
    await until(world, paris("2026-11-30 00:01"))
    assert "<@U0INES> did not answer" in inbox(karim)
    question = message(ines, "stays with <@U0KARIM>")
    assert not question.buttons


async def _offer(world: World, person: str) -> None:
    karim = world.person("U0KARIM")
    await karim.command("/tutti rota")
    await karim.choose("offer_week")
    assert (await karim.fill_and_submit({"other": person})).closed
    await pass_by(world)


async def test_the_orchestrators_week_is_handed_over_once_accepted_and_cards_show_it(
    world: World, sqlite_url: str
) -> None:
    karim, nadia, julie = (world.person(one) for one in ("U0KARIM", "U0NADIA", "U0JULIE"))
    await julie.command("/tutti escalate The oven is cold")
    await julie.fill_and_submit({"topic": "complaint"})
    await pass_by(world)
    assert "Orchestrator: Karim" in card(julie).all_text
    await julie.command("/tutti rota")
    assert "offer_week" not in (julie.view() or pytest.fail()).buttons, "only who conducts can offer it"
    await julie.close()
    await _offer(world, "U0NADIA")
    assert "Orchestrator: Karim" in card(julie).all_text, "until accepted it stays"
    await nadia.press(message(nadia, "the orchestrator's role"), "swap_accept")
    await pass_by(world)
    assert "<@U0NADIA> accepted" in inbox(karim)
    assert "You take the orchestrator's role" in inbox(nadia)
    assert "Orchestrator: Nadia" in card(julie).all_text
    await until(world, paris("2026-11-26 12:00"))
    assert "request_take_myself" in [seen for seen in nadia.inbox() if "oven" in seen.all_text][-1].buttons, (
        "what nobody answers goes to whoever conducts this week"
    )
    await until(world, paris("2026-11-30 11:05"))
    oven = next(seen for seen in roots(julie, "C0TUTTI") if "oven" in seen.text)
    assert "Orchestrator: Karim" in oven.all_text, "next week it is Karim's again"
    assert "You are the orchestrator until" in inbox(karim)


async def _number(world: World, who: str, number: str) -> dict[str, str]:
    person = world.person(who)
    await person.command("/tutti rota customer_service")
    await person.choose("open_phone")
    return dict((await person.fill_and_submit({"phone": number})).errors)


async def test_the_opener_of_a_night_rings_up_who_is_on_duty_and_each_view_of_a_number_is_logged(
    world: World, sqlite_url: str
) -> None:
    """PRODUCT, "Crisis outside": *Reached*, *Not reached*; numbers shown only then, each view logged."""
    julie, lea, tom = (world.person(one) for one in ("U0JULIE", "U0LEA", "U0TOM"))
    assert "digits only" in (await _number(world, "U0LEA", "ask Tom"))["phone"]
    assert not await _number(world, "U0LEA", "06 12 34 56 78")
    assert not await _number(world, "U0ANA", "+33 (0)1 23 45 67 89")
    night = paris("2026-11-24 23:00")
    await until(world, night)
    await crisis(julie)
    await pass_by(world, 0.1)
    assert "whom to phone" in whispers(julie, "C0GEN")
    calls = message(julie, "Please phone <@U0LEA> now")
    assert "<@U0TOM>: on duty, gave no number" in calls.all_text
    assert "<@U0ANA>: not on duty, gave a number" in calls.all_text
    assert "0612345678" not in inbox(julie), "a number stands in no message"
    await julie.press(calls, "phone_show")
    view = julie.view()
    assert view and "0612345678" in view.all_text
    await julie.close()
    entries = "select by from entry where kind = 'phone_shown'"
    assert rows(sqlite_url, entries) == [("U0JULIE",)]
    await julie.press(calls, "phone_not_reached")
    await pass_by(world, 0.1)
    assert "oven" in inbox(tom), "the next one is called at once, not at three minutes"
    calls = message(julie, "Please phone <@U0TOM> now")
    assert "phone_show" not in calls.buttons, "Tom gave no number"
    await julie.press(calls, "phone_reached")
    await pass_by(world, 0.1)
    assert "You reached <@U0TOM>" in message(julie, "oven").all_text
    await tom.press(request(tom), "request_take")
    await pass_by(world, 0.1)
    over = message(julie, "Nobody else needs to be phoned")
    assert "<@U0TOM> leads it" in over.all_text and not over.buttons
    await julie.press(calls, "phone_not_reached", stale=True)
    await pass_by(world)
    assert "Already taken by <@U0TOM>" in inbox(julie), "a late click says who has it (N14)"
    await lea.command("/tutti rota customer_service")
    await lea.choose("open_phone")
    assert "Seen by <@U0JULIE>" in (lea.view() or pytest.fail()).all_text
    assert (await lea.fill_and_submit({"phone": ""})).closed
    assert rows(sqlite_url, "select person from phone") == [("U0ANA",)]
    await lea.press(card(lea), "escalation_details")
    log = (lea.view() or pytest.fail()).all_text
    assert "Julie was shown the phone number of Léa" in log
    assert "did not reach Léa" in log and "reached Tom" in log
    assert "oven" not in inbox(world.person("U0ANA")) + inbox(world.person("U0KARIM"))
    assert lines(lea, card(lea)).count("phone") == 0, "nothing of it stands in the channel"


async def test_without_a_duty_rota_the_opener_learns_at_once_whom_they_may_still_ring_up(
    world: World,
) -> None:
    julie, nadia = world.person("U0JULIE"), world.person("U0NADIA")
    await _number(world, "U0ANA", "01 23 45 67 89")
    await until(world, paris("2026-11-24 23:00"))
    await crisis(julie, topic="press")
    await pass_by(world, 30)
    assert "nobody is on duty" in whispers(julie, "C0GEN")
    assert message(julie, "Please phone <@U0ANA> now").buttons.keys() >= {"phone_show", "phone_reached"}
    for one in ("U0NADIA", "U0ANA", "U0KARIM", "U0LEA"):
        assert "oven" not in inbox(world.person(one)), "nobody else is written to"
    stranger = world.person("U0KARIM")
    await stranger.command("/tutti check")
    await until(world, paris("2026-11-25 09:01"))
    assert "oven" in inbox(nadia)
    assert "is open now" in message(julie, "Press").all_text


async def test_the_check_names_the_holes_in_words(world: World) -> None:
    karim = world.person("U0KARIM")
    await karim.command("/tutti verifier")
    said = whispers(karim, "C0GEN")
    closed = "Communication, Marketing, Press, Human resources, Product and Sales"
    assert f"{closed}: from Friday 18:00 to Monday 09:00 nobody can be reached for a crisis." in said
    assert f"{closed}: on Monday, Tuesday, Wednesday and Thursday, from 18:00 to 09:00 the next day" in said
    assert "Customer service: from" not in said and said.count("can be reached") == 2, "it has a duty rota"
    assert "Product has no deputy." in said
    assert "Customer service: nobody on the duty rota gave a phone number" in said


async def test_a_list_of_orchestrators_takes_turns_and_each_is_told_when_theirs_begins(
    sqlite_url: str,
) -> None:
    """DESIGN section 8: one person, or a list, by ISO week number modulo its length."""
    rota = ["U0KARIM", "U0NADIA"]
    async with bakery(sqlite_url, workspace={"orchestrator": rota}) as world:
        julie = world.person("U0JULIE")
        await julie.command("/tutti escalate The oven is cold")
        await julie.fill_and_submit({"topic": "complaint"})
        await pass_by(world)
        assert "Orchestrator: Karim" in card(julie).all_text, "week 48 is even"
        await until(world, paris("2026-11-30 00:01"))
        assert "Orchestrator: Nadia" in card(julie).all_text, "shown as the week begins"
        assert "You are the orchestrator" not in inbox(world.person("U0NADIA"))
        await until(world, paris("2026-11-30 11:05"))
        assert "You are the orchestrator until Sunday 6 December" in inbox(world.person("U0NADIA"))
        assert "You are the orchestrator" not in inbox(world.person("U0KARIM"))
        assert rows(sqlite_url, "select subject from timer where kind = 'turn'") == [("*",)]
