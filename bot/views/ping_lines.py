"""The sentences of a ping: what is asked, what became of it, why this person, and the buttons' labels.

Sources: PRODUCT section 2, "Ladder of a request", "Two clocks of an escalation", "Go", and N12 (every ping
says why you and how to stop).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import N_, Translator, slack_date
from bot.models import Escalation, Launch, Origin, Ping, PingKind, Request, Role, Severity, Snapshot
from bot.views import escalation_lines, kit, names

ORCHESTRATORS = frozenset(
    {
        PingKind.orchestrator,
        PingKind.sponsor,
        PingKind.without_next,
        PingKind.reply_late,
        PingKind.raise_level,
        PingKind.second_hand_over,
    }
)
"""Calls on whoever conducts; of a private notice they show the department and the hour only."""
DEPARTMENTS = frozenset(
    {
        PingKind.ask,
        PingKind.reminder,
        PingKind.deputy,
        PingKind.head,
        PingKind.on_call,
        PingKind.named,
        PingKind.handed,
    }
)
"""Calls on those who may answer for a department."""
REQUESTS = DEPARTMENTS | {
    PingKind.orchestrator,
    PingKind.sponsor,
    PingKind.problem,
    PingKind.solved,
    PingKind.without_next,
}
"""Calls about one request; they are finished when it is answered."""

_LAUNCH: Mapping[PingKind, str] = {
    PingKind.ask: N_("*{department}* must answer by {due} about {title}."),
    PingKind.reminder: N_("Reminder: *{department}* must answer by {due} about {title}."),
    PingKind.deputy: N_("Nobody has answered yet: please answer for *{department}* by {due} about {title}."),
    PingKind.head: N_("*{department}* did not answer by {due} about {title}: please see that somebody does."),
    PingKind.named: N_("You were named to answer for *{department}* by {due} about {title}."),
    PingKind.on_call: N_("You are on duty: please answer for *{department}* by {due} about {title}."),
    PingKind.handed: N_("*{department}* now answers by {due} about {title}; the deadline is unchanged."),
}
_ESCALATION: Mapping[PingKind, str] = {
    PingKind.ask: N_("*{department}* must take this by {due}: {title}"),
    PingKind.reminder: N_("Reminder: *{department}* must take this by {due}: {title}"),
    PingKind.deputy: N_("Nobody has taken it yet: please take it for *{department}* by {due}: {title}"),
    PingKind.head: N_("*{department}* did not take this by {due}: {title}. Please see that somebody does."),
    PingKind.named: N_("You were named to take this for *{department}* by {due}: {title}"),
    PingKind.on_call: N_("You are on duty: please take this by {due}: {title}"),
    PingKind.handed: N_("*{department}* now takes this by {due}, the deadline is unchanged: {title}"),
}
_CRISIS: Mapping[PingKind, str] = {
    PingKind.ask: N_("Crisis: somebody of *{department}* must lead it by {due}: {title}"),
    PingKind.deputy: N_(
        "Crisis, and nobody leads it yet: please lead it for *{department}* by {due}: {title}"
    ),
    PingKind.on_call: N_("Crisis, and you are on duty: please lead it by {due}: {title}"),
}
_EXPERT: Mapping[PingKind, str] = {
    PingKind.ask: N_("*{department}* is asked for advice by {due} on {title}: {question}"),
    PingKind.reminder: N_("Reminder: *{department}* is asked for advice by {due} on {title}: {question}"),
    PingKind.deputy: N_("Nobody has answered yet: *{department}* is asked for advice by {due} on {title}."),
    PingKind.head: N_("*{department}* did not give its advice by {due} on {title}: please see to it."),
    PingKind.named: N_("You were named to advise for *{department}* by {due} on {title}: {question}"),
}
_PROBLEM: Mapping[PingKind, str] = {
    PingKind.ask: N_("*{raiser}* raised a problem with {title}, please answer by {due}: {reason}"),
    PingKind.problem: N_("*{raiser}* raised a problem with {title}, please answer by {due}: {reason}"),
    PingKind.reminder: N_("Reminder: *{raiser}* waits for an answer by {due} on {title}: {reason}"),
    PingKind.solved: N_("{title}: its owner says that your problem is fixed. Is it solved?"),
}
_OTHERS: Mapping[PingKind, str] = {
    PingKind.orchestrator: N_(
        "*{department}* did not answer about {title}, due {due}: take it, name somebody, or let it rest."
    ),
    PingKind.without_next: N_(
        "Nobody is left to ask in *{department}* about {title}, due {due}: "
        "take it, name somebody, or let it rest."
    ),
    PingKind.sponsor: N_(
        "Nobody has answered for *{department}* about {title}, due {due}: please see to it."
    ),
    PingKind.last_answer: N_("Every answer about {title} is there: decide by {at}."),
    PingKind.unanswered: N_(
        "*{department}* did not answer about {title} by {due}; the orchestrator was told."
    ),
    PingKind.undecided: N_("{title} is undecided: go, postpone or cancel by {at}."),
    PingKind.held: N_("{title}, due {at}, is held by a crisis: release, postpone or cancel it."),
    PingKind.from_launch: N_(
        "An escalation was raised from your launch *{launch}*; *{department}* tells the requester by "
        "{told_by}: {title}"
    ),
    PingKind.still_yours: N_("Still yours? The requester must be told by {told_by}: {title}"),
    PingKind.reply_late: N_("Reply late: the requester was to be told by {told_by}: {title} (*{owner}*)."),
    PingKind.raise_level: N_(
        "People wait in public, and it is not taken: raise it to a crisis, or name somebody? {title}"
    ),
    PingKind.statement: N_("Decide on the statement by {told_by}: {title}"),
    PingKind.second_hand_over: N_(
        "*{department}* asks to hand {title} over a second time, to {to}: "
        "allow it, or name somebody. {reason}"
    ),
    PingKind.expert_answer: N_("*{department}* gave its advice on {title}: {answer}"),
    PingKind.merged: N_("{title} is merged into another one: nothing to do for you."),
    PingKind.answered: N_("{title} is closed: nothing to do for you."),
}
_TOLD: Mapping[str, str] = {
    "yes": N_("{title} is answered: *{owner}* told the requester. Nothing to do for you."),
    "not_needed": N_("{title} is settled: the requester need not be told. Nothing to do for you."),
}
_HELD: Mapping[str, str] = {
    "holds": N_("*{by}* holds {title}, due {at}, because of an escalation: release, postpone or cancel it."),
    "ended": N_("The escalation that holds {title}, due {at}, is closed: release, postpone or cancel it."),
}
"""Of a launch held because of a case: while it is open, and once it is closed."""
_BUTTONS: Mapping[str, str] = {
    "request_take_myself": N_("Take It Myself"),
    "request_name": N_("Name Somebody"),
    "request_rest": N_("Let It Rest"),
    "request_hand_over": N_("Hand Over"),
    "launch_go": N_("Go…"),
    "launch_postpone": N_("Postpone"),
    "launch_cancel": N_("Cancel the Launch"),
    "launch_release": N_("Release It"),
    "escalation_told": N_("Requester Told"),
    "escalation_more_time": N_("More Time"),
    "escalation_severity": N_("Change the Severity"),
    "escalation_statement": N_("Decide"),
    "problem_reply": N_("I Fixed It"),
    "problem_solved": N_("Yes, Solved"),
    "problem_not_solved": N_("Not Yet"),
    "hand_over_allow": N_("Allow the Hand-Over"),
}
_SEATS: Mapping[Role, str] = {
    Role.representative: N_("Why you: you represent {department}."),
    Role.deputy: N_("Why you: you are a deputy of {department}."),
    Role.head: N_("Why you: you are the head of {department}."),
    Role.on_call: N_("Why you: you are on the duty rota of {department}."),
}
_CALLED_AS: Mapping[PingKind, Role] = {
    PingKind.deputy: Role.deputy,
    PingKind.head: Role.head,
    PingKind.on_call: Role.on_call,
}
_OWNERS = frozenset(
    {
        PingKind.problem,
        PingKind.last_answer,
        PingKind.unanswered,
        PingKind.undecided,
        PingKind.held,
        PingKind.still_yours,
    }
)


@dataclass(frozen=True)
class Words:
    """All that a ping's sentence may name. `title` is mrkdwn; `hidden`: the subject is not for the reader."""

    ping: Ping
    request: Request | None
    notice: Launch | Escalation
    title: str
    snapshot: Snapshot
    t: Translator
    hidden: bool = False


def asking(words: Words) -> str:
    """What is asked of the person, by when; mrkdwn."""
    if words.hidden:
        return words.t(
            "*{department}* needs you for a private matter, due {due}: please name somebody.",
            **_fields(words),
        )
    return words.t(_sentence(words), **_fields(words))


def finished(words: Words) -> str:
    """Who finished it and when, or only that it is finished; mrkdwn."""
    t, request = words.t, words.request
    if words.ping.kind in REQUESTS and request and request.answered_by and request.answered_at:
        return t(
            "Done: {person} answered {time} ({title}).",
            person=names.who(words.snapshot, request.answered_by),
            time=time_of(request.answered_at, words.snapshot, t),
            title=words.title,
        )
    return t("Nothing more to do: {title}", title=words.title)


def why(ping: Ping, request: Request | None, snapshot: Snapshot, t: Translator) -> str:
    """Why this person is called, and how that stops (N12); mrkdwn."""
    reason = _reason(ping, request, snapshot, t)
    if ping.kind in ORCHESTRATORS | (DEPARTMENTS - {PingKind.named}) and not _is_problem(request):
        return t("{reason} An administrator can name somebody else.", reason=reason)
    return t("{reason} Nothing more comes once it is settled.", reason=reason)


def button_label(action: str, t: Translator) -> str:
    """What the button of this action says."""
    return t(_BUTTONS[action])


def title(notice: Launch | Escalation, t: Translator) -> str:
    """What names the notice, plain text: "Promotion: Autumn sale"."""
    if isinstance(notice, Escalation):
        return escalation_lines.heading(notice, t)
    return kit.cut(names.launch_header(t, notice), 140)


def time_of(at: datetime, snapshot: Snapshot, t: Translator) -> str:
    """A Slack date token with its fallback in the workspace's zone."""
    return slack_date(at, t, zone=snapshot.workspace.timezone)


def _sentence(words: Words) -> str:
    kind, request = words.ping.kind, words.request
    origin = request.origin if request else Origin.routing
    ordinary = _ESCALATION if isinstance(words.notice, Escalation) else _LAUNCH
    own = {Origin.expert: _EXPERT, Origin.problem: _PROBLEM}.get(origin, ordinary)
    crisis = isinstance(words.notice, Escalation) and words.notice.severity is Severity.crisis
    if crisis and own is _ESCALATION and kind in _CRISIS:
        return _CRISIS[kind]
    if kind is PingKind.merged and words.ping.values.get("owner"):
        return N_("{title} is merged into another one, which *{owner}* has: nothing to do for you.")
    if kind is PingKind.answered and words.ping.values.get("answered") in _TOLD:
        return _TOLD[words.ping.values["answered"]]
    if kind is PingKind.still_yours and words.ping.values.get("for"):
        return N_("*{owner}* is not available: tell the requester by {told_by}, or hand it over: {title}")
    if kind is PingKind.held and (case := words.ping.values.get("case")) in _HELD:
        return _HELD[str(case)]
    for sentences in (own, _OTHERS, ordinary, _PROBLEM):
        if kind in sentences:
            return sentences[kind]
    return N_("Please look at {title}.")


def _fields(words: Words) -> dict[str, str]:
    """Every field that a sentence may name; a dash for what this ping lacks."""
    t, snapshot, request, notice = words.t, words.snapshot, words.request, words.notice
    department = request.department if request else getattr(notice, "department", None)
    raiser = words.ping.values.get("department") or words.ping.values.get("raised_by") or department
    due = request.due_at if request else notice.told_due_at if isinstance(notice, Escalation) else notice.at
    texts = {**(request.texts if request else {}), **words.ping.values}
    return {
        "title": words.title,
        "department": names.department(t, snapshot, department) if department else "–",
        "to": names.department(t, snapshot, str(texts["to"])) if texts.get("to") else "–",
        "raiser": names.department(t, snapshot, str(raiser)) if raiser else "–",
        "owner": names.who(snapshot, texts.get("owner") or notice.owner),
        "due": time_of(due, snapshot, t),
        "at": time_of(notice.at, snapshot, t) if isinstance(notice, Launch) else "–",
        "told_by": time_of(notice.told_due_at, snapshot, t) if isinstance(notice, Escalation) else "–",
        "question": _typed(texts.get("question")),
        "reason": _wrong(request.origin if request else None, texts),
        "answer": _typed(texts.get("answer")),
        "launch": _typed(texts.get("launch")),
        "by": names.who(snapshot, str(texts["by"])) if texts.get("by") else "–",
    }


def _wrong(origin: Origin | None, texts: Mapping[str, object]) -> str:
    """Why: a problem says it in its question, a hand-over in its reason."""
    names_of = (
        ("question", "answer", "reason") if origin is Origin.problem else ("reason", "question", "answer")
    )
    return _typed(next((texts[name] for name in names_of if texts.get(name)), None))


def _typed(text: object) -> str:
    return names.said(str(text or ""), 300) or "–"


def _reason(ping: Ping, request: Request | None, snapshot: Snapshot, t: Translator) -> str:
    if absent := ping.values.get("for"):
        who = names.who(snapshot, str(absent))
        return t("Why you: you stand in for {person}, who is not available.", person=who)
    if ping.kind is PingKind.sponsor:
        return t("Why you: you are the sponsor.")
    if ping.kind in ORCHESTRATORS:
        return t("Why you: you are the orchestrator this week, or stand in.")
    if ping.kind is PingKind.named:
        return t("Why you: somebody named you.")
    if ping.kind is PingKind.from_launch:
        return t("Why you: it is your launch.")
    if ping.kind is PingKind.statement:
        return t("Why you: you lead the crisis.")
    if ping.kind is PingKind.merged:
        return t("Why you: you had it.")
    if ping.kind is PingKind.answered:
        return t("Why you: you reported it.")
    if ping.kind is PingKind.solved:
        return t("Why you: you raised the problem.")
    if ping.kind is PingKind.expert_answer:
        return t("Why you: you asked for advice.")
    if ping.kind in _OWNERS or _is_problem(request):
        return t("Why you: you own it.")
    return _seat_reason(ping, request, snapshot, t)


def _seat_reason(ping: Ping, request: Request | None, snapshot: Snapshot, t: Translator) -> str:
    if request is None:
        return t("Why you: it is asked of you.")
    department = names.department(t, snapshot, request.department)
    called_as = _CALLED_AS.get(ping.kind, Role.representative)
    for role in (called_as, *_SEATS):
        if ping.person in snapshot.holders(request.department, role):
            return t(_SEATS[role], department=department)
    return t("Why you: you answer for {department}.", department=department)


def _is_problem(request: Request | None) -> bool:
    return request is not None and request.origin is Origin.problem
