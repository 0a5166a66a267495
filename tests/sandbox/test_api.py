"""The Web API refuses what Slack refuses, with Slack's words."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import BoxClock
from bot.sandbox.world import World
from tests.sandbox.little_app import form


async def refused(client: AsyncWebClient, method: str, **args: Any) -> str:
    """The error of a call that must fail."""
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    return str(caught.value.response["error"])


async def test_who_the_token_belongs_to_and_what_it_may(bare: World, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0TUTTI", "U0TUTTI", "B0TUTTI")
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0GEN", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C0MKT"}, "no_text"),
        ("chat.postMessage", {"channel": "C0MKT", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C0MKT", "text": " ", "blocks": []}, "no_text"),
        ("chat.postMessage", {"channel": "C0MKT", "blocks": {"a": 1}}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "C0MKT", "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
        ("chat.update", {"channel": "C0MKT", "ts": "1.2", "text": "x"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C0MKT", "user": "U0TOM", "text": "x"}, "user_not_in_channel"),
        ("users.info", {"user": "U0NONE"}, "user_not_found"),
        ("users.info", {}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.none", "view": form()}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V0NONE", "view": form()}, "not_found"),
        ("conversations.history", {"channel": "C0MKT"}, "missing_scope"),
        ("dnd.info", {"user": "U0JULIE"}, "missing_scope"),
        ("pins.add", {}, "unknown_method"),
    ],
)
async def test_a_wrong_call_gets_slacks_own_error(
    bare: World, client: AsyncWebClient, method: str, args: dict[str, Any], error: str
) -> None:
    assert await refused(client, method, **args) == error
    assert [call.method for call in bare.refusals] == [method]


async def test_wrong_tokens_are_told_apart(bare: World) -> None:
    async with aiohttp.ClientSession() as session:
        for token, error in (("", "not_authed"), ("xoxb-other", "invalid_auth")):
            headers = {"Authorization": f"Bearer {token}"}
            async with session.post(f"{bare.api_url}auth.test", headers=headers) as answer:
                assert (await answer.json())["error"] == error


async def test_forms_and_json_are_both_read(bare: World) -> None:
    body = {"token": bare.token, "channel": "C0MKT", "text": "x", "blocks": '[{"type": "divider"}]'}
    url = f"{bare.api_url}chat.postMessage"
    async with aiohttp.ClientSession() as session, session.post(url, data=body) as answer:
        assert (await answer.json())["ok"]
    assert bare.person("U0JULIE").sees("C0MKT")[0].blocks[0]["type"] == "divider"


async def test_a_message_to_a_person_lands_in_their_direct_messages(
    bare: World, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel="U0LEA", text="for you")
    assert answer["channel"].startswith("D")
    assert [m.text for m in bare.person("U0LEA").inbox()] == ["for you"]
    assert bare.person("U0TOM").inbox() == []


async def test_posts_are_one_a_second_for_each_channel(bare: World, client: AsyncWebClient) -> None:
    clock = bare.clock
    await client.chat_postMessage(channel="C0MKT", text="1")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0MKT", text="2")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel="C0CS", text="another channel")
    await clock.sleep(1)
    await client.chat_postMessage(channel="C0MKT", text="2")


async def test_edits_are_fifty_a_minute(bare: World, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0MKT", text="0"))["ts"]
    for number in range(50):
        await client.chat_update(channel="C0MKT", ts=ts, text=str(number))
    assert await refused(client, "chat.update", channel="C0MKT", ts=ts, text="x") == "ratelimited"
    await bare.clock.sleep(1.3)
    await client.chat_update(channel="C0MKT", ts=ts, text="x")


async def test_text_without_blocks_removes_the_blocks(bare: World, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0MKT", text="a", blocks=[{"type": "divider"}])
    await client.chat_update(channel="C0MKT", ts=posted["ts"], text="b")
    message = bare.person("U0JULIE").sees("C0MKT")[0]
    assert message.blocks == [] and message.edited


async def test_a_trigger_works_once_and_for_three_seconds(bare: World, client: AsyncWebClient) -> None:
    trigger = bare.box.new_trigger("U0JULIE")
    await client.views_open(trigger_id=trigger, view=form())
    assert await refused(client, "views.open", trigger_id=trigger, view=form()) == "exchanged_trigger_id"
    late = bare.box.new_trigger("U0JULIE")
    await bare.clock.sleep(3.1)
    assert await refused(client, "views.open", trigger_id=late, view=form()) == "expired_trigger_id"


async def test_a_stale_hash_is_a_conflict(bare: World, client: AsyncWebClient) -> None:
    opened = await client.views_open(trigger_id=bare.box.new_trigger("U0JULIE"), view=form())
    view = opened["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=form("a"))
    error = await refused(client, "views.update", view_id=view["id"], hash=view["hash"], view=form("b"))
    assert error == "hash_conflict"


async def test_people_come_in_pages_and_locales_when_asked(bare: World, client: AsyncWebClient) -> None:
    found: list[str] = []
    cursor = ""
    while True:
        page = await client.users_list(limit=4, cursor=cursor, include_locale=True)
        found += [member["id"] for member in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert found == list(bare.workspace.people)
    hugo = (await client.users_info(user="U0HUGO", include_locale=True))["user"]
    assert (hugo["locale"], hugo["tz"], hugo["tz_offset"]) == ("en-US", "Europe/London", 0)
    assert "locale" not in (await client.users_info(user="U0HUGO"))["user"]


async def test_history_shows_own_metadata_to_who_may_read(client: AsyncWebClient, bare: World) -> None:
    bare.box.scopes.add("channels:history")
    metadata = {"event_type": "row", "event_payload": {"key": "7"}}
    await client.chat_postMessage(channel="C0MKT", text="x", metadata=metadata)
    plain = (await client.conversations_history(channel="C0MKT"))["messages"][0]
    whole = await client.conversations_history(channel="C0MKT", include_all_metadata=True)
    assert "event_payload" not in plain["metadata"]
    assert whole["messages"][0]["metadata"] == metadata


async def test_a_lost_answer_was_done_and_a_failure_was_not(bare: World, client: AsyncWebClient) -> None:
    bare.faults.lose_answer("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C0MKT", text="lost")
    bare.faults.fail("chat.postMessage", "internal_error")
    assert await refused(client, "chat.postMessage", channel="C0CS", text="x") == "internal_error"
    assert [m.text for m in bare.person("U0JULIE").sees("C0MKT")] == ["lost"]
    assert bare.workspace.posts.get("C0CS", []) == []


async def test_slack_is_down_for_a_while(bare: World, client: AsyncWebClient) -> None:
    bare.faults.down(60)
    with pytest.raises(aiohttp.ClientError):
        await client.auth_test()
    await bare.clock.sleep(61)
    assert (await client.auth_test())["ok"]


async def test_a_response_url_speaks_five_times_in_half_an_hour(bare: World) -> None:
    url = bare.box.new_response_url("C0MKT", "U0JULIE")
    async with aiohttp.ClientSession() as session:
        for expected in (200, 200, 200, 200, 200, 404):
            async with session.post(url, json={"text": "psst"}) as answer:
                assert answer.status == expected
        late = bare.box.new_response_url("C0MKT", "U0JULIE")
        assert isinstance(bare.clock, BoxClock)
        await bare.clock.sleep(1801)
        async with session.post(late, json={"text": "psst"}) as answer:
            assert (await answer.json())["error"] == "expired_url"
    seen = bare.person("U0JULIE").sees("C0MKT")
    assert len(seen) == 5 and all(m.ephemeral for m in seen)
    assert bare.person("U0KARIM").sees("C0MKT") == []


async def test_two_calls_at_once_keep_their_order_of_identity(bare: World, client: AsyncWebClient) -> None:
    first, second = await asyncio.gather(
        client.chat_postMessage(channel="C0MKT", text="1"), client.chat_postMessage(channel="C0CS", text="2")
    )
    assert first["ts"] != second["ts"]
