"""The first line of a request in each of its states: who must act, or who finished it."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import Translator, slack_date
from bot.models import (
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Origin,
    Request,
    RequestState,
    Severity,
    Snapshot,
)
from bot.views import names
from bot.views.launch_lines import is_overdue

REASON = 300


def first_line(
    request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator, *, now: datetime
) -> str:
    """One or two sentences of mrkdwn, also the message's fallback text."""
    if request.state in (RequestState.handed_over, RequestState.rested, RequestState.dropped):
        return _aside(request, notice, snapshot, t)
    if request.origin is Origin.problem:
        return _problem(request, notice, snapshot, t)
    if request.origin is Origin.expert:
        return _expert(request, notice, snapshot, t)
    if isinstance(notice, Escalation):
        return _escalation(request, notice, snapshot, t, now)
    return _launch(request, notice, snapshot, t, now)


def _aside(request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator) -> str:
    """No longer this department's: handed over, left to rest, dropped."""
    title, by = names.title(t, notice), names.who(snapshot, request.answered_by)
    reason = names.said(request.texts.get("reason"), REASON) or "–"
    department = _department(request, snapshot, t)
    if request.state is RequestState.handed_over:
        to = request.texts.get("to")
        return t(
            "*{department}* handed *{title}* over to {to} ({person}), same deadline: {reason}",
            department=department,
            title=title,
            to=names.said(names.department_label(t, snapshot, to), 60) if to else "–",
            person=by,
            reason=reason,
        )
    if request.state is RequestState.rested:
        return t("*{title}* rests, decided by {person}: {reason}", title=title, person=by, reason=reason)
    return t("*{department}* no longer has to answer about *{title}*.", department=department, title=title)


def _launch(request: Request, launch: Launch, snapshot: Snapshot, t: Translator, now: datetime) -> str:
    title, due = names.title(t, launch), _due(request, snapshot, t)
    department = _department(request, snapshot, t)
    by, at = names.who(snapshot, request.answered_by), _answered(request, snapshot, t)
    reason = names.said(request.texts.get("answer"), REASON)
    match request.state:
        case RequestState.ready | RequestState.solved:
            return t(
                "*{department}* is ready for *{title}*: {person}, {time}.",
                department=department,
                title=title,
                person=by,
                time=at,
            )
        case RequestState.problem:
            return t(
                "*{department}* has a problem with *{title}* ({person}, {time}): {reason}",
                department=department,
                title=title,
                person=by,
                time=at,
                reason=reason or "–",
            )
        case RequestState.not_concerned if reason:
            return t(
                "*{department}* is not concerned by *{title}* ({person}, {time}): {reason}",
                department=department,
                title=title,
                person=by,
                time=at,
                reason=reason,
            )
        case RequestState.not_concerned:
            return t(
                "*{department}* is not concerned by *{title}*: {person}, {time}.",
                department=department,
                title=title,
                person=by,
                time=at,
            )
    if launch.state is LaunchState.cancelled:
        return t("*{title}* is cancelled: nobody has to answer any more.", title=title)
    if launch.ended_at or launch.state in (LaunchState.live, LaunchState.reviewed):
        return t("*{title}* is live: nobody has to answer any more.", title=title)
    if request.in_person:
        return t(
            "Please ask *{department}* in person by {due} about *{title}*, and say here what they answered.",
            department=department,
            due=due,
            title=title,
        )
    if is_overdue(request, now):
        return t(
            "*{department}* did not answer by {due} about *{title}*. An answer still counts.",
            department=department,
            due=due,
            title=title,
        )
    return t(
        "*{department}* must answer by {due} about *{title}*.", department=department, due=due, title=title
    )


def _escalation(
    request: Request, escalation: Escalation, snapshot: Snapshot, t: Translator, now: datetime
) -> str:
    title, by = names.title(t, escalation), names.who(snapshot, request.answered_by or escalation.owner)
    department = _department(request, snapshot, t)
    told = slack_date(escalation.told_due_at, t, zone=snapshot.zone_of(request.department))
    match escalation.state:
        case EscalationState.closed:
            return t("*{title}* is closed.", title=title)
        case EscalationState.not_escalation:
            return t("*{title}* is not an escalation; nobody has to answer.", title=title)
        case EscalationState.told:
            return t(
                "*{person}* has *{title}*; the requester is told. It can be closed.", person=by, title=title
            )
    if escalation.severity is Severity.crisis:
        return _crisis(request, escalation, snapshot, t)
    if request.state is RequestState.taken and escalation.late:
        return t(
            "Reply late: *{person}* has *{title}*, and the requester was to be told by {time}.",
            person=by,
            title=title,
            time=told,
        )
    if request.state is RequestState.taken:
        return t(
            "*{person}* has *{title}* and tells the requester by {time}.", person=by, title=title, time=told
        )
    if is_overdue(request, now):
        return t(
            "*{department}* has not taken *{title}* by {due}; the requester is told by {time}.",
            department=department,
            title=title,
            due=_due(request, snapshot, t),
            time=told,
        )
    return t(
        "*{department}* must take *{title}* by {due}; the requester is told by {time}.",
        department=department,
        title=title,
        due=_due(request, snapshot, t),
        time=told,
    )


def _crisis(request: Request, escalation: Escalation, snapshot: Snapshot, t: Translator) -> str:
    """While a crisis runs: who leads it, and until when its statement is decided."""
    title, by = names.title(t, escalation), names.who(snapshot, request.answered_by or escalation.owner)
    decided = slack_date(escalation.told_due_at, t, zone=snapshot.zone_of(request.department))
    if request.state is RequestState.taken and escalation.statement:
        return t("*{person}* leads the crisis *{title}*; the statement is decided.", person=by, title=title)
    if request.state is RequestState.taken:
        return t(
            "*{person}* leads the crisis *{title}* and decides on the statement by {time}.",
            person=by,
            title=title,
            time=decided,
        )
    return t(
        "Crisis: *{department}* says who leads *{title}* by {due}; the statement is decided by {time}.",
        department=_department(request, snapshot, t),
        title=title,
        due=_due(request, snapshot, t),
        time=decided,
    )


def _expert(request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator) -> str:
    title, department = names.title(t, notice), _department(request, snapshot, t)
    question = names.said(request.texts.get("question"), REASON) or "–"
    by, at = names.who(snapshot, request.answered_by), _answered(request, snapshot, t)
    match request.state:
        case RequestState.answered:
            answer = names.said(request.texts.get("answer"), REASON) or "–"
            return t(
                "*{department}* answered about *{title}* ({person}, {time}): {answer}",
                department=department,
                title=title,
                person=by,
                time=at,
                answer=answer,
            )
        case RequestState.not_concerned:
            return t(
                "*{department}* cannot help with *{title}*: {person}, {time}.",
                department=department,
                title=title,
                person=by,
                time=at,
            )
    return t(
        "*{department}*, one question by {due} about *{title}*: {question}",
        department=department,
        due=_due(request, snapshot, t),
        title=title,
        question=question,
    )


def _problem(request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator) -> str:
    """To the launch's owner, until whoever raised it says that it is solved."""
    title, department = names.title(t, notice), _department(request, snapshot, t)
    reason = names.said(request.texts.get("question"), REASON)
    owner = names.who(snapshot, request.person or notice.owner)
    if request.state is RequestState.solved:
        by, at = names.who(snapshot, request.answered_by), _answered(request, snapshot, t)
        return t(
            "The problem of *{department}* with *{title}* is solved: {person}, {time}.",
            department=department,
            title=title,
            person=by,
            time=at,
        )
    return t(
        "*{owner}* must solve a problem of *{department}* with *{title}* by {due}: {reason}",
        owner=owner,
        department=department,
        title=title,
        due=_due(request, snapshot, t),
        reason=reason or "–",
    )


def _department(request: Request, snapshot: Snapshot, t: Translator) -> str:
    return names.said(names.department_label(t, snapshot, request.department), 60)


def _due(request: Request, snapshot: Snapshot, t: Translator) -> str:
    return slack_date(request.due_at, t, zone=snapshot.zone_of(request.department))


def _answered(request: Request, snapshot: Snapshot, t: Translator) -> str:
    if request.answered_at is None:
        return "–"
    return slack_date(request.answered_at, t, zone=snapshot.zone_of(request.department))
