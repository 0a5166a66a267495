"""People who go on working whatever happens, and remember what Tutti confirmed."""

from __future__ import annotations

import asyncio
import copy
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.sandbox.inputs import encode
from bot.sandbox.world import World

Json = dict[str, Any]
PATIENCE = aiohttp.ClientTimeout(total=3)
"""Slack's own: after three seconds a person is told that it did not work."""


@dataclass
class Told:
    """What became of the inputs: by their titles, and how long each answer took."""

    acked: set[str] = field(default_factory=set)
    tried: int = 0
    unclear: int = 0
    """Answered with an error, late, or not at all."""
    slowest: float = 0.0
    seconds: list[float] = field(default_factory=list)


class Load:
    """Escalations by form: what a person typed is sent again with the same key until it was confirmed."""

    def __init__(self, world: World, template: Json, address: Callable[[], str], name: str) -> None:
        self._world = world
        self._template = template
        self._address = address
        self._name = name
        self._number = 0
        self.told = Told()
        self.ends = asyncio.Event()

    async def run(self, people: int, *, copies: int = 1, pause: float = 0.0) -> None:
        """So many people at work until `ends` is set; each input is delivered `copies` times at once."""
        connector = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(timeout=PATIENCE, connector=connector) as session:
            await asyncio.gather(*(self._person(session, copies, pause) for _ in range(people)))

    async def _person(self, session: aiohttp.ClientSession, copies: int, pause: float) -> None:
        while not self.ends.is_set():
            self._number += 1
            title = f"{self._name} {self._number}"
            await self._insist(session, title, copies)
            if pause:
                await asyncio.sleep(pause)

    async def _insist(self, session: aiohttp.ClientSession, title: str, copies: int) -> None:
        body, kind = encode("interactive", self._filled_in(title))
        for _ in range(60):
            given = await asyncio.gather(*(self._send(session, body, kind) for _ in range(copies)))
            if any(given):
                self.told.acked.add(title)
                return
            if self.ends.is_set():
                return
            await asyncio.sleep(0.2)

    async def _send(self, session: aiohttp.ClientSession, body: str, kind: str) -> bool:
        """Whether it was confirmed: a 200 without an error at a field."""
        address, began = self._address(), time.monotonic()
        self.told.tried += 1
        try:
            if not address:
                raise aiohttp.ClientConnectionError
            headers = self._world.delivery.signed(body, kind)
            async with session.post(address, data=body.encode(), headers=headers) as answer:
                text = await answer.text()
                taken = time.monotonic() - began
                self.told.seconds.append(taken)
                self.told.slowest = max(self.told.slowest, taken)
                good = answer.status == 200 and '"errors"' not in text
        except (aiohttp.ClientError, TimeoutError, OSError):
            good = False
        self.told.unclear += not good
        return good

    def _filled_in(self, title: str) -> Json:
        payload = copy.deepcopy(self._template)
        view = payload["view"]
        view["id"], view["hash"] = f"V{self._name}{self._number}", f"{self._number}.{self._name}"
        payload["trigger_id"] = f"t{self._name}{self._number}"
        for element in view["state"]["values"]["title"].values():
            element["value"] = title
        return payload


async def template(world: World) -> Json:
    """A filled-in escalation form, as Slack sends it."""
    julie = world.person("U0JULIE")
    await julie.command("/tutti escalate Template", channel="C0TUTTI")
    sent = await julie.fill_and_submit({"topic": "complaint"})
    assert not sent.errors and not sent.error, sent
    found: Json = json.loads(
        json.dumps(next(one for one in reversed(world.inputs) if one.name == "view_submission").payload)
    )
    return found
