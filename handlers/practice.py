"""*Try it alone*: from the payload to the flow."""

from __future__ import annotations

from bot.flows import practice
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import escalation_opening, launch_forms
from handlers.inputs import Click, Form


async def begin_launch(tools: Tools, click: Click) -> Answer:
    return await practice.begin_launch(tools, click.caller, click.view or {})


async def begin_escalation(tools: Tools, click: Click) -> Answer:
    return await practice.begin_escalation(tools, click.caller, click.view or {})


async def launch_sent(tools: Tools, form: Form) -> Answer:
    return await practice.launch(tools, form.caller, launch_forms.read_announce(form.view))


async def escalation_sent(tools: Tools, form: Form) -> Answer:
    return await practice.escalation(tools, form.caller, escalation_opening.read_open(form.view))


async def crisis_sent(tools: Tools, form: Form) -> Answer:
    crisis = escalation_opening.read_crisis(form.view)
    return await practice.escalation(tools, form.caller, crisis.escalation, crisis.story)
