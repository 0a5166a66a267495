"""Each input four times, late and to either of two replicas: what people and the database see is the same."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

import handlers
from bot.models import Entry, Escalation, Input, Launch, Message, Ping, Report, Request, Suggestion, Timer
from bot.sandbox.box import Input as Given
from bot.sandbox.inputs import encode
from tests.chaos import kinds
from tests.engine.staging import Stage, running, staged

pytestmark = pytest.mark.xdist_group("chaos")
COPIES = 3
LATE_SECONDS = 0.5
SHOWN = (Launch, Escalation, Request, Report, Suggestion, Entry, Ping, Message, Timer)


def test_every_event_that_has_a_handler_is_known() -> None:
    assert {*kinds.EVENTS, "app_uninstalled"} == set(handlers.EVENTS)


async def test_p2_every_kind_of_input_four_times_to_two_replicas_has_one_effect(
    postgres_template: str, new_postgres: Callable[[str], str]
) -> None:
    async with staged(new_postgres(postgres_template)) as stage:
        once = await lived_through(stage)
    url = new_postgres(postgres_template)
    async with staged(url) as stage:
        first = stage.world.delivery.url
        async with running(stage.world, url) as second:

            async def both() -> None:
                await asyncio.gather(stage.tutti.settle(), second.settle())

            stage.world.walk_with(both, stage.tutti.next_due)
            postman = Postman(stage, [first, stage.world.delivery.url])
            repeated = await lived_through(stage, postman.rest)
            assert postman.given > 100 and set(postman.statuses) == {200}, postman.statuses
    assert repeated == once


async def lived_through(stage: Stage, rest: Callable[[], Any] | None = None) -> dict[str, Counter[str]]:
    """A morning, then one event of each kind; what stands in the database and in Slack afterwards."""
    await kinds.lived(stage)
    for inner in kinds.events():
        await stage.world.event(inner)
    if rest:
        await rest()
    await stage.settle()
    stands = {model.__name__: Counter(map(sketched, await stage.rows(model))) for model in SHOWN}
    posts = Counter(
        f"{call.args['channel']}: {call.args.get('text')}"
        for call in stage.calls("chat.postMessage")
        if call.ok
    )
    keys = len(await stage.rows(Input))
    return {**stands, "posts": posts, "inputs": Counter(rows=keys)}


def sketched(row: Any) -> str:
    """What can be compared of a row in another world: neither its number nor its moment."""
    names = ("kind", "state", "person", "channel", "department", "title", "text", "step", "revision")
    return ", ".join(f"{name}={getattr(row, name)}" for name in names if hasattr(row, name))


class Postman:
    """Delivers each input to one replica, and three copies a little later, when others have come between."""

    def __init__(self, stage: Stage, addresses: list[str]) -> None:
        self.statuses: Counter[int] = Counter()
        self.given = 0
        self._stage = stage
        self._addresses = addresses
        self._dice = random.Random(6)
        self._late: list[asyncio.Task[None]] = []
        self._first = stage.world.delivery._post
        stage.world.delivery._post = self._post  # type: ignore[method-assign]

    async def _post(self, given: Given, reason: str) -> None:
        self._stage.world.delivery.url = self._dice.choice(self._addresses)
        self._late += [asyncio.create_task(self._again(given)) for _ in range(COPIES)]
        await self._first(given, reason)

    async def _again(self, given: Given) -> None:
        await asyncio.sleep(self._dice.random() * LATE_SECONDS)
        body, content_type = encode(given.kind, given.payload)
        headers = self._stage.world.delivery.signed(body, content_type)
        address = self._dice.choice(self._addresses)
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, data=body.encode(), headers=headers) as answer,
        ):
            await answer.read()
            self.statuses[answer.status] += 1
            self.given += 1

    async def rest(self) -> None:
        """Wait until every copy has come."""
        await asyncio.gather(*self._late)
