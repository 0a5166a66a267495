"""Was it posted? Our row's id travels in the message's metadata; with the `proof` scopes we look for it.

PLATFORM section 3: look after the client's timeout, twice, in Slack's own time; found: keep its `ts`; read
completely and not found: post again. What cannot be read back is never posted twice blindly: an administrator
is asked (`flows.deliveries.uncertain`).
"""

from __future__ import annotations

from typing import Any

import structlog

from bot.flows import deliveries
from bot.models import Delivery, Message
from bot.slack import Slack, SlackError
from bot.store import Db
from bot.tools import Tools

log = structlog.get_logger(__name__)

LOOKS = 2
BETWEEN_SECONDS = 12.0


def can_read(tools: Tools, channel: str) -> bool:
    """Whether our scopes let us read this channel's history."""
    needed = {"C": "channels:history", "G": "groups:history", "D": "im:history"}.get(channel[:1])
    return needed in tools.scopes


async def look(tools: Tools) -> None:
    """One look for every row in doubt whose time has come."""
    tick = tools.clock.tick()
    rows = await tools.store.read(lambda db: [m for m in db.all(Message, state=Delivery.uncertain)])
    for row in rows:
        if (
            row.attempt_at is None
            or row.not_before > tick
            or not can_read(tools, row.posted_channel or row.channel)
        ):
            continue
        try:
            found = await _find(tools.slack, row, await _thread(tools, row))
        except SlackError as error:
            log.warning("could not look for our message", error=error.code)
            continue
        await _save(tools, row, found)


async def _save(tools: Tools, row: Message, found: dict[str, Any] | None) -> None:
    await tools.store.write(lambda db: _settle(db, tools, row, found))


async def _thread(tools: Tools, row: Message) -> str | None:
    parent = await tools.store.read(lambda db: db.get(Message, id=row.parent) if row.parent else None)
    return parent.ts if parent else None


async def _find(slack: Slack, row: Message, thread: str | None) -> dict[str, Any] | None:
    """Our message in the channel's history or thread, or None when everything was read without finding it."""
    method = "conversations.replies" if thread else "conversations.history"
    cursor: str | None = None
    while True:
        page = await slack.look(
            method,
            channel=row.posted_channel or row.channel,
            ts=thread,
            oldest=str((row.attempt_at or 0) - 60),
            inclusive="true",
            include_all_metadata="true",
            limit=200,
            cursor=cursor,
        )
        for message in page.get("messages", []):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == str(row.id):
                return dict(message)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if not cursor:
            return None


def _settle(db: Db, tools: Tools, row: Message, found: dict[str, Any] | None) -> None:
    row = db.lock(Message, id=row.id) or row
    if row.state != Delivery.uncertain:
        return
    if found is not None:
        deliveries.sent(db, tools, row, found, Delivery.sent, tools.clock.now())
    elif row.values.get("looks", 0) + 1 >= LOOKS:
        deliveries.post_anew(db, row)
    else:
        looks = row.values.get("looks", 0) + 1
        db.change(row, values={**row.values, "looks": looks}, not_before=tools.clock.tick() + BETWEEN_SECONDS)
