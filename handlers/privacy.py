"""Personal data: from the payload to the flow."""

from __future__ import annotations

from bot.flows import privacy
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import privacy as forms
from handlers.inputs import Click, Command, Form


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti privacy`, whatever follows."""
    return await privacy.page(tools, command.caller)


async def open_page(tools: Tools, click: Click) -> Answer:
    return await privacy.page(tools, click.caller)


async def choose(tools: Tools, click: Click) -> Answer:
    return await privacy.form(tools, click.caller)


async def sent(tools: Tools, form: Form) -> Answer:
    return await privacy.sent(tools, form.caller, forms.read_form(form.view))
