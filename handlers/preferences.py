"""Personal settings: from the payload to the flow."""

from __future__ import annotations

from bot.flows import preferences
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import preferences as forms
from handlers.inputs import Click, Command, Form


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti preferences`."""
    return await preferences.form(tools, command.caller)


async def open_form(tools: Tools, click: Click) -> Answer:
    return await preferences.form(tools, click.caller)


async def sent(tools: Tools, form: Form) -> Answer:
    return await preferences.save(tools, form.caller, forms.read_form(form.view))
