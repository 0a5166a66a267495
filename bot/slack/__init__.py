"""The door to Slack: one client, its errors sorted by what to do next, and the few calls Tutti makes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import Metrics
from bot.slack import departures
from bot.slack.errors import Gone, Later, Refused, Revoked, SlackError, Uncertain, Unreachable, of_code

__all__ = ["Gone", "Later", "Refused", "Revoked", "Slack", "SlackError", "Uncertain", "Unreachable"]

SECONDS = 10.0
"""A call that took longer counts as uncertain."""
CONNECT_SECONDS = 5.0
KEPT_SECONDS = 2.0
"""How long an idle connection is kept: one that the other side closes under a post leaves a doubt."""


class Slack:
    """Slack's Web API for one workspace. SDK retries are off: a repeated write posts twice.

    Use as `await slack.start()` … `await slack.stop()`; the HTTP session is shared by all calls.
    """

    def __init__(self, token: str, base_url: str, metrics: Metrics | None = None) -> None:
        self.token = token
        self.metrics = metrics or Metrics()
        self.base_url = base_url
        self.client = AsyncWebClient(token=token, base_url=base_url, retry_handlers=[])
        self._session: aiohttp.ClientSession | None = None
        self._direct: dict[str, str] = {}

    async def start(self) -> None:
        """Open the shared session. The client's own timeout is ignored with one, so it is set here."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=SECONDS, sock_connect=CONNECT_SECONDS),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_SECONDS),
            trace_configs=[departures.trace()],
        )
        self.client.session = self._session

    async def stop(self) -> None:
        if self._session:
            await self._session.close()

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Slack's answer to a Web API call. Raises every kind of SlackError."""
        given = {key: value for key, value in arguments.items() if value is not None}
        return await self._asked(method, json=given)

    async def look(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Like `call`, for methods that only read and take form arguments."""
        given = {key: value for key, value in arguments.items() if value is not None}
        return await self._asked(method, params=given)

    async def _asked(self, method: str, **given: Any) -> dict[str, Any]:
        self.metrics.asked(method)
        try:
            return await self._answered(method, **given)
        except SlackError as error:
            self.metrics.failed(error.code)
            raise

    async def _answered(self, method: str, **given: Any) -> dict[str, Any]:
        try:
            answer = await self.client.api_call(method, **given)
        except SlackApiError as error:
            raise _sorted(error) from error
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise Unreachable from error
        except (aiohttp.ClientError, TimeoutError, SlackClientError, ValueError, AttributeError) as error:
            # AttributeError: the SDK asks an answer of plain text for its keys.
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

    async def channels(self) -> AsyncIterator[dict[str, Any]]:
        """Every channel that we are in, public or private, archived ones included, page by page."""
        cursor: str | None = None
        while True:
            kinds = "public_channel,private_channel"
            page = await self.look("users.conversations", types=kinds, limit=200, cursor=cursor)
            for channel in page.get("channels", []):
                yield channel
            cursor = page.get("response_metadata", {}).get("next_cursor") or None
            if not cursor:
                return

    async def group(self, group: str) -> list[str]:
        """The members of a user group, in Slack's order; scope usergroups:read."""
        answer = await self.look("usergroups.users.list", usergroup=group)
        return [str(person) for person in answer.get("users", [])]

    async def direct_channel(self, user: str) -> str:
        """The id of our direct-message channel with this person, which stays the same."""
        if user not in self._direct:
            answer = await self.call("conversations.open", users=user)
            self._direct[user] = str(answer["channel"]["id"])
        return self._direct[user]

    async def hand_in(self, name: str, content: bytes, alt: str) -> str:
        """The id of a new file in Slack that is shown nowhere yet; scope files:write.

        Slack makes it ready later (`file_ready`). Repeated after a doubt it leaves a file that nobody sees.
        Raises every kind of SlackError.
        """
        place = await self.look(
            "files.getUploadURLExternal", filename=name, length=len(content), alt_txt=alt[:1000]
        )
        await self._put(str(place["upload_url"]), content)
        file = str(place["file_id"])
        await self.look("files.completeUploadExternal", files=json.dumps([{"id": file, "title": name}]))
        return file

    async def _put(self, url: str, content: bytes) -> None:
        """The file's bytes to where Slack wants them; no token goes there."""
        if self._session is None:
            raise Uncertain("not_started")
        try:
            async with self._session.post(url, data=content) as answer:
                if answer.status >= 500:
                    raise Uncertain("upload", str(answer.status))
                if answer.status >= 400:
                    raise Refused("upload", str(answer.status))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Uncertain("no_answer", type(error).__name__) from error

    async def file_ready(self, file: str) -> bool:
        """Whether a message may show the file: before, Slack refuses the message; scope files:read."""
        answer = await self.look("files.info", file=file)
        return bool(answer.get("file", {}).get("mimetype"))

    async def respond(
        self,
        response_url: str,
        text: str,
        blocks: list[dict[str, Any]] | None = None,
        *,
        replaces: bool = False,
    ) -> None:
        """Answer privately through a response_url; raises Uncertain if Slack did not take it.

        replaces: the message in which the button stood says this from now on.
        """
        session = self._session
        body: dict[str, Any] = {"response_type": "ephemeral", "replace_original": replaces, "text": text}
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
    # Where the answer is no JSON the SDK hands over aiohttp's response, which names its status differently.
    status = getattr(response, "status_code", getattr(response, "status", 200))
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    if status == 429:
        return Later(_retry_after(response.headers))
    code = str(data.get("error") or f"http_{status}")
    details = data.get("response_metadata", {}).get("messages") or (
        [data["needed"]] if "needed" in data else []
    )
    if status >= 500 or ("error" not in data and status < 400):
        return Uncertain(code)
    return of_code(code, "; ".join(map(str, details)))


def _retry_after(headers: Any) -> float:
    """Seconds that Slack asks us to wait; what cannot be read counts as a minute."""
    given = headers.get("Retry-After") or headers.get("retry-after") or "1"
    try:
        return max(1.0, float(given))
    except ValueError:
        return 60.0
