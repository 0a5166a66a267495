"""Messages of channels: from Slack's payload to what was heard.

https://docs.slack.dev/reference/events/message: an app's message has a `bot_id`, old ones also the subtype
`bot_message`; an edit carries the message before and after, and is also sent where only a link was unfurled;
a deleted message with replies becomes a `tombstone`. Joins, topics and the like have subtypes of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from bot.models import Heard

SAID = (None, "bot_message", "file_share", "thread_broadcast", "me_message")
"""Subtypes of what somebody said."""
PARTS = 40
"""Blocks and attachments of an app's message that are read."""


def heard_of(event: dict[str, Any]) -> Heard | None:
    """What was said, edited or deleted; None for what is no message of anybody."""
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        return _gone(event, _part(event.get("previous_message")), event.get("deleted_ts"))
    if subtype == "message_changed":
        message, before = _part(event.get("message")), _part(event.get("previous_message"))
        if message.get("subtype") == "tombstone":
            return _gone(event, before, message.get("ts"))
        return _said(event, message, words_of(before))
    return _said(event, event, None)


def words_of(message: dict[str, Any]) -> str:
    """What can be read of it: the text, else an app's attachments and blocks. Unfurled links are not its."""
    text = str(message.get("text") or "")
    if not message.get("bot_id"):
        return text
    attached = [one for one in _parts(message.get("attachments")) if not _is_unfurled(one)]
    more = [str(one.get(key) or "") for one in attached for key in ("pretext", "title", "text", "fallback")]
    if not text:
        more += _readable(_parts(message.get("blocks")))
    return "\n".join(dict.fromkeys(part for part in (text, *more) if part))


def _said(event: dict[str, Any], message: dict[str, Any], before: str | None) -> Heard | None:
    channel, ts = event.get("channel"), message.get("ts")
    if message.get("subtype") not in SAID or not _is_place(channel) or not isinstance(ts, str):
        return None
    profile = _part(message.get("bot_profile"))
    bot, user = _text(message.get("bot_id")), _text(message.get("user"))
    app = _text(message.get("app_id")) or _text(profile.get("app_id")) or bot
    return Heard(
        channel=str(channel),
        ts=ts,
        text=words_of(message),
        at=_moment(ts),
        thread=_text(message.get("thread_ts")),
        author=None if bot else user,
        app=app if bot else None,
        app_name=str(message.get("username") or profile.get("name") or "")[:80] if bot else "",
        speakers=frozenset(name for name in (bot, user, app if bot else None) if name),
        hidden=event.get("channel_type") not in (None, "channel") or str(channel)[0] != "C",
        before=before,
    )


def _gone(event: dict[str, Any], before: dict[str, Any], ts: object) -> Heard | None:
    channel = event.get("channel")
    if not _is_place(channel) or not isinstance(ts, str):
        return None
    bot, user = _text(before.get("bot_id")), _text(before.get("user"))
    speakers = frozenset(name for name in (bot, user) if name)
    return Heard(channel=str(channel), ts=ts, speakers=speakers, deleted=True)


def _is_place(channel: object) -> bool:
    return isinstance(channel, str) and channel[:1] in ("C", "G")


def _is_unfurled(attachment: dict[str, Any]) -> bool:
    return any(attachment.get(key) for key in ("from_url", "original_url", "is_msg_unfurl"))


def _readable(blocks: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Texts of an app's blocks: sections, headers, fields, contexts."""
    for block in blocks:
        for part in (block.get("text"), *_parts(block.get("fields")), *_parts(block.get("elements"))):
            found = part.get("text") if isinstance(part, dict) else None
            if isinstance(found, str):
                yield found


def _parts(given: object) -> list[dict[str, Any]]:
    return [one for one in given if isinstance(one, dict)][:PARTS] if isinstance(given, list) else []


def _part(given: object) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _text(given: object) -> str | None:
    return given if isinstance(given, str) and given else None


def _moment(ts: str) -> datetime | None:
    """When it was said; Slack's ids of messages are Unix seconds."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None
