"""A pilot: two or three departments are written to, the others are asked in person; one click widens it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, raise_case, request_in, texts
from tests.stories.onboarding import in_front, inbox, message_with

PILOT: dict[str, Any] = {"workspace": {"pilot": ["marketing", "customer_service", "communication"]}}


def card(world: World, title: str) -> str:
    """The newest message in the channel of the cards that names it."""
    return [one for one in texts(world.person("U0KARIM").sees("C0TUTTI")) if title in one][-1]


async def test_a_required_department_outside_the_pilot_is_asked_in_person(database_url: str) -> None:
    async with bakery(database_url, **PILOT) as world:
        julie, hugo = world.person("U0JULIE"), world.person("U0HUGO")
        await julie.shortcut("launch")
        await julie.choose("kind", "promotion")
        await julie.choose("at", (world.clock.now() + timedelta(days=9)))
        assert "Sales is outside the pilot: you ask them in person by" in in_front(julie).all_text
        assert "pr" not in in_front(julie).options("departments")
        await julie.close()

        await announce(world, title="Galette")
        assert "Sales*: asked in person by Julie: not yet" in card(world, "Galette")
        await world.walk.by(timedelta(hours=1))
        assert not hugo.inbox() and "Galette" not in str(texts(hugo.sees("C0SALES"))), "nobody writes to them"
        request = message_with(julie, "request_ready")
        assert request.text.startswith("Please ask *Sales* in person by")
        assert request.buttons["request_ready"] == "They Are Ready"
        await world.person("U0LEA").press(request_in(world, "C0CS"), "request_ready")
        await julie.press(request, "request_ready")
        await world.walk.settle()
        assert "Sales*: asked in person by Julie: yes, ready" in card(world, "Galette")

        await raise_case(world, "U0LEA", title="A journalist calls", topic="press")
        await world.walk.by(timedelta(hours=4))
        assert "A journalist calls" not in inbox(world, "U0NADIA")
        assert "A journalist calls" in inbox(world, "U0KARIM"), "the orchestrator has it"


async def test_an_administrator_widens_with_one_click_and_back_and_one_card_says_so(sqlite_url: str) -> None:
    async with bakery(sqlite_url, **PILOT) as world:
        julie, karim = world.person("U0JULIE"), world.person("U0KARIM")
        await julie.command("/tutti pilot", channel="C0TUTTI")
        assert julie.view() is None
        await karim.command("/tutti pilote", channel="C0TUTTI")
        page = in_front(karim)
        assert "3 departments of 7 take part" in page.all_text and "Sales*: asked in person" in page.all_text
        assert "Smallest fix: name them in" in page.all_text and "Too early" in page.all_text
        await karim.choose("pilot:sales")
        await world.walk.settle()
        assert "4 departments of 7 take part" in in_front(karim).all_text
        assert "*Sales* takes part in the pilot from now on" in card(world, "part in the pilot")
        await announce(world, title="Brioche")
        await world.walk.by(timedelta(hours=1))
        assert "Brioche" in request_in(world, "C0SALES", "U0HUGO").all_text
        before = len(karim.sees("C0TUTTI"))
        await karim.choose("pilot:sales")
        await world.walk.settle()
        assert "*Sales* does not take part" in card(world, "part in the pilot")
        assert len(karim.sees("C0TUTTI")) == before, "the same card was edited"
        for key in ("sales", "pr", "hr", "product"):
            await karim.choose(f"pilot:{key}")
        await world.walk.settle()
        assert "there is no pilot now" in in_front(karim).all_text
        assert "the pilot is over" in card(world, "Product")
