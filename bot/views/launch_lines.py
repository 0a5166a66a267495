"""The first line of a launch in each of its states: who must act, on what, by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Translator, slack_date
from bot.models import Launch, LaunchState, Request, RequestState, Snapshot
from bot.rules import launches as rules
from bot.views import names


def first_line(
    launch: Launch,
    requests: Sequence[Request],
    snapshot: Snapshot,
    t: Translator,
    *,
    now: datetime,
    problems: Sequence[Request] = (),
    held_by: str = "",
) -> str:
    """The launch's state in words: what is awaited, from whom, by when. mrkdwn, one sentence or two.

    problems: the open requests to its owner; a problem is due when they are. held_by: the case that holds it.
    """
    at = when(launch.at, t, snapshot)
    owner = names.who(snapshot, launch.owner)
    if launch.held and launch.state in (LaunchState.go, LaunchState.reservations):
        if held_by:
            return t(
                "Go, held because of {escalation}: {owner} or the orchestrator releases it.",
                escalation=held_by,
                owner=owner,
            )
        return t("Go, but held: {owner} or the orchestrator releases it.", owner=owner)
    decider = names.who(snapshot, launch.decided_by) if launch.decided_by else owner
    reason = names.said(launch.texts.get("reason"), 120)
    match launch.state:
        case LaunchState.go if not launch.asked:
            return t("Nobody has to answer: it goes live {time}.", time=at)
        case LaunchState.go:
            return t("Go, decided by {person}: it goes live {time}.", person=decider, time=at)
        case LaunchState.reservations:
            return t(
                "Go with reservations, decided by {person}: it goes live {time}.", person=decider, time=at
            )
        case LaunchState.no_go if reason:
            return t("No-go, decided by {person}: {reason}", person=decider, reason=reason)
        case LaunchState.no_go:
            return t("No-go, decided by {person}.", person=decider)
        case LaunchState.not_confirmed:
            return t("Not confirmed: {owner} did not decide before {time}.", owner=owner, time=at)
        case LaunchState.live:
            return t("Live since {time}.", time=at)
        case LaunchState.cancelled if reason:
            return t("Cancelled: {reason}", reason=reason)
        case LaunchState.cancelled:
            return t("Cancelled.")
        case LaunchState.reviewed:
            return t("Live since {time}, and reviewed.", time=at)
    return _awaited(launch, requests, snapshot, t, now, problems)


def is_overdue(request: Request, now: datetime) -> bool:
    """Unanswered at its time, whether or not the engine has noted it yet."""
    late = request.state is RequestState.waiting and request.due_at <= now
    return late or request.state is RequestState.unanswered


def _awaited(
    launch: Launch,
    requests: Sequence[Request],
    snapshot: Snapshot,
    t: Translator,
    now: datetime,
    problems: Sequence[Request],
) -> str:
    """Of an announced launch: a problem first, then silence, then what is awaited, then the decision."""
    owner, at = names.who(snapshot, launch.owner), when(launch.at, t, snapshot)
    decided = launch.without
    required = [one for one in requests if one.required and one.department not in decided]
    if found := [
        one for one in requests if one.state is RequestState.problem and one.department not in decided
    ]:
        who = _departments(found, snapshot, t)
        return t(
            "{owner} must solve what {departments} raised, before {time}.",
            owner=owner,
            departments=who,
            time=when(min((one.due_at for one in problems), default=launch.at), t, snapshot),
        )
    if found := [one for one in required if is_overdue(one, now)]:
        who = _departments(found, snapshot, t)
        return t("No answer in time from {departments}: without it there is no Go.", departments=who)
    waiting = [one for one in requests if one.state is RequestState.waiting]
    if found := [one for one in waiting if one in required] or (
        [] if rules.is_ready(launch, requests) else waiting
    ):
        due = when(min(one.due_at for one in found), t, snapshot)
        who = _departments(found, snapshot, t)
        if len(found) == 1:
            return t(
                "{department} must answer by {due}; planned live {time}.", department=who, due=due, time=at
            )
        return t(
            "{departments} must answer, the first by {due}; planned live {time}.",
            departments=who,
            due=due,
            time=at,
        )
    return t("Every required answer is there: {owner} decides before {time}.", owner=owner, time=at)


def _departments(requests: Sequence[Request], snapshot: Snapshot, t: Translator) -> str:
    """At most three departments by name, then how many more."""
    found = [names.said(names.department_label(t, snapshot, one.department), 60) for one in requests]
    if len(found) > 3:
        more = len(found) - 3
        found = [*found[:3], t.n("{count} more department", "{count} more departments", more)]
    return t.join(found)


def when(at: datetime, t: Translator, snapshot: Snapshot) -> str:
    """A moment in the reader's own zone; the workspace's where Slack cannot draw it."""
    return slack_date(at, t, zone=snapshot.workspace.timezone)
