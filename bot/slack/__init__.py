"""The door to Slack: one client, its errors sorted by what to do next, and the few calls Tutti makes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import Gone, Later, Refused, Revoked, SlackError, Uncertain, of_code

__all__ = ["Gone", "Later", "Refused", "Revoked", "Slack", "SlackError", "Uncertain"]

SECONDS = 10.0
"""A call that took longer counts as uncertain."""


class Slack:
    """Slack's Web API for one workspace. SDK retries are off: a repeated write posts twice.

    Use as `await slack.start()` … `await slack.stop()`; the HTTP session is shared by all calls.
    """

    def __init__(self, token: str, base_url: str) -> None:
        self.token = token
        self.base_url = base_url
        self.client = AsyncWebClient(token=token, base_url=base_url, retry_handlers=[])
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the shared session. The client's own timeout is ignored with one, so it is set here."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        self.client.session = self._session

    async def stop(self) -> None:
        if self._session:
            await self._session.close()

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Slack's answer to a Web API call. Raises Refused, Gone, Revoked, Later or Uncertain."""
        given = {key: value for key, value in arguments.items() if value is not None}
        try:
            answer = await self.client.api_call(method, json=given)
        except SlackApiError as error:
            raise _sorted(error) from error
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise Later(2.0) from error
        except (
            aiohttp.ClientError,
            TimeoutError,
            SlackClientError,
            json.JSONDecodeError,
            ValueError,
        ) as error:
            raise Uncertain("no_answer", type(error).__name__) from error
        data = dict(answer.data) if isinstance(answer.data, dict) else {}
        data["_headers"] = {key.lower(): value for key, value in dict(answer.headers).items()}
        return data

    async def look(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Like `call`, for methods that only read and take form arguments."""
        given = {key: value for key, value in arguments.items() if value is not None}
        try:
            answer = await self.client.api_call(method, params=given)
        except SlackApiError as error:
            raise _sorted(error) from error
        except (aiohttp.ClientError, TimeoutError, SlackClientError, ValueError) as error:
            raise Uncertain("no_answer", type(error).__name__) from error
        data = dict(answer.data) if isinstance(answer.data, dict) else {}
        data["_headers"] = {key.lower(): value for key, value in dict(answer.headers).items()}
        return data

    async def people(self) -> AsyncIterator[dict[str, Any]]:
        """Every Slack user of the workspace, page by page."""
        cursor: str | None = None
        while True:
            page = await self.look("users.list", limit=200, cursor=cursor, include_locale="true")
            for user in page.get("members", []):
                yield user
            cursor = page.get("response_metadata", {}).get("next_cursor") or None
            if not cursor:
                return

    async def direct_channel(self, user: str) -> str:
        """The id of our direct-message channel with this person."""
        answer = await self.call("conversations.open", users=user)
        return str(answer["channel"]["id"])

    async def respond(self, response_url: str, text: str, blocks: list[dict[str, Any]] | None = None) -> None:
        """Answer privately through a response_url; raises Uncertain if Slack did not take it."""
        session = self._session
        body: dict[str, Any] = {"response_type": "ephemeral", "replace_original": False, "text": text}
        if blocks:
            body["blocks"] = blocks
        try:
            if session is None:
                raise Uncertain("not_started")
            async with session.post(response_url, json=body) as answer:
                if answer.status >= 400:
                    raise Refused("response_url", str(answer.status))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Uncertain("no_answer", type(error).__name__) from error


def _sorted(error: SlackApiError) -> SlackError:
    response = error.response
    status = getattr(response, "status_code", 200)
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    if status == 429:
        return Later(float(response.headers.get("Retry-After", response.headers.get("retry-after", 1)) or 1))
    code = str(data.get("error") or f"http_{status}")
    details = data.get("response_metadata", {}).get("messages") or (
        [data["needed"]] if "needed" in data else []
    )
    if status >= 500:
        return Uncertain(code)
    return of_code(code, "; ".join(map(str, details)))
