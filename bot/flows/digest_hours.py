"""The hours of the digests: which flow runs when one of them comes. `HOURS` is the table of contents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.flows import digests, leadership, mondays
from bot.models import Timer
from bot.tools import Tools

HOURS: Mapping[str, Callable[[Tools, Timer], Awaitable[None]]] = {
    "shared": digests.run,
    "leadership": leadership.run,
    "personal": mondays.run,
}


async def run(tools: Tools, timer: Timer) -> None:
    """The hour of one audience has come."""
    await HOURS[timer.subject](tools, timer)
