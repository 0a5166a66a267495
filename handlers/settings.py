"""Settings: the hub, the pages and forms it leads to, and the workspace's own forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.flows import departments as department_flows
from bot.flows import launch_kinds as kind_flows
from bot.flows import setting_history, settings, watching, workspace_settings
from bot.flows import topics as topic_flows
from bot.flows.answers import DONE, Answer
from bot.tools import Caller, Tools
from bot.views import model_calls
from bot.views import watching as watching_forms
from bot.views import workspace_forms as forms
from handlers.inputs import Click, Command, Form

Open = Callable[[Tools, Caller, str, dict[str, Any] | None], Awaitable[Answer]]


async def word(tools: Tools, command: Command) -> Answer:
    return await settings.hub(tools, command.caller, None)


async def open_hub(tools: Tools, click: Click) -> Answer:
    return await settings.hub(tools, click.caller, click.view)


async def _hub(tools: Tools, caller: Caller, _: str, within: dict[str, Any] | None) -> Answer:
    return await settings.hub(tools, caller, within)


PAGES: dict[str, Open] = {
    "hub": _hub,
    "basics": workspace_settings.basics_form,
    "people": workspace_settings.people_form,
    "rhythm": workspace_settings.rhythm_form,
    "deadlines": workspace_settings.deadlines_form,
    "requester": workspace_settings.requester_form,
    "retention": workspace_settings.retention_form,
    "model": workspace_settings.model_form,
    "departments": department_flows.index,
    "department": department_flows.one,
    "department_identity": department_flows.identity_form,
    "department_people": department_flows.people_form,
    "department_hours": department_flows.hours_form,
    "topics": topic_flows.index,
    "topic": topic_flows.one,
    "topic_route": topic_flows.route_form,
    "topic_words_fr": topic_flows.words_in_french,
    "topic_words_en": topic_flows.words_in_english,
    "launch_kinds": kind_flows.index,
    "launch_kind": kind_flows.form,
    "watched": watching.index,
    "watched_channel": watching.form,
}
"""What a button leads to: the first word of its value -> page or form; what follows is a key or a number."""


async def page(tools: Tools, click: Click) -> Answer:
    where, _, what = click.value.partition(":")
    return await PAGES[where](tools, click.caller, what, click.view) if where in PAGES else DONE


async def show_changes(tools: Tools, click: Click) -> Answer:
    return await setting_history.page(tools, click.caller, click.id, click.view)


async def basics_sent(tools: Tools, form: Form) -> Answer:
    return await workspace_settings.save_basics(tools, form.caller, forms.read_basics(form.view))


async def people_sent(tools: Tools, form: Form) -> Answer:
    return await workspace_settings.save_people(tools, form.caller, forms.read_people(form.view))


async def rhythm_sent(tools: Tools, form: Form) -> Answer:
    return await workspace_settings.save_columns(tools, form.caller, forms.read_rhythm(form.view))


async def deadlines_sent(tools: Tools, form: Form) -> Answer:
    return await workspace_settings.save_deadlines(tools, form.caller, forms.read_deadlines(form.view))


async def requester_sent(tools: Tools, form: Form) -> Answer:
    who, window = forms.read_requester(form.view)
    return await workspace_settings.save_requester(tools, form.caller, who, window)


async def retention_sent(tools: Tools, form: Form) -> Answer:
    return await workspace_settings.save_retention(tools, form.caller, forms.read_retention(form.view))


async def watched_sent(tools: Tools, form: Form) -> Answer:
    return await watching.save(tools, form.caller, watching_forms.read_form(form.view))


async def model_sent(tools: Tools, form: Form) -> Answer:
    return await workspace_settings.save_model(tools, form.caller, model_calls.read_form(form.view))
