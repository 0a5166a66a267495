"""Where each department stands on a launch: one line each, those that are waited for first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.i18n import Translator, slack_date
from bot.models import Launch, Request, RequestState, Snapshot
from bot.views import kit, names
from bot.views.launch_lines import is_overdue

Links = Mapping[str, str | None]
"""Request id to the permalink of its message, None where it has none yet."""

OPEN_FIRST = (RequestState.problem, RequestState.unanswered, RequestState.waiting)
IN_PERSON = (RequestState.waiting, RequestState.unanswered, RequestState.ready)
OWN_LINE = 4
"""So many departments have a line of their own on a card; the others share one."""
SHARED_LINE = 8


def strip(
    launch: Launch,
    requests: Sequence[Request],
    snapshot: Snapshot,
    t: Translator,
    links: Links,
    now: datetime,
) -> str:
    """The card's strip in at most five lines: "*Marketing*: ready (Léa, 10:42)"; "" where nobody is asked."""
    lines = department_lines(launch, requests, snapshot, t, links, now)
    if len(lines) <= OWN_LINE + 1:
        return "\n".join(lines)
    rest = lines[OWN_LINE:]
    if more := len(rest) - SHARED_LINE:
        rest = rest[:SHARED_LINE]
    shared = " · ".join(rest)
    if more > 0:
        shared += " · " + t.n("{count} more in the details", "{count} more in the details", more)
    return "\n".join([*lines[:OWN_LINE], shared])


def department_lines(
    launch: Launch,
    requests: Sequence[Request],
    snapshot: Snapshot,
    t: Translator,
    links: Links,
    now: datetime,
) -> list[str]:
    """One line per department; the announcing one, which counts as ready, comes last."""
    ordered = sorted(
        requests, key=lambda request: (request.state not in OPEN_FIRST, _place(snapshot, request))
    )
    lines, label = [], t("request")
    for request in ordered:
        said, link = _said(launch, request, snapshot, t, now), links.get(request.id)
        shown = link and not request.private and request.state is not RequestState.handed_over
        lines.append(f"{said} · {kit.link(link, label)}" if link and shown else said)
    if launch.department and launch.department not in {request.department for request in requests}:
        lines.append(t("*{department}*: announces it", department=_name(snapshot, t, launch.department)))
    return lines


def _said(launch: Launch, request: Request, snapshot: Snapshot, t: Translator, now: datetime) -> str:
    department = _name(snapshot, t, request.department)
    if not request.required:
        department = t("{department} (optional)", department=department)
    due = slack_date(request.due_at, t, zone=snapshot.workspace.timezone)
    by = names.who(snapshot, request.answered_by) if request.answered_by else ""
    reason = names.said(request.texts.get("answer") or request.texts.get("reason"), 90)
    if request.department in launch.without:
        if request.state is RequestState.problem:
            return t(
                "*{department}*: problem: {reason}, decided to go without it",
                department=department,
                reason=reason or "…",
            )
        return t("*{department}*: no answer, decided to go without", department=department)
    if request.in_person and request.state in IN_PERSON:
        return _in_person(request, department, by or names.who(snapshot, request.person), due, t)
    if is_overdue(request, now):
        return t("*{department}*: no answer by {due}", department=department, due=due)
    match request.state:
        case RequestState.waiting:
            return t("*{department}*: awaited, {due}", department=department, due=due)
        case RequestState.problem:
            return t("*{department}*: problem: {reason}", department=department, reason=reason or "…")
    state = names.request_state(t, request.state)
    if not by:
        return t("*{department}*: {state}", department=department, state=state)
    if not request.answered_at:
        return t("*{department}*: {state} ({person})", department=department, state=state, person=by)
    at = slack_date(request.answered_at, t, style="time", zone=snapshot.workspace.timezone)
    return t(
        "*{department}*: {state} ({person}, {time})", department=department, state=state, person=by, time=at
    )


def _in_person(request: Request, department: str, person: str, due: str, t: Translator) -> str:
    """Outside the pilot: "asked in person by Julie: yes | not yet" (PRODUCT section 3)."""
    if request.state is RequestState.ready:
        return t(
            "*{department}*: asked in person by {person}: yes, ready", department=department, person=person
        )
    return t(
        "*{department}*: asked in person by {person}: not yet, {due}",
        department=department,
        person=person,
        due=due,
    )


def _name(snapshot: Snapshot, t: Translator, department: str) -> str:
    return names.said(names.department_label(t, snapshot, department), 60)


def _place(snapshot: Snapshot, request: Request) -> int:
    keys = [department.key for department in snapshot.departments]
    return keys.index(request.department) if request.department in keys else len(keys)
