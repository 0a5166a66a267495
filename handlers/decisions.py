"""What leaders decide from their digest: from the payload to the flow."""

from __future__ import annotations

from bot.flows import deciding
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import launch_decisions, request_forms
from handlers.inputs import Click, Form


async def act(tools: Tools, click: Click) -> Answer:
    return await deciding.act(tools, click.caller, click.value)


async def accept(tools: Tools, click: Click) -> Answer:
    return await deciding.accept(tools, click.caller, click.value)


async def moved(tools: Tools, form: Form) -> Answer:
    return await deciding.move(tools, form.caller, form.id, launch_decisions.read_postpone(form.view))


async def named(tools: Tools, form: Form) -> Answer:
    return await deciding.name(tools, form.caller, form.id, request_forms.read_name(form.view))
