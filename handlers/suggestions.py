"""What Tutti proposes for a message: from the button to the flow."""

from __future__ import annotations

from bot.flows import suggestions
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click


async def open_it(tools: Tools, click: Click) -> Answer:
    return await suggestions.open_it(tools, click.caller, click.id)


async def correct(tools: Tools, click: Click) -> Answer:
    return await suggestions.correct(tools, click.caller, click.id)


async def refuse(tools: Tools, click: Click) -> Answer:
    return await suggestions.refuse_it(tools, click.caller, click.id)


async def stop(tools: Tools, click: Click) -> Answer:
    return await suggestions.stop(tools, click.caller, click.id)
