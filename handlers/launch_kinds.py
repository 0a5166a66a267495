"""Launch kinds in the settings."""

from __future__ import annotations

from bot.flows import launch_kinds
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import launch_kinds as forms
from handlers.inputs import Form


async def sent(tools: Tools, form: Form) -> Answer:
    return await launch_kinds.save(tools, form.caller, forms.read_kind(form.view), new=not form.id)
