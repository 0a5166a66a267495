"""Snoozing: from the payload to the flow."""

from __future__ import annotations

from bot.flows import snoozes
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import snoozes as forms
from handlers.inputs import Click, Command, Form


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti snooze 2h`."""
    return await snoozes.word(tools, command.caller, command.rest)


async def open_form(tools: Tools, click: Click) -> Answer:
    return await snoozes.form(tools, click.caller)


async def sent(tools: Tools, form: Form) -> Answer:
    return await snoozes.snooze(tools, form.caller, *forms.read_form(form.view))


async def stop(tools: Tools, click: Click) -> Answer:
    return await snoozes.stop(tools, click.caller)
