"""Answering a launch: ready, a problem, not concerned, handed over, taken back; and who may."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from tests.stories.launch_steps import (
    CARDS,
    SALES,
    announced,
    both_ready,
    calls,
    card,
    decide,
    fr,
    in_front,
    mail,
    message_with,
    minutes,
    private_words,
    refused,
    request,
    said_under_card,
)


@pytest.fixture(autouse=True)
async def nothing_is_refused_by_slack(world: World) -> AsyncIterator[None]:
    yield
    assert refused(world) == []


async def test_each_answer_shows_on_the_card_and_the_owner_hears_of_the_last_one(world: World) -> None:
    julie = await announced(world)
    lea, hugo = world.person("U0LEA"), world.person("U0HUGO")
    await lea.press(request(lea), "request_ready")
    await minutes(world, 240)
    assert "Léa" in card(julie).all_text
    assert calls(julie) == [], "nothing but the last answer concerns the owner"
    await hugo.press(request(hugo, SALES), "request_not_concerned")
    await hugo.fill_and_submit({"reason": "Pas en boutique"})
    await minutes(world, 240)
    assert "Hugo" in card(julie).all_text
    await julie.press(card(julie), "launch_details")
    assert "Pas en boutique" in in_front(julie).all_text
    assert "launch_go" in message_with(julie, "launch_go").buttons


async def test_only_the_department_answers_and_its_owner_not_for_another(world: World) -> None:
    await announced(world)
    for user in ("U0NADIA", "U0JULIE"):
        person = world.person(user)
        await person.press(request(world.person("U0LEA")), "request_ready")
        assert "Service client" in await private_words(world, person)
    await minutes(world, 1)
    assert "request_ready" in request(world.person("U0LEA")).buttons


async def test_the_second_person_is_told_who_was_first_and_a_double_click_has_one_effect(
    world: World,
) -> None:
    julie = await announced(world)
    lea, tom = world.person("U0LEA"), world.person("U0TOM")
    seen_by_tom = request(tom)
    await lea.press(request(lea), "request_ready")
    await world.deliver_again(world.inputs[-1])
    await minutes(world, 1)
    await tom.press(seen_by_tom, "request_problem", stale=True)
    assert "Léa" in await private_words(world, tom) or "U0LEA" in await private_words(world, tom)
    await tom.press(seen_by_tom, "request_ready", stale=True)
    assert "U0LEA" in await private_words(world, tom)
    assert tom.view() is None
    assert card(julie).all_text.count("Léa") == 1


async def test_a_problem_goes_to_the_owner_and_back_until_who_raised_it_says_solved(world: World) -> None:
    julie = await announced(world)
    lea, hugo = world.person("U0LEA"), world.person("U0HUGO")
    await hugo.press(request(hugo, SALES), "request_ready")
    await lea.press(request(lea), "request_problem")
    assert list((await lea.fill_and_submit({})).errors) == ["reason"]
    await lea.fill_and_submit({"reason": "Le <!channel> stock manque"})
    await minutes(world, 1)
    assert "Le &lt;!channel&gt; stock manque" in card(julie).all_text
    asked = message_with(julie, "problem_reply")
    assert "stock manque" in asked.all_text, "at once, without waiting for a round"

    await julie.press(card(julie), "launch_go")
    assert set(in_front(julie).options("decision")) == {"no_go"}
    await julie.close()

    await julie.press(asked, "problem_reply")
    await minutes(world, 1)
    await lea.press(message_with(lea, "problem_solved"), "problem_not_solved")
    await minutes(world, 1)
    again = message_with(julie, "problem_reply")
    assert again.ts != asked.ts
    await julie.press(again, "problem_reply")
    await minutes(world, 1)
    await lea.press(message_with(lea, "problem_solved"), "problem_solved")
    await minutes(world, 240)
    assert "stock manque" not in card(julie).all_text
    assert "launch_go" in message_with(julie, "launch_go").buttons
    assert fr(
        "{who} says that the problem of {department} is solved.", who="", department="Service client"
    ) in (said_under_card(julie).replace("*", "").replace("Léa", ""))


async def test_an_answer_is_taken_back_until_go(world: World) -> None:
    julie = await announced(world)
    lea = world.person("U0LEA")
    await both_ready(world)
    await lea.press(request(lea), "request_take_back")
    await minutes(world, 1)
    assert "request_ready" in request(lea).buttons
    await julie.press(card(julie), "launch_go")
    assert "Service client" in in_front(julie).all_text
    await julie.close()
    await lea.press(request(lea), "request_ready")
    await minutes(world, 1)
    ready = request(lea)
    assert (await decide(julie, "go")).closed
    await minutes(world, 1)
    assert "request_take_back" not in request(lea).buttons
    await lea.press(ready, "request_take_back", stale=True)
    assert fr("This launch has been decided; ask its owner to change it, and you will be asked again.") in (
        await private_words(world, lea)
    )


async def test_an_owner_who_was_told_all_is_there_is_told_again_after_it_was_not(world: World) -> None:
    julie = await announced(world)
    lea = world.person("U0LEA")
    await both_ready(world)
    await lea.press(request(lea), "request_take_back")
    await minutes(world, 240)
    assert calls(julie) == [], "the call that had become untrue was not sent"
    await lea.press(request(lea), "request_ready")
    await minutes(world, 24 * 60)
    assert len([one for one in julie.inbox() if "launch_go" in one.buttons]) == 1


async def test_a_hand_over_keeps_the_deadline_and_a_second_one_needs_the_orchestrator(world: World) -> None:
    julie = await announced(world)
    lea, nadia, karim = world.person("U0LEA"), world.person("U0NADIA"), world.person("U0KARIM")
    due = _date(request(lea).all_text)
    await lea.press(request(lea), "request_hand_over")
    with pytest.raises(LookupError, match="'sales' is not offered"):
        await lea.fill_and_submit({"department": "sales", "reason": "Votre sujet"})
    await lea.fill_and_submit({"department": "pr", "reason": "Votre sujet"})
    await minutes(world, 1)
    assert _date(request(nadia, "C0PR").all_text) == due
    assert "Presse" in card(julie).all_text
    await nadia.press(request(nadia, "C0PR"), "request_hand_over")
    await nadia.fill_and_submit({"department": "hr", "reason": "Plutôt vous"})
    await minutes(world, 1)
    assert world.person("U0INES").sees("C0HR") == []
    await karim.press(message_with(karim, "hand_over_allow"), "hand_over_allow")
    await minutes(world, 1)
    assert _date(request(world.person("U0INES"), "C0HR").all_text) == due


def _date(text: str) -> str:
    """The first Slack date token."""
    return text[text.index("<!date") : text.index(">", text.index("<!date"))]


async def test_a_late_answer_still_counts_and_a_click_after_the_end_says_who_ended_it(world: World) -> None:
    julie = await announced(world)
    lea = world.person("U0LEA")
    await world.walk.to_next()
    await minutes(world, 4 * 24 * 60)
    assert "Service client" in mail(julie), "the owner hears who did not answer"
    late = request(lea)
    await lea.press(late, "request_ready")
    await minutes(world, 1)
    assert "Léa" in card(julie).all_text
    shown = card(julie)
    karim = world.person("U0KARIM")
    await karim.press(shown, "launch_more", _option(shown.blocks, "cancel"))
    await karim.fill_and_submit({"reason": "Plus de farine"})
    await minutes(world, 2)
    assert "Plus de farine" in card(julie).all_text
    await julie.press(shown, "launch_go", stale=True)
    assert "U0KARIM" in await private_words(world, julie, CARDS)
    hugo = world.person("U0HUGO")
    assert "request_ready" not in request(hugo, SALES).buttons


def _option(blocks: list[dict[str, object]], word: str) -> str:
    found = str(blocks)
    start = found.index(f"{word}:")
    return found[start : found.index("'", start)]
