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
from bot.slack import Later, Refused, Slack, SlackError, Uncertain, Unreachable
from bot.store import Db
from bot.tools import Tools

log = structlog.get_logger(__name__)

LOOKS = 2
BETWEEN_SECONDS = 12.0
LONGEST_SECONDS = 600.0
"""What Slack did not let us look for so long is asked about instead; while Slack itself is away, nobody could
tell."""
PAGES = 20


async def look(tools: Tools) -> None:
    """One look for every row in doubt whose time has come."""
    tick = tools.clock.tick()
    rows = await tools.store.read(lambda db: db.all(Message, state=Delivery.uncertain))
    for row in rows:
        place = str(row.values.get("place") or "")
        if row.attempt_at is None or row.not_before > tick or not deliveries.can_read(tools, place):
            continue
        try:
            found = await _find(tools.slack, row, place, await _thread(tools, row))
        except SlackError as error:
            log.warning("could not look for our message", error=error.code)
            await _unread(tools, row, error)
            continue
        await _save(tools, row, found)


async def _save(tools: Tools, row: Message, found: dict[str, Any] | None) -> None:
    await tools.store.write(lambda db: _settle(db, tools, row, found))


async def _unread(tools: Tools, row: Message, error: SlackError) -> None:
    """Look again later; where Slack does not let us read, or for too long, the administrator is asked."""
    tick = tools.clock.tick()
    wait = max(BETWEEN_SECONDS, error.seconds if isinstance(error, Later) else 0)
    away = isinstance(error, (Unreachable, Uncertain))
    hopeless = isinstance(error, Refused) or (not away and tick - (row.attempt_at or tick) > LONGEST_SECONDS)

    def work(db: Db) -> None:
        found = db.lock(Message, id=row.id)
        if found is None or found.state != Delivery.uncertain:
            return
        if hopeless:
            db.change(found, attempt_at=None)
            deliveries.ask_about(db, tools, found)
        else:
            db.change(found, not_before=tick + wait)

    await tools.store.write(work)


async def _thread(tools: Tools, row: Message) -> str | None:
    parent = await tools.store.read(lambda db: db.get(Message, id=row.parent) if row.parent else None)
    return parent.ts if parent else row.values.get("thread")


async def _find(slack: Slack, row: Message, place: str, thread: str | None) -> dict[str, Any] | None:
    """Our message in the channel's history or thread, or None when everything was read without finding it.

    Read from Slack's own time of the message that stood there last when this one was sent; an hour before
    our own where there was none. Raises Refused when there is more than can be read.
    """
    method = "conversations.replies" if thread else "conversations.history"
    cursor: str | None = None
    for _ in range(PAGES):
        page = await slack.look(
            method,
            channel=place,
            ts=thread,
            oldest=str(row.values.get("since") or (row.attempt_at or 0) - 3600),
            inclusive="true",
            include_all_metadata="true",
            limit=200,
            cursor=cursor,
        )
        for message in page.get("messages", []):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == str(row.id):
                return dict(message) | {"channel": place}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if not cursor:
            return None
    raise Refused("too_much_to_read")


def _settle(db: Db, tools: Tools, row: Message, found: dict[str, Any] | None) -> None:
    row = db.lock(Message, id=row.id) or row
    if row.state != Delivery.uncertain:
        return
    if found is not None:
        deliveries.found_again(db, tools, row, found)
    elif row.values.get("looks", 0) + 1 >= LOOKS:
        deliveries.post_anew(db, row)
    else:
        looks = row.values.get("looks", 0) + 1
        db.change(row, values={**row.values, "looks": looks}, not_before=tools.clock.tick() + BETWEEN_SECONDS)
