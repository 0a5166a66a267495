"""The notices behind a number of the weekly digest."""

from __future__ import annotations

from bot.flows import facts
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views.facts import read_behind, read_page
from handlers.inputs import Click


async def show_behind(tools: Tools, click: Click) -> Answer:
    """A button beside a number, or the digest's menu."""
    return await facts.show_behind(tools, click.caller, read_behind(click.value))


async def turn_behind(tools: Tools, click: Click) -> Answer:
    return await facts.turn_behind(tools, click.caller, read_page(click.view or {}, click.number))
