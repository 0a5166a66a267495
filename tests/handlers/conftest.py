"""The world in which every right is walked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.models import Launch
from tests.engine.staging import configure, staged
from tests.handlers.walking import NEWCOMERS, Listening, Rehearsal, Walk, before_the_set_up
from tests.stories.bakery import configured, raise_case


@pytest.fixture
async def walk(sqlite_url: str) -> AsyncIterator[Walk]:
    async with staged(sqlite_url) as stage:
        for person in NEWCOMERS:
            await stage.world.happens.person_joins(person)
        await configure(stage, configured("en", workspace={"administrators": ["U0BEA"]}))
        await stage.launched()
        await raise_case(stage.world, "U0JULIE", title="Cold oven")
        await raise_case(stage.world, "U0JULIE", title="Burnt bread")
        await stage.world.happens.person_changes("U0TOM", deleted=True)
        await stage.settle()
        tools = stage.tutti.tools
        rehearsal = Rehearsal(**vars(tools))
        whispers = stage.tutti.whispers
        (launch,) = await stage.rows(Launch)
        forms = before_the_set_up(launch)
        yield Walk(stage, Listening(rehearsal, whispers), Listening(tools, whispers), forms)
