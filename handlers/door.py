"""The door for Slack's HTTP requests: size, signature, app and shape are checked before Bolt sees one.

https://docs.slack.dev/authentication/verifying-requests-from-slack: HMAC-SHA256 over `v0:timestamp:body`,
not older than five minutes. While a signing secret is being changed, either of two is good.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import Clock
from bot.tools import Tools
from handlers import shapes

log = structlog.get_logger(__name__)

LARGEST_BODY = 1_000_000
"""Bytes. Slack's largest payload, a form of 250 kB of view, stays well below."""

JSON_LETTERS = tuple((f"%{ord(letter):02X}", letter) for letter in '{}[]":,/')
"""Most escapes of a form that carries JSON. None of these letters has a meaning in a form, so they can be
written out beforehand: `parse_qsl` takes them one by one."""


class _Tick(SignatureClock):
    """Slack's verifier asks this for the time: machine time, as pacing and leases do."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.tick()


class Door:
    """Takes a POST to `/slack/events` and gives it to Bolt, or refuses it without a trace in the database."""

    def __init__(self, app: AsyncApp, tools: Tools, secrets: Sequence[str]) -> None:
        self._bolt = app
        self._tools = tools
        self._verifiers = [SignatureVerifier(secret, _Tick(tools.clock)) for secret in secrets]

    async def receive(self, request: Request) -> Response:
        """Bolt's response; 413 too large, 401 wrong, old or missing signature, or another app's; 400."""
        body = await read_body(request, LARGEST_BODY)
        if body is None:
            return _refused("too large", 413)
        if not self._signed(body, request):
            return _refused("invalid signature", 401)
        payload = payload_of(body, request.headers.get("content-type", ""))
        if payload is None:
            return _refused("not a Slack payload", 400)
        if not self._ours(payload):
            return _refused("not for this app", 401)
        if payload.get("type") == "app_rate_limited":
            log.warning("Slack holds events back: more than it delivers in an hour")
            return PlainTextResponse("")
        # Read and verified already: in this mode, meant for sockets, Bolt does neither once more.
        # Of a form with several response URLs it writes a line here, with a logger that it sets only later.
        read = AsyncBoltRequest(
            body=payload,
            headers=dict(request.headers),
            context={"logger": self._bolt.logger},
            mode="socket_mode",
        )
        return to_starlette_response(await self._bolt.async_dispatch(read))

    def _signed(self, body: bytes, request: Request) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not timestamp.isdigit() or not signature:
            return False
        try:
            return any(verifier.is_valid(body, timestamp, signature) for verifier in self._verifiers)
        except (ValueError, OverflowError):
            return False

    def _ours(self, payload: dict[str, Any]) -> bool:
        """Whether the payload's app is the bot's own; not compared where we could not read ours."""
        theirs, ours = payload.get("api_app_id"), self._tools.app
        return not (theirs and ours) or theirs == ours


async def read_body(request: Request, most: int) -> bytes | None:
    """The whole body, or None as soon as it is larger than so many bytes."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > 9 or int(announced) > most):
        return None
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)


def _refused(reason: str, status: int) -> Response:
    log.warning("request refused", reason=reason)
    return PlainTextResponse(reason, status)


def payload_of(body: bytes, content_type: str) -> dict[str, Any] | None:
    """The payload as Slack sends it: JSON for events, a form for commands, JSON in a form for interactivity.

    None for anything else, which is not Slack's whoever signed it.
    """
    kind = content_type.partition(";")[0].strip().lower()
    try:
        found, source = _read(body.decode(), kind)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and shapes.fits(found, source) else None


def _read(text: str, kind: str) -> tuple[object, str | None]:
    """What the text says, and the JSON that said it."""
    if kind == "application/json":
        return json.loads(text), text
    if kind == "application/x-www-form-urlencoded":
        for escape, letter in JSON_LETTERS:
            text = text.replace(escape, letter)
        form = dict(parse_qsl(text, keep_blank_values=True))
        source = form.get("payload")
        return (form, None) if source is None else (json.loads(source), source)
    return None, None
