"""The sentences of an escalation, shared by its card, its details and whatever else names it.

All of them are mrkdwn, with what people typed escaped, except `heading`, which is plain text. Sources:
PRODUCT section 2, "Cards" and "Two clocks of an escalation".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.i18n import N_, Translator, slack_date
from bot.models import (
    Escalation,
    EscalationState,
    Origin,
    Reach,
    Report,
    Request,
    RequestState,
    Severity,
    Snapshot,
)
from bot.rules import reports as counting
from bot.views import hooks, kit, names

WORDS: Mapping[str, str] = {
    "say": N_("*Say in public*: {words}"),
    "privately": N_("*Say privately*: {words}"),
    "gesture": N_("*Gesture without asking*: {words}"),
    "never": N_("*Never say*: {words}"),
}
STORIES: Mapping[str, str] = {
    "safety": N_("People may be hurt"),
    "data": N_("Personal data got out"),
    "conduct": N_("Something that one of us did or said"),
    "product": N_("A product or a service fails"),
    "rumour": N_("A rumour or wrong facts"),
    "conflict": N_("A conflict with employees, partners or authorities"),
    "other": N_("Another kind of story"),
}
STATEMENTS: Mapping[str, str] = {
    "publish": N_("Statement: to be published, decided {time}."),
    "hold": N_("Statement: held back, decided {time}."),
    "silent": N_("Statement: we stay silent, decided {time}."),
}
OPEN_REQUEST = (RequestState.waiting, RequestState.unanswered)


def heading(escalation: Escalation, t: Translator) -> str:
    """What names the escalation, plain text of at most 140 characters: "Complaint: " and its first words."""
    return kit.cut(names.escalation_header(t, escalation), 140)


def lead_line(
    escalation: Escalation, snapshot: Snapshot, t: Translator, *, orchestrator: str | None, now: datetime
) -> str:
    """Who must act, by when; of a finished one what became of it. Mrkdwn."""
    if escalation.state in (EscalationState.open, EscalationState.taken):
        if escalation.severity is Severity.crisis:
            return _crisis_line(escalation, snapshot, t)
        if escalation.state is EscalationState.open:
            return _open_line(escalation, snapshot, t, orchestrator, now)
        return _taken_line(escalation, snapshot, t)
    return _finished_line(escalation, snapshot, t)


def _open_line(
    escalation: Escalation, snapshot: Snapshot, t: Translator, orchestrator: str | None, now: datetime
) -> str:
    department = names.department(t, snapshot, escalation.department)
    told_by = time_of(escalation.told_due_at, snapshot, t)
    if escalation.late:
        return t(
            "Reply late: *{department}* takes this now; the requester was to be told by {time}.",
            department=department,
            time=told_by,
        )
    if now > escalation.taken_due_at and orchestrator:
        return t(
            "Not taken in time: *{person}* names somebody; the requester is told by {time}.",
            person=names.who(snapshot, orchestrator),
            time=told_by,
        )
    taken_by = time_of(escalation.taken_due_at, snapshot, t)
    return t("*{department}* takes this by {time}.", department=department, time=taken_by)


def _taken_line(escalation: Escalation, snapshot: Snapshot, t: Translator) -> str:
    person = names.who(snapshot, escalation.owner)
    time = time_of(escalation.told_due_at, snapshot, t)
    if escalation.late:
        return t(
            "Reply late: *{person}* has it; the requester was to be told by {time}.", person=person, time=time
        )
    return t("*{person}* has it; the requester is told by {time}.", person=person, time=time)


def _crisis_line(escalation: Escalation, snapshot: Snapshot, t: Translator) -> str:
    if escalation.late and not escalation.statement:
        return _late_crisis_line(escalation, snapshot, t)
    if escalation.state is EscalationState.open:
        return t(
            "*{department}* names a lead by {lead_time}; the statement is decided by {time}.",
            department=names.department(t, snapshot, escalation.department),
            lead_time=time_of(escalation.taken_due_at, snapshot, t),
            time=time_of(escalation.told_due_at, snapshot, t),
        )
    person = names.who(snapshot, escalation.owner)
    if escalation.statement:
        return t("*{person}* leads; the statement is decided.", person=person)
    return t(
        "*{person}* leads and decides on the statement by {time}.",
        person=person,
        time=time_of(escalation.told_due_at, snapshot, t),
    )


def _late_crisis_line(escalation: Escalation, snapshot: Snapshot, t: Translator) -> str:
    time = time_of(escalation.told_due_at, snapshot, t)
    if escalation.state is EscalationState.open:
        return t(
            "Late: nobody leads yet; *{department}* names a lead now. The statement was due {time}.",
            department=names.department(t, snapshot, escalation.department),
            time=time,
        )
    return t(
        "Late: *{person}* leads; the statement was to be decided by {time}.",
        person=names.who(snapshot, escalation.owner),
        time=time,
    )


def _finished_line(escalation: Escalation, snapshot: Snapshot, t: Translator) -> str:
    owner = names.who(snapshot, escalation.owner)
    if escalation.state is EscalationState.told:
        return _told_line(escalation, snapshot, t, owner)
    reason, lesson = typed(escalation, "reason"), typed(escalation, "lesson")
    ended = time_of(escalation.ended_at, snapshot, t) if escalation.ended_at else ""
    if escalation.state is EscalationState.not_escalation:
        return t("Not an escalation: {reason}", reason=reason) if reason else t("Not an escalation.")
    if not ended:
        return t("Closed.")
    return (
        t("Closed {time}. Lesson: {lesson}", time=ended, lesson=lesson)
        if lesson
        else t("Closed {time}.", time=ended)
    )


def _told_line(escalation: Escalation, snapshot: Snapshot, t: Translator, owner: str) -> str:
    if escalation.told == "not_needed":
        return t("The requester need not be told; *{person}* closes it.", person=owner)
    if escalation.told_at is None:
        return t("The requester was told; *{person}* closes it.", person=owner)
    time = time_of(escalation.told_at, snapshot, t)
    return t("The requester was told {time}; *{person}* closes it.", time=time, person=owner)


def request_lines(
    escalation: Escalation,
    requests: Sequence[Request],
    snapshot: Snapshot,
    t: Translator,
    links: Mapping[str, str | None],
) -> list[str]:
    """Where it is taken, and an expert's advice that is awaited; at most two lines."""
    lines = []
    asked = current(requests)
    if asked and asked.state in OPEN_REQUEST and (url := links.get(asked.id)):
        lines.append(kit.link(url, t("Take it on the request")))
    for request in requests:
        if request.origin is Origin.expert and request.state in OPEN_REQUEST:
            lines.append(
                t(
                    "{department} gives advice by {time}.",
                    department=names.department(t, snapshot, request.department),
                    time=time_of(request.due_at, snapshot, t),
                )
            )
    return lines[:2]


def current(requests: Sequence[Request]) -> Request | None:
    """The request that stands now: of the last round, after the last hand-over."""
    routed = [request for request in requests if request.origin is Origin.routing]
    return max(routed, key=lambda request: (request.round, request.hop), default=None)


def fact_lines(
    escalation: Escalation,
    reports: Sequence[Report],
    snapshot: Snapshot,
    t: Translator,
    deadlines: Mapping[str, str],
) -> list[str]:
    """What happened, how severe it is, who asks and where; of a crisis its story and statement."""
    lines = []
    if " ".join(escalation.title.split()) not in heading(escalation, t):
        lines.append(names.said(escalation.title, 300))
    level = [level_line(escalation, snapshot, t, deadlines)]
    if (told := counting.count(reports)) > 1:
        level.append(_reported(reports, told, t))
    lines.append(" · ".join(level))
    lines.append(_requester_line(escalation, reports, t))
    if escalation.severity is Severity.crisis:
        lines += _crisis_facts(escalation, snapshot, t)
    return lines


def _reported(reports: Sequence[Report], told: int, t: Translator) -> str:
    if told == len(counting.reporters(reports)):
        return t.n("{count} colleague reported it.", "{count} colleagues reported it.", told)
    return t.n("{count} report of it.", "{count} reports of it.", told)


def level_line(
    escalation: Escalation, snapshot: Snapshot, t: Translator, deadlines: Mapping[str, str]
) -> str:
    """The level as a sentence, the stated hour where there is one, and that waiting raised it."""
    level = names.severity(t, escalation.severity, deadlines)
    if escalation.stated_at:
        time = time_of(escalation.stated_at, snapshot, t)
        level = t("The requester stated an hour: {time}", time=time)
    return t("{severity} (raised by waiting)", severity=level) if escalation.rises else level


def _requester_line(escalation: Escalation, reports: Sequence[Report], t: Translator) -> str:
    who = names.requester(t, escalation.requester)
    if initials := typed(escalation, "who", 60):
        who = t("{requester}, {initials}", requester=who, initials=initials)
    parts = [t("Requester: {requester}", requester=who), *_where(escalation, reports, t)]
    if escalation.reach is not Reach.none:
        parts.append(names.reach(t, escalation.reach))
    return " · ".join(parts)


def _where(escalation: Escalation, reports: Sequence[Report], t: Translator) -> list[str]:
    places = []
    gone = {report.permalink for report in reports if report.gone_at}
    if any(gone):
        places.append(t("the message was deleted"))
    if (where := escalation.texts.get("where", "").strip()) and where not in gone:
        is_address = where.startswith(("https://", "http://")) and len(where.split()) == 1
        places.append(kit.link(where, t("Where it is")) if is_address else kit.escape(kit.cut(where, 150)))
    first = next((one.permalink for one in reports if one.permalink and not one.gone_at), None)
    if first and first != where:
        places.append(kit.link(first, t("Message")))
    return places


def _crisis_facts(escalation: Escalation, snapshot: Snapshot, t: Translator) -> list[str]:
    lines = []
    if story := escalation.texts.get("story"):
        lines.append(
            t("Kind of story: {story}", story=t(STORIES[story]) if story in STORIES else kit.escape(story))
        )
    if escalation.statement and escalation.statement in STATEMENTS:
        time = time_of(escalation.statement_at or escalation.told_due_at, snapshot, t)
        lines.append(t(STATEMENTS[escalation.statement], time=time))
    if escalation.ended_at is None:
        lines.append(t("No launch goes out by itself until this is closed."))
    return lines


def people_lines(
    escalation: Escalation, snapshot: Snapshot, t: Translator, orchestrator: str | None
) -> list[str]:
    """Who is responsible, who owns it and what the requester was promised."""
    route = t(
        "{topic} goes to {department}",
        topic=kit.escape(names.topic(t, escalation.topic)),
        department=names.department(t, snapshot, escalation.department),
    )
    reporter = t("Reported by {person}", person=names.who(snapshot, escalation.by))
    people = [route, hooks.teller_line(escalation, t) or reporter]
    if escalation.owner:
        people.append(t("Owner: {person}", person=names.who(snapshot, escalation.owner)))
    if orchestrator:
        people.append(t("Orchestrator: {person}", person=names.who(snapshot, orchestrator)))
    lines = [" · ".join(people)]
    if escalation.state is EscalationState.open and escalation.severity is not Severity.crisis:
        lines.append(t("The requester is told by {time}.", time=time_of(escalation.told_due_at, snapshot, t)))
    if promised := typed(escalation, "promised"):
        lines.append(t("The requester was promised: {promised}", promised=promised))
    return [*lines, *hooks.bundled_lines(escalation, t)]


def words_text(words: Mapping[str, Mapping[str, str]], t: Translator) -> str:
    """A topic's words to say in the translator's language, else in the other one; mrkdwn, "" for none."""
    lines = []
    for key, sentence in WORDS.items():
        texts = words.get(key) or {}
        if said := texts.get(t.language) or next(iter(texts.values()), ""):
            lines.append(t(sentence, words=kit.escape(kit.cut(said, 600))))
    return "\n".join(lines)


def typed(escalation: Escalation, name: str, limit: int = 300) -> str:
    """What was typed into a field, on one line, cut and escaped."""
    return names.said(escalation.texts.get(name), limit)


def time_of(at: datetime, snapshot: Snapshot, t: Translator) -> str:
    """A Slack date token with its fallback in the workspace's zone."""
    return slack_date(at, t, zone=snapshot.workspace.timezone)
