"""The first set-up: from the payload to the flow."""

from __future__ import annotations

from bot.flows import invitations, setup, setup_ends
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import invitations as invitation_forms
from bot.views import setup_forms
from handlers.inputs import Click, Form


async def open_form(tools: Tools, click: Click) -> Answer:
    return await setup.form(tools, click.caller)


async def place_sent(tools: Tools, form: Form) -> Answer:
    return await setup.place(tools, form.caller, form.view)


async def people_sent(tools: Tools, form: Form) -> Answer:
    return await setup.people(tools, form.caller, form.view)


async def hours_sent(tools: Tools, form: Form) -> Answer:
    return await setup_ends.finish(tools, form.caller, form.view)


async def back(tools: Tools, click: Click) -> Answer:
    return await setup.back(tools, click.caller, click.view or {}, click.value)


async def pass_form(tools: Tools, click: Click) -> Answer:
    return await setup.pass_form(tools, click.caller)


async def passed(tools: Tools, form: Form) -> Answer:
    return await setup.pass_on(tools, form.caller, setup_forms.read_pass(form.view))


async def invite(tools: Tools, click: Click) -> Answer:
    return await invitations.invite(tools, click.caller, in_form=click.in_form)


async def accept(tools: Tools, click: Click) -> Answer:
    return await invitations.accept(tools, click.caller)


async def somebody_else(tools: Tools, click: Click) -> Answer:
    return await invitations.other_form(tools, click.caller)


async def somebody_else_sent(tools: Tools, form: Form) -> Answer:
    return await invitations.decline(tools, form.caller, invitation_forms.read_other(form.view))
