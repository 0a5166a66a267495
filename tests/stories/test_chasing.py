"""A request is chased up its ladder until somebody answers (PRODUCT section 2, "Ladder of a request")."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.world import World
from tests.stories.bakery import (
    announce,
    bakery,
    inbox,
    paris,
    raise_case,
    request_in,
    texts,
    timeline,
)

SEATS = ("U0LEA", "U0TOM", "U0ANA", "U0KARIM")
"""Customer service from its representative up, and the orchestrator."""


def counts(world: World) -> list[int]:
    """How often each of `SEATS` was written to."""
    return [len(inbox(world, who)) for who in SEATS]


async def test_a_launch_request_climbs_its_ladder_in_rounds_until_the_orchestrator(database_url: str) -> None:
    async with bakery(database_url) as world:
        await announce(world)
        seen = {}
        for at in (
            "24 09:14",
            "24 09:15",
            "25 09:14",
            "25 09:15",
            "25 14:59",
            "25 15:00",
            "26 10:59",
            "26 11:00",
        ):
            await world.walk.to(paris(f"2026-11-{at}"))
            seen[at] = counts(world)
        assert seen == {
            "24 09:14": [0, 0, 0, 0],
            "24 09:15": [1, 0, 0, 0],
            "25 09:14": [1, 0, 0, 0],
            "25 09:15": [2, 0, 0, 0],  # reminder: half of the working time from 24 09:15 to 26 09:05
            "25 14:59": [2, 0, 0, 0],
            "25 15:00": [2, 1, 0, 0],  # deputy: three quarters
            "26 10:59": [2, 1, 0, 0],
            "26 11:00": [2, 1, 1, 1],  # head and orchestrator
        }
        lea, ana = world.person("U0LEA"), inbox(world, "U0ANA")
        replies = texts(lea.thread(request_in(world, "C0CS")))
        assert len(replies) == 1 and replies[0].startswith("Reminder: Customer service must answer by")
        assert "please see that somebody does" in ana[0]


async def test_who_answers_ends_the_chase_and_every_call_says_so(database_url: str) -> None:
    async with bakery(database_url) as world:
        await announce(world)
        await world.walk.to(paris("2026-11-25 10:00"))
        await world.person("U0LEA").press(request_in(world, "C0CS"), "request_ready")
        await world.walk.to(paris("2026-11-27 18:00"))
        assert counts(world)[:3] == [2, 0, 0]
        assert all(text.startswith("Done: Léa answered") for text in inbox(world, "U0LEA"))


@pytest.mark.parametrize("choice", ["request_take_myself", "request_name", "request_rest"])
async def test_the_orchestrator_takes_names_or_lets_it_rest(database_url: str, choice: str) -> None:
    async with bakery(database_url) as world:
        await announce(world)
        await world.walk.to(paris("2026-11-26 11:00"))
        karim = world.person("U0KARIM")
        line = next(
            one for one in karim.inbox() if choice in one.buttons and "Customer service" in one.all_text
        )
        await karim.press(line, choice, value_about(line, choice))
        if choice == "request_name":
            await karim.fill_and_submit({"person": "U0NADIA"})
        if choice == "request_rest":
            await karim.fill_and_submit({"reason": "They are at the fair"})
        await world.walk.by(timedelta(minutes=1))
        card = texts(karim.sees("C0TUTTI"))[0]
        if choice == "request_rest":
            assert "let it rest" in await timeline(world) or "rest:" in await timeline(world)
        elif choice == "request_name":
            await world.walk.to(paris("2026-11-26 18:00"))
            asked = world.person("U0NADIA").inbox()
            assert any("request_ready" in one.buttons for one in asked), texts(asked)
        else:
            assert any("request_ready" in one.buttons for one in karim.inbox())
        assert "Customer service" in card


def value_about(message: Any, action: str) -> str:
    """The value of the button in the item about customer service."""
    blocks = message.blocks
    at = next(
        number for number, block in enumerate(blocks) if "Customer service" in str(block.get("text", ""))
    )
    row = next(block for block in blocks[at:] if block["type"] == "actions")
    return str(next(one["value"] for one in row["elements"] if one["action_id"] == action))


async def test_a_high_case_calls_at_once_and_climbs_without_a_reminder(database_url: str) -> None:
    async with bakery(database_url, at="2026-11-24 12:00") as world:
        await raise_case(world, severity="high")
        start = paris("2026-11-24 12:00")
        seen = []
        # Taken by 60 % of one hour: 36 minutes; its shares are 40, 80 and 100 %.
        for minutes in (0.1, 14.3, 14.5, 28.7, 28.9, 35.9, 36.1):
            await world.walk.to(start + timedelta(minutes=minutes))
            seen.append(counts(world))
        assert seen == [
            [1, 0, 0, 0],
            [1, 0, 0, 0],
            [1, 1, 0, 0],
            [1, 1, 0, 0],
            [1, 1, 1, 0],
            [1, 1, 1, 0],
            [1, 1, 1, 1],
        ]


async def test_nobody_shown_it_by_half_the_window_is_asked_once_directly(database_url: str) -> None:
    rounds = {"seats": ["10:30"], "heads": ["11:00", "16:00"]}
    async with bakery(database_url, at="2026-11-24 09:10", workspace={"rounds": rounds}) as world:
        # Hugo's 10:30 in London is 11:30 in Paris; taken by 11:34, half of it is 10:22.
        await raise_case(world, topic="product_defect")
        await world.walk.to(paris("2026-11-24 10:21"))
        assert inbox(world, "U0HUGO") == []
        await world.walk.to(paris("2026-11-24 10:23"))
        assert len(inbox(world, "U0HUGO")) == 1
        await world.walk.to(paris("2026-11-24 11:30"))
        told = inbox(world, "U0HUGO")
        assert len(told) == 2 and "Reminder" in told[1], "the ask does not come again with its round"


async def test_no_superior_hears_of_what_the_person_was_not_shown(database_url: str) -> None:
    product: dict[str, Any] = {"product": {"head": "U0ANA"}}
    async with bakery(database_url, departments=product) as world:
        # Due at 09:41 in Paris; Hugo's day in London begins at 10:00 in Paris.
        await raise_case(world, topic="product_defect", severity="high")
        await world.walk.to(paris("2026-11-24 09:42"))
        assert len(inbox(world, "U0KARIM")) == 1, "the orchestrator is told at the due time even so"
        assert inbox(world, "U0HUGO") == [] and inbox(world, "U0ANA") == []
        await world.walk.to(paris("2026-11-24 10:01"))
        told = inbox(world, "U0HUGO")
        assert len(told) == 1 and "The hour has passed" in told[0]


async def test_a_department_without_anybody_goes_to_the_orchestrator(database_url: str) -> None:
    async with bakery(database_url, departments={"sales": {"representative": None}}) as world:
        await announce(world)
        await world.walk.to(paris("2026-11-24 11:00"))
        told = inbox(world, "U0KARIM")
        assert len(told) == 1 and "Nobody is left to ask in *Sales*" in told[0]


@pytest.mark.parametrize("asked_before", [False, True])
async def test_who_has_left_is_passed_over(database_url: str, asked_before: bool) -> None:
    async with bakery(database_url) as world:
        if asked_before:
            await announce(world)
        await world.happens.person_changes("U0LEA", deleted=True)
        await world.walk.settle()
        if not asked_before:
            await announce(world)
        await world.walk.to(paris("2026-11-24 11:45"))
        assert inbox(world, "U0LEA") == []
        assert len(inbox(world, "U0TOM")) == 1


async def test_without_a_channel_people_are_asked_directly_and_all_copies_follow(database_url: str) -> None:
    async with bakery(database_url, departments={"customer_service": {"channel": None}}) as world:
        await announce(world)
        await world.walk.to(paris("2026-11-25 15:00"))
        lea, tom = world.person("U0LEA"), world.person("U0TOM")
        copy = next(one for one in tom.inbox() if "request_ready" in one.buttons)
        assert any("request_ready" in one.buttons for one in lea.inbox())
        await tom.press(copy, "request_ready")
        await world.walk.by(timedelta(minutes=1))
        assert not any("request_problem" in one.buttons for one in [*lea.inbox(), *tom.inbox()])
        assert any("Tom" in text for text in texts(lea.inbox()))
