"""Launches: from the payload to the flow."""

from __future__ import annotations

from bot.flows import (
    launch_decisions,
    launch_edits,
    launch_pages,
    launch_progress,
    launches,
    relation_pages,
)
from bot.flows.answers import DONE, Answer
from bot.models import LaunchDraft
from bot.tools import Tools
from bot.views import launch_decisions as go_forms
from bot.views import launch_edits as edit_forms
from bot.views import launch_forms
from handlers.inputs import Click, Command, Form, Shortcut


async def command(tools: Tools, command: Command) -> Answer:
    """`/launch Autumn galette`."""
    return await launches.form(tools, command.caller, LaunchDraft(title=command.text))


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti launch Autumn galette`."""
    return await launches.form(tools, command.caller, LaunchDraft(title=command.rest))


async def shortcut(tools: Tools, shortcut: Shortcut) -> Answer:
    return await launches.form(tools, shortcut.caller, LaunchDraft())


async def open_form(tools: Tools, click: Click) -> Answer:
    return await launches.form(tools, click.caller, LaunchDraft())


async def redraw(tools: Tools, click: Click) -> Answer:
    return await launches.redraw(tools, click.caller, click.view or {})


async def example(tools: Tools, click: Click) -> Answer:
    return await launches.example(tools, click.caller, click.view or {})


async def announced(tools: Tools, form: Form) -> Answer:
    draft, offered = launch_forms.read_announce(form.view), launch_forms.offers_urgent(form.view)
    return await launches.announce(tools, form.caller, draft, urgent_offered=offered)


async def details(tools: Tools, click: Click) -> Answer:
    return await launch_pages.details(tools, click.caller, click.id)


async def go(tools: Tools, click: Click) -> Answer:
    return await launch_pages.go_form(tools, click.caller, click.id)


async def postpone(tools: Tools, click: Click) -> Answer:
    return await launch_pages.postpone_form(tools, click.caller, click.id)


async def cancel(tools: Tools, click: Click) -> Answer:
    return await launch_pages.cancel_form(tools, click.caller, click.id)


async def raise_escalation(tools: Tools, click: Click) -> Answer:
    return await relation_pages.raise_form(tools, click.caller, click.id)


async def release(tools: Tools, click: Click) -> Answer:
    return await launch_decisions.release(tools, click.caller, click.id)


async def progress(tools: Tools, click: Click) -> Answer:
    return await launch_progress.form(tools, click.caller, click.id)


async def progressed(tools: Tools, form: Form) -> Answer:
    return await launch_progress.save(tools, form.caller, form.id, edit_forms.read_progress(form.view))


MORE = {
    "complete": launch_pages.complete_form,
    "change": launch_pages.change_form,
    "postpone": launch_pages.postpone_form,
    "cancel": launch_pages.cancel_form,
    "without": launch_pages.without_form,
}
"""The card's menu: an option's word -> the form it opens."""


async def more(tools: Tools, click: Click) -> Answer:
    return await MORE[click.choice](tools, click.caller, click.id) if click.choice in MORE else DONE


async def completed(tools: Tools, form: Form) -> Answer:
    return await launch_edits.complete(tools, form.caller, form.id, edit_forms.read_complete(form.view))


async def changed(tools: Tools, form: Form) -> Answer:
    return await launch_edits.change(tools, form.caller, form.id, edit_forms.read_change(form.view))


async def postponed(tools: Tools, form: Form) -> Answer:
    return await launch_edits.postpone(tools, form.caller, form.id, go_forms.read_postpone(form.view))


async def cancelled(tools: Tools, form: Form) -> Answer:
    return await launch_edits.cancel(tools, form.caller, form.id, go_forms.read_cancel(form.view))


async def decided(tools: Tools, form: Form) -> Answer:
    return await launch_decisions.decide(tools, form.caller, form.id, go_forms.read_decide(form.view))


async def without(tools: Tools, form: Form) -> Answer:
    department, reason = go_forms.read_without(form.view)
    return await launch_decisions.go_without(tools, form.caller, form.id, department, reason)
