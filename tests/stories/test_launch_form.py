"""Announcing a launch: three doors, one form, and what it answers to bad input."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.world import World
from tests.stories.conftest import TUESDAY
from tests.stories.launch_steps import (
    CARDS,
    NEXT_WEEK,
    SALES,
    SERVICE,
    SIX,
    announced,
    card,
    fr,
    in_front,
    mail,
    minutes,
    refused,
    request,
    send_form,
    until,
)


@pytest.fixture(autouse=True)
async def nothing_is_refused_by_slack(world: World) -> AsyncIterator[None]:
    yield
    assert refused(world) == []


@pytest.mark.parametrize("line", ["/tutti launch Galette", "/tutti Lancer Galette", "/launch Galette"])
async def test_a_command_opens_the_form_with_the_name_filled_in(world: World, line: str) -> None:
    julie = world.person("U0JULIE")
    await julie.command(line)
    assert in_front(julie).holds("title") == "Galette"


async def test_the_kind_preselects_departments_and_the_required_ones_cannot_be_removed(world: World) -> None:
    julie = world.person("U0JULIE")
    await julie.shortcut("launch")
    await julie.choose("kind", "promotion")
    form = in_front(julie)
    assert "Service client" in form.all_text and "Ventes" in form.all_text
    assert "customer_service" not in form.options("departments")
    await julie.fill_and_submit(SIX | {"departments": ["pr"]})
    await minutes(world, 1)
    assert [len(julie.sees(room)) for room in ("C0CS", "C0SALES", "C0PR", "C0MKT")] == [1, 1, 1, 0]
    assert julie.view() is None
    shown = card(julie).all_text
    for said in ("Galette", "Une galette offerte", "2000 visites", "Presse"):
        assert said in shown


async def test_the_form_says_who_answers_by_when_and_who_is_closed(world: World) -> None:
    await until(world, TUESDAY + timedelta(hours=11))
    julie = world.person("U0JULIE")
    await julie.shortcut("launch")
    await julie.choose("kind", "event")
    await julie.choose("at", NEXT_WEEK)
    closed = fr(
        "{department} is closed until {opens} and answers by {due}.", department="X", opens="Y", due="Z"
    )
    assert closed.split("X")[1].split("Y")[0] in in_front(julie).all_text


async def test_a_past_date_is_an_error_at_the_date_and_what_was_typed_stays(world: World) -> None:
    julie = world.person("U0JULIE")
    result = await send_form(julie, at=TUESDAY - timedelta(hours=1))
    assert result.errors == {"at": fr("Choose a day and an hour that are still to come.")}
    assert in_front(julie).holds("gain") == "Une galette offerte"
    assert julie.sees(CARDS) == []


async def test_sooner_than_anybody_can_answer_is_refused_until_urgent_is_ticked(world: World) -> None:
    julie, soon = world.person("U0JULIE"), TUESDAY + timedelta(hours=2)
    result = await send_form(julie, at=soon)
    assert list(result.errors) == ["at"] and julie.sees(CARDS) == []
    result = await julie.fill_and_submit({"high": ["high"]})
    assert result.closed
    await minutes(world, 1)
    assert "Galette" in card(julie).all_text
    assert "Galette" in mail(world.person("U0LEA")), "at once, without waiting for a round"


async def test_a_form_without_the_tick_comes_back_with_it(world: World) -> None:
    julie, soon = world.person("U0JULIE"), TUESDAY + timedelta(hours=6)
    await julie.shortcut("launch")
    await julie.choose("kind", "promotion")
    await julie.choose("at", soon)
    assert "high" not in in_front(julie).inputs
    await minutes(world, 180)
    await julie.fill_and_submit({**SIX, "at": soon})
    form = in_front(julie)
    assert form.holds("gain") == "Une galette offerte"
    assert form.holds("kind")["value"] == "promotion" and "“" not in form.holds("title")
    result = await julie.fill_and_submit({"high": ["high"]})
    assert result.closed
    await minutes(world, 1)
    assert "Galette" in card(julie).all_text


async def test_the_tick_goes_when_there_is_time_for_ordinary_answers(world: World) -> None:
    julie = world.person("U0JULIE")
    await julie.shortcut("launch")
    assert "high" in in_front(julie).inputs
    await julie.choose("at", NEXT_WEEK)
    assert "high" not in in_front(julie).inputs
    await julie.choose("at", TUESDAY + timedelta(hours=2))
    assert "high" in in_front(julie).inputs


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": "   "}, "title"), ({"title": "x" * 3000}, "title"), ({"answerer": "U0TOM"}, "answerer")],
    ids=["no name", "3,000 characters", "somebody who has left"],
)
async def test_bad_input_is_an_error_at_its_field(world: World, given: dict[str, Any], field: str) -> None:
    await world.happens.person_changes("U0TOM", deleted=True)
    julie = world.person("U0JULIE")
    result = await send_form(julie, **given)
    assert list(result.errors) == [field] and not result.closed
    assert in_front(julie).holds("goal") == "2000 visites"
    assert julie.sees(CARDS) == []


async def test_a_very_long_name_after_the_command_still_opens_the_form(world: World) -> None:
    julie = world.person("U0JULIE")
    await julie.command("/tutti launch " + "Galette " * 400)
    assert in_front(julie).holds("title").startswith("Galette Galette")


async def test_what_people_type_stays_text_everywhere(world: World) -> None:
    nasty = "<!channel> *fort* <https://x.example|ici> &amp; `a`"
    julie = await announced(world, title=nasty, gain=nasty, goal=nasty)
    lea = world.person("U0LEA")
    await minutes(world, 15)
    seen = [*julie.sees(CARDS), *lea.sees(SERVICE), *lea.sees(SALES), *lea.inbox()]
    assert len(seen) > 3
    for message in seen:
        for text in (message.text, message.all_text):
            assert "<!channel>" not in text.replace(nasty, "") or message.blocks[0]["type"] == "header"
            assert "<https://x.example|ici>" not in text.replace(nasty, "")
        assert "<!channel" not in message.text
    await lea.press(request(lea), "request_problem")
    assert "<!channel>" not in _mrkdwn(in_front(lea).blocks)


def _mrkdwn(part: Any) -> str:
    """Every mrkdwn text of some blocks, where markup would come alive."""
    if isinstance(part, list):
        return "\n".join(map(_mrkdwn, part))
    if not isinstance(part, dict):
        return ""
    if part.get("type") == "mrkdwn":
        return str(part["text"])
    return "\n".join(map(_mrkdwn, part.values()))


async def test_sending_the_form_twice_makes_one_card(world: World) -> None:
    julie = world.person("U0JULIE")
    await julie.shortcut("launch")
    await julie.choose("kind", "promotion")
    await julie.fill_and_submit({key: value for key, value in SIX.items() if key != "kind"})
    again = await world.deliver_again(world.inputs[-1])
    assert again.status == 200
    await minutes(world, 1)
    assert len(julie.sees(CARDS)) == 1


async def test_a_launch_for_information_asks_nobody_and_goes_live_at_its_hour(world: World) -> None:
    julie = await announced(world, kind="information")
    assert "launch_go" not in card(julie).buttons
    assert julie.sees(SERVICE) == []
    await until(world, NEXT_WEEK + timedelta(minutes=1))
    assert [one for one in julie.sees(CARDS) if one.broadcast]


async def test_a_guest_announces_nothing_and_is_told_whom_to_ask(world: World) -> None:
    await world.happens.person_changes("U0NADIA", is_restricted=True)
    nadia = world.person("U0NADIA")
    reply = await nadia.command("/tutti launch Galette")
    assert nadia.view() is None
    assert reply.text == fr(
        "Guests cannot announce a launch; ask a colleague in the organisation to announce it."
    )
