"""The timeline of a notice, worded when it is shown: `models.Entry` in, one line of mrkdwn out.

An entry keeps a kind and values, never a sentence, so that each reader has it in their language. What a
kind may say stands in `SENTENCES`, from the fullest sentence to the barest: the first one whose fields are
all known is said, so that an entry of an older version still reads well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from string import Formatter
from typing import Any

from bot.i18n import N_, Translator, slack_date
from bot.models import Entry, RequestState, Severity, Snapshot
from bot.views import kit, names, relations

SENTENCES: Mapping[str, Sequence[str]] = {
    "announced": (N_("{who} announced it."),),
    "asked": (N_("{department} was asked to answer by {due}."), N_("{department} was asked.")),
    "shown": (
        N_("{person} was shown the request to {department}."),
        N_("The request to {department} was shown."),
        N_("The request was shown."),
    ),
    "answered": (
        N_("{who} answered for {department}: {state}. {reason}"),
        N_("{who} answered for {department}: {state}."),
        N_("{who} answered."),
    ),
    "taken_back": (N_("{who} took back the answer of {department}."), N_("{who} took back an answer.")),
    "problem": (
        N_("{who} raised a problem for {department}: {reason}"),
        N_("{who} raised a problem: {reason}"),
        N_("{who} raised a problem."),
    ),
    "solved": (N_("{who} says that the problem of {department} is solved."), N_("{who} called it solved.")),
    "not_solved": (N_("{who} says that the problem of {department} is not solved yet."),),
    "fixed": (
        N_("{who} says that the problem is fixed: {reason}"),
        N_("{who} says that the problem is fixed."),
    ),
    "decided": (
        N_("{who} decided: {decision}. {reason}"),
        N_("{who} decided: {decision}."),
        N_("{who} decided."),
    ),
    "released": (N_("{who} released it."),),
    "held": (N_("An open crisis holds it until somebody releases it."),),
    "live": (N_("It is live."),),
    "not_confirmed": (N_("Its hour passed undecided: not confirmed."),),
    "changed": (N_("{who} changed it: {changes}."), N_("{who} changed it.")),
    "postponed": (N_("{who} moved it from {from_time} to {to_time}."), N_("{who} gave it a new date.")),
    "cancelled": (N_("{who} cancelled it: {reason}"), N_("{who} cancelled it.")),
    "without": (
        N_("{who} decided to go without {department}: {reason}"),
        N_("{who} decided to go without {department}."),
    ),
    "completed": (N_("{who} completed it: {changes}."), N_("{who} completed it.")),
    **relations.SENTENCES,
    "bundled": (N_("More came from {who} within the hour than it may open: the others are counted here."),),
    "source_told": (N_("{who} says that the requester was told."),),
    "source_closed": (N_("{who} has closed its own; here a person closes it."),),
    "source_again": (N_("{who} has more about it."),),
    "source_after": (N_("{who} has more about it: reopen it if it is not settled."),),
    "told_first": (N_("{who} reported it."),),
    "reported": (N_("{who} reported it too."),),
    "from_app": (N_("It came from {app}; {who} answers for it."),),
    "source_changed": (N_("The text of the message that this is about was changed."),),
    "source_deleted": (N_("The message that this is about was deleted."),),
    "flooded": (N_("More messages of {app} within the hour, which opened nothing: {count}."),),
    "taken": (N_("{who} took it."),),
    "given_back": (N_("{who} gave it back; the clock runs on."),),
    "handed_over": (
        N_("{who} handed it over from {from_department} to {to_department}: {reason}"),
        N_("{who} handed it over from {from_department} to {to_department}."),
        N_("{who} handed it over."),
    ),
    "second_hand_over_asked": (
        N_("{who} asked for a second hand-over, to {to_department}: {reason}"),
        N_("{who} asked for a second hand-over, to {to_department}."),
        N_("{who} asked for a second hand-over."),
    ),
    "expert_asked": (
        N_("{who} asked {department} for advice: {question}"),
        N_("{who} asked {department} for advice."),
        N_("{who} asked for advice."),
    ),
    "expert_answered": (
        N_("{who} gave the advice of {department}: {answer}"),
        N_("{who} gave the advice of {department}."),
        N_("{who} gave advice."),
    ),
    "told": (N_("{who} told the requester: {where}"), N_("{who} told the requester.")),
    "told_not_needed": (N_("{who} noted that the requester need not be told."),),
    "more_time": (
        N_("{who} promised the requester an answer by {due}: {promised}"),
        N_("{who} promised the requester an answer by {due}."),
        N_("{who} asked for more time."),
    ),
    "severity": (
        N_("{who} changed the severity from {before} to {after}."),
        N_("{who} changed the severity."),
    ),
    "rose": (
        N_("It waited: its severity rose from {before} to {after}."),
        N_("It waited: its severity rose."),
    ),
    "rose_by_reports": (
        N_("Many reported it: its severity rose from {before} to {after}."),
        N_("Many reported it: its severity rose."),
    ),
    "merged": (N_("{who} merged another one into this one."),),
    "merged_into": (N_("{who} merged this into another one."),),
    "separated": (N_("{who} separated it again."),),
    "different": (N_("{who} noted that another one is not the same."),),
    "unanswered": (
        N_("{department} did not answer in time."),
        N_("Nobody answered in time."),
    ),
    "reply_late": (N_("The requester was not told in time: reply late."),),
    "closed": (N_("{who} closed it. Lesson: {lesson}"), N_("{who} closed it.")),
    "reopened": (N_("{who} reopened it: {reason}"), N_("{who} reopened it.")),
    "not_escalation": (
        N_("{who} noted that it is not an escalation: {reason}"),
        N_("{who} noted that it is not an escalation."),
    ),
    "edited": (N_("{who} rewrote the summary; the old text was removed."),),
    "made_private": (N_("{who} made it private."),),
    "called": (
        N_("{person} was called for {department} ({role})."),
        N_("{person} was called ({role})."),
        N_("{person} was called."),
    ),
    "stands_in": (
        N_("{absent} is not available: {person} stands in for {department}; the deadline is unchanged."),
        N_("{person} stands in for {department}; the deadline is unchanged."),
    ),
    "phone_shown": (N_("{who} was shown the phone number of {person}."),),
    "reached": (N_("{who} reached {person} by phone."),),
    "not_reached": (N_("{who} did not reach {person} by phone."),),
    "missed": (
        N_("A call came too late to be sent: {department} ({role})."),
        N_("A call came too late to be sent: {role}."),
        N_("A call came too late to be sent."),
    ),
    "rested": (
        N_("{who} let the request to {department} rest: {reason}"),
        N_("{who} let it rest: {reason}"),
        N_("{who} let it rest."),
    ),
    "named": (N_("{who} named {person} for {department}."), N_("{who} named {person}.")),
    "retired": (N_("{department} is retired: what it owes goes to the orchestrator."),),
    "lead": (N_("{person} leads the crisis."), N_("{who} leads the crisis.")),
    "statement": (
        N_("{who} decided on the statement: {decision}. {reason}"),
        N_("{who} decided on the statement: {decision}."),
        N_("{who} decided on the statement."),
    ),
    "offer_help": (N_("{who} offers to help."),),
    "parked": (
        N_("A message could not be sent to {channel}: an administrator was told."),
        N_("A message could not be sent: an administrator was told."),
    ),
}
UNKNOWN = N_("{who} worked on it.")
"""Of a kind, or with values, that this version does not know."""

DECISIONS: Mapping[str, str] = {
    "go": N_("Go"),
    "reservations": N_("Go with reservations"),
    "no_go": N_("No-go"),
    "publish": N_("publish it"),
    "hold": N_("hold it back"),
    "silent": N_("stay silent"),
}
ROLES: Mapping[str, str] = {
    "representative": N_("representative"),
    "reminder": N_("reminder"),
    "deputy": N_("deputy"),
    "head": N_("head"),
    "orchestrator": N_("orchestrator"),
    "sponsor": N_("sponsor"),
    "on_call": N_("on duty"),
    "owner": N_("owner"),
    "person": N_("named person"),
    "direct": N_("asked directly"),
}
FIELDS: Mapping[str, str] = {
    "title": N_("name"),
    "kind": N_("kind"),
    "at": N_("date"),
    "gain": N_("what the customer gains"),
    "goal": N_("goal"),
    "progress": N_("where the goal stands"),
    "help": N_("how colleagues can help"),
    "answerer": N_("who answers comments"),
    "approver": N_("approver"),
    "what": N_("what it is"),
    "audience": N_("for whom"),
    "price": N_("price"),
    "offer": N_("offer"),
    "terms": N_("terms"),
    "claim": N_("claim"),
    "kit": N_("content kit"),
    "media": N_("media"),
    "embargo": N_("embargo"),
}

_TEXTS = ("reason", "question", "answer", "lesson", "promised", "where")
_TEXT_LIMIT = 300


def line(entry: Entry, snapshot: Snapshot, t: Translator) -> str:
    """One line of a timeline, mrkdwn: when it happened in the reader's own time, and what.

    Everything typed is escaped and cut at 300 characters. A kind that this version does not know gives a
    neutral sentence.
    """
    time = slack_date(entry.at, t, zone=snapshot.workspace.timezone)
    return t("{time} · {event}", time=time, event=event(entry, snapshot, t))


def event(entry: Entry, snapshot: Snapshot, t: Translator) -> str:
    """What happened, without the hour."""
    known = _fields(entry, snapshot, t)
    kind = "told_not_needed" if _is_untold(entry) else entry.kind
    choices = (*SENTENCES.get(kind, ()), UNKNOWN)
    sentence = next(given for given in choices if _named(given) <= known.keys())
    return t(sentence, **known).strip()


def role(t: Translator, key: str) -> str:
    """What a rung of a ladder calls a person as: "deputy"."""
    return t(ROLES[key]) if key in ROLES else names.own(key)


def decision(t: Translator, key: str) -> str:
    """A decision in words: "Go with reservations", "stay silent"."""
    return t(DECISIONS[key]) if key in DECISIONS else kit.escape(key)


def field_name(t: Translator, key: str) -> str:
    """What a field of a launch is called inside a sentence: "who answers comments"."""
    return t(FIELDS[key]) if key in FIELDS else names.own(key)


def _named(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _is_untold(entry: Entry) -> bool:
    return entry.kind == "told" and "not_needed" in (entry.values.get("told"), entry.values.get("how"))


def _fields(entry: Entry, snapshot: Snapshot, t: Translator) -> dict[str, str]:
    """Every field that the entry's values can fill, as mrkdwn."""
    values = entry.values
    known = {"who": _who(entry, snapshot)}
    known |= {
        name: kit.escape(kit.cut(str(values[name]), _TEXT_LIMIT)) for name in _TEXTS if values.get(name)
    }
    for name in ("person", "absent"):
        if values.get(name):
            known[name] = names.who(snapshot, str(values[name]))
    for name, key in (("department", "department"), ("from_department", "from"), ("to_department", "to")):
        if values.get(key):
            known[name] = names.department(t, snapshot, str(values[key]))
    if values.get("role"):
        known["role"] = role(t, str(values["role"]))
    if values.get("decision"):
        known["decision"] = decision(t, str(values["decision"]))
    for name in ("app", "count"):
        if values.get(name):
            known[name] = names.said(str(values[name]), 80)
    if values.get("channel"):
        known["channel"] = f"<#{kit.escape(str(values['channel']))}>"
    return known | _choices(values, t) | _times(values, snapshot, t) | _changes(entry, t)


def _who(entry: Entry, snapshot: Snapshot) -> str:
    """The program that did it, else the person, else Tutti."""
    if source := entry.values.get("source"):
        return kit.escape(kit.cut(str(source), 80))
    return names.who(snapshot, entry.by) if entry.by else "Tutti"


def _choices(values: Mapping[str, Any], t: Translator) -> dict[str, str]:
    known: dict[str, str] = {}
    if values.get("state") in set(RequestState):
        known["state"] = names.request_state(t, RequestState(values["state"]))
    for name in ("before", "after"):
        if values.get(name) in set(Severity):
            known[name] = names.severity_label(t, Severity(values[name]))
    return known


def _times(values: Mapping[str, Any], snapshot: Snapshot, t: Translator) -> dict[str, str]:
    zone = snapshot.workspace.timezone
    found = {
        "due": moment(values.get("due") or values.get("due_at")),
        "from_time": moment(values.get("from")),
        "to_time": moment(values.get("to")),
    }
    return {name: slack_date(at, t, zone=zone) for name, at in found.items() if at}


def moment(value: object) -> datetime | None:
    """An aware instant from what JSON kept of it (ISO text); None for anything else."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return at if isinstance(at, datetime) and at.tzinfo else None


def _changes(entry: Entry, t: Translator) -> dict[str, str]:
    """The names of the fields that a change touched; their texts stand on the card, not in the timeline."""
    diff = entry.values.get("fields", entry.values) if entry.kind in ("changed", "completed") else {}
    touched = [field_name(t, key) for key in diff if key in FIELDS]
    return {"changes": t.join(touched)} if touched else {}
