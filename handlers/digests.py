"""The digest on demand."""

from __future__ import annotations

from bot.flows import digest_previews
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click, Command


async def command(tools: Tools, command: Command) -> Answer:
    """`/digest leadership`."""
    return await digest_previews.show(tools, command.caller, command.text)


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti digest preview leadership`."""
    return await digest_previews.show(tools, command.caller, command.rest)


async def show(tools: Tools, click: Click) -> Answer:
    return await digest_previews.show(tools, click.caller)
