"""Escalations: from the payload to the flow."""

from __future__ import annotations

from bot.flows import (
    escalation_changes,
    escalation_ends,
    escalation_openings,
    escalation_pages,
    escalations,
    handed_messages,
    merge_pages,
    relation_pages,
    relations,
)
from bot.flows.answers import DONE, Answer
from bot.models import EscalationDraft
from bot.tools import Tools
from bot.views import escalation_forms, escalation_opening
from bot.views import relations as relation_forms
from handlers.inputs import Click, Command, Form, Shortcut


async def command(tools: Tools, command: Command) -> Answer:
    """`/escalate The oven is cold`."""
    return await escalation_openings.form(tools, command.caller, EscalationDraft(title=command.text))


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti escalate The oven is cold`."""
    return await escalation_openings.form(tools, command.caller, EscalationDraft(title=command.rest))


async def crisis_word(tools: Tools, command: Command) -> Answer:
    """`/tutti crisis`."""
    return await escalation_openings.crisis_form(tools, command.caller, command.rest)


async def shortcut(tools: Tools, shortcut: Shortcut) -> Answer:
    return await escalation_openings.form(tools, shortcut.caller, EscalationDraft())


async def message_shortcut(tools: Tools, shortcut: Shortcut) -> Answer:
    """*Hand to Tutti* on a message: its text and address come along."""
    return await handed_messages.form(
        tools, shortcut.caller, shortcut.text, shortcut.ts, hidden=shortcut.hidden
    )


async def report_instead(tools: Tools, click: Click) -> Answer:
    """The message is no launch."""
    return await handed_messages.report_instead(tools, click.caller, click.view or {})


async def open_form(tools: Tools, click: Click) -> Answer:
    return await escalation_openings.form(tools, click.caller, EscalationDraft())


async def open_crisis(tools: Tools, click: Click) -> Answer:
    return await escalation_openings.crisis_form(tools, click.caller, "")


async def redraw(tools: Tools, click: Click) -> Answer:
    return await escalation_openings.redraw(tools, click.caller, click.view or {})


async def opened(tools: Tools, form: Form) -> Answer:
    draft = escalation_opening.read_open(form.view)
    return await escalation_openings.open_one(tools, form.caller, draft, ask=True)


async def crisis_opened(tools: Tools, form: Form) -> Answer:
    crisis = escalation_opening.read_crisis(form.view)
    return await escalation_openings.open_one(tools, form.caller, crisis.escalation, crisis.story)


async def details(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.details(tools, click.caller, click.id)


async def told(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.told_form(tools, click.caller, click.id)


async def told_sent(tools: Tools, form: Form) -> Answer:
    return await escalations.tell(tools, form.caller, form.id, escalation_forms.read_told(form.view))


async def more_time(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.more_time_form(tools, click.caller, click.id)


async def more_time_sent(tools: Tools, form: Form) -> Answer:
    return await escalations.more_time(
        tools, form.caller, form.id, escalation_forms.read_more_time(form.view)
    )


async def close(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.close_form(tools, click.caller, click.id)


async def close_sent(tools: Tools, form: Form) -> Answer:
    return await escalation_ends.close(tools, form.caller, form.id, escalation_forms.read_close(form.view))


async def severity(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.severity_form(tools, click.caller, click.id)


async def severity_sent(tools: Tools, form: Form) -> Answer:
    return await escalation_changes.set_severity(
        tools, form.caller, form.id, escalation_forms.read_severity(form.view)
    )


async def edit(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.edit_form(tools, click.caller, click.id)


async def edit_sent(tools: Tools, form: Form) -> Answer:
    return await escalation_changes.edit(tools, form.caller, form.id, escalation_forms.read_edit(form.view))


async def make_private(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.private_form(tools, click.caller, click.id)


async def private_sent(tools: Tools, form: Form) -> Answer:
    reason = escalation_forms.read_private(form.view)
    return await escalation_changes.make_private(tools, form.caller, form.id, reason)


async def reopen(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.reopen_form(tools, click.caller, click.id)


async def reopen_sent(tools: Tools, form: Form) -> Answer:
    return await escalation_ends.reopen(tools, form.caller, form.id, escalation_forms.read_reopen(form.view))


async def not_escalation(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.not_escalation_form(tools, click.caller, click.id)


async def not_escalation_sent(tools: Tools, form: Form) -> Answer:
    reason = escalation_forms.read_not_escalation(form.view)
    return await escalation_ends.dismiss(tools, form.caller, form.id, reason)


async def statement(tools: Tools, click: Click) -> Answer:
    return await escalation_pages.statement_form(tools, click.caller, click.id)


async def statement_sent(tools: Tools, form: Form) -> Answer:
    return await escalation_changes.decide_statement(
        tools, form.caller, form.id, escalation_forms.read_statement(form.view)
    )


async def hold(tools: Tools, click: Click) -> Answer:
    return await relation_pages.hold_form(tools, click.caller, click.id)


async def hold_sent(tools: Tools, form: Form) -> Answer:
    launches, reason = relation_forms.read_hold(form.view)
    return await relations.hold(tools, form.caller, form.id, launches, reason)


MORE = {
    "severity": escalation_pages.severity_form,
    "same": merge_pages.same_form,
    "edit": escalation_pages.edit_form,
    "private": escalation_pages.private_form,
    "close": escalation_pages.close_form,
    "not_escalation": escalation_pages.not_escalation_form,
}
"""The request's menu: an option's word -> the form it opens."""


async def more(tools: Tools, click: Click) -> Answer:
    return await MORE[click.choice](tools, click.caller, click.id) if click.choice in MORE else DONE
