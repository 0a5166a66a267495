"""The App Home."""

from __future__ import annotations

from bot.flows import homes
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click, Happening


async def opened(tools: Tools, happening: Happening) -> None:
    """Its Home tab was opened; the Messages tab shows what was sent."""
    if happening.event.get("tab") == "messages":
        return
    await homes.opened(tools, happening.workspace, str(happening.event.get("user", "")))


async def turn(tools: Tools, click: Click) -> Answer:
    """*Previous* or *Next* of one section."""
    return await homes.turn(tools, click.caller, click.choice, click.number)


async def dismiss(tools: Tools, click: Click) -> Answer:
    return await homes.dismiss(tools, click.caller)
