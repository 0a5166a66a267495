"""The table of contents: every command, word, shortcut, button, form and event, and who handles it.

A handler reads the payload into a typed value (`inputs`), calls one flow and returns its `Answer`; `guard`
holds the time limit, the ack and the only broad except.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from handlers import (
    deliveries,
    departments,
    digests,
    escalations,
    happenings,
    homes,
    inputs,
    launch_kinds,
    launches,
    menu,
    requests,
    settings,
    topics,
)
from handlers.guard import Ack, Guard, Listener

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

One = TypeVar("One")

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
    "requester": escalations.redraw,
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
    # settings
    "open_settings": settings.open_hub,
    "settings_page": settings.page,
    "show_changes": settings.show_changes,
    "settings_department": departments.open_one,
    "settings_retire": departments.retire,
    "settings_bring_back": departments.bring_back,
    "settings_retire_topic": topics.retire,
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
    "workspace_basics": settings.basics_sent,
    "workspace_people": settings.people_sent,
    "workspace_rhythm": settings.rhythm_sent,
    "deadlines": settings.deadlines_sent,
    "requester_deadline": settings.requester_sent,
    "retention": settings.retention_sent,
    "department_identity": departments.identity_sent,
    "department_people": departments.people_sent,
    "department_hours": departments.hours_sent,
    "topic_route": topics.route_sent,
    "topic_words": topics.words_sent,
    "launch_kind": launch_kinds.sent,
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
    """Hang one listener for each kind of input into the Bolt app; the tables above say who handles it.

    Bolt asks one listener after the other, and makes ready whatever a listener may want each time. What
    people wait for most comes first.
    """
    anything = re.compile(".*")
    app.view(anything)(_by_name(FORMS, guard.form, menu.old_form, inputs.form_name))
    app.action(anything)(_by_name(BUTTONS, guard.click, menu.ignored, inputs.button_name))
    app.command(anything)(_by_name(COMMANDS, guard.command, menu.unknown_command, inputs.command_name))
    app.shortcut(anything)(_by_name(SHORTCUTS, guard.shortcut, menu.gone, inputs.shortcut_name))
    app.event(anything)(_by_name(EVENTS, guard.event, happenings.nothing, inputs.event_name))
    app.view_closed(anything)(guard.click(menu.ignored))


def _by_name(
    handlers: Mapping[str, One],
    guarded: Callable[[One], Listener],
    otherwise: One,
    name: Callable[[dict[str, Any]], str],
) -> Listener:
    """A listener that gives each input to its handler, and to `otherwise` what the table does not name."""
    listeners = {key: guarded(handler) for key, handler in handlers.items()}
    others = guarded(otherwise)

    async def listen(ack: Ack, body: dict[str, Any]) -> None:
        await listeners.get(name(body), others)(ack, body)

    return listen
