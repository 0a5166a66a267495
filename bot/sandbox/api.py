"""The door of Slack's Web API: one address per method, checked in Slack's order, every call kept.

Order: method known, token, scope, arguments, rate, then the method itself
(docs.slack.dev/apis/web-api, docs.slack.dev/apis/web-api/rate-limits).
"""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable, Mapping
from email.utils import format_datetime

from aiohttp import web

from bot.clock import monotonic
from bot.sandbox import chat, conversations, directory, modals, uploads
from bot.sandbox.box import Box, Call, Refused
from bot.sandbox.limits import METHODS, ROOM_SCOPES, Limited, Method
from bot.sandbox.workspace import Json

DOES: Mapping[str, Callable[[Box, Json], Json]] = {
    "api.test": lambda box, args: {"args": args},
    "auth.test": directory.auth_test,
    "bots.info": directory.bots_info,
    "team.info": directory.team_info,
    "users.list": directory.users_list,
    "users.info": directory.users_info,
    "dnd.info": directory.dnd_info,
    "usergroups.users.list": directory.group_members,
    "conversations.list": conversations.list_rooms,
    "users.conversations": conversations.list_own,
    "conversations.info": conversations.info,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_direct,
    "conversations.join": conversations.join,
    "conversations.create": conversations.create,
    "conversations.invite": conversations.invite,
    "conversations.history": conversations.history,
    "conversations.replies": conversations.replies,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.getPermalink": chat.get_permalink,
    "reactions.add": chat.add_reaction,
    "files.getUploadURLExternal": uploads.place,
    "files.completeUploadExternal": uploads.complete,
    "files.info": uploads.info,
    "views.open": modals.open_modal,
    "views.push": modals.push,
    "views.update": modals.update,
    "views.publish": modals.publish,
}
JSON_ARGUMENTS = frozenset({"blocks", "view", "metadata", "attachments", "files"})
FLAGS = frozenset(
    {"include_locale", "exclude_archived", "include_all_metadata", "inclusive", "include_num_members"}
    | {"is_private", "reply_broadcast", "return_im"}
)


class WebApi:
    """Answers the app's calls. `open_socket` gives a fresh Socket Mode address."""

    def __init__(self, box: Box, open_socket: Callable[[], Json]) -> None:
        self._box = box
        self._open_socket = open_socket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call: done or refused, recorded, then answered, unless a fault was ordered."""
        method, faults, clock = request.match_info["method"], self._box.faults, self._box.clock
        started, token, args = monotonic(), *(await _read(request))
        call = Call(len(self._box.calls) + 1, method, copy.deepcopy(args), clock.tick(), clock.now())
        if self._box.down:
            call.answer = {"ok": False, "error": "connection_cut"}
            self._box.done(call)
            return _cut(request)
        if slow := faults.seconds_slow(method):
            await asyncio.sleep(slow)
        call.n, call.tick, call.now = len(self._box.calls) + 1, clock.tick(), clock.now()
        self._box.calls.append(call)
        status, headers = self._answer(call, token, args)
        call.elapsed, call.lost = monotonic() - started, faults.loses(method)
        self._box.done(call)
        if call.lost:
            return _cut(request)
        if call.answer.get("error") == "not_json":
            return web.Response(text="<html>Something went wrong</html>", content_type="text/html")
        headers["Date"] = format_datetime(clock.now(), usegmt=True)
        return web.json_response(call.answer, status=status, headers=headers)

    def _answer(self, call: Call, token: str, args: Json) -> tuple[int, dict[str, str]]:
        scopes = {"x-oauth-scopes": ",".join(sorted(self._box.scopes))}
        try:
            if failure := self._box.faults.next_failure(call.method):
                if failure == "ratelimited":
                    raise Limited(self._box.faults.seconds_limited(call.method))
                if failure.startswith("http_"):
                    call.answer = {"ok": False, "error": failure}
                    return int(failure.removeprefix("http_")), {}
                raise Refused(failure)
            call.answer = {"ok": True} | self._do(call.method, token, args)
        except Limited as limited:
            call.answer = {"ok": False, "error": "ratelimited"}
            return 429, {"Retry-After": str(limited.after)}
        except Refused as refused:
            call.answer = {"ok": False, "error": refused.error} | refused.extra
        return 200, scopes

    def _do(self, name: str, token: str, args: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        self._check_token(method, token)
        if method.scope and method.token == "bot":
            directory.require(self._box, method.scope)
        if missing := [key for key in method.required if args.get(key) in (None, "")]:
            if missing == ["channel"] and name.startswith("chat."):
                raise Refused("channel_not_found")
            raise Refused("invalid_arguments", [f"[ERROR] missing required field: {key}" for key in missing])
        self._box.pace.call(name)
        if method.room_verb:
            room = chat.known_room(self._box, args["channel"])
            directory.require(self._box, f"{ROOM_SCOPES[room.kind]}:{method.room_verb}")
        return self._open_socket() if method.token == "app" else DOES[name](self._box, args)

    def _check_token(self, method: Method, token: str) -> None:
        if method.token == "none":
            return
        if not token:
            raise Refused("not_authed")
        if token not in (self._box.token, self._box.app_token):
            raise Refused("invalid_auth")
        if not self._box.installed:
            raise Refused("account_inactive")
        if token != (self._box.token if method.token == "bot" else self._box.app_token):
            raise Refused("not_allowed_token_type")


async def _read(request: web.Request) -> tuple[str, Json]:
    """The token and arguments of a call, sent as JSON, as a form or in the address."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            body = {}
        args |= body if isinstance(body, dict) else {}
    else:
        args |= {key: str(value) for key, value in (await request.post()).items()}
    bearer = request.headers.get("Authorization", "").partition(" ")[2].strip()
    token = str(args.pop("token", "") or bearer)
    return token, {key: _argument(key, value) for key, value in args.items()}


def _argument(key: str, value: object) -> object:
    if key in JSON_ARGUMENTS and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if key in FLAGS and isinstance(value, str):
        return value.lower() in ("1", "true")
    return value


def _cut(request: web.Request) -> web.StreamResponse:
    """Drop the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)
