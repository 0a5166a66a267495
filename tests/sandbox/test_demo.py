"""The demo's stage."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.clock import BoxClock
from bot.sandbox.demo import next_tuesday, stage

TUESDAY = datetime(2026, 12, 1, 8, 5, tzinfo=UTC)


async def test_a_port_that_is_taken_is_said_with_what_to_do(sqlite_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="choose another one with --port") as raised:
            async with stage(BoxClock(TUESDAY), manifest={}, database_url=sqlite_url, port=port):
                pass
    assert raised.value.filename == f"Port {port}"


@pytest.mark.parametrize("day", range(1, 15))
def test_the_demo_begins_on_a_tuesday_morning(day: int) -> None:
    now = datetime(2026, 12, day, 12, tzinfo=UTC)
    at = next_tuesday(now).astimezone(ZoneInfo("Europe/Paris"))
    assert (at.strftime("%a %H:%M"), (at.date() - now.date()).days < 7) == ("Tue 09:05", True)
