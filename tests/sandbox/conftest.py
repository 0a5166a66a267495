"""A box with the little app in it, over signed HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import BoxClock
from bot.sandbox.loopback import serving
from bot.sandbox.world import World
from tests.sandbox.little_app import MANIFEST, asgi_of, bolt_app

TUESDAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest_asyncio.fixture
async def bare() -> AsyncIterator[World]:
    """A workspace whose app listens to nothing yet."""
    world = World(BoxClock(TUESDAY, quick=True), manifest=MANIFEST)
    await world.start()
    yield world
    await world.stop()


@pytest_asyncio.fixture
async def world(bare: World) -> AsyncIterator[World]:
    """A workspace with the little app over signed HTTP."""
    async with serving(asgi_of(bolt_app(bare))) as address:
        bare.connect(f"{address}/slack/events")
        yield bare


@pytest_asyncio.fixture
async def client(bare: World) -> AsyncWebClient:
    """The app's own client."""
    return AsyncWebClient(token=bare.token, base_url=bare.api_url, retry_handlers=[])
