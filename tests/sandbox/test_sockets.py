"""The same app over Socket Mode, with Slack's refresh."""

from __future__ import annotations

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.sandbox.world import World
from tests.sandbox.little_app import bolt_app


async def test_the_whole_way_over_a_socket(bare: World) -> None:
    handler = AsyncSocketModeHandler(bolt_app(bare), bare.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await bare.sockets.connected()
    julie = bare.person("U0JULIE")
    assert (await julie.command("/little hello", channel="C0MKT")).text == "Hello <@U0JULIE>"
    await julie.command("/little Galette", channel="C0MKT")
    refused = await julie.fill_and_submit({"name": "bad"})
    assert refused.errors == {"name": "Another name, please"}
    assert (await julie.fill_and_submit({"name": "Galette"})).closed
    await julie.press(julie.sees("C0MKT")[-1], "take")
    assert julie.sees("C0MKT")[-1].edited
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_the_app_comes_back_after_a_refresh(bare: World) -> None:
    handler = AsyncSocketModeHandler(bolt_app(bare), bare.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await bare.sockets.connected()
    await bare.sockets.refresh()
    await bare.sockets.connected(opened=2)
    assert (await bare.person("U0JULIE").command("/little hello", channel="C0MKT")).status == 200
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_without_a_socket_a_command_fails_before_the_person(bare: World) -> None:
    reply = await bare.person("U0JULIE").command("/little hello", channel="C0MKT")
    assert reply.status == 0 and reply.error
