"""The pause-all switch."""

from __future__ import annotations

from bot.flows import pauses
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import pauses as views
from handlers.inputs import Click, Form


async def hold(tools: Tools, click: Click) -> Answer:
    return await pauses.hold(tools, click.caller)


async def release(tools: Tools, click: Click) -> Answer:
    return await pauses.release_form(tools, click.caller)


async def released(tools: Tools, form: Form) -> Answer:
    return await pauses.release(tools, form.caller, everything=views.read_everything(form.view))
