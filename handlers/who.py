"""`/tutti who <topic>`."""

from __future__ import annotations

from bot.flows import who
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Command


async def word(tools: Tools, command: Command) -> Answer:
    return await who.look_up(tools, command.caller, command.rest)
