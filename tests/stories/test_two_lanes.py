"""Two lanes meet: a launch that turns sour becomes an escalation, and an escalation holds launches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.sandbox.hands import Person, SeenMessage, SeenView
from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, paris, raise_case, request_in, texts
from tests.stories.launch_steps import calls, in_front

LAUNCH = "2026-11-25 16:00"
HOUR = paris(LAUNCH)


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with bakery(sqlite_url) as made:
        yield made


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[World]:
    """On SQLite and on PostgreSQL, in French."""
    async with bakery(database_url, lang="fr") as made:
        yield made


async def until(world: World, moment: datetime) -> None:
    await world.clock.sleep(2)
    await world.walk.to(moment)


async def pass_by(world: World, minutes: float = 1) -> None:
    await until(world, world.clock.now() + timedelta(minutes=minutes))


def launch_card(person: Person) -> SeenMessage:
    return [one for one in roots(person) if "launch_details" in one.buttons][-1]


def case_card(person: Person) -> SeenMessage:
    return [one for one in roots(person) if "escalation_details" in one.buttons][-1]


def roots(person: Person) -> list[SeenMessage]:
    return [one for one in person.sees("C0TUTTI") if not one.thread_ts and not one.ephemeral]


def thread_of(person: Person, message: SeenMessage) -> str:
    return "\n".join(texts(person.thread(message)))


def whispered(person: Person, channel: str = "C0TUTTI") -> str:
    return [one.all_text for one in person.sees(channel) if one.ephemeral][-1]


async def at_go(world: World, **given: str) -> Person:
    """Julie's launch asks nobody but customer service, which is ready; she decides *Go*."""
    await announce(world, at=LAUNCH, kind="information", **given)
    return world.person("U0JULIE")


async def details(person: Person, message: SeenMessage, button: str) -> SeenView:
    await person.press(message, button)
    return in_front(person)


async def taken(world: World, who: str = "U0LEA") -> Person:
    """Customer service's Léa has a case of her own."""
    await raise_case(world)
    lea = world.person(who)
    await lea.press(request_in(world, "C0CS"), "request_take")
    await pass_by(world)
    return lea


async def hold(person: Person, reason: str = "Customers burn their tongues") -> SeenView:
    """Hold the only launch from the details of the last case."""
    view = await details(person, case_card(person), "escalation_details")
    assert "Hold a Launch…" in view.buttons.values()
    await person.choose("escalation_hold")
    form = in_front(person)
    result = await person.fill_and_submit({"launches": list(form.options("launches")), "reason": reason})
    assert result.closed, result
    return form


async def test_a_live_launch_that_turns_sour_becomes_an_escalation_with_its_history(world: World) -> None:
    julie = await at_go(world)
    await until(world, HOUR + timedelta(minutes=1))
    nadia = world.person("U0NADIA")
    assert "Live since" in launch_card(nadia).all_text
    await nadia.press(launch_card(nadia), "launch_raise")
    form = in_front(nadia)
    assert form.holds("title") == "Galette"
    assert "/archives/C0TUTTI/" in form.holds("where"), "the launch's card is where it is"
    sent = await nadia.fill_and_submit({"title": "Galette: the bean is made of glass", "topic": "complaint"})
    assert sent.closed, sent
    await pass_by(world, 3)
    launch, case = launch_card(julie), case_card(julie)
    assert "Raised from it: <" in launch.all_text and "bean is made of glass" in launch.all_text
    assert "From: <" in case.all_text and "Galette" in case.all_text
    assert "Nadia" in thread_of(julie, launch) and "raised an escalation from it" in thread_of(julie, launch)
    (call,) = calls(julie)
    assert "your launch *Galette*" in call.all_text and "Why you: it is your launch." in call.all_text
    page = await details(nadia, case, "escalation_details")
    assert "raised it from a launch" in page.all_text
    await nadia.choose("launch_details")
    history = in_front(nadia)
    assert history.callback_id == "launch_details_page" and "It is live." in history.all_text


async def test_a_case_holds_a_launch_until_its_owner_releases_it(world: World) -> None:
    julie = await at_go(world)
    lea = await taken(world)
    form = await hold(lea)
    assert list(form.options("launches").values()) == ["Wed 16:00 · Galette"]
    await pass_by(world, 3)
    shown = launch_card(julie)
    assert "Go, held because of <" in shown.all_text and "releases it" in shown.all_text
    assert "Customers burn their tongues" in shown.all_text and "Léa" in shown.all_text
    assert "Galette" in case_card(julie).all_text and "is held because of it" in case_card(julie).all_text
    (call,) = calls(julie)
    assert "*Léa* holds" in call.all_text and "launch_release" in call.buttons
    await until(world, HOUR + timedelta(minutes=1))
    assert "Live since" not in launch_card(julie).all_text
    assert "Its hour came while it is held" in thread_of(julie, shown)
    await lea.press(launch_card(lea), "launch_release")
    await pass_by(world)
    assert "Only <@U0JULIE> or the orchestrator can release" in whispered(lea)
    await julie.press(call, "launch_release")
    await pass_by(world)
    assert "Live since" in launch_card(julie).all_text
    assert (
        "was held, and released by Julie"
        in (await details(lea, case_card(lea), "escalation_details")).all_text
    )


async def test_a_second_click_on_release_is_told_who_was_first(world: World) -> None:
    julie = await at_go(world)
    await hold(await taken(world))
    await pass_by(world, 3)
    stale = launch_card(julie)
    karim = world.person("U0KARIM")
    await karim.press(launch_card(karim), "launch_release")
    await pass_by(world)
    assert "launch_release" not in launch_card(julie).buttons
    await julie.press(stale, "launch_release", stale=True)
    await pass_by(world)
    assert "Already released by <@U0KARIM>" in whispered(julie)
    await until(world, HOUR + timedelta(minutes=1))
    assert "Live since" in launch_card(julie).all_text


async def test_when_the_case_closes_the_owner_is_asked_and_nothing_goes_out_by_itself(world: World) -> None:
    julie = await at_go(world)
    lea = await taken(world)
    await hold(lea)
    await pass_by(world, 3)
    for button, given in (
        ("escalation_told", {"told": "not_needed"}),
        ("escalation_close", {"lesson": "Test the bean"}),
    ):
        shown = [one for one in lea.sees("C0CS") if button in one.buttons][-1]
        await lea.press(shown, button)
        assert (await lea.fill_and_submit(given)).closed
        await pass_by(world)
    asked = [one for one in calls(julie) if "is closed: release, postpone or cancel it" in one.all_text]
    assert len(asked) == 1 and {"launch_release", "launch_postpone"} <= set(asked[0].buttons)
    await until(world, HOUR + timedelta(minutes=3))
    assert "Live since" not in launch_card(julie).all_text
    asked = [one for one in calls(julie) if "is closed: release" in one.all_text]
    assert len(asked) == 2, "asked once more when its hour came"
    await julie.press(launch_card(julie), "launch_release")
    await pass_by(world)
    assert "Live since" in launch_card(julie).all_text


async def test_a_new_date_frees_it_from_a_closed_case_and_a_cancelled_launch_from_every_one(
    world: World,
) -> None:
    julie = await at_go(world)
    await hold(await taken(world))
    await pass_by(world, 3)
    await julie.press([one for one in calls(julie)][-1], "launch_cancel")
    assert (await julie.fill_and_submit({"reason": "Burnt"})).closed
    await pass_by(world)
    assert "Cancelled: Burnt" in launch_card(julie).all_text
    assert "launch_release" not in launch_card(julie).buttons
    assert "is held because of it" not in case_card(julie).all_text


async def test_a_private_case_never_shows_its_subject_on_a_launch(world: World) -> None:
    julie = await at_go(world)
    lea = await taken(world)
    await hold(lea)
    await pass_by(world, 3)
    await lea.press(case_card(lea), "escalation_details")
    await lea.choose("escalation_private")
    assert (await lea.fill_and_submit({"reason": "A customer is ill"})).closed
    await pass_by(world, 3)
    text = launch_card(julie).all_text
    assert "a private matter" in text and "Cold oven" not in text and "tongues" not in text
    assert "Cold oven" not in "\n".join(texts(calls(julie)))
    page = await details(julie, launch_card(julie), "launch_details")
    assert "Cold oven" not in page.all_text and "tongues" not in page.all_text


async def test_only_who_has_the_case_or_the_orchestrator_holds_a_launch(world: World) -> None:
    await taken(world)
    nadia, karim = world.person("U0NADIA"), world.person("U0KARIM")
    view = await details(nadia, case_card(nadia), "escalation_details")
    assert "escalation_hold" not in view.buttons
    await nadia.close()
    await details(karim, case_card(karim), "escalation_details")
    await karim.choose("escalation_hold")
    await pass_by(world)
    assert "there is nothing to hold" in "\n".join(texts(karim.inbox() + karim.sees("C0TUTTI")))


async def test_two_people_at_once_hold_and_release_it_once(either: World) -> None:
    world = either
    julie = await at_go(world)
    lea, karim = await taken(world), world.person("U0KARIM")
    for person in (lea, karim):
        await person.press(case_card(person), "escalation_details")
        await person.choose("escalation_hold")
        form = in_front(person)
        assert form.title == "Suspendre un lancement"
        person.fill({"launches": list(form.options("launches")), "reason": "Le four"})
    sent = await asyncio.gather(lea.fill_and_submit(), karim.fill_and_submit())
    assert sorted(one.closed for one in sent) == [False, True]
    refused = next(one for one in sent if not one.closed)
    assert "a déjà suspendu ce lancement" in refused.errors["launches"]
    await pass_by(world, 3)
    text = launch_card(julie).all_text
    assert "Feu vert, suspendu à cause de <" in text and "Suspendu par" in text
    assert len([one for one in calls(julie) if "suspend" in one.all_text]) == 1
    stale = launch_card(julie)
    for person in (julie, karim):
        await person.press(stale, "launch_release", stale=True)
    await pass_by(world)
    assert "<@U0JULIE> l’a déjà débloqué" in whispered(karim)
    await until(world, HOUR + timedelta(minutes=1))
    assert "C’est lancé depuis" in launch_card(julie).all_text
