"""The joint meeting's agenda: from the payload to the flow."""

from __future__ import annotations

from bot.flows import agendas
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click


async def make(tools: Tools, click: Click) -> Answer:
    return await agendas.make(tools, click.caller, click.value)


async def tick(tools: Tools, click: Click) -> Answer:
    return await agendas.tick(tools, click.caller, click.value)


async def untick(tools: Tools, click: Click) -> Answer:
    return await agendas.untick(tools, click.caller, click.value)


async def take_content(tools: Tools, click: Click) -> Answer:
    return await agendas.take_content(tools, click.caller, topic=click.choice, day=click.id)
