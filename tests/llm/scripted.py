"""A server on the OpenAI wire format that answers what a test scripts, over real HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.loopback import serving
from bot.settings import Settings

Json = dict[str, Any]


@dataclass
class Turn:
    """One answer. `content` is what the model says; `usage` (read, written) tokens, None: not said."""

    content: str | None = ""
    status: int = 200
    body: Json | str | None = None
    refusal: str | None = None
    seconds: float = 0.0
    usage: tuple[int, int] | None = (300, 40)
    finish: str = "stop"


@dataclass
class Scripted:
    """What the model was asked, and what it answers next: the last turn is repeated."""

    turns: list[Turn | Callable[[Json], Turn]] = field(default_factory=list)
    asked: list[Json] = field(default_factory=list)
    address: str = ""

    def says(self, *answers: Json | Turn | Callable[[Json], Turn]) -> None:
        """From now on: an answer by its values, or a turn."""
        self.turns = [
            Turn(json.dumps(one, ensure_ascii=False)) if isinstance(one, dict) else one for one in answers
        ]

    @property
    def sent(self) -> str:
        """Everything that was sent to it, as one text."""
        return "\n".join(message["content"] for body in self.asked for message in body["messages"])

    def settings(self, **given: Any) -> Settings:
        """Settings that name this server."""
        wanted: Json = {"openai_api_key": SecretStr("sk-test"), "openai_base_url": f"{self.address}/v1"}
        return Settings(**(wanted | given))

    async def answer(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        turn = self.turns[min(len(self.asked), len(self.turns)) - 1]
        return await _response(turn if isinstance(turn, Turn) else turn(body), body)


async def _response(turn: Turn, body: Json) -> Response:
    if turn.seconds:
        await asyncio.sleep(turn.seconds)
    if isinstance(turn.body, str):
        return PlainTextResponse(turn.body, turn.status)
    if turn.body is not None or turn.status >= 400:
        return JSONResponse(turn.body or {"error": {"message": "no", "type": "server"}}, turn.status)
    message: Json = {"role": "assistant", "content": turn.content, "refusal": turn.refusal}
    made: Json = {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "finish_reason": turn.finish, "message": message}],
    }
    if turn.usage:
        read, written = turn.usage
        made["usage"] = {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        }
    return JSONResponse(made)


@contextlib.asynccontextmanager
async def scripted() -> AsyncIterator[Scripted]:
    """The server on loopback, with a free port."""
    server = Scripted()
    routes = [Route("/v1/chat/completions", server.answer, methods=["POST"])]
    async with serving(Starlette(routes=routes)) as address:
        server.address = address
        yield server
