"""What I owe, and all that is open."""

from __future__ import annotations

from bot.flows import lists
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click, Command


async def mine(tools: Tools, asked: Command | Click) -> Answer:
    """`/tutti mine`, or the Home's button."""
    return await lists.mine(tools, asked.caller)


async def turn_mine(tools: Tools, click: Click) -> Answer:
    return await lists.turn_mine(tools, click.caller, click.view or {}, click.choice, click.number)


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti list press`."""
    return await lists.everything(tools, command.caller, command.rest)


async def show(tools: Tools, click: Click) -> Answer:
    return await lists.everything(tools, click.caller)


async def turn(tools: Tools, click: Click) -> Answer:
    return await lists.turn(tools, click.caller, click.view or {}, click.number)


async def of_department(tools: Tools, click: Click) -> Answer:
    return await lists.of_department(tools, click.caller, click.view or {}, click.value)


async def of_kind(tools: Tools, click: Click) -> Answer:
    return await lists.of_kind(tools, click.caller, click.view or {}, click.value)
