"""One call to Slack: what an attempt says, by the method that it needs."""

from __future__ import annotations

from typing import Any

from bot.engine.attempts import Attempt
from bot.slack import Slack


async def send(slack: Slack, attempt: Attempt, target: str) -> dict[str, Any]:
    """Post, edit, publish or join; Slack's answer. Raises every kind of SlackError."""
    message, rendered = attempt.message, attempt.rendered
    if message.kind == "join":
        return await slack.call("conversations.join", channel=target)
    if isinstance(rendered, dict):
        return await slack.call("views.publish", user_id=message.channel, view=rendered)
    if rendered is None:
        raise LookupError(message.key)
    said: dict[str, Any] = {"channel": target, "text": rendered.text, "blocks": rendered.blocks or None}
    if message.ts:
        return await slack.call("chat.update", ts=message.ts, **said)
    return await slack.call(
        "chat.postMessage",
        thread_ts=attempt.thread,
        reply_broadcast=(message.broadcast and attempt.thread is not None) or None,
        metadata={"event_type": "tutti_post", "event_payload": {"key": str(message.id)}},
        unfurl_links=False,
        unfurl_media=False,
        **said,
    )
