"""Events that move a channel or a person, and the end of an installation."""

from __future__ import annotations

from typing import Any

from bot.flows import duty_groups, workspaces
from bot.tools import Tools
from handlers.inputs import Happening


def _channel(event: dict[str, Any]) -> str:
    """The channel's id: flat, or in an object."""
    channel = event.get("channel")
    return str(channel.get("id", "")) if isinstance(channel, dict) else str(channel or "")


def _people(given: Any) -> list[str]:
    """Ids of people; none where it is no list."""
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []


async def person_changed(tools: Tools, happening: Happening) -> None:
    user = happening.event.get("user")
    if isinstance(user, dict) and user.get("id") and isinstance(user.get("profile", {}), dict):
        await workspaces.person_changed(tools, happening.workspace, happening.key, user)


async def channel_moved(tools: Tools, happening: Happening) -> None:
    before = str(happening.event.get("old_channel_id", ""))
    after = str(happening.event.get("new_channel_id", ""))
    await workspaces.channel_moved(tools, happening.workspace, happening.key, before, after)


async def channel_renamed(tools: Tools, happening: Happening) -> None:
    channel = happening.event.get("channel") or {}
    name = str(channel.get("name", "")) if isinstance(channel, dict) else ""
    await workspaces.channel_changed(
        tools, happening.workspace, happening.key, _channel(happening.event), name=name
    )


async def channel_archived(tools: Tools, happening: Happening) -> None:
    await workspaces.channel_changed(
        tools, happening.workspace, happening.key, _channel(happening.event), archived=True
    )


async def channel_opened(tools: Tools, happening: Happening) -> None:
    await workspaces.channel_changed(
        tools, happening.workspace, happening.key, _channel(happening.event), archived=False
    )


async def channel_shared(tools: Tools, happening: Happening) -> None:
    await workspaces.channel_shared(
        tools, happening.workspace, happening.key, _channel(happening.event), shared=True
    )


async def channel_unshared(tools: Tools, happening: Happening) -> None:
    """Still `is_ext_shared` where yet another organisation is in it."""
    still = bool(happening.event.get("is_ext_shared"))
    await workspaces.channel_shared(
        tools, happening.workspace, happening.key, _channel(happening.event), shared=still
    )


async def tutti_left(tools: Tools, happening: Happening) -> None:
    await workspaces.channel_changed(
        tools, happening.workspace, happening.key, _channel(happening.event), left=True
    )


async def member_left(tools: Tools, happening: Happening) -> None:
    user = str(happening.event.get("user", ""))
    await workspaces.membership(
        tools, happening.workspace, happening.key, _channel(happening.event), user, left=True
    )


async def member_joined(tools: Tools, happening: Happening) -> None:
    user = str(happening.event.get("user", ""))
    await workspaces.membership(
        tools, happening.workspace, happening.key, _channel(happening.event), user, left=False
    )


async def revoked(tools: Tools, happening: Happening) -> None:
    await workspaces.revoked(tools, happening.workspace, happening.key)


async def nothing(tools: Tools, happening: Happening) -> None:
    """An event that Tutti did not ask for or does not need: taken, so that Slack does not count a failure."""


async def group_changed(tools: Tools, happening: Happening) -> None:
    event = happening.event
    added, removed = _people(event.get("added_users")), _people(event.get("removed_users"))
    group = str(event.get("subteam_id", ""))
    await duty_groups.changed(tools, happening.workspace, happening.key, group, added, removed)
