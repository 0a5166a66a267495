"""What Slack tells of the workspace itself: channels and people that move, a token taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from bot.flows import channels, people, settling, status_offers
from bot.models import Channel, Input, Workspace
from bot.slack import SlackError
from bot.store import Db, ledger, snapshots
from bot.store import workspaces as stored
from bot.tools import Repeat, Tools

log = structlog.get_logger(__name__)

Work = Callable[[Db], bool]
"""A change that an event makes; whether it changed anything."""


async def once(tools: Tools, workspace: str, key: str, work: Work) -> None:
    """Make an event's change exactly once. Raises Repeat for an event that was handled already.

    One that changes nothing leaves no trace, not even its key.
    """
    now = tools.clock.now()

    def unit(db: Db) -> None:
        handled = db.get(Input, workspace=workspace, key=key) if key else None
        if handled is not None:
            raise Repeat(key)
        if work(db) and key and not db.add_if_new(Input(workspace=workspace, key=key, at=now)):
            raise Repeat(key)

    await tools.store.write(unit)


async def channel_moved(tools: Tools, workspace: str, key: str, before: str, after: str) -> None:
    """A channel has a new id: settings, what was sent and what is owed follow."""

    def work(db: Db) -> bool:
        ledger.rename_channel(db, workspace, before, after)
        if stored.rename_channel(db, workspace, before, after):
            snapshots.touch(db, workspace)
        settling.channel_is_back(db, tools.books.of(db, workspace), after)
        return True

    if before and after:
        await once(tools, workspace, key, work)


async def channel_changed(tools: Tools, workspace: str, key: str, channel: str, **values: Any) -> None:
    """A channel was renamed, archived or opened again, or Tutti was removed from it or invited back."""

    def work(db: Db) -> bool:
        row = db.lock(Channel, workspace=workspace, id=channel)
        if row is None:
            row = Channel(workspace=workspace, id=channel)
            db.add_if_new(row)
        if "left" in values:
            values["joined"] = not values["left"]
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        db.change(row, **different)
        if values.get("archived") is False or values.get("left") is False:
            settling.channel_is_back(db, tools.books.of(db, workspace), channel)
        return bool(different)

    if channel:
        await once(tools, workspace, key, work)


async def know_channel(tools: Tools, workspace: str, channel: str) -> bool:
    """Ask Slack, unless it is stored, whether another organisation reads the channel; whether it is known.

    Where Slack does not say, nothing is kept and it is asked again another time.
    """
    if channel[:1] not in ("C", "G"):
        return True
    row = await tools.store.read(lambda db: db.get(Channel, workspace=workspace, id=channel))
    if row is None or row.shared is not None:
        return row is not None
    try:
        about = (await tools.slack.look("conversations.info", channel=channel)).get("channel") or {}
    except SlackError as error:
        log.info("channel not known", channel=channel, error=error.code)
        return False
    shared = bool(about.get("is_ext_shared"))
    await tools.store.write(lambda db: channels.keep_shared(db, workspace, channel, shared=shared))
    return True


async def channel_shared(tools: Tools, workspace: str, key: str, channel: str, *, shared: bool) -> None:
    """A channel was shared with another organisation, or is only ours again."""

    def work(db: Db) -> bool:
        db.add_if_new(Channel(workspace=workspace, id=channel))
        return channels.keep_shared(db, workspace, channel, shared=shared)

    if channel:
        await once(tools, workspace, key, work)


async def revoked(tools: Tools, workspace: str, key: str) -> None:
    """The token was taken away or the app uninstalled: nothing is sent until it is given again."""
    now = tools.clock.now()
    await once(tools, workspace, key, lambda db: revoke(db, workspace, now))


def revoke(db: Db, workspace: str, now: datetime) -> bool:
    """Send nothing more for this workspace; whether that is new."""
    row = db.lock(Workspace, id=workspace)
    if row is None or row.revoked_at is not None:
        return False
    db.change(row, revoked_at=now)
    snapshots.touch(db, workspace)
    return True


async def person_changed(tools: Tools, workspace: str, key: str, user: dict[str, Any]) -> None:
    """A person changed, joined or left; a status that looks like a leave is offered as an absence."""
    person, now = people.person_of(workspace, user), tools.clock.now()

    def work(db: Db) -> bool:
        book = tools.books.of(db, workspace)
        changed = people.keep(db, [person], book, now) > 0
        return status_offers.look(db, book, user, now) or changed

    await once(tools, workspace, key, work)


async def membership(tools: Tools, workspace: str, key: str, channel: str, user: str, *, left: bool) -> None:
    """Somebody left or joined a channel: it matters only if it was Tutti itself."""
    book = await tools.snapshot(workspace)
    if user and user == book.workspace.bot_user:
        await channel_changed(tools, workspace, key, channel, left=left)
