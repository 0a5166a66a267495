"""Which channels Tutti is in: a picture kept by the read at start, the daily one, and events.

A form asks this picture, not Slack: no call stands between *Save* and its answer (DESIGN section 4).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import FormRefusal
from bot.models import Channel, Message
from bot.rules import channels as rules
from bot.store import Db, ledger, snapshots
from bot.tools import Tools

PAGE = 200


async def read_all(tools: Tools, workspace: str) -> None:
    """Read every channel that Tutti is in, and keep what changed. Raises SlackError."""
    found = {str(room["id"]): room async for room in tools.slack.channels()}
    rooms = list(found.values())
    for start in range(0, len(rooms), PAGE):
        await _keep_page(tools, workspace, rooms[start : start + PAGE])

    def forget(db: Db) -> None:
        for row in db.all(Channel, workspace=workspace, joined=True):
            if row.id not in found:
                db.change(row, joined=False)

    await tools.store.write(forget)


async def _keep_page(tools: Tools, workspace: str, rooms: list[dict[str, Any]]) -> None:
    def work(db: Db) -> None:
        for room in rooms:
            facts: dict[str, Any] = {
                "name": str(room.get("name", "")),
                "archived": bool(room.get("is_archived")),
            }
            _set(db, workspace, str(room["id"]), joined=True, left=False, **facts)
            if "is_ext_shared" in room:
                keep_shared(db, workspace, str(room["id"]), shared=bool(room["is_ext_shared"]))

    await tools.store.write(work)


def keep_shared(db: Db, workspace: str, channel: str, *, shared: bool) -> bool:
    """Whether another organisation reads the channel, for one that is stored; whether that is new."""
    row = db.lock(Channel, workspace=workspace, id=channel)
    if row is None or row.shared == shared:
        return False
    if bool(row.shared) != shared:
        snapshots.touch(db, workspace)
    db.change(row, shared=shared)
    return True


def joined(db: Db, workspace: str, channel: str) -> None:
    """Tutti is in the channel now."""
    _set(db, workspace, channel, joined=True, left=False)


def _set(db: Db, workspace: str, channel: str, **facts: Any) -> None:
    row = db.get(Channel, workspace=workspace, id=channel)
    if row is None:
        row = Channel(workspace=workspace, id=channel)
        db.add_if_new(row)
    db.change(row, **{name: value for name, value in facts.items() if getattr(row, name) != value})


def refuse_unfit(
    db: Db, workspace: str, field: str, wanted: list[str], before: list[str], *, join: bool
) -> list[str]:
    """Of these channels, those that Tutti still has to join. FormRefusal at the field for one it cannot use.

    A channel that stood there `before` is not looked at: whoever edits something else is not held up by it.
    """
    fresh = [channel for channel in wanted if channel not in before]
    pictured = bool(db.all(Channel, workspace=workspace, joined=True)) if fresh else False
    to_join: list[str] = []
    for channel in fresh:
        row = db.get(Channel, workspace=workspace, id=channel)
        if refusal := rules.may_use(row, channel, pictured=pictured, join=join):
            raise FormRefusal({field: refusal})
        if pictured and not (row and row.joined):
            to_join.append(channel)
    return to_join


def join(db: Db, workspace: str, channels: list[str], now: datetime) -> None:
    """Owe Slack that Tutti joins these public channels; delivery does it, before it posts there."""
    for channel in channels:
        key = f"join:{channel}:{now.isoformat()}"
        ledger.owe(db, Message(workspace=workspace, key=key, kind="join", channel=channel, made_at=now))
