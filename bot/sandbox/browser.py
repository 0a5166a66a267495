"""What the page in the browser reads and does: a small JSON protocol, server-sent events, static files.

Only loopback may ask: the Host header and, where there is one, the Origin are checked, so that no
other web page can drive the box.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.clock import BoxClock
from bot.sandbox.acts import Acts
from bot.sandbox.box import Box
from bot.sandbox.faults import EVERY, switch
from bot.sandbox.gestures import NotPossible
from bot.sandbox.guide import Guide
from bot.sandbox.limits import METHODS
from bot.sandbox.told import iso, line, person, steps
from bot.sandbox.uploads import shown_in
from bot.sandbox.walk import Step, Walk, next_monday, next_morning
from bot.sandbox.workspace import Human, Json, Post, Room

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
RUNNING_SPEED = 60.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Browser:
    """Serves the page and its protocol for one box."""

    def __init__(self, box: Box, acts: Acts, walk: Walk, clock: BoxClock) -> None:
        self._box, self._acts, self._walk, self._clock = box, acts, walk, clock
        self._readers: list[asyncio.Queue[str | None]] = []
        self._speed = RUNNING_SPEED
        self.guide: Guide | None = None
        box.workspace.watchers.append(self._changed)

    def add_routes(self, app: web.Application) -> None:
        """Put the page's addresses into the box's server."""
        app.router.add_get("/", self._index)
        app.router.add_get("/box/state", self._state)
        app.router.add_get("/box/messages", self._messages)
        app.router.add_get("/box/home", self._home)
        app.router.add_get("/box/views", self._views)
        app.router.add_get("/box/calls", self._calls)
        app.router.add_get("/box/events", self._events)
        app.router.add_post("/box/act", self._act)
        app.router.add_post("/box/clock", self._move)
        app.router.add_post("/box/guide", self._guide)
        app.router.add_get("/box/faults", self._faults)
        app.router.add_post("/box/faults", self._switch)
        app.router.add_static("/static", static())

    def run_at(self, speed: float) -> None:
        """Let the clock run at this many product seconds a second; 0 leaves it as it is."""
        if speed:
            self._speed = speed
            self._clock.run(speed)

    def close(self) -> None:
        """End the open event streams."""
        for reader in self._readers:
            reader.put_nowait(None)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(static() / "index.html", headers={"Cache-Control": "no-store"})

    async def _state(self, request: web.Request) -> web.Response:
        me, space = self._me(request), self._box.workspace
        return web.json_response(
            {
                "me": me.id,
                "now": iso(self._clock.now()),
                "running": self._clock.speed > 0,
                "speed": self._clock.speed,
                "tz": space.tz,
                "lang": "fr" if me.locale.startswith("fr") else "en",
                "team": {"name": space.team_name},
                "app": {"user": space.bot_user, "name": space.app_name},
                "apps": [{"id": app.id, "name": app.name} for app in space.apps.values()],
                "people": [person(p, i) for i, p in enumerate(space.people.values())],
                "channels": [self._room(r, me.id) for r in self._rooms_of(me.id)],
                "commands": self._box.feature("slash_commands"),
                "shortcuts": self._box.feature("shortcuts"),
                "next_due": steps(await self._walk.next_due()),
                "guide": self.guide.told() if self.guide else None,
            }
        )

    async def _messages(self, request: web.Request) -> web.Response:
        me, query = self._me(request), request.query
        try:
            room = self._acts.gestures.room(me.id, query["channel"])
        except NotPossible as error:
            raise web.HTTPNotFound(text=str(error)) from error
        thread_ts = query.get("thread_ts", "")
        seen = list(self._box.workspace.seen_in(room.id, me.id))
        replies = Counter(p.thread_ts for p in seen if p.thread_ts != p.ts)
        shown = [p for p in seen if _in_view(p, thread_ts)]
        newest = shown[-int(query.get("limit") or len(shown)) :]
        told = [self._message(p, replies[p.ts]) for p in newest]
        return web.json_response({"messages": told, "earlier": len(shown) - len(newest)})

    async def _home(self, request: web.Request) -> web.Response:
        shown = self._box.workspace.homes.get(self._me(request).id)
        return web.json_response({"view": self._view(shown.id) if shown else None})

    async def _views(self, request: web.Request) -> web.Response:
        stack = self._box.workspace.stacks.get(self._me(request).id) or []
        told = [{"id": v.id, "view": self._view(v.id), "errors": v.errors, "error": v.error} for v in stack]
        return web.json_response({"stack": told})

    async def _calls(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        found = enumerate(self._box.journal[since:], start=since + 1)
        return web.json_response({"calls": [line(n, done) for n, done in found]})

    async def _act(self, request: web.Request) -> web.Response:
        return web.json_response(await self._acts.do(await _body(request)))

    async def _move(self, request: web.Request) -> web.Response:
        body = await _body(request)
        walked = await self._go(str(body.get("move")), float(body.get("speed") or self._speed))
        self._box.workspace.changed("state")
        return web.json_response({"now": iso(self._clock.now()), "walked": steps(walked)})

    async def _go(self, move: str, speed: float) -> list[Step]:
        now, zone = self._clock.now(), self._box.workspace.tz
        if move == "run":
            self._clock.run(speed)
        elif move == "stop":
            self._clock.stop()
        elif move == "next":
            return await self._walk.to_next()
        elif move in ("20m", "1h"):
            return await self._walk.by(timedelta(minutes=20 if move == "20m" else 60))
        elif move in ("morning", "monday"):
            return await self._walk.to((next_morning if move == "morning" else next_monday)(now, zone))
        else:
            raise web.HTTPBadRequest(text="move is one of 20m, 1h, morning, monday, next, run, stop")
        return []

    async def _guide(self, request: web.Request) -> web.Response:
        """Go to where the path's present turn is played, or leave its step out."""
        what = (await _body(request)).get("do")
        if self.guide and what == "skip":
            self.guide.skip()
        target = self.guide.target() if self.guide and what == "move" else None
        walked = await self._walk.to(target) if target else []
        self._box.workspace.changed("state")
        return web.json_response({"now": iso(self._clock.now()), "walked": steps(walked)})

    async def _faults(self, request: web.Request) -> web.Response:
        return web.json_response({"methods": sorted(METHODS), "on": self._box.faults.told()})

    async def _switch(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            amount = float(body.get("amount") or 0)
            switch(self._box.faults, str(body.get("kind")), str(body.get("method") or EVERY), amount)
        except (TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        return await self._faults(request)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        reader: asyncio.Queue[str | None] = asyncio.Queue()
        self._readers.append(reader)
        try:
            await stream.write(b": hello\n\n")
            while (topic := await reader.get()) is not None:
                await asyncio.sleep(0.03)
                topics = {topic}
                while not reader.empty():
                    topics.add(reader.get_nowait() or "state")
                await stream.write(f"data: {json.dumps({'changed': sorted(topics)})}\n\n".encode())
        except ConnectionError:
            pass
        finally:
            self._readers.remove(reader)
        return stream

    def _changed(self, topic: str) -> None:
        for reader in self._readers:
            reader.put_nowait(topic)

    def _me(self, request: web.Request) -> Human:
        person = self._box.workspace.people.get(request.query.get("as", ""))
        if person is None:
            raise web.HTTPNotFound(text="nobody has this id")
        return person

    def _rooms_of(self, user: str) -> list[Room]:
        self._box.workspace.im_of(user)
        space = self._box.workspace
        return [r for r in space.rooms.values() if not r.archived and space.sees(user, r)]

    def _room(self, room: Room, user: str) -> Json:
        space = self._box.workspace
        read = space.last_read.get((user, room.id), "")
        member = user in room.members
        newer = takewhile(lambda p: p.ts > read, reversed(space.posts.get(room.id, [])))
        unread = [p for p in newer if p.user != user and p.seen_by in ("", user)]
        kind = "im" if room.kind == "mpim" else room.kind
        shown: Json = {"id": room.id, "name": room.name or space.app_name, "kind": kind, "member": member}
        if room.kind == "im":
            shown["user"] = space.bot_user
        return shown | {"unread": len(unread) if member else 0}

    def _message(self, post: Post, replies: int) -> Json:
        space = self._box.workspace
        author = space.people.get(post.user)
        name = author.real_name if author else post.app.name if post.app else "Slackbot"
        return {
            "id": post.id,
            "ts": post.ts,
            "at": iso(datetime.fromtimestamp(float(post.ts), UTC)),
            "user": post.user,
            "name": name,
            "bot": post.is_bot,
            "text": post.text,
            "blocks": post.blocks,
            "files": shown_in(self._box, post.blocks),
            "values": post.values,
            "edited": bool(post.edited),
            "thread_ts": post.thread_ts,
            "reply_count": replies,
            "ephemeral": bool(post.seen_by),
            "broadcast": post.broadcast,
            "reactions": [{"name": n, "users": who} for n, who in post.reactions.items()],
        }

    def _view(self, view_id: str) -> Json | None:
        space = self._box.workspace
        shown = space.view(view_id)
        return shown.json(space.app_id, space.bot_id, space.team_id) if shown else None


@web.middleware
async def only_loopback(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for a request whose Host or Origin is not this machine."""
    origin = request.headers.get("Origin", "")
    if not _is_loopback(f"//{request.host}") or (origin and not _is_loopback(origin)):
        raise web.HTTPForbidden(text="The sandbox answers on this machine only.")
    return await handler(request)


def static() -> Path:
    """The folder of the page's files."""
    return Path(str(files("bot.sandbox"))) / "page" / "static"


def _is_loopback(address: str) -> bool:
    try:
        return urlsplit(address).hostname in LOOPBACK
    except ValueError:
        return False


async def _body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="a JSON object is expected")
    return body


def _in_view(post: Post, thread_ts: str) -> bool:
    if thread_ts:
        return thread_ts in (post.ts, post.thread_ts)
    return not post.thread_ts or post.thread_ts == post.ts or post.broadcast
