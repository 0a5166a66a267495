"""The rates of a whole workspace: nobody jumps on its next free moment together with everybody else."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.clock import BoxClock
from bot.engine import pace
from bot.models import Message
from bot.slack import Slack
from bot.slack.whispers import BURST, EVERY, Whispers

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def post(channel: str) -> Message:
    return Message(workspace="T1", key=channel, kind="line", channel=channel, made_at=NOW)


def test_workers_that_wait_for_the_same_rate_come_one_after_the_other() -> None:
    line = pace.Line()
    places = [line.place(post(f"C{number}"), 100.0) for number in range(3)]
    wanted = [100.0 + number * pace.POSTS.every for number in range(3)]
    assert places == pytest.approx(wanted)


def test_nobody_stands_in_line_for_longer_than_two_seconds() -> None:
    line = pace.Line()
    places = [line.place(post(f"C{number}"), 100.0) for number in range(50)]
    assert max(places) <= 100.0 + pace.LONGEST_LINE


async def test_many_whispers_at_once_keep_to_the_permitted_rate() -> None:
    clock = BoxClock(NOW, quick=True)
    sent: list[str] = []

    class Quiet:
        async def direct_channel(self, user: str) -> str:
            return f"D{user}"

        async def call(self, method: str, **_: Any) -> dict[str, Any]:
            sent.append(method)
            return {}

    whispers, before = Whispers(cast(Slack, Quiet()), clock), clock.tick()
    for number in range(BURST + 10):
        whispers.say(f"U{number}", "Saved.")
    await asyncio.wait_for(whispers.drain(), 10)
    assert sent == ["chat.postMessage"] * (BURST + 10)
    assert clock.tick() - before >= 10 * EVERY
