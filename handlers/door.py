"""The door for Slack's HTTP requests: size, signature, app and shape are checked before Bolt sees one.

https://docs.slack.dev/authentication/verifying-requests-from-slack: HMAC-SHA256 over `v0:timestamp:body`,
not older than five minutes. While a signing secret is being changed, either of two is good.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import Clock
from bot.tools import Tools

log = structlog.get_logger(__name__)

LARGEST_BODY = 1_000_000
"""Bytes. Slack's largest payload, a form of 250 kB of view, stays well below."""


class _Tick(SignatureClock):
    """Slack's verifier asks this for the time: machine time, as pacing and leases do."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.tick()


class Door:
    """Takes a POST to `/slack/events` and gives it to Bolt, or refuses it without a trace in the database."""

    def __init__(self, app: AsyncApp, tools: Tools, secrets: Sequence[str]) -> None:
        self._bolt = AsyncSlackRequestHandler(app)
        self._tools = tools
        self._verifiers = [SignatureVerifier(secret, _Tick(tools.clock)) for secret in secrets]

    async def receive(self, request: Request) -> Response:
        """Bolt's response; 413 too large, 401 wrong, old or missing signature or another app's, 400 no payload."""
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        if not self._signed(body, request):
            log.warning("request refused", reason="signature")
            return PlainTextResponse("invalid signature", 401)
        payload = payload_of(body, request.headers.get("content-type", ""))
        if payload is None:
            log.warning("request refused", reason="not a Slack payload")
            return PlainTextResponse("not a Slack payload", 400)
        if not self._ours(payload):
            log.warning("request refused", reason="another app's")
            return PlainTextResponse("not for this app", 401)
        return await self._bolt.handle(request)

    def _signed(self, body: bytes, request: Request) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not timestamp.isdigit() or not signature:
            return False
        try:
            return any(verifier.is_valid(body, timestamp, signature) for verifier in self._verifiers)
        except (TypeError, ValueError, UnicodeError):
            return False

    def _ours(self, payload: dict[str, Any]) -> bool:
        """Whether the payload's app is the bot's own; not compared where we could not read ours."""
        theirs, ours = payload.get("api_app_id"), self._tools.app
        return not (theirs and ours) or theirs == ours


async def _body(request: Request) -> bytes | None:
    """The whole body, or None as soon as it is too large."""
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        return None
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
    body = b"".join(parts)
    request._body = body
    return body


def payload_of(body: bytes, content_type: str) -> dict[str, Any] | None:
    """The payload as Slack sends it: JSON for events, a form for commands, JSON in a form for interactivity.

    None for anything else, which is not Slack's whoever signed it.
    """
    try:
        text = body.decode()
        if "json" in content_type:
            return _shaped(json.loads(text))
        form = {key: values[0] for key, values in parse_qs(text, keep_blank_values=True).items()}
        if "payload" in form:
            return _shaped(json.loads(form["payload"]))
        return form if form.get("command") and form.get("team_id") and form.get("user_id") else None
    except (ValueError, RecursionError):
        return None


def _shaped(found: object) -> dict[str, Any] | None:
    """The payload if it looks like one of Slack's: it has a type, and what that type must have."""
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        return None
    needed: dict[str, type] = {"event_callback": dict, "block_actions": list, "view_submission": dict}
    places = {"event_callback": "event", "block_actions": "actions", "view_submission": "view"}
    kind = found["type"]
    if kind in needed and not isinstance(found.get(places[kind]), needed[kind]):
        return None
    return found
