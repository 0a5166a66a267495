"""What an administrator decides about a message that Slack refused or may have taken."""

from __future__ import annotations

from bot.flows import settling
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click


async def again(tools: Tools, click: Click) -> Answer:
    return await settling.settle(tools, click.caller, click.id, again=True)


async def let_go(tools: Tools, click: Click) -> Answer:
    return await settling.settle(tools, click.caller, click.id, again=False)
