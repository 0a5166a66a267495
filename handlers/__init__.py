"""The table of contents: every command, word, shortcut, button, form and event, and who handles it.

A handler reads the payload into a typed value (`inputs`), calls one flow and returns its `Answer`; `guard`
holds the time limit, the ack and the only broad except.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from handlers import (
    absences,
    agendas,
    decisions,
    deliveries,
    departments,
    digests,
    escalations,
    facts,
    happenings,
    homes,
    inputs,
    launch_calendar,
    launch_kinds,
    launches,
    lists,
    mentions,
    menu,
    merges,
    messages,
    pauses,
    pilot,
    practice,
    preferences,
    privacy,
    requests,
    rotas,
    settings,
    setup,
    snoozes,
    suggestions,
    thread_answers,
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
    "show_mine": lists.mine,
    "show_list": lists.show,
    "show_calendar": launch_calendar.show,
    "home_back": homes.turn,
    "home_next": homes.turn,
    "home_dismiss": homes.dismiss,
    # pages of lists and of the calendar, and their filters
    "mine_back": lists.turn_mine,
    "mine_next": lists.turn_mine,
    "list_back": lists.turn,
    "list_next": lists.turn,
    "list_department": lists.of_department,
    "list_what": lists.of_kind,
    "calendar_back": launch_calendar.turn,
    "calendar_next": launch_calendar.turn,
    "calendar_department": launch_calendar.of_department,
    "show_behind": facts.show_behind,
    "behind_turn": facts.turn_behind,
    "open_privacy": privacy.open_page,
    "privacy_person": privacy.choose,
    # the launch form, while it is filled in
    "kind": launches.redraw,
    "at": launches.redraw,
    "kind_example": launches.redraw,
    "at_example": launches.redraw,
    "launch_example": launches.example,
    "report_instead": escalations.report_instead,
    # the escalation form, while it is filled in
    "topic": escalations.redraw,
    "severity": escalations.redraw,
    # a form that is only tried
    "practice_launch": practice.begin_launch,
    "practice_escalation": practice.begin_escalation,
    "requester": escalations.redraw,
    # a launch
    "launch_details": launches.details,
    "launch_go": launches.go,
    "launch_more": launches.more,
    "launch_release": launches.release,
    "launch_postpone": launches.postpone,
    "launch_cancel": launches.cancel,
    "launch_raise": launches.raise_escalation,
    "launch_progress": launches.progress,
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
    "thread_answer": thread_answers.record,
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
    "escalation_hold": escalations.hold,
    # what was heard in a watched channel
    "suggestion_open": suggestions.open_it,
    "suggestion_correct": suggestions.correct,
    "suggestion_refuse": suggestions.refuse,
    "suggestion_stop": suggestions.stop,
    "escalation_same": merges.open_form,
    "escalation_separate": merges.separate,
    "home_merge": merges.merge_pair,
    "home_different": merges.keep_apart,
    # one's own time
    "open_away": absences.open_form,
    "away_end": absences.end,
    "away_decline": absences.decline,
    "open_snooze": snoozes.open_form,
    "snooze_stop": snoozes.stop,
    "open_preferences": preferences.open_form,
    # rotas
    "open_rota": rotas.open_form,
    "rota_department": rotas.redraw,
    "rota_accept": rotas.accept,
    "rota_decline": rotas.decline,
    "open_swap": rotas.swap,
    "offer_week": rotas.swap,
    "swap_accept": rotas.accept_swap,
    "swap_decline": rotas.decline_swap,
    "open_phone": rotas.phone,
    "phone_show": rotas.show_number,
    "phone_reached": rotas.reached,
    "phone_not_reached": rotas.not_reached,
    "show_check": rotas.show_check,
    # the first set-up and its invitations
    "open_setup": setup.open_form,
    "setup_back": setup.back,
    "setup_pass": setup.pass_form,
    "setup_invite": setup.invite,
    "invitation_accept": setup.accept,
    "invitation_other": setup.somebody_else,
    # the pilot
    "open_pilot": pilot.open_page,
    "pilot_widen": pilot.widen,
    "pilot_narrow": pilot.narrow,
    # settings
    "open_settings": settings.open_hub,
    "settings_page": settings.page,
    "show_changes": settings.show_changes,
    "settings_department": departments.open_one,
    "settings_retire": departments.retire,
    "settings_bring_back": departments.bring_back,
    "settings_retire_topic": topics.retire,
    # the leaders' digest, the joint meeting
    "decision_act": decisions.act,
    "decision_accept": decisions.accept,
    "agenda_make": agendas.make,
    "point_done": agendas.tick,
    "point_open": agendas.untick,
    "content_take": agendas.take_content,
    # an administrator
    "message_retry": deliveries.again,
    "message_post_again": deliveries.again,
    "message_drop": deliveries.let_go,
    "message_is_there": deliveries.let_go,
    "pause_hold": pauses.hold,
    "pause_release": pauses.release,
}

FORMS = {
    "launch_announce": launches.announced,
    "launch_complete": launches.completed,
    "launch_change": launches.changed,
    "launch_postpone": launches.postponed,
    "launch_cancel": launches.cancelled,
    "launch_decide": launches.decided,
    "launch_without": launches.without,
    "launch_progress_form": launches.progressed,
    "request_problem_form": requests.problem_sent,
    "request_not_concerned_form": requests.not_concerned_sent,
    "request_hand_over_form": requests.hand_over_sent,
    "request_expert_form": requests.expert_sent,
    "request_expert_answer_form": requests.expert_answer_sent,
    "request_name_form": requests.name_sent,
    "request_rest_form": requests.rest_sent,
    "decision_move_form": decisions.moved,
    "decision_name_form": decisions.named,
    "rota_form": rotas.saved,
    "swap_form": rotas.swap_sent,
    "phone_form": rotas.phone_sent,
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
    "escalation_hold_form": escalations.hold_sent,
    "escalation_same_form": merges.sent,
    "pause_release_form": pauses.released,
    "away_form": absences.sent,
    "snooze_form": snoozes.sent,
    "preferences_form": preferences.sent,
    "launch_practice": practice.launch_sent,
    "escalation_practice": practice.escalation_sent,
    "crisis_practice": practice.crisis_sent,
    "setup_place": setup.place_sent,
    "setup_people": setup.people_sent,
    "setup_hours": setup.hours_sent,
    "setup_pass_form": setup.passed,
    "invitation_other_form": setup.somebody_else_sent,
    "privacy_form": privacy.sent,
    "workspace_basics": settings.basics_sent,
    "workspace_people": settings.people_sent,
    "workspace_rhythm": settings.rhythm_sent,
    "deadlines": settings.deadlines_sent,
    "requester_deadline": settings.requester_sent,
    "retention": settings.retention_sent,
    "workspace_model": settings.model_sent,
    "department_identity": departments.identity_sent,
    "department_people": departments.people_sent,
    "department_hours": departments.hours_sent,
    "topic_route": topics.route_sent,
    "topic_words": topics.words_sent,
    "launch_kind": launch_kinds.sent,
    "watched_channel": settings.watched_sent,
}

EVENTS = {
    "app_home_opened": homes.opened,
    "message": messages.heard,
    "app_mention": mentions.mentioned,
    "reaction_added": mentions.reacted,
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
    "channel_shared": happenings.channel_shared,
    "channel_unshared": happenings.channel_unshared,
    "channel_left": happenings.tutti_left,
    "group_left": happenings.tutti_left,
    "member_left_channel": happenings.member_left,
    "member_joined_channel": happenings.member_joined,
    "subteam_members_changed": happenings.group_changed,
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
