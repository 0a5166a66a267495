"""What happens in a workspace without anybody typing: renames, departures, archives, an uninstall.

Each changes the state first, then tells the app if its manifest asks for the event.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.sandbox.box import Box, Input
from bot.sandbox.conversations import room_json
from bot.sandbox.directory import user_json
from bot.sandbox.gestures import Gestures
from bot.sandbox.workspace import Human, Json


class Happenings:
    """The changes that an administrator or Slack itself makes."""

    def __init__(self, box: Box, gestures: Gestures) -> None:
        self._box = box
        self._gestures = gestures

    async def person_changes(self, user: str, **fields: Any) -> Input | None:
        """A profile changes (`deleted=True`, `locale="en-US"`, `tz=…`): user_change."""
        space = self._box.workspace
        person = space.people[user] = replace(space.people[user], **fields)
        event = {"type": "user_change", "user": user_json(self._box, person, True)}
        return await self._tell(event | {"cache_ts": int(self._box.clock.now().timestamp())})

    async def person_joins(self, person: Human) -> Input | None:
        """Somebody new: team_join."""
        self._box.workspace.people[person.id] = person
        return await self._tell({"type": "team_join", "user": user_json(self._box, person, True)})

    async def group_changes(self, group: str, members: list[str]) -> Input | None:
        """Somebody edits a user group: subteam_members_changed."""
        before = self._box.workspace.groups.get(group, [])
        self._box.workspace.groups[group] = members
        added = [person for person in members if person not in before]
        removed = [person for person in before if person not in members]
        event = {
            "type": "subteam_members_changed",
            "subteam_id": group,
            "team_id": self._box.workspace.team_id,
            "date_previous_update": 0,
            "date_update": int(self._box.clock.now().timestamp()),
            "added_users": added,
            "added_users_count": len(added),
            "removed_users": removed,
            "removed_users_count": len(removed),
        }
        return await self._tell(event)

    async def renames(self, channel: str, name: str) -> Input | None:
        """A channel is renamed: channel_rename or group_rename."""
        room = self._box.workspace.rooms[channel]
        room.name = name
        shown = {"id": channel, "name": name, "name_normalized": name, "created": room.created}
        kind = "channel_rename" if room.kind == "channel" else "group_rename"
        return await self._tell({"type": kind, "channel": shown})

    async def archives(self, channel: str, *, archived: bool = True) -> Input | None:
        """A channel is archived or brought back: channel_archive, channel_unarchive (or group_…)."""
        room = self._box.workspace.rooms[channel]
        room.archived = archived
        kind = "channel" if room.kind == "channel" else "group"
        name = f"{kind}_{'archive' if archived else 'unarchive'}"
        return await self._tell({"type": name, "channel": channel, "user": "U0ANA"})

    async def shares(self, channel: str, *, shared: bool = True) -> Input | None:
        """A channel is shared with another organisation, or no longer: channel_shared, channel_unshared."""
        self._box.workspace.rooms[channel].shared = shared
        if shared:
            return await self._tell(
                {"type": "channel_shared", "connected_team_id": "T0OTHER", "channel": channel}
            )
        ended = {"previously_connected_team_id": "T0OTHER", "channel": channel, "is_ext_shared": False}
        return await self._tell({"type": "channel_unshared", **ended})

    async def moves_channel(self, old: str, new: str) -> Input | None:
        """A channel gets a new id, as when it becomes shared: channel_id_changed."""
        space = self._box.workspace
        room = space.rooms.pop(old)
        space.rooms[new] = replace(room, id=new)
        space.posts[new] = [replace(post, channel=new) for post in space.posts.pop(old, [])]
        return await self._tell({"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new})

    async def joins(self, channel: str, user: str) -> Input | None:
        """Somebody, or the app, enters a channel: member_joined_channel."""
        self._box.workspace.rooms[channel].members.add(user)
        return await self._tell(self._membership("member_joined_channel", channel, user))

    async def leaves(self, channel: str, user: str) -> Input | None:
        """Somebody leaves a channel or is removed: member_left_channel; the app also gets channel_left."""
        space = self._box.workspace
        room = space.rooms[channel]
        room.members.discard(user)
        if user == space.bot_user:
            kind = "channel_left" if room.kind == "channel" else "group_left"
            await self._tell({"type": kind, "channel": channel, "actor_id": "U0ANA"})
        return await self._tell(self._membership("member_left_channel", channel, user))

    async def deletes(self, channel: str) -> Input | None:
        """A channel is deleted with all its messages: channel_deleted or group_deleted."""
        space = self._box.workspace
        room = space.rooms.pop(channel)
        space.posts.pop(channel, None)
        kind = "channel_deleted" if room.kind == "channel" else "group_deleted"
        return await self._tell({"type": kind, "channel": channel})

    async def uninstalls(self) -> list[Input | None]:
        """The app is removed: its tokens die, then tokens_revoked and app_uninstalled."""
        bot = self._box.workspace.bot_user
        told = [
            await self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}}),
            await self._tell({"type": "app_uninstalled"}),
        ]
        self._box.installed = False
        return told

    def describe(self, channel: str) -> Json:
        """A conversation as conversations.info shows it."""
        return room_json(self._box, self._box.workspace.rooms[channel])

    def _membership(self, kind: str, channel: str, user: str) -> Json:
        space = self._box.workspace
        shown = "C" if space.rooms[channel].kind == "channel" else "G"
        ids = {"user": user, "channel": channel, "channel_type": shown, "team": space.team_id}
        return {"type": kind} | ids | {"event_ts": space.new_ts(self._box.clock.now())}

    async def _tell(self, event: Json) -> Input | None:
        self._box.workspace.changed("state")
        event.setdefault("event_ts", self._box.workspace.new_ts(self._box.clock.now()))
        return await self._gestures.event_if_asked(str(event["type"]), event)
