"""The App Home."""

from __future__ import annotations

from bot.flows import homes
from bot.tools import Tools
from handlers.inputs import Happening


async def opened(tools: Tools, happening: Happening) -> None:
    """Its Home or Messages tab was opened."""
    await homes.opened(tools, happening.workspace, str(happening.event.get("user", "")))
