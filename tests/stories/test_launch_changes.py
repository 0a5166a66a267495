"""A launch that moves: completed, changed, postponed, cancelled; and who is asked again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.gestures import SubmitResult
from bot.sandbox.hands import Person
from bot.sandbox.world import World
from tests.stories.conftest import TUESDAY
from tests.stories.launch_steps import (
    CARDS,
    NEXT_WEEK,
    SALES,
    SERVICE,
    announced,
    both_ready,
    calls,
    card,
    decide,
    fr,
    in_front,
    mail,
    minutes,
    open_menu,
    private_words,
    refused,
    request,
    said_under_card,
    until,
)


@pytest.fixture(autouse=True)
async def nothing_is_refused_by_slack(world: World) -> AsyncIterator[None]:
    yield
    assert refused(world) == []


async def edit(world: World, person: Person, option: str, **given: Any) -> SubmitResult:
    """Fill in a form of the card's menu and send it."""
    await open_menu(person, option)
    result = await person.fill_and_submit(given)
    await minutes(world, 1)
    return result


def requests(world: World, room: str) -> int:
    """How many requests stand in a department's channel."""
    return len([one for one in world.person("U0KARIM").sees(room) if not one.thread_ts and not one.ephemeral])


async def test_completing_fills_in_the_rest_and_asks_nobody_again(world: World) -> None:
    julie = await announced(world)
    await both_ready(world)
    embargo = NEXT_WEEK - timedelta(days=1)
    result = await edit(
        world, julie, "complete", price="12 €", audience="Familles", embargo=embargo, approver="U0ANA"
    )
    assert result.closed
    for said in ("12 €", "Familles", "Ana", str(int(embargo.timestamp()))):
        assert said in card(julie).all_text
    assert requests(world, SERVICE) == 1
    form = await open_menu(julie, "complete")
    assert form.holds("price") == "12 €" and form.holds("approver") == "U0ANA"
    await julie.close()


async def test_completing_cannot_move_a_price_that_was_relied_on_without_asking_again(world: World) -> None:
    julie = await announced(world)
    await edit(world, julie, "complete", price="12 €")
    await both_ready(world)
    await edit(world, julie, "complete", price="15 €")
    assert requests(world, SERVICE) == 2
    assert "15 €" in said_under_card(julie)


async def test_a_change_that_matters_asks_again_only_those_who_had_answered(world: World) -> None:
    julie, lea = await announced(world), world.person("U0LEA")
    await lea.press(request(lea), "request_ready")
    await minutes(world, 1)
    old = request(lea)
    assert (await edit(world, julie, "change", offer="Deux pour une")).closed
    assert (requests(world, SERVICE), requests(world, SALES)) == (2, 1)
    assert "Deux pour une" in said_under_card(julie), "what changed is shown"
    assert "request_ready" in request(lea).buttons
    before = lea.sees(SERVICE)[0]
    assert "request_take_back" not in before.buttons
    await lea.press(old, "request_take_back", stale=True)
    again = fr("This was asked again after a change; please answer the newer request.")
    assert again in await private_words(world, lea)
    await both_ready(world)
    assert (await decide(julie, "go")).closed


async def test_a_change_that_does_not_matter_keeps_every_answer_and_the_go(world: World) -> None:
    julie = await announced(world)
    await both_ready(world)
    await decide(julie, "go")
    await minutes(world, 1)
    assert (await edit(world, julie, "change", title="Galette dorée", goal="3000 visites")).closed
    assert "Galette dorée" in card(julie).all_text and "launch_go" not in card(julie).buttons
    assert (requests(world, SERVICE), requests(world, SALES)) == (1, 1)
    assert list((await edit(world, julie, "change")).errors) == ["title"], "nothing was changed"
    await julie.close()


async def test_a_new_date_brings_a_decided_launch_back_to_announced(world: World) -> None:
    julie = await announced(world)
    await both_ready(world)
    await decide(julie, "reservations", reservations="Sans affiche")
    await minutes(world, 1)
    later = NEXT_WEEK + timedelta(days=7)
    assert list((await edit(world, julie, "postpone", at=TUESDAY - timedelta(days=1))).errors) == ["at"]
    assert (await julie.fill_and_submit({"at": later})).closed
    await minutes(world, 1)
    assert "launch_go" in card(julie).buttons and str(int(later.timestamp())) in card(julie).all_text
    assert (requests(world, SERVICE), requests(world, SALES)) == (2, 2)
    await until(world, NEXT_WEEK + timedelta(hours=1))
    assert not [one for one in julie.sees(CARDS) if one.broadcast], "the old hour is nothing any more"
    await both_ready(world)
    await decide(julie, "go")
    await until(world, later + timedelta(minutes=1))
    assert [one for one in julie.sees(CARDS) if one.broadcast]


async def test_who_had_not_answered_goes_on_being_asked_by_the_new_time(world: World) -> None:
    julie, lea = await announced(world), world.person("U0LEA")
    before = request(lea).all_text
    assert (await edit(world, julie, "postpone", at=TUESDAY + timedelta(days=2, hours=3))).closed
    assert requests(world, SERVICE) == 1
    assert request(lea).all_text != before
    await minutes(world, 20)
    asked = [one for one in calls(lea) if "Galette" in one.all_text]
    assert len(asked) == 1, "one ask, whatever the number of dates"


async def test_a_new_date_too_near_needs_urgent(world: World) -> None:
    julie, lea = await announced(world), world.person("U0LEA")
    soon = TUESDAY + timedelta(hours=3)
    assert list((await edit(world, julie, "postpone", at=soon)).errors) == ["at"]
    assert in_front(julie).holds("at") == int(soon.timestamp())
    assert (await julie.fill_and_submit({"high": ["high"]})).closed
    await minutes(world, 1)
    assert "Galette" in mail(lea), "at once"


async def test_somebody_who_has_left_cannot_be_named(world: World) -> None:
    julie = await announced(world)
    await world.happens.person_changes("U0TOM", deleted=True)
    assert list((await edit(world, julie, "change", answerer="U0TOM")).errors) == ["answerer"]
    await julie.close()
    assert list((await edit(world, julie, "complete", approver="U0TOM")).errors) == ["approver"]


async def test_cancelling_says_why_and_nobody_is_asked_any_more(world: World) -> None:
    julie, lea = await announced(world), world.person("U0LEA")
    assert list((await edit(world, julie, "cancel")).errors) == ["reason"]
    await julie.fill_and_submit({"reason": "Plus de farine"})
    await minutes(world, 1)
    assert "Plus de farine" in card(julie).all_text
    assert request(lea).buttons == {} or "request_ready" not in request(lea).buttons
    await minutes(world, 12 * 24 * 60)
    assert "Galette" not in mail(lea)
    assert not [one for one in julie.sees(CARDS) if one.broadcast]


async def test_only_the_owner_or_the_orchestrator_changes_it(world: World) -> None:
    await announced(world)
    nadia = world.person("U0NADIA")
    shown = card(nadia)
    value = str(shown.blocks)
    option = value[value.index("change:") : value.index("'", value.index("change:"))]
    await nadia.press(shown, "launch_more", option)
    assert nadia.view() is None
    assert "U0JULIE" in await private_words(world, nadia, CARDS)
