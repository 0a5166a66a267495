"""What of Slack's Web API is imitated: the one table of methods, arguments, scopes and rates.

Scopes and tiers: each method's page on docs.slack.dev/reference/methods. A rate is our reading of
"N+ per minute": a bucket of N, refilled N a minute, by the clock's machine time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

T1, T2, T3, T4, SPECIAL = 10, 20, 50, 100, 600
"""Calls a minute by tier. Tier 1 is "1+" with bursts; special methods allow hundreds."""


@dataclass(frozen=True)
class Method:
    """`scope` "room" means: by the kind of conversation, `room_verb` says which (read, history, write)."""

    required: tuple[str, ...] = ()
    scope: str = ""
    room_verb: str = ""
    per_minute: int = SPECIAL
    token: str = "bot"
    """Which token: bot, app, or none."""


METHODS: dict[str, Method] = {
    "api.test": Method(token="none"),
    "auth.test": Method(),
    "bots.info": Method(scope="users:read", per_minute=T3),
    "team.info": Method(scope="team:read", per_minute=T3),
    "users.list": Method(scope="users:read", per_minute=T2),
    "users.info": Method(("user",), "users:read", per_minute=T4),
    "usergroups.users.list": Method(scope="usergroups:read", per_minute=T2),
    "dnd.info": Method(scope="dnd:read", per_minute=T3),
    "conversations.list": Method(per_minute=T2),
    "users.conversations": Method(per_minute=T3),
    "conversations.info": Method(("channel",), room_verb="read", per_minute=T3),
    "conversations.members": Method(("channel",), room_verb="read", per_minute=T4),
    "conversations.open": Method(scope="im:write", per_minute=T3),
    "conversations.join": Method(("channel",), "channels:join", per_minute=T3),
    "conversations.create": Method(("name",), per_minute=T2),
    "conversations.invite": Method(("channel", "users"), per_minute=T3),
    "conversations.history": Method(("channel",), room_verb="history", per_minute=T3),
    "conversations.replies": Method(("channel", "ts"), room_verb="history", per_minute=T3),
    "chat.postMessage": Method(("channel",), "chat:write"),
    "chat.update": Method(("channel", "ts"), "chat:write"),
    "chat.delete": Method(("channel", "ts"), "chat:write", per_minute=T3),
    "chat.postEphemeral": Method(("channel", "user"), "chat:write", per_minute=T4),
    "chat.getPermalink": Method(("channel", "message_ts")),
    "files.getUploadURLExternal": Method(("filename", "length"), "files:write", per_minute=T4),
    "files.completeUploadExternal": Method(("files",), "files:write", per_minute=T4),
    "files.info": Method(("file",), "files:read", per_minute=T4),
    "reactions.add": Method(("channel", "name", "timestamp"), "reactions:write", per_minute=T3),
    "views.open": Method(("view",), per_minute=T4),
    "views.push": Method(("view",), per_minute=T4),
    "views.update": Method(("view",), per_minute=T4),
    "views.publish": Method(("user_id", "view"), per_minute=T4),
    "apps.connections.open": Method(token="app", scope="connections:write", per_minute=T1),
}

ROOM_SCOPES = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
"""Kind of conversation to the family of its scopes."""

POSTS_EVERY_SECONDS, POST_TOLERANCE_SECONDS = 1.0, 0.05
POST_BUCKET, POST_REFILL_A_SECOND = 100, 10.0
EDIT_BUCKET, EDITS_A_MINUTE = 50, 50
"""Permitted rate (PLATFORM section 2): posts 1/s per channel and a bucket of 100; edits 50/min in all."""

TEXT_MAX = 40_000
TRIGGER_SECONDS, RESPONSE_SECONDS, ACK_SECONDS = 3.0, 1800.0, 3.0
RESPONSE_USES, MODALS_DEEP = 5, 3
EVENT_RETRIES_AFTER_SECONDS = (0.0, 60.0, 300.0)
"""Seconds after the first delivery at which Slack repeats an event (docs.slack.dev/apis/events-api)."""


class Limited(Exception):
    """Too many calls; `after` is what Slack says in Retry-After, whole seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"ratelimited, retry after {after:.1f} s")
        self.after = max(1, math.ceil(after))


@dataclass
class Bucket:
    """A token bucket in machine seconds."""

    size: float
    refill_a_second: float
    left: float = field(init=False)
    seen: float | None = None

    def __post_init__(self) -> None:
        self.left = self.size

    def wait(self, tick: float) -> float:
        """Seconds until one call is allowed; 0 when it is allowed now. Takes nothing."""
        if self.seen is not None:
            self.left = min(self.size, self.left + max(0.0, tick - self.seen) * self.refill_a_second)
        self.seen = tick
        return 0.0 if self.left >= 1 - 1e-6 else (1 - self.left) / self.refill_a_second

    def take(self) -> None:
        """Use one call."""
        self.left -= 1


class Pace:
    """The workspace's rates: who may call what, when. `tick` gives machine seconds."""

    def __init__(self, tick: Callable[[], float]) -> None:
        self._tick = tick
        self._methods: dict[str, Bucket] = {}
        self._posts = Bucket(POST_BUCKET, POST_REFILL_A_SECOND)
        self._edits = Bucket(EDIT_BUCKET, EDITS_A_MINUTE / 60)
        self._last_post: dict[str, float] = {}

    def call(self, method: str) -> None:
        """Count one call of a method's own tier. Raises Limited."""
        rate = METHODS[method].per_minute
        self._take(self._methods.setdefault(method, Bucket(rate, rate / 60)))

    def post(self, channel: str) -> None:
        """Count one chat.postMessage to a channel. Raises Limited."""
        tick = self._tick()
        last = self._last_post.get(channel)
        if last is not None and tick - last < POSTS_EVERY_SECONDS - POST_TOLERANCE_SECONDS:
            raise Limited(POSTS_EVERY_SECONDS - (tick - last))
        self._take(self._posts)
        self._last_post[channel] = tick

    def edit(self) -> None:
        """Count one chat.update. Raises Limited."""
        self._take(self._edits)

    def _take(self, bucket: Bucket) -> None:
        if wait := bucket.wait(self._tick()):
            raise Limited(wait)
        bucket.take()
