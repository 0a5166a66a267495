"""slack-bolt's AsyncApp under Starlette and uvicorn (uvloop, httptools): acks, and runs `before` first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from benchmarks.cast import BOT, BOT_USER, SIGNING_SECRET, TEAM, TOKEN

Work = Callable[[dict[str, Any]], Awaitable[None]]


def application(before: Work) -> Starlette:
    """Listens for what the load generator sends; `before` gets the payload and is awaited before the ack."""
    bolt = AsyncApp(authorize=_authorize, signing_secret=SIGNING_SECRET, process_before_response=True)

    async def listen(ack: Callable[..., Awaitable[Any]], body: dict[str, Any]) -> None:
        await before(body)
        await ack()

    bolt.view("escalation_open")(listen)
    bolt.action("request_take")(listen)
    bolt.command("/tutti")(listen)
    handler = AsyncSlackRequestHandler(bolt)

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    async def healthy(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[Route("/slack/events", receive, methods=["POST"]), Route("/healthz", healthy)],
    )


async def _authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_id=BOT, bot_user_id=BOT_USER, bot_token=TOKEN
    )


def serve(port: int, before: Work) -> None:
    """Run until ended."""
    uvicorn.run(
        application(before), port=port, loop="uvloop", http="httptools", log_level="error", access_log=False
    )
