"""`tutti serve` as processes of their own, against a sandbox on the machine's own time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.clock import BoxClock, SystemClock
from bot.sandbox.box import Call
from bot.sandbox.seed import bakery
from bot.sandbox.world import World
from bot.slack.manifest import manifest


@contextlib.asynccontextmanager
async def real_world(*, options: tuple[str, ...] = (), sockets: bool = False) -> AsyncIterator[World]:
    """The bakery on the machine's own time."""
    clock = BoxClock(SystemClock().now(), speed=1)
    made = manifest(options=options, socket_mode=sockets, url="https://tutti.example/slack/events")
    world = World(clock, manifest=made, workspace=bakery("en"))
    await world.start()
    if sockets:
        world.box.scopes.add("connections:write")
    try:
        yield world
    finally:
        await world.stop()


def posted(world: World) -> list[Call]:
    """Every message that Slack took."""
    return [call for call in world.calls if call.method == "chat.postMessage" and call.ok]


@dataclass
class Serving:
    """A running `tutti serve`."""

    process: asyncio.subprocess.Process
    address: str

    async def healthy(self) -> None:
        """Wait until it answers."""
        async with aiohttp.ClientSession() as session:
            for _ in range(600):
                if self.process.returncode is not None:
                    raise AssertionError(f"it ended: {(await self.process.communicate())[1].decode()}")
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{self.address}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.1)
        raise AssertionError("it is not ready")


@contextlib.asynccontextmanager
async def serve(
    world: World,
    database_url: str,
    api_url: str,
    *,
    sockets: bool = False,
    level: str = "debug",
    program: Path | None = None,
) -> AsyncIterator[Serving]:
    """Start it as one does on a machine: by its environment. program: the folder of another version of it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "SLACK_BOT_TOKEN": world.token,
        "SLACK_SIGNING_SECRET": f"old,{world.signing_secret}",
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database_url,
        "TUTTI_PORT": str(port),
        "TUTTI_LOG_LEVEL": level,
    }
    if program:
        environment["PYTHONPATH"] = str(program)
    if sockets:
        environment["SLACK_APP_TOKEN"] = world.app_token
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", env=environment, cwd=program, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield Serving(process, f"http://127.0.0.1:{port}")
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
