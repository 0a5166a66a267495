"""A small Bolt app that opens a form, posts, edits and pushes: what the box is tried with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.world import World

Json = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]

MANIFEST: Json = {
    "display_information": {"name": "Little"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/little", "description": "Opens a form", "usage_hint": "[text]"},
            {"command": "/slow", "description": "Never answers in time", "usage_hint": ""},
        ],
        "shortcuts": [
            {"name": "Open", "type": "global", "callback_id": "open", "description": "Opens a form"},
            {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keeps it"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["commands", "chat:write", "im:write", "users:read", "channels:read", "groups:read"]
        }
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "user_change"]}},
}


def text(words: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": words}


def form(name: str = "") -> Json:
    """A modal with a required text, a day and a menu."""
    options = [{"text": text(word), "value": word.lower()} for word in ("High", "Low")]
    typed: Json = {"type": "plain_text_input", "action_id": "name", "max_length": 50}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": text("A form"),
        "submit": text("Send"),
        "private_metadata": "C0MKT",
        "blocks": [
            {
                "type": "input",
                "block_id": "name",
                "label": text("Name"),
                "element": typed | ({"initial_value": name} if name else {}),
            },
            {
                "type": "input",
                "block_id": "day",
                "optional": True,
                "label": text("Day"),
                "element": {"type": "datepicker", "action_id": "day"},
            },
            {
                "type": "input",
                "block_id": "level",
                "dispatch_action": True,
                "label": text("Level"),
                "element": {
                    "type": "static_select",
                    "action_id": "level",
                    "options": options,
                    "initial_option": options[1],
                },
            },
        ],
    }


def card(name: str, state: str) -> list[Json]:
    """A message with a button while it waits."""
    blocks: list[Json] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*{name}*: {state}"}},
    ]
    button = {"type": "button", "action_id": "take", "text": text("Take it"), "value": name}
    return [*blocks, {"type": "actions", "elements": [button]}] if state == "waits" else blocks


def bolt_app(world: World) -> AsyncApp:
    """The app, wired to a box."""
    client = AsyncWebClient(token=world.token, base_url=world.api_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=world.signing_secret, process_before_response=True)

    @app.command("/little")
    async def little(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        if body["text"] == "hello":
            await ack(f"Hello <@{body['user_id']}>")
            return
        await client.views_open(trigger_id=body["trigger_id"], view=form(body["text"]))
        await ack()

    @app.command("/slow")
    async def slow(ack: Ack) -> None:
        await asyncio.sleep(3.2)
        await ack("too late")

    @app.shortcut("open")
    async def shortcut(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.shortcut("keep")
    async def keep(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form(body["message"]["text"]))
        await ack()

    @app.action("level")
    async def level(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        chosen = body["actions"][0]["selected_option"]["value"]
        view = form() | {"title": text(f"Level {chosen}")}
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        await ack()

    @app.view("form")
    async def submitted(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        values = body["view"]["state"]["values"]
        name = values["name"]["name"]["value"]
        if name == "bad":
            await ack(response_action="errors", errors={"name": "Another name, please"})
        elif name == "odd":
            await ack(response_action="errors", errors={"nowhere": "Lost"})
        else:
            channel = body["view"]["private_metadata"]
            await client.chat_postMessage(channel=channel, text=name, blocks=card(name, "waits"))
            await ack()

    @app.action("take")
    async def take(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        name, who = body["actions"][0]["value"], body["user"]["id"]
        state = f"taken by <@{who}>"
        place = body["container"]
        await client.chat_update(
            channel=place["channel_id"], ts=place["message_ts"], text=state, blocks=card(name, state)
        )
        await ack()

    @app.event("app_home_opened")
    async def home(body: Json, event: Json, client: AsyncWebClient) -> None:
        blocks = [{"type": "header", "text": text("Your Home")}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("user_change")
    async def changed(event: Json) -> None:
        raise RuntimeError("not today")

    return app


def asgi_of(app: AsyncApp) -> Starlette:
    """The app behind one address."""
    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
