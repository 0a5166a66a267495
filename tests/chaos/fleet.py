"""The processes that are killed, stopped and replaced, and how an input finds a living one."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.world import World
from tests.engine.processes import Serving, serve


@dataclass
class Fleet:
    """Replicas of Tutti on one database; a killed one is started anew."""

    world: World
    database_url: str
    dice: random.Random
    api_url: str
    sockets: bool = False
    replicas: list[Serving] = field(default_factory=list)
    kills: int = 0
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self, count: int, program: Path | None = None) -> None:
        """Start so many and wait until all of them answer. program: the folder of another version."""
        fresh = [await self._one(program) for _ in range(count)]
        self.replicas += fresh
        await asyncio.gather(*(one.healthy() for one in fresh))

    async def _one(self, program: Path | None) -> Serving:
        made = serve(
            self.world,
            self.database_url,
            self.api_url,
            sockets=self.sockets,
            level="critical",
            program=program,
        )
        return await self._stack.enter_async_context(made)

    async def kill(self, *, replace: bool = True) -> None:
        """kill -9 of one of them, wherever it is; another one is started in its place."""
        victim = self.dice.choice(self.replicas)
        self.replicas.remove(victim)
        victim.process.kill()
        await victim.process.wait()
        self.kills += 1
        if replace:
            await self.start(1)

    async def leave(self, one: Serving, seconds: float = 15) -> float:
        """SIGTERM; how many seconds it took to end well."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        if one.process.returncode is None:
            one.process.send_signal(signal.SIGTERM)
        self.replicas.remove(one)
        _, said = await asyncio.wait_for(one.process.communicate(), seconds)
        assert one.process.returncode == 0, said.decode()
        return loop.time() - began

    @property
    def address(self) -> str:
        """Where a load balancer would send the next input."""
        return f"{self.dice.choice(self.replicas).address}/slack/events" if self.replicas else ""


@contextlib.asynccontextmanager
async def fleet(
    world: World,
    database_url: str,
    count: int,
    seed: int,
    *,
    sockets: bool = False,
    api_url: str | None = None,
    program: Path | None = None,
) -> AsyncIterator[Fleet]:
    """So many replicas; all of them are ended at the end. program: the folder of another version."""
    made = Fleet(world, database_url, random.Random(seed), api_url or world.api_url, sockets)
    try:
        await made.start(count, program)
        yield made
    finally:
        for one in made.replicas:
            with contextlib.suppress(ProcessLookupError):
                one.process.send_signal(signal.SIGCONT)
        await made._stack.aclose()
