"""The digest on demand."""

from __future__ import annotations

from bot.flows import digests
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click, Command


async def command(tools: Tools, command: Command) -> Answer:
    """`/digest`."""
    return await digests.show(tools, command.caller)


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti digest`."""
    return await digests.show(tools, command.caller)


async def show(tools: Tools, click: Click) -> Answer:
    return await digests.show(tools, click.caller)
