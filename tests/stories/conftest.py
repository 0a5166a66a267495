"""The stage of every story: a strict workspace on loopback, Tutti in it, a clock that is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import BoxClock
from bot.sandbox.demo import stage
from bot.sandbox.world import World
from bot.slack.manifest import manifest

TUESDAY = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
"""Tuesday 09:05 in Paris: a working day, before the first round."""


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The bakery, in French, on SQLite and on PostgreSQL."""
    clock = BoxClock(TUESDAY, quick=True)
    async with stage(
        clock,
        manifest=manifest(socket_mode=False, url="https://tutti.example/slack/events"),
        database_url=database_url,
    ) as made:
        yield made
