"""The pilot: from the payload to the flow."""

from __future__ import annotations

from bot.flows import pilot
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click, Command


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti pilot`."""
    return await pilot.page(tools, command.caller)


async def open_page(tools: Tools, click: Click) -> Answer:
    return await pilot.page(tools, click.caller)


async def widen(tools: Tools, click: Click) -> Answer:
    return await pilot.widen(tools, click.caller, click.value)


async def narrow(tools: Tools, click: Click) -> Answer:
    return await pilot.narrow(tools, click.caller, click.value)
