"""Being away and coming back: from the payload to the flow."""

from __future__ import annotations

from bot.flows import absences, status_offers
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import absences as forms
from handlers.inputs import Click, Command, Form


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti away until friday deputy @Tom`."""
    return await absences.word(tools, command.caller, command.rest)


async def back_word(tools: Tools, command: Command) -> Answer:
    """`/tutti back`."""
    return await absences.back(tools, command.caller)


async def open_form(tools: Tools, click: Click) -> Answer:
    return await absences.form(tools, click.caller)


async def sent(tools: Tools, form: Form) -> Answer:
    return await absences.declare(tools, form.caller, forms.read_form(form.view))


async def end(tools: Tools, click: Click) -> Answer:
    return await absences.back(tools, click.caller, click.id)


async def decline(tools: Tools, click: Click) -> Answer:
    return await status_offers.decline(tools, click.caller)
