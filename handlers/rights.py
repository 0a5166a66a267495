"""Who may do what: a row for every word, command, shortcut, button and form, beside `handlers.__init__`.

A new handler needs one line here: its id and a `Right`. Each right names the rule of `bot.rules.rights` that
its flow asks, or says why there is none; the README shows them as a table. Tests compare both, and walk
every row as every standing. What a person sees is decided again when it is drawn: hiding is not control.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from bot.rules import appointments, rights, sight


class Standing(StrEnum):
    """What a person is to the item and the workspace; the columns of the table."""

    member = "member"
    """In the workspace, without any seat or role."""
    seat = "seat"
    """Represents, deputises or heads the department that is asked."""
    other = "other seat"
    """The same, in a department that is not concerned."""
    owner = "owner"
    """Who announced the launch, or has the escalation and told it."""
    orchestrator = "orchestrator"
    administrator = "administrator"
    guest = "guest"
    external = "external"
    """Of another organisation, through Slack Connect."""
    deactivated = "deactivated"
    """Has left Slack, whatever seat they held."""
    unknown = "unknown"
    """Slack does not say who it is."""


Rule = Callable[..., Any]


class Right(NamedTuple):
    """Who may do a thing. `rule` decides it; without one, `why` says why nothing has to be decided."""

    what: str
    who: frozenset[Standing]
    rule: Rule | None = None
    why: str = ""


S = Standing
COLLEAGUES = frozenset({S.member, S.seat, S.other, S.owner, S.orchestrator, S.administrator})
ANYBODY = COLLEAGUES | {S.guest, S.external, S.unknown}
"""All but those who have left, whom `handlers.guard` refuses (`may_use`)."""


ANYONE = Right("Menu, help", ANYBODY, why="it shows nobody's item")
ITSELF = Right("A field, a link, a menu", ANYBODY, why="it does nothing; each choice has a row")
MINE = Right("My Home and my list", ANYBODY, why="it shows only what names them")
LIST = Right("Lists, calendar", ANYBODY, sight.may_see)
OWN_TIME = Right("Be away, snooze, own settings", ANYBODY, why="it is about oneself")
OWN = Right("What is stored about oneself", ANYBODY, why="it shows only one's own")
LOOK = Right("Read the digest", COLLEAGUES, sight.may_preview)
MEET = Right("Make the agenda, tick it, take a question on", COLLEAGUES, sight.may_look)
LEAD = Right("Decide what is put before leaders", frozenset(), rights.may_lead)
SEE = Right("Details of an item", COLLEAGUES, sight.may_see)
ANNOUNCE = Right("Announce a launch", COLLEAGUES, rights.may_announce)
RAISE = Right("Report, open a crisis", COLLEAGUES, rights.may_raise)
ANSWER = Right("Answer for a department", frozenset({S.seat}), rights.may_answer)
TAKE = Right("Take an escalation", frozenset({S.seat, S.orchestrator}), rights.may_take)
PASS_ON = Right("Hand over an escalation", frozenset({S.seat, S.owner, S.orchestrator}), rights.may_hand_over)
EXPERT = Right("Ask an expert", frozenset({S.seat, S.owner, S.orchestrator}), rights.may_ask_expert)
GIVE_BACK = Right("Give a case back", frozenset({S.owner, S.orchestrator}), rights.may_give_back)
MANAGE = Right("Decide about a case", frozenset({S.seat, S.owner, S.orchestrator}), rights.may_close)
OWN_WORDS = Right("Change what one told", frozenset({S.seat, S.owner, S.orchestrator}), rights.may_reword)
DECIDE = Right("Decide *Go*", frozenset({S.owner}), rights.may_decide_go)
EDIT = Right("Change a launch", frozenset({S.owner, S.orchestrator}), rights.may_edit_launch)
HOLD = Right("Hold a launch because of a case", frozenset({S.owner, S.orchestrator}), rights.may_hold_launch)
RELEASE = Right("Release a held launch", frozenset({S.owner, S.orchestrator}), rights.may_release)
FIX = Right("Say that a problem is fixed", frozenset({S.owner}), rights.may_fix)
CONDUCT = Right("Name, let rest, go without", frozenset({S.orchestrator}), rights.may_conduct)
PAUSE = Right("Hold every message", frozenset({S.administrator}), rights.may_administer)
SET_UP = Right("Set Tutti up, pass it on", frozenset({S.administrator}), appointments.may_set_up)
INVITE = Right("Invite people, widen the pilot", frozenset({S.administrator}), rights.may_administer)
SEAT = Right("Accept a seat that one is proposed for", frozenset(), appointments.may_decide_seat)

DUTY = Right("See rotas, answer for oneself", COLLEAGUES, sight.may_look)
EDIT_DUTY = Right("Edit a duty rota", frozenset({S.seat, S.administrator}), rights.may_edit_department)
PHONE = Right("Ring up at night", frozenset({S.owner}), appointments.may_phone)
ADMINISTER = Right("Administer", frozenset({S.administrator}), rights.may_administer)

LOOK_UP = Right("See who answers for what, settings", COLLEAGUES, sight.may_look)
EDIT_DEPARTMENT = Right("Edit a department", frozenset({S.seat, S.administrator}), rights.may_edit_department)
SETTINGS = Right("Edit the workspace's settings", frozenset({S.administrator}), rights.may_administer)
HISTORY = Right("Read the history of settings", COLLEAGUES - {S.member}, rights.may_read_history)

STOP = Right(
    "Stop what is proposed in a channel (to oneself: anybody)",
    frozenset({S.administrator}),
    rights.may_administer,
)

COMMANDS: Mapping[str, Right] = {
    "/tutti": ITSELF,
    "/launch": ANNOUNCE,
    "/escalate": RAISE,
    "/digest": LOOK,
}

WORDS: Mapping[str, Right] = {
    "": ANYONE,
    "launch": ANNOUNCE,
    "lancer": ANNOUNCE,
    "lancement": ANNOUNCE,
    "escalate": RAISE,
    "escalader": RAISE,
    "escalade": RAISE,
    "signaler": RAISE,
    "crisis": RAISE,
    "crise": RAISE,
    "digest": LOOK,
    "point": LOOK,
    "mine": MINE,
    "moi": MINE,
    "list": LIST,
    "liste": LIST,
    "calendar": LIST,
    "calendrier": LIST,
    "away": OWN_TIME,
    "absent": OWN_TIME,
    "absente": OWN_TIME,
    "absence": OWN_TIME,
    "back": OWN_TIME,
    "retour": OWN_TIME,
    "snooze": OWN_TIME,
    "pause": OWN_TIME,
    "preferences": OWN_TIME,
    "check": DUTY,
    "verifier": DUTY,
    "rota": DUTY,
    "garde": DUTY,
    "configurer": LOOK_UP,
    "pilot": INVITE,
    "pilote": INVITE,
    "privacy": OWN,
    "donnees": OWN,
    "setup": LOOK_UP,
    "reglages": LOOK_UP,
    "who": LOOK_UP,
    "qui": LOOK_UP,
    "help": ANYONE,
    "aide": ANYONE,
}

SHORTCUTS: Mapping[str, Right] = {"launch": ANNOUNCE, "escalate": RAISE, "hand_over": RAISE}

BUTTONS: Mapping[str, Right] = {
    "open_launch": ANNOUNCE,
    "open_escalation": RAISE,
    "open_crisis": RAISE,
    "show_digest": LOOK,
    "show_behind": LOOK,
    "behind_turn": LOOK,
    "show_help": ANYONE,
    "show_mine": MINE,
    "show_list": LIST,
    "show_calendar": LIST,
    "home_back": MINE,
    "home_next": MINE,
    "home_dismiss": MINE,
    "mine_back": MINE,
    "mine_next": MINE,
    "list_back": LIST,
    "list_next": LIST,
    "list_department": LIST,
    "list_what": LIST,
    "calendar_back": LIST,
    "calendar_next": LIST,
    "calendar_department": LIST,
    "open_privacy": OWN,
    "privacy_person": ADMINISTER,
    "kind": ANNOUNCE,
    "at": ANNOUNCE,
    "kind_example": ANNOUNCE,
    "at_example": ANNOUNCE,
    "launch_example": ANNOUNCE,
    "report_instead": RAISE,
    "topic": RAISE,
    "severity": RAISE,
    "practice_launch": ANNOUNCE,
    "practice_escalation": RAISE,
    "requester": RAISE,
    "launch_details": SEE,
    "launch_go": DECIDE,
    "launch_more": ITSELF,
    "launch_release": RELEASE,
    "launch_postpone": EDIT,
    "launch_cancel": EDIT,
    "launch_raise": RAISE,
    "launch_progress": EDIT,
    "request_ready": ANSWER,
    "request_problem": ANSWER,
    "request_not_concerned": ANSWER,
    "request_hand_over": PASS_ON,
    "request_take": TAKE,
    "request_expert": EXPERT,
    "request_answer_expert": ANSWER,
    "request_take_back": ANSWER,
    "request_give_back": GIVE_BACK,
    "thread_answer": ITSELF,
    "problem_reply": FIX,
    "problem_solved": ANSWER,
    "problem_not_solved": ANSWER,
    "request_take_myself": CONDUCT,
    "request_name": CONDUCT,
    "request_rest": CONDUCT,
    "hand_over_allow": CONDUCT,
    "escalation_details": SEE,
    "escalation_told": MANAGE,
    "escalation_more_time": MANAGE,
    "escalation_more": ITSELF,
    "escalation_severity": OWN_WORDS,
    "escalation_edit": OWN_WORDS,
    "escalation_private": OWN_WORDS,
    "escalation_close": MANAGE,
    "escalation_reopen": OWN_WORDS,
    "escalation_not_escalation": MANAGE,
    "escalation_statement": MANAGE,
    "escalation_hold": HOLD,
    "suggestion_open": RAISE,
    "suggestion_correct": RAISE,
    "suggestion_refuse": RAISE,
    "suggestion_stop": STOP,
    "escalation_same": MANAGE,
    "escalation_separate": MANAGE,
    "home_merge": MANAGE,
    "home_different": CONDUCT,
    "open_away": OWN_TIME,
    "away_end": OWN_TIME,
    "away_decline": OWN_TIME,
    "open_snooze": OWN_TIME,
    "snooze_stop": OWN_TIME,
    "open_preferences": OWN_TIME,
    "open_rota": DUTY,
    "rota_department": DUTY,
    "rota_accept": DUTY,
    "rota_decline": DUTY,
    "open_swap": DUTY,
    "offer_week": DUTY,
    "swap_accept": DUTY,
    "swap_decline": DUTY,
    "open_phone": DUTY,
    "phone_show": PHONE,
    "phone_reached": PHONE,
    "phone_not_reached": PHONE,
    "show_check": DUTY,
    "open_settings": LOOK_UP,
    "settings_page": ITSELF,
    "show_changes": HISTORY,
    "settings_department": EDIT_DEPARTMENT,
    "settings_retire": SETTINGS,
    "settings_bring_back": SETTINGS,
    "settings_retire_topic": SETTINGS,
    "decision_act": LEAD,
    "decision_accept": LEAD,
    "agenda_make": MEET,
    "point_done": MEET,
    "point_open": MEET,
    "content_take": MEET,
    "message_retry": ADMINISTER,
    "message_post_again": ADMINISTER,
    "message_drop": ADMINISTER,
    "message_is_there": ADMINISTER,
    "pause_hold": PAUSE,
    "pause_release": PAUSE,
    "open_setup": SET_UP,
    "setup_back": SET_UP,
    "setup_pass": SET_UP,
    "setup_invite": INVITE,
    "invitation_accept": SEAT,
    "invitation_other": SEAT,
    "open_pilot": INVITE,
    "pilot_widen": INVITE,
    "pilot_narrow": INVITE,
}

MENUS: Mapping[str, Mapping[str, Right]] = {
    "launch_more": {
        "complete": EDIT,
        "change": EDIT,
        "postpone": EDIT,
        "cancel": EDIT,
        "without": CONDUCT,
    },
    "escalation_more": {
        "severity": OWN_WORDS,
        "same": MANAGE,
        "edit": OWN_WORDS,
        "private": OWN_WORDS,
        "close": MANAGE,
        "not_escalation": MANAGE,
    },
    "thread_answer": {
        "ready": ANSWER,
        "not_concerned": ANSWER,
        "problem": ANSWER,
        "take": TAKE,
        "told": MANAGE,
    },
    "settings_page": {
        "hub": LOOK_UP,
        "basics": SETTINGS,
        "people": SETTINGS,
        "rhythm": SETTINGS,
        "deadlines": SETTINGS,
        "requester": SETTINGS,
        "retention": SETTINGS,
        "model": SETTINGS,
        "departments": SETTINGS,
        "department": EDIT_DEPARTMENT,
        "department_identity": EDIT_DEPARTMENT,
        "department_people": EDIT_DEPARTMENT,
        "department_hours": EDIT_DEPARTMENT,
        "topics": SETTINGS,
        "topic": SETTINGS,
        "topic_route": SETTINGS,
        "topic_words_fr": SETTINGS,
        "topic_words_en": SETTINGS,
        "launch_kinds": SETTINGS,
        "launch_kind": SETTINGS,
        "watched": SETTINGS,
        "watched_channel": SETTINGS,
    },
}
"""What a menu's options open."""

FORMS: Mapping[str, Right] = {
    "launch_announce": ANNOUNCE,
    "launch_complete": EDIT,
    "launch_change": EDIT,
    "launch_postpone": EDIT,
    "launch_cancel": EDIT,
    "launch_decide": DECIDE,
    "launch_without": CONDUCT,
    "launch_progress_form": EDIT,
    "request_problem_form": ANSWER,
    "request_not_concerned_form": ANSWER,
    "request_hand_over_form": PASS_ON,
    "request_expert_form": EXPERT,
    "request_expert_answer_form": ANSWER,
    "request_name_form": CONDUCT,
    "request_rest_form": CONDUCT,
    "decision_move_form": LEAD,
    "decision_name_form": LEAD,
    "rota_form": EDIT_DUTY,
    "swap_form": DUTY,
    "phone_form": DUTY,
    "escalation_open": RAISE,
    "crisis_open": RAISE,
    "escalation_told_form": MANAGE,
    "escalation_more_time_form": MANAGE,
    "escalation_close_form": MANAGE,
    "escalation_severity_form": OWN_WORDS,
    "escalation_edit_form": OWN_WORDS,
    "escalation_private_form": OWN_WORDS,
    "escalation_reopen_form": OWN_WORDS,
    "escalation_not_form": MANAGE,
    "escalation_statement_form": MANAGE,
    "escalation_hold_form": HOLD,
    "escalation_same_form": MANAGE,
    "pause_release_form": PAUSE,
    "away_form": OWN_TIME,
    "snooze_form": OWN_TIME,
    "preferences_form": OWN_TIME,
    "launch_practice": ANNOUNCE,
    "escalation_practice": RAISE,
    "crisis_practice": RAISE,
    "setup_place": SET_UP,
    "setup_people": SET_UP,
    "setup_hours": SET_UP,
    "setup_pass_form": SET_UP,
    "invitation_other_form": SEAT,
    "privacy_form": ADMINISTER,
    "workspace_basics": SETTINGS,
    "workspace_people": SETTINGS,
    "workspace_rhythm": SETTINGS,
    "deadlines": SETTINGS,
    "requester_deadline": SETTINGS,
    "retention": SETTINGS,
    "workspace_model": SETTINGS,
    "department_identity": EDIT_DEPARTMENT,
    "department_people": EDIT_DEPARTMENT,
    "department_hours": EDIT_DEPARTMENT,
    "topic_route": SETTINGS,
    "topic_words": SETTINGS,
    "launch_kind": SETTINGS,
    "watched_channel": SETTINGS,
}


def every() -> list[Right]:
    """Each right once, in the order of first use."""
    rows = (*COMMANDS.values(), *WORDS.values(), *SHORTCUTS.values(), *BUTTONS.values())
    menus = (right for menu in MENUS.values() for right in menu.values())
    return list(dict.fromkeys((*rows, *menus, *FORMS.values())))


def drawn() -> str:
    """The table of the README."""
    lines = ["| | " + " | ".join(Standing) + " | decided by |", "|---" * (len(Standing) + 2) + "|"]
    for right in every():
        ticks = ["✓" if standing in right.who else "" for standing in Standing]
        decided = f"`{right.rule.__name__}`" if right.rule else right.why
        lines.append("| " + " | ".join((right.what, *ticks, decided)) + " |")
    return "\n".join(lines)
