"""What a Slack workspace consists of: people, channels, messages, views and Homes.

Plain state with the few questions everybody asks of it. Nothing here talks to the network.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class Human:
    """A Slack user. `locale` is Slack's form (fr-FR), `tz` an IANA zone; times are never kept here."""

    id: str
    real_name: str
    title: str = ""
    department: str = ""
    role: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Paris"
    deleted: bool = False
    is_bot: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    status_emoji: str = ""
    status_text: str = ""
    status_expiration: int = 0
    quiet_from: int = 0
    """Unix seconds at which do-not-disturb begins; `quiet_until` its end. 0: it is never on."""
    quiet_until: int = 0
    team_id: str = ""
    """The workspace of somebody from another organisation; "" is this one."""

    @property
    def handle(self) -> str:
        """The short name Slack sends in payloads, such as `julie`."""
        return self.id[1:].lower()


@dataclass
class Room:
    """A conversation. `kind` is channel, private, im or mpim; `user` is the person of an im."""

    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    user: str = ""
    archived: bool = False
    shared: bool = False
    created: int = 0
    creator: str = ""
    opened: bool = True


@dataclass(frozen=True)
class OtherApp:
    """Another app of the workspace. Without a `user` it posts as an incoming webhook did."""

    id: str
    name: str
    bot_id: str
    user: str = ""


@dataclass
class Post:
    """One message. `seen_by` names the only reader of an ephemeral one; `ts` is unique in its channel."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    broadcast: bool = False
    edited: str = ""
    metadata: Json | None = None
    seen_by: str = ""
    is_bot: bool = False
    app: OtherApp | None = None
    """Which other app said it; None: a person or, with `is_bot`, our app."""
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    values: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Unique in the workspace, ephemerals included."""
        return f"{self.channel}:{self.ts}"

    def json(self, bot_id: str, app_id: str, team_id: str) -> Json:
        """The message as Slack writes it in answers and payloads."""
        shown: Json = {
            "type": "message",
            "user": self.user,
            "text": self.text,
            "ts": self.ts,
            "team": team_id,
        }
        if self.app:
            shown |= self._by_app(self.app, team_id)
        elif self.is_bot:
            shown |= {"bot_id": bot_id, "app_id": app_id}
        if self.attachments:
            shown["attachments"] = self.attachments
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.broadcast:
            shown["subtype"] = "thread_broadcast"
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        if self.seen_by:
            shown["is_ephemeral"] = True
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": who, "count": len(who)} for name, who in self.reactions.items()
            ]
        if not shown["user"]:
            del shown["user"]
        return shown

    @staticmethod
    def _by_app(app: OtherApp, team_id: str) -> Json:
        if not app.user:
            return {"subtype": "bot_message", "bot_id": app.bot_id, "username": app.name}
        profile = {"id": app.bot_id, "app_id": app.id, "name": app.name, "deleted": False, "team_id": team_id}
        return {"bot_id": app.bot_id, "app_id": app.id, "bot_profile": profile}


@dataclass
class File:
    """A file that the app announced. `ready_at` is machine time: None until its upload was completed."""

    id: str
    name: str
    length: int
    alt: str = ""
    title: str = ""
    content: bytes = b""
    ready_at: float | None = None


@dataclass
class OpenView:
    """A modal or a Home as it stands before one person, with what was typed so far in `values`."""

    id: str
    user: str
    view: Json
    hash: str
    root: str
    previous: str = ""
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    error: str = ""

    def json(self, app_id: str, bot_id: str, team_id: str) -> Json:
        """The view as Slack writes it in answers and payloads, with `state.values`."""
        shown = {
            "id": self.id,
            "team_id": team_id,
            "app_id": app_id,
            "bot_id": bot_id,
            "app_installed_team_id": team_id,
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous or None,
            "state": {"values": self.values},
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "close": None,
            "submit": None,
        }
        return shown | self.view


@dataclass
class Workspace:
    """The state of one workspace and of the one app installed in it."""

    team_id: str
    team_name: str
    bot_user: str
    bot_id: str
    app_id: str
    app_name: str = "Tutti"
    tz: str = "Europe/Paris"
    lang: str = "fr"
    people: dict[str, Human] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    stacks: dict[str, list[OpenView]] = field(default_factory=dict)
    homes: dict[str, OpenView] = field(default_factory=dict)
    apps: dict[str, OtherApp] = field(default_factory=dict)
    """Other apps, by their ids."""
    groups: dict[str, list[str]] = field(default_factory=dict)
    """User groups: who is in them."""
    files: dict[str, File] = field(default_factory=dict)
    last_read: dict[tuple[str, str], str] = field(default_factory=dict)
    watchers: list[Callable[[str], None]] = field(default_factory=list)
    _last_ts: int = 0

    def changed(self, *topics: str) -> None:
        """Tell whoever looks (the page) what to read again, such as `messages:C0MKT`."""
        for topic in topics:
            for watcher in list(self.watchers):
                watcher(topic)

    def new_ts(self, at: datetime) -> str:
        """A message's identity at `at`: Unix seconds with six digits, always later than the last one."""
        self._last_ts = max(self._last_ts + 1, int(at.timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def im_of(self, user: str) -> Room:
        """The direct message between the app and `user`, made on first use."""
        room_id = f"D0{user[2:] if user.startswith('U0') else user[1:]}"
        if room_id not in self.rooms:
            self.rooms[room_id] = Room(room_id, "", "im", {user, self.bot_user}, user=user)
            self.changed("state")
        return self.rooms[room_id]

    def sees(self, user: str, room: Room) -> bool:
        """Whether the page lists it for this person; for guests and strangers only if they were invited."""
        person = self.people.get(user)
        invited = person is None or person.is_stranger or person.is_restricted
        return user in room.members or (room.kind == "channel" and not invited)

    def add(self, post: Post) -> Post:
        """Put a message into its channel."""
        self.posts.setdefault(post.channel, []).append(post)
        self.changed(f"messages:{post.channel}", "state")
        return post

    def find(self, channel: str, ts: str, *, reader: str = "") -> Post | None:
        """The message `ts` of a channel; an ephemeral one only for its reader."""
        for post in self.posts.get(channel, ()):
            if post.ts == ts and (not post.seen_by or post.seen_by == reader):
                return post
        return None

    def replies(self, channel: str, thread_ts: str, *, reader: str = "") -> list[Post]:
        """The replies of a thread in order, without its parent."""
        return [p for p in self.seen_in(channel, reader) if p.thread_ts == thread_ts and p.ts != thread_ts]

    def seen_in(self, channel: str, reader: str = "") -> Iterable[Post]:
        """What `reader` sees of a channel, in order; without a reader, no ephemeral message."""
        return (p for p in self.posts.get(channel, ()) if not p.seen_by or p.seen_by == reader)

    def top(self, user: str) -> OpenView | None:
        """The modal in front of a person."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def view(self, view_id: str) -> OpenView | None:
        """An open modal or a published Home by its id."""
        every = [v for stack in self.stacks.values() for v in stack] + list(self.homes.values())
        return next((v for v in every if v.id == view_id), None)


def new_id(prefix: str) -> str:
    """A fresh Slack-like id, such as `V0A1B2C3D4`."""
    return prefix + "0" + secrets.token_hex(5).upper()


def new_hash(tick: float) -> str:
    """A fresh view hash: seconds, a dot, eight random characters."""
    return f"{int(tick)}.{secrets.token_hex(4)}"
