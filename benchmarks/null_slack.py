"""A Slack that answers everything at once (or after `--delay`), in its own process, and counts.

`GET /counts` gives what it saw since the last `GET /reset`: calls by method, posts with their moment on the
machine's monotonic clock, keys posted twice, posts that the real Slack would have answered with 429. What
counts is when a call arrives, however long the answer takes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections import Counter
from contextlib import suppress
from itertools import count
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvloop

from benchmarks.cast import APP, BOT, BOT_USER, SHARED, TEAM, people, room

Json = dict[str, Any]

PERMITTED_SECONDS = 0.9
"""Slack takes one message a second in a channel (PLATFORM section 2). Less a tenth, for the way to us."""


class NullSlack:
    """Answers by method; remembers posts as [moment, channel, key]."""

    def __init__(self, delay: float, team: str, persons: int) -> None:
        self.delay = delay
        self.team = team
        self.persons = people(persons)
        self.rooms = (SHARED, *(room(number) for number in range(persons)))
        self.numbers = count(1)
        self.reset()

    def reset(self) -> None:
        """Forget what was counted."""
        self.calls: Counter[str] = Counter()
        self.posts: list[tuple[float, str, str]] = []
        self.keys: Counter[str] = Counter()
        self.last: dict[str, float] = {}
        self.too_fast = 0

    def counts(self) -> Json:
        """What was seen since the last reset."""
        twice = sum(times - 1 for key, times in self.keys.items() if key)
        return {"calls": self.calls, "posts": self.posts, "twice": twice, "too_fast": self.too_fast}

    def answer(self, method: str, given: Json, moment: float) -> Json:
        """What Slack would say, in as few words as Tutti reads, to a call that arrived at that moment."""
        self.calls[method] += 1
        match method:
            case "auth.test":
                ids = {"team_id": self.team, "user_id": BOT_USER, "bot_id": BOT}
                return {"ok": True, "url": "https://bench.slack.com/", "team": "Bench", **ids}
            case "bots.info":
                return {"ok": True, "bot": {"id": BOT, "app_id": APP}}
            case "users.list":
                return {"ok": True, "members": [self.user(person) for person in self.persons]}
            case "users.info":
                return {"ok": True, "user": self.user(str(given.get("user")))}
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{given.get('users')}"}}
            case "conversations.info":
                return {"ok": True, "channel": {"id": given.get("channel"), "is_ext_shared": False}}
            case "users.conversations":
                return {"ok": True, "channels": [{"id": one, "is_ext_shared": False} for one in self.rooms]}
            case "chat.postMessage":
                return self.post(given, moment)
        return {"ok": True, "ts": given.get("ts"), "channel": given.get("channel")}

    def post(self, given: Json, moment: float) -> Json:
        """Take a message, and notice whether it came too soon after the last one there."""
        channel = str(given.get("channel"))
        key = str((given.get("metadata") or {}).get("event_payload", {}).get("key", ""))
        self.too_fast += moment - self.last.get(channel, 0.0) < PERMITTED_SECONDS
        self.last[channel] = moment
        self.keys[key] += 1
        self.posts.append((moment, channel, key))
        return {"ok": True, "ts": f"1790000000.{next(self.numbers):06d}", "channel": channel}

    def user(self, person: str) -> Json:
        """A user as `users.list` describes one."""
        return {
            "id": person,
            "team_id": TEAM,
            "name": person.lower(),
            "real_name": person,
            "tz": "Europe/Paris",
            "locale": "fr-FR",
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive."""
        try:
            while True:
                target, given = await _request(reader)
                moment = monotonic()
                if target.path == "/reset":
                    self.reset()
                content: Json = self.counts()
                if target.path.startswith("/api/"):
                    await asyncio.sleep(self.delay)
                    content = self.answer(target.path.removeprefix("/api/"), given, moment)
                writer.write(_response(content))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def _request(reader: asyncio.StreamReader) -> tuple[Any, Json]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    content = await reader.readexactly(int(headers.get("content-length") or 0))
    target = urlsplit(first.split(" ")[1])
    if "json" in headers.get("content-type", ""):
        return target, json.loads(content or b"{}")
    fields = parse_qs(content.decode() or target.query)
    return target, {name: values[0] for name, values in fields.items()}


def _response(content: Json) -> bytes:
    said = json.dumps(content).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
        f"x-oauth-scopes: chat:write\r\nContent-Length: {len(said)}\r\n\r\n"
    )
    return head.encode() + said


async def main() -> None:
    """Listen until killed; first in turn where that is allowed: the real Slack has machines of its own."""
    with suppress(PermissionError):
        os.nice(-15)
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--persons", type=int, default=60)
    given = parser.parse_args()
    slack = NullSlack(given.delay, TEAM, given.persons)
    server = await asyncio.start_server(slack.serve, "127.0.0.1", given.port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
