"""Departments in the settings: their forms, retired and brought back."""

from __future__ import annotations

from bot.flows import departments
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import department_forms as forms
from handlers.inputs import Click, Form


async def identity_sent(tools: Tools, form: Form) -> Answer:
    wanted = forms.read_identity(form.view)
    return await departments.save_identity(tools, form.caller, wanted, new=not form.id)


async def people_sent(tools: Tools, form: Form) -> Answer:
    return await departments.save_people(tools, form.caller, form.id, forms.read_people(form.view))


async def hours_sent(tools: Tools, form: Form) -> Answer:
    return await departments.save_hours(tools, form.caller, form.id, forms.read_hours(form.view))


async def retire(tools: Tools, click: Click) -> Answer:
    return await departments.retire(tools, click.caller, click.id)


async def bring_back(tools: Tools, click: Click) -> Answer:
    return await departments.bring_back(tools, click.caller, click.id)


async def open_one(tools: Tools, click: Click) -> Answer:
    return await departments.one(tools, click.caller, click.id, click.view)
