"""The calendar of launches."""

from __future__ import annotations

from bot.flows import launch_calendar
from bot.flows.answers import Answer
from bot.tools import Tools
from handlers.inputs import Click, Command


async def show(tools: Tools, asked: Command | Click) -> Answer:
    """`/tutti calendar`, or the Home's button."""
    return await launch_calendar.show(tools, asked.caller)


async def turn(tools: Tools, click: Click) -> Answer:
    return await launch_calendar.turn(tools, click.caller, click.view or {}, click.number)


async def of_department(tools: Tools, click: Click) -> Answer:
    return await launch_calendar.of_department(tools, click.caller, click.view or {}, click.value)
