"""Messages of channels, and what the app hears of them: said, edited, deleted, by people and other apps.

Shapes: https://docs.slack.dev/reference/events/message and its subtypes. An edit and an unfurled link are
both `message_changed`; a deleted message that has replies stays as a `tombstone`. An app hears its own
messages too.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.box import Box, Input
from bot.sandbox.inputs import Delivery
from bot.sandbox.workspace import Json, Post, Room

KINDS = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


class Messages:
    """What is said in the workspace, and the events that follow where the app has the scopes for them."""

    def __init__(self, box: Box, delivery: Delivery) -> None:
        self._box = box
        self._delivery = delivery

    async def say(self, user: str, room: Room, text: str, thread_ts: str = "") -> Post:
        """A person writes."""
        post = self._box.workspace.add(Post(room.id, self._ts(), user, text, thread_ts=thread_ts))
        await self.heard(post)
        return post

    async def app_says(
        self,
        app: str,
        channel: str,
        text: str,
        *,
        thread_ts: str = "",
        attachments: list[Json] | None = None,
    ) -> Post:
        """Another app writes; an incoming webhook's old shape where the app has no user."""
        known = self._box.workspace.apps[app]
        post = Post(channel, self._ts(), known.user, text, thread_ts=thread_ts, is_bot=True, app=known)
        post.attachments = attachments or []
        self._box.workspace.add(post)
        await self.heard(post)
        return post

    async def edits(self, post: Post, text: str) -> Input | None:
        """Its author changes the text."""
        before = self._shown(post)
        post.text, post.edited = text, self._ts()
        return await self._changed(post, before)

    async def unfurls(self, post: Post, url: str) -> Input | None:
        """Slack shows what a link leads to: an edit that changed no text."""
        before = self._shown(post)
        post.attachments = [*post.attachments, {"from_url": url, "original_url": url, "title": "A page"}]
        return await self._changed(post, before)

    async def deletes(self, post: Post) -> Input | None:
        """Its author deletes it."""
        space, room = self._box.workspace, self._box.workspace.rooms[post.channel]
        before = self._shown(post)
        if space.replies(room.id, post.ts):
            post.text, post.blocks, post.user = "This message was deleted.", [], "USLACKBOT"
            left: Json = {"type": "message", "subtype": "tombstone", "ts": post.ts, "thread_ts": post.ts}
            left |= {"text": post.text, "user": post.user, "hidden": True}
            event: Json = {"subtype": "message_changed", "message": left, "previous_message": before}
        else:
            space.posts[room.id].remove(post)
            event = {"subtype": "message_deleted", "deleted_ts": post.ts, "previous_message": before}
        space.changed(f"messages:{room.id}", "state")
        return await self._tell(room, event | {"hidden": True, "ts": self._ts()})

    async def joins(self, user: str, channel: str) -> Input | None:
        """Slack's own line that somebody has joined."""
        room = self._box.workspace.rooms[channel]
        said = {"subtype": "channel_join", "user": user, "text": f"<@{user}> has joined the channel"}
        return await self._tell(room, said | {"ts": self._ts()})

    async def heard(self, post: Post) -> Input | None:
        """Tell the app of a message, its own included; `app_mention` too where it is named."""
        space, room = self._box.workspace, self._box.workspace.rooms[post.channel]
        shown = self._shown(post)
        given = await self._tell(room, shown)
        named = f"<@{space.bot_user}>" in post.text and "app_mentions:read" in self._box.scopes
        if named and space.bot_user in room.members and self._wanted("app_mention"):
            event = shown | {"type": "app_mention", "channel": room.id, "event_ts": post.ts}
            await self._delivery.event(event)
        return given

    async def _changed(self, post: Post, before: Json) -> Input | None:
        room = self._box.workspace.rooms[post.channel]
        self._box.workspace.changed(f"messages:{room.id}")
        event = {"subtype": "message_changed", "message": self._shown(post), "previous_message": before}
        return await self._tell(room, event | {"hidden": True, "ts": self._ts()})

    async def _tell(self, room: Room, event: Json) -> Input | None:
        kind = KINDS[room.kind]
        if self._box.workspace.bot_user not in room.members or f"{kind}:history" not in self._box.scopes:
            return None
        if not self._wanted(f"message.{kind}"):
            return None
        about: dict[str, Any] = {"channel": room.id, "channel_type": kind.removesuffix("s")}
        return await self._delivery.event({"type": "message", "event_ts": event["ts"]} | event | about)

    def _wanted(self, subscription: str) -> bool:
        return self._box.subscribed(subscription) and self._box.installed

    def _shown(self, post: Post) -> Json:
        space = self._box.workspace
        return post.json(space.bot_id, space.app_id, space.team_id)

    def _ts(self) -> str:
        return self._box.workspace.new_ts(self._box.clock.now())
