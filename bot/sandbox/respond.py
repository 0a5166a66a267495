"""A response_url: five answers within thirty minutes, private unless said otherwise.

docs.slack.dev/interactivity/handling-user-interaction ("response_url"). It is the only way to
change or remove an ephemeral message.
"""

from __future__ import annotations

import json

from aiohttp import web

from bot.sandbox.box import Box, Hook, Refused
from bot.sandbox.chat import checked_content, whisper
from bot.sandbox.forms import first_values
from bot.sandbox.workspace import Json, Post


class ResponseUrls:
    """Takes what the app posts to its response_urls."""

    def __init__(self, box: Box) -> None:
        self._box = box

    async def handle(self, request: web.Request) -> web.Response:
        """One answer of the app: 200 `ok`, or 404 with Slack's word for why not."""
        if self._box.down:
            return web.Response(status=503)
        try:
            body = json.loads(await request.text() or "{}")
            if not isinstance(body, dict):
                raise Refused("invalid_payload")
            hook = self._box.use_hook(request.match_info["name"])
            self._say(hook, body)
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.error} | refused.extra, status=404)
        return web.Response(text="ok")

    def _say(self, hook: Hook, body: Json) -> None:
        space, post = self._box.workspace, hook.post
        if post is not None and post not in space.posts.get(post.channel, ()):
            post = None
        if body.get("delete_original") and post is not None:
            space.posts[post.channel].remove(post)
            space.changed(f"messages:{post.channel}", "state")
            return
        text, blocks = checked_content(self._box, body)
        if body.get("replace_original") and post is not None:
            post.text, post.blocks, post.values = text, blocks, first_values(blocks, post.values)
            post.edited = "" if post.seen_by else space.new_ts(self._box.clock.now())
            space.changed(f"messages:{post.channel}")
            return
        thread_ts = str(body.get("thread_ts") or "")
        if body.get("response_type") == "in_channel":
            ts = space.new_ts(self._box.clock.now())
            bot = space.bot_user
            space.add(Post(hook.channel, ts, bot, text, blocks, thread_ts=thread_ts, is_bot=True))
        else:
            whisper(self._box, hook.channel, hook.user, text, blocks, thread_ts)
