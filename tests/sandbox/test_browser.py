"""The page's protocol: who I am, what I see, what I do, and the clock."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.world import World

Json = dict[str, Any]


class Tab:
    """A browser tab that speaks the protocol as one person."""

    def __init__(self, session: aiohttp.ClientSession, world: World, user: str) -> None:
        self._session, self._url, self._user = session, world.url, user

    async def get(self, what: str, **query: str) -> Json:
        """Read `/box/<what>`."""
        async with self._session.get(f"{self._url}/box/{what}", params={"as": self._user, **query}) as answer:
            assert answer.status == 200, await answer.text()
            found: Json = await answer.json()
            return found

    async def post(self, what: str, **body: Any) -> Json:
        """Write `/box/<what>`."""
        async with self._session.post(f"{self._url}/box/{what}", json={"as": self._user, **body}) as answer:
            assert answer.status == 200, await answer.text()
            found: Json = await answer.json()
            return found


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP."""
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_the_state_names_people_channels_commands(world: World, session: aiohttp.ClientSession) -> None:
    state = await Tab(session, world, "U0LEA").get("state")
    assert state["me"] == "U0LEA" and state["team"]["name"] == "Maison Levain"
    assert len([p for p in state["people"] if not p["is_bot"]]) == 8
    names = {c["name"] for c in state["channels"]}
    assert "service-client" in names and "rh" not in names
    assert [c["kind"] for c in state["channels"] if c.get("user") == "U0TUTTI"] == ["im"]
    assert state["commands"][0]["command"] == "/little"


async def test_a_story_through_the_page(world: World, session: aiohttp.ClientSession) -> None:
    julie, karim = Tab(session, world, "U0JULIE"), Tab(session, world, "U0KARIM")
    assert (await julie.post("act", kind="command", channel="C0MKT", text="/little Galette"))["ok"]
    (top,) = (await julie.get("views"))["stack"]
    values = {"name": {"name": {"type": "plain_text_input", "value": ""}}}
    empty = await julie.post("act", kind="submit", view_id=top["id"], values=values)
    assert not empty["ok"] and empty["errors"]["name"].startswith("Veuillez")
    values["name"]["name"]["value"] = "Bûche"
    assert (await julie.post("act", kind="submit", view_id=top["id"], values=values))["ok"]
    assert (await julie.get("views"))["stack"] == []
    (message,) = (await karim.get("messages", channel="C0MKT"))["messages"]
    block, (take,) = message["blocks"][1], message["blocks"][1]["elements"]
    place = {"channel": "C0MKT", "ts": message["ts"], "block_id": block["block_id"]}
    pressed = await karim.post("act", kind="press", action_id="take", element=take, values={}, **place)
    assert pressed == {"ok": True, "errors": {}, "error": ""}
    (after,) = (await karim.get("messages", channel="C0MKT"))["messages"]
    assert after["edited"] and after["bot"]
    calls = (await karim.get("calls", since="0"))["calls"]
    assert {c["direction"] for c in calls} == {"in", "out"} and calls[0]["n"] == 1


async def test_reading_clears_the_unread_mark(world: World, session: aiohttp.ClientSession) -> None:
    karim = Tab(session, world, "U0KARIM")
    await world.person("U0JULIE").say("C0MKT", "hello")

    async def unread() -> int:
        state = await karim.get("state")
        return int(next(c["unread"] for c in state["channels"] if c["id"] == "C0MKT"))

    assert await unread() == 1
    await karim.post("act", kind="read", channel="C0MKT")
    assert await unread() == 0


async def test_anothers_conversation_is_not_found(world: World, session: aiohttp.ClientSession) -> None:
    state = await Tab(session, world, "U0LEA").get("state")
    (own,) = [c["id"] for c in state["channels"] if c.get("user") == "U0TUTTI"]
    asked = {"as": "U0HUGO", "channel": own}
    async with session.get(f"{world.url}/box/messages", params=asked) as answer:
        assert answer.status == 404


async def test_an_impossible_act_is_one_sentence(world: World, session: aiohttp.ClientSession) -> None:
    lea = Tab(session, world, "U0LEA")
    for act in (
        {"kind": "message", "channel": "C0HR", "text": "x"},
        {"kind": "press", "channel": "C0CS", "ts": "1.0", "action_id": "x"},
        {"kind": "submit", "view_id": "V0"},
        {"kind": "dance"},
        {"kind": "command"},
    ):
        answer = await lea.post("act", **act)
        assert not answer["ok"] and answer["error"]


@pytest.mark.parametrize(
    ("move", "now"),
    [
        ("20m", "2026-12-01T08:20:00Z"),
        ("1h", "2026-12-01T09:00:00Z"),
        ("morning", "2026-12-02T07:30:00Z"),
        ("monday", "2026-12-07T09:00:00Z"),
    ],
)
async def test_the_clock_moves(world: World, session: aiohttp.ClientSession, move: str, now: str) -> None:
    answer = await Tab(session, world, "U0ANA").post("clock", move=move)
    assert answer["now"] == now


async def test_changes_are_told_as_they_happen(world: World, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{world.url}/box/events") as stream:
        await stream.content.readline()
        await world.person("U0JULIE").say("C0MKT", "hello")
        async for line in stream.content:
            if line.startswith(b"data: "):
                break
    assert "messages:C0MKT" in json.loads(line.removeprefix(b"data: "))["changed"]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_only_this_machine_may_ask(
    world: World, session: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with session.get(f"{world.url}/box/state", params={"as": "U0ANA"}, headers=headers) as answer:
        assert answer.status == 403


async def test_the_page_is_served(world: World, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{world.url}/") as answer:
        assert answer.status == 200 and answer.content_type == "text/html"


async def test_faults_are_switched_shown_and_written_into_the_inspector(
    world: World, session: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    julie = Tab(session, world, "U0JULIE")
    offered = await julie.get("faults")
    assert "chat.postMessage" in offered["methods"] and offered["on"] == []
    told = await julie.post("faults", kind="fail", method="chat.postMessage", amount=2)
    assert told["on"] == [{"kind": "fail", "method": "chat.postMessage", "left": 2}]
    for error in ("http_500", "http_500", "answer_lost"):
        if error == "answer_lost":
            await julie.post("faults", kind="lose", method="*", amount=1)
        with pytest.raises((SlackApiError, aiohttp.ClientError)):
            await client.chat_postMessage(channel="C0MKT", text="x")
        line = (await julie.get("calls", since="0"))["calls"][-1]
        assert (line["ok"], line["error"]) == (False, error)
    assert [one.text for one in world.person("U0JULIE").sees("C0MKT")] == ["x"], "it was done all the same"
    await julie.post("faults", kind="down", amount=5)
    with pytest.raises(aiohttp.ClientError):
        await client.api_test()
    assert (await julie.get("calls", since="0"))["calls"][-1]["error"] == "connection_cut"
    assert (await julie.post("faults", kind="clear"))["on"] == []
    await client.chat_postMessage(channel="C0CS", text="y")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"kind": "burn"}, "one of slow, fail, lose, down, clear"),
        ({"kind": "fail", "method": "pins.add"}, "pins.add is no method"),
        ({"kind": "slow", "amount": 900}, "between 0 and 60"),
        ({"kind": "slow", "amount": "much"}, "much"),
    ],
)
async def test_a_fault_that_cannot_be_is_said_in_a_sentence(
    world: World, session: aiohttp.ClientSession, body: Json, says: str
) -> None:
    async with session.post(f"{world.url}/box/faults", json=body) as answer:
        assert answer.status == 400 and says in await answer.text()


async def test_the_clock_runs_at_the_speed_of_the_command_line(
    world: World, session: aiohttp.ClientSession
) -> None:
    tab = Tab(session, world, "U0ANA")
    world.page.run_at(0)
    assert not (await tab.get("state"))["running"]
    world.page.run_at(600)
    await tab.post("clock", move="stop")
    await tab.post("clock", move="run")
    state = await tab.get("state")
    assert (state["running"], state["speed"]) == (True, 600)


async def test_a_long_channel_is_read_from_its_end(world: World, session: aiohttp.ClientSession) -> None:
    julie, tab = world.person("U0JULIE"), Tab(session, world, "U0JULIE")
    first = await julie.say("C0MKT", "0")
    for number in range(1, 6):
        await julie.say("C0MKT", str(number))
    await julie.say("C0MKT", "in its thread", thread_ts=first.ts)
    newest = await tab.get("messages", channel="C0MKT", limit="2")
    assert ([one["text"] for one in newest["messages"]], newest["earlier"]) == (["4", "5"], 4)
    every = await tab.get("messages", channel="C0MKT")
    assert (every["messages"][0]["reply_count"], len(every["messages"]), every["earlier"]) == (1, 6, 0)
