"""The table of contents: every command, word, shortcut, button, form and event, and who handles it.

A handler reads the payload into a typed value (`inputs`), calls one flow and returns its `Answer`; `guard`
holds the time limit, the ack and the only broad except.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers import (
    deliveries,
    digests,
    escalations,
    happenings,
    homes,
    launches,
    menu,
    requests,
)
from handlers.guard import Guard

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

COMMANDS = {
    "/tutti": menu.tutti,
    "/launch": launches.command,
    "/escalate": escalations.command,
    "/digest": digests.command,
}

WORDS = menu.WORDS
"""What may follow `/tutti`, in French and English: see `handlers.menu`."""

SHORTCUTS = {
    "launch": launches.shortcut,
    "escalate": escalations.shortcut,
    "hand_over": escalations.message_shortcut,
}

BUTTONS = {
    # menu and Home
    "open_launch": launches.open_form,
    "open_escalation": escalations.open_form,
    "open_crisis": escalations.open_crisis,
    "show_digest": digests.show,
    "show_help": menu.show_help,
    # the launch form, while it is filled in
    "kind": launches.redraw,
    "at": launches.redraw,
    "kind_example": launches.redraw,
    "at_example": launches.redraw,
    "launch_example": launches.example,
    # the escalation form, while it is filled in
    "topic": escalations.redraw,
    "severity": escalations.redraw,
    # a launch
    "launch_details": launches.details,
    "launch_go": launches.go,
    "launch_more": launches.more,
    "launch_release": launches.release,
    "launch_postpone": launches.postpone,
    "launch_cancel": launches.cancel,
    # a request
    "request_ready": requests.ready,
    "request_problem": requests.problem,
    "request_not_concerned": requests.not_concerned,
    "request_hand_over": requests.hand_over,
    "request_take": requests.take,
    "request_expert": requests.expert,
    "request_answer_expert": requests.answer_expert,
    "request_take_back": requests.take_back,
    "request_give_back": requests.give_back,
    "problem_reply": requests.reply_to_problem,
    "problem_solved": requests.solved,
    "problem_not_solved": requests.not_solved,
    # the orchestrator
    "request_take_myself": requests.take_myself,
    "request_name": requests.name_somebody,
    "request_rest": requests.rest,
    "hand_over_allow": requests.allow_hand_over,
    # an escalation
    "escalation_details": escalations.details,
    "escalation_told": escalations.told,
    "escalation_more_time": escalations.more_time,
    "escalation_more": escalations.more,
    "escalation_severity": escalations.severity,
    "escalation_edit": escalations.edit,
    "escalation_private": escalations.make_private,
    "escalation_close": escalations.close,
    "escalation_reopen": escalations.reopen,
    "escalation_not_escalation": escalations.not_escalation,
    "escalation_statement": escalations.statement,
    # an administrator
    "message_retry": deliveries.again,
    "message_post_again": deliveries.again,
    "message_drop": deliveries.let_go,
    "message_is_there": deliveries.let_go,
}

FORMS = {
    "launch_announce": launches.announced,
    "launch_complete": launches.completed,
    "launch_change": launches.changed,
    "launch_postpone": launches.postponed,
    "launch_cancel": launches.cancelled,
    "launch_decide": launches.decided,
    "launch_without": launches.without,
    "request_problem_form": requests.problem_sent,
    "request_not_concerned_form": requests.not_concerned_sent,
    "request_hand_over_form": requests.hand_over_sent,
    "request_expert_form": requests.expert_sent,
    "request_expert_answer_form": requests.expert_answer_sent,
    "request_name_form": requests.name_sent,
    "request_rest_form": requests.rest_sent,
    "escalation_open": escalations.opened,
    "crisis_open": escalations.crisis_opened,
    "escalation_told_form": escalations.told_sent,
    "escalation_more_time_form": escalations.more_time_sent,
    "escalation_close_form": escalations.close_sent,
    "escalation_severity_form": escalations.severity_sent,
    "escalation_edit_form": escalations.edit_sent,
    "escalation_private_form": escalations.private_sent,
    "escalation_reopen_form": escalations.reopen_sent,
    "escalation_not_form": escalations.not_escalation_sent,
    "escalation_statement_form": escalations.statement_sent,
}

EVENTS = {
    "app_home_opened": homes.opened,
    "user_change": happenings.person_changed,
    "team_join": happenings.person_changed,
    "channel_id_changed": happenings.channel_moved,
    "channel_rename": happenings.channel_renamed,
    "group_rename": happenings.channel_renamed,
    "channel_archive": happenings.channel_archived,
    "group_archive": happenings.channel_archived,
    "channel_unarchive": happenings.channel_opened,
    "group_unarchive": happenings.channel_opened,
    "channel_deleted": happenings.channel_archived,
    "group_deleted": happenings.channel_archived,
    "channel_left": happenings.tutti_left,
    "group_left": happenings.tutti_left,
    "member_left_channel": happenings.member_left,
    "member_joined_channel": happenings.member_joined,
    "tokens_revoked": happenings.revoked,
    "app_uninstalled": happenings.revoked,
}


def register(app: AsyncApp, guard: Guard) -> None:
    """Hang every handler into the Bolt app, and behind them a listener that takes what nobody else does."""
    anything = re.compile(".*")
    for command, on_command in COMMANDS.items():
        app.command(command)(guard.command(on_command))
    app.command(anything)(guard.command(menu.unknown_command))
    for shortcut, on_shortcut in SHORTCUTS.items():
        app.shortcut(shortcut)(guard.shortcut(on_shortcut))
    app.shortcut(anything)(guard.shortcut(menu.gone))
    for button, on_click in BUTTONS.items():
        app.action(button)(guard.click(on_click))
    app.action(anything)(guard.click(menu.ignored))
    for form, on_form in FORMS.items():
        app.view(form)(guard.form(on_form))
    app.view(anything)(guard.form(menu.old_form))
    app.view_closed(anything)(guard.click(menu.ignored))
    for event, on_event in EVENTS.items():
        app.event(event)(guard.event(on_event))
    app.event(anything)(guard.event(happenings.nothing))
