"""The permitted rates, as Slack sees them: posts in a channel by their arrival, a workspace's in line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.clock import BoxClock
from bot.engine import pace
from bot.engine.places import Places
from bot.errors import Busy
from bot.models import Channel, Delivery, Message
from bot.settings import Settings
from bot.slack import Slack, Unreachable, departures
from bot.slack.whispers import BURST, EVERY, Whispers
from bot.store import Db, Store, ledger
from bot.store.places import Place
from bot.tools import Tools
from tests.engine.staging import staged

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


@pytest.mark.parametrize("late", [0.04, 0.9], ids=["a little", "a lot"])
async def test_a_post_that_left_late_draws_the_next_one_no_closer(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, late: float
) -> None:
    async with staged(sqlite_url) as stage:
        call = stage.tutti.slack.call

        async def slow(method: str, **given: Any) -> dict[str, Any]:
            """A busy machine, or a connection that has to be made, before the bytes go."""
            if method == "chat.postMessage" and not stage.calls(method):
                await stage.clock.sleep(late)
            return await call(method, **given)

        for title in ("Galette", "Brioche"):
            await stage.owed(title)
        others = [row for row in await stage.rows(Message) if row.channel != "C0TUTTI"]
        await stage.tutti.store.write(lambda db: db.change_all(others, state=Delivery.dropped))
        monkeypatch.setattr(stage.tutti.slack, "call", slow)
        await stage.released()
        await stage.later(5)
        first, second = [call.tick for call in stage.calls("chat.postMessage")]
        assert second - first >= pace.POST_SECONDS - 0.01
        assert stage.world.refusals == []


async def test_whoever_takes_a_channel_over_waits_for_a_post_that_may_have_left_a_moment_ago(
    sqlite_url: str,
) -> None:
    async with staged(sqlite_url) as stage:
        await stage.launched()
        (row,) = await stage.rows(Message, kind="request", channel="C0SALES")
        tick = stage.clock.tick()
        died: dict[str, Any] = {"ts": None, "state": Delivery.due, "attempt_at": tick - 1, "sent": 0}
        await stage.tutti.store.write(lambda db: db.change(row, **died))
        before = stage.clock.tick()
        await stage.settle()
        (channel,) = await stage.rows(Channel, id="C0SALES")
        assert channel.next_at >= before + pace.POST_SECONDS


async def test_when_a_call_left_is_known_and_that_it_did_not() -> None:
    ticks = iter(range(10))
    departure = departures.watch(lambda: float(next(ticks)))
    arrived: list[float | None] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        arrived.append(departure.at)
        said = b'{"ok":true}'
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
        writer.write(head + said)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    slack = Slack("xoxb-1", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/")
    await slack.start()
    await slack.call("chat.postMessage", channel="C0", text="…")
    assert arrived == [departure.at] == [0.0]
    server.close()
    departure = departures.watch(lambda: float(next(ticks)))
    with pytest.raises(Unreachable):
        await slack.call("chat.postMessage", channel="C0", text="…")
    assert departure.at is None
    await slack.stop()


async def test_who_sends_at_the_same_moment_takes_places_in_one_unit(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, clock = Store(sqlite_url), BoxClock(NOW)
    tools = Tools(Settings(database_url=sqlite_url), clock, store, Slack("xoxb-1", "http://127.0.0.1:9/"))
    messages = [post(f"C{number}") for number in range(30)]

    def owe(db: Db) -> None:
        for message in messages:
            ledger.owe(db, message)
            ledger.lease(db, message.workspace, message.channel, "me", clock.tick())

    await store.write(owe)
    units, write = 0, store.write

    async def counted(work: Any) -> Any:
        nonlocal units
        units += 1
        if units > 2:
            raise Busy("away")
        return await write(work)

    monkeypatch.setattr(store, "write", counted)
    places = Places(tools, "me")
    found = await asyncio.gather(*(places.take(message) for message in messages))
    assert len([place for place in found if place and place.leaves]) == 30
    assert units <= 2
    units = 2
    with pytest.raises(Busy):
        await places.take(messages[0])
    units = -99
    unknown = post("C31").model_copy(update={"workspace": {"no": "name"}})
    good, bad = await asyncio.gather(places.take(messages[0]), places.take(unknown), return_exceptions=True)
    assert isinstance(good, Place) and isinstance(bad, Exception), "one's own failure is no other's"
    store.close()
