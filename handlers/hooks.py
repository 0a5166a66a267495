"""The door for other programs: `POST /hooks/{source}`, checked for size and time before anything else."""

from __future__ import annotations

import asyncio

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.errors import Busy
from bot.flows import hooks
from bot.rules import bodies
from bot.rules.signatures import Posted
from bot.tools import Tools
from handlers.door import read_body

log = structlog.get_logger(__name__)

SECONDS = 2.5
"""As an input of Slack has: senders give up after three to ten."""
AGAIN_SECONDS = 30
"""When a sender may try again, while the database is away."""


class HookDoor:
    """Takes a POST to `/hooks/{source}` and gives it to the flow."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def receive(self, request: Request) -> Response:
        """A small JSON body; 413 too large, 503 to try again; the other statuses are the flow's."""
        try:
            async with asyncio.timeout(SECONDS):
                body = await read_body(request, bodies.LARGEST)
                if body is None:
                    return self._unseen(hooks.Reply(413, "too large"))
                return _answer(
                    await hooks.receive(
                        self._tools,
                        request.path_params["source"],
                        Posted(dict(request.headers), body, _addresses(request)),
                        is_json=_is_json(request),
                    )
                )
        except (Busy, TimeoutError):
            log.warning("webhook not handled in time, the sender tries again")
            return self._unseen(hooks.Reply(503, "busy"))
        except Exception:
            log.exception("webhook not handled")
            return self._unseen(hooks.Reply(500, "failed"))

    def _unseen(self, reply: hooks.Reply) -> Response:
        """Of what the flow did not see to its end, whose source is not known to be one."""
        self._tools.metrics.delivered("", reply.status)
        return _answer(reply)


def _answer(reply: hooks.Reply) -> Response:
    headers = {"Retry-After": str(AGAIN_SECONDS)} if reply.status == 503 else None
    body = {"result": reply.result, "items": list(reply.items)}
    return JSONResponse(body, reply.status, headers)


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _addresses(request: Request) -> list[str]:
    """Our address as its sender may know it, before or behind a proxy; to forge a host signs nothing."""
    tail = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    hosts = dict.fromkeys([request.headers.get("x-forwarded-host", ""), request.headers.get("host", "")])
    return [f"{scheme}://{host}{tail}" for host in hosts if host for scheme in ("https", "http")]
