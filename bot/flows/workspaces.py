"""What Slack tells of the workspace itself: channels and people that move, a token taken away."""

from __future__ import annotations

from typing import Any

from bot.flows import people
from bot.models import Channel, Delivery, Message, Workspace
from bot.store import Db, ledger, snapshots
from bot.store import workspaces as stored
from bot.tools import Tools


async def channel_moved(tools: Tools, workspace: str, before: str, after: str) -> None:
    """A channel has a new id: settings, what was sent and what is owed follow."""

    def work(db: Db) -> None:
        ledger.rename_channel(db, workspace, before, after)
        if stored.rename_channel(db, workspace, before, after):
            snapshots.touch(db, workspace)

    await tools.store.write(work)


async def channel_changed(tools: Tools, workspace: str, channel: str, **values: Any) -> None:
    """A channel was renamed, archived or opened again, or Tutti was removed from it or invited back."""

    def work(db: Db) -> None:
        row = db.lock(Channel, workspace=workspace, id=channel)
        if row is None:
            row = Channel(workspace=workspace, id=channel)
            db.add_if_new(row)
        db.change(row, **values)
        if values.get("archived") is False or values.get("left") is False:
            _try_again(db, workspace, channel)

    await tools.store.write(work)


def _try_again(db: Db, workspace: str, channel: str) -> None:
    """The channel takes messages again: what Slack refused there is due."""
    for message in db.all(Message, workspace=workspace, channel=channel, state=Delivery.parked):
        db.change(message, state=Delivery.due, error=None, attempts=0)
        db.woken = True


async def revoked(tools: Tools, workspace: str) -> None:
    """The token was taken away or the app uninstalled: nothing is sent until it is given again."""
    now = tools.clock.now()

    def work(db: Db) -> None:
        row = db.lock(Workspace, id=workspace)
        if row is not None and row.revoked_at is None:
            db.change(row, revoked_at=now)
            snapshots.touch(db, workspace)

    await tools.store.write(work)


async def person_changed(tools: Tools, workspace: str, user: dict[str, Any]) -> None:
    """A person changed, joined or left."""
    await people.changed(tools, workspace, user)


async def membership(tools: Tools, workspace: str, channel: str, user: str, *, left: bool) -> None:
    """Somebody left or joined a channel: it matters only if it was Tutti itself."""
    book = await tools.snapshot(workspace)
    if user and user == book.workspace.bot_user:
        await channel_changed(tools, workspace, channel, left=left)
