"""The App Home."""

from __future__ import annotations

from bot.flows import homes
from bot.tools import Tools
from handlers.inputs import Happening


async def opened(tools: Tools, happening: Happening) -> None:
    """Its Home tab was opened; the Messages tab shows what was sent."""
    if happening.event.get("tab") == "messages":
        return
    await homes.opened(tools, happening.workspace, str(happening.event.get("user", "")))
