"""Slack's do-not-disturb, read at the moment of sending and kept nowhere (PRODUCT section 2, N4).

Only the scope `dnd:read` shows it, without which nobody counts as having it on. A pause that somebody
switched on by hand is shown to themselves alone: https://docs.slack.dev/reference/methods/dnd.info.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import structlog

from bot.slack import Later, SlackError
from bot.tools import Tools

log = structlog.get_logger(__name__)

SCOPE = "dnd:read"


async def until(tools: Tools, person: str) -> datetime | None:
    """When this person's do-not-disturb ends, if it is on now; None where it is off or cannot be known.

    Raises Later when Slack asks us to wait with the question.
    """
    if SCOPE not in tools.scopes:
        return None
    try:
        answer = await tools.slack.look("dnd.info", user=person)
    except Later:
        raise
    except SlackError as error:
        log.warning("do-not-disturb not read", error=error.code)
        return None
    return _end(answer, tools.clock.now())


def _end(answer: dict[str, Any], now: datetime) -> datetime | None:
    ends = [
        _moment(answer.get("snooze_endtime")) if answer.get("snooze_enabled") else None,
        _moment(answer.get("next_dnd_end_ts")) if _has_begun(answer, now) else None,
    ]
    return max((end for end in ends if end and end > now), default=None)


def _has_begun(answer: dict[str, Any], now: datetime) -> bool:
    start = _moment(answer.get("next_dnd_start_ts"))
    return bool(answer.get("dnd_enabled")) and start is not None and start <= now


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) else None
