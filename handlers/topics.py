"""Topics in the settings."""

from __future__ import annotations

from bot.flows import topics
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import topic_forms as forms
from handlers.inputs import Click, Form


async def route_sent(tools: Tools, form: Form) -> Answer:
    return await topics.save_route(tools, form.caller, forms.read_route(form.view), new=not form.id)


async def words_sent(tools: Tools, form: Form) -> Answer:
    key, language, said = forms.read_words(form.view)
    return await topics.save_words(tools, form.caller, key, language, said)


async def retire(tools: Tools, click: Click) -> Answer:
    return await topics.retire(tools, click.caller, click.id)
