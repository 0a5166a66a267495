"""The demo's stage."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.clock import BoxClock
from bot.sandbox.api import DOES
from bot.sandbox.demo import next_tuesday, stage
from bot.sandbox.limits import METHODS

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


def test_the_table_of_methods_names_what_is_imitated() -> None:
    assert METHODS.keys() == {*DOES, "apps.connections.open"}


async def test_the_command_prints_where_the_page_is_and_the_clock_runs_as_told() -> None:
    flags = ("--empty", "--no-open", "--port", "0", "--speed", "60", "--lang", "en")
    command = (sys.executable, "-m", "bot", "demo", *flags)
    playing = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert playing.stdout is not None
    try:
        said = (await playing.stdout.readline()).decode()
        address = said.split(" ")[3].partition("/#")[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{address}/box/state", params={"as": "U0KARIM"}) as answer:
                state = await answer.json()
            async with session.get(address, headers={"Host": "tutti.example"}) as refused:
                assert refused.status == 403
    finally:
        playing.send_signal(signal.SIGINT)
        await playing.communicate()
    assert (state["running"], state["speed"], state["lang"]) == (True, 60.0, "en")
    assert "start the setup" in state["guide"]["words"]
