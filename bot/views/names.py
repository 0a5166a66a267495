"""What things are called: kinds, topics, severities, requesters, states, departments, people.

Two sorts of text leave this file. `department` and `who` are mrkdwn: escaped, ready for a section or a
message's `text`. Everything else is plain text for headers, options and buttons; `department_label` and
`who_label` are the plain twins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.i18n import N_, Translator
from bot.models import (
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Notice,
    Reach,
    Requester,
    RequestState,
    Severity,
    Snapshot,
)
from bot.rules import defaults
from bot.views import kit

KINDS: Mapping[str, str] = {
    "product_launch": N_("Product launch"),
    "promotion": N_("Promotion"),
    "event": N_("Event"),
    "hiring": N_("Hiring"),
    "price_change": N_("Price change"),
    "partnership": N_("Partnership"),
    "press_release": N_("Press release"),
    "information": N_("Information"),
}
TOPICS: Mapping[str, str] = {
    "complaint": N_("Complaint"),
    "product_defect": N_("Product defect"),
    "delivery": N_("Delivery"),
    "billing": N_("Billing"),
    "advertising": N_("Advertising"),
    "product_change": N_("Product change"),
    "safety": N_("Safety"),
    "data_privacy": N_("Personal data"),
    "press": N_("Press"),
    "influencer": N_("Influencer"),
    "hr_grievance": N_("HR grievance"),
    "employer_brand": N_("Employer brand"),
    "partner_delay": N_("Partner delay"),
    "other": N_("Other subject"),
}
SEVERITIES: Mapping[Severity, str] = {
    Severity.low: N_("Low"),
    Severity.normal: N_("Normal"),
    Severity.high: N_("High"),
    Severity.crisis: N_("Crisis"),
}
REQUESTERS: Mapping[Requester, str] = {
    Requester.customer: N_("A customer"),
    Requester.prospect: N_("A prospect"),
    Requester.journalist: N_("A journalist"),
    Requester.blogger: N_("A blogger"),
    Requester.employee: N_("An employee"),
    Requester.partner: N_("A partner"),
    Requester.colleague: N_("A colleague"),
    Requester.unknown: N_("Not known"),
}
REACHES: Mapping[Reach, str] = {
    Reach.none: N_("Seen by nobody else"),
    Reach.local: N_("Seen by some people"),
    Reach.wide: N_("Seen by many people"),
}
LAUNCH_STATES: Mapping[LaunchState, str] = {
    LaunchState.announced: N_("Announced"),
    LaunchState.go: N_("Go"),
    LaunchState.reservations: N_("Go with reservations"),
    LaunchState.no_go: N_("No-go"),
    LaunchState.not_confirmed: N_("Not confirmed"),
    LaunchState.live: N_("Live"),
    LaunchState.cancelled: N_("Cancelled"),
    LaunchState.reviewed: N_("Reviewed"),
}
ESCALATION_STATES: Mapping[EscalationState, str] = {
    EscalationState.open: N_("Waiting to be taken"),
    EscalationState.taken: N_("Taken"),
    EscalationState.told: N_("Requester told"),
    EscalationState.closed: N_("Closed"),
    EscalationState.not_escalation: N_("Not an escalation"),
}
REQUEST_STATES: Mapping[RequestState, str] = {
    RequestState.waiting: N_("awaited"),
    RequestState.ready: N_("ready"),
    RequestState.problem: N_("problem"),
    RequestState.not_concerned: N_("not concerned"),
    RequestState.taken: N_("taken"),
    RequestState.handed_over: N_("handed over"),
    RequestState.answered: N_("answered"),
    RequestState.solved: N_("solved"),
    RequestState.unanswered: N_("no answer"),
    RequestState.rested: N_("left to rest"),
    RequestState.paused: N_("answered elsewhere"),
    RequestState.dropped: N_("no longer asked"),
}

_WINDOW = re.compile(r"(\d+)\s*([smhd])")


def kind(t: Translator, key: str) -> str:
    """A launch kind, as a header begins: "Promotion". A kind of the workspace's own shows its key."""
    return t(KINDS[key]) if key in KINDS else own(key)


def topic(t: Translator, key: str) -> str:
    """An escalation's topic, as a header begins: "Complaint". One of the workspace's own shows its key."""
    return t(TOPICS[key]) if key in TOPICS else own(key)


def own(key: str) -> str:
    """A key that a workspace chose, as words: `store_opening` is "Store opening"."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def severity_label(t: Translator, severity: Severity) -> str:
    """One word: "High"."""
    return t(SEVERITIES[severity])


def severity(t: Translator, severity: Severity, deadlines: Mapping[str, str]) -> str:
    """A level as a sentence: "High: the requester is told within 1 working hour".

    `deadlines` are the workspace's, such as {"high": "1h"} (PRODUCT section 2, "Severity, as sentences"); of
    a level that it lacks only the word is said. A crisis counts in real time.
    """
    if not (window := deadlines.get(severity.value)):
        return severity_label(t, severity)
    words = window_words(t, window, real=severity is Severity.crisis)
    if severity is Severity.crisis:
        return t("Crisis: a lead and a decided statement within {window}", window=words)
    return t("{level}: answered within {window}", level=severity_label(t, severity), window=words)


def window_words(t: Translator, window: str, *, real: bool = False) -> str:
    """A configured window in words: "4h" is "4 working hours", with `real` "4 hours"; s, m and d alike.

    What is not a window comes back as it is: the configuration was checked when it was read.
    """
    if not (found := _WINDOW.fullmatch(window.strip())):
        return window
    count, unit = int(found[1]), found[2]
    if unit == "s":
        return t.n("{count} second", "{count} seconds", count)
    if unit == "m":
        return t.n("{count} minute", "{count} minutes", count)
    if unit == "h":
        if real:
            return t.n("{count} hour", "{count} hours", count)
        return t.n("{count} working hour", "{count} working hours", count)
    if real:
        return t.n("{count} day", "{count} days", count)
    return t.n("{count} working day", "{count} working days", count)


def requester(t: Translator, requester: Requester) -> str:
    """Who asks: "A customer"."""
    return t(REQUESTERS[requester])


def reach(t: Translator, reach: Reach) -> str:
    """How many people can see it: "Seen by many people"."""
    return t(REACHES[reach])


def launch_state(t: Translator, state: LaunchState) -> str:
    return t(LAUNCH_STATES[state])


def escalation_state(t: Translator, state: EscalationState) -> str:
    return t(ESCALATION_STATES[state])


def request_state(t: Translator, state: RequestState) -> str:
    """As it stands behind a department's name: "awaited"."""
    return t(REQUEST_STATES[state])


def department(t: Translator, snapshot: Snapshot, key: str) -> str:
    """A department's name in the translator's language, escaped for mrkdwn."""
    return kit.escape(department_label(t, snapshot, key))


def department_label(t: Translator, snapshot: Snapshot, key: str) -> str:
    """The same as plain text, for options and headers."""
    name = snapshot.name(key, t.language)
    return own(name) if name == key else name


def preset_department(t: Translator, key: str) -> str:
    """The name of a department of the preset, before the workspace has it; plain text."""
    return defaults.DEPARTMENTS[key][t.language]


def who(snapshot: Snapshot, person: str | None) -> str:
    """A person's name as escaped text, which notifies nobody; `<@U…>` where the name is not known.

    Nobody (None) is a dash.
    """
    if person is None:
        return "–"
    known = snapshot.people.get(person)
    return kit.escape(known.name) if known and known.name else kit.person(person)


def who_label(snapshot: Snapshot, person: str) -> str:
    """The same as plain text, where a mention would not be drawn; the bare id where the name is not known."""
    known = snapshot.people.get(person)
    return known.name if known and known.name else person


def labelled(t: Translator, label: str, text: str) -> str:
    """A label and what it stands for: "Head: Ana", with the language's own spaces."""
    return t("{subject}: {title}", subject=label, title=text)


def people(t: Translator, snapshot: Snapshot, persons: Iterable[str], most: int = 12) -> str:
    """Several persons' names in one line, escaped; "nobody" for none. Beyond `most` they are counted."""
    found = list(persons)
    named = [who(snapshot, person) for person in found[:most]]
    if more := len(found) - most if len(found) > most else 0:
        named.append(t.n("{count} more", "{count} more", more))
    return t.join(named) or t("nobody")


def said(text: str | None, limit: int = 200) -> str:
    """What a person typed, on one line, cut to `limit` characters and then escaped for mrkdwn."""
    return kit.escape(kit.cut(" ".join((text or "").split()), limit))


def said_whole(text: str, limit: int = 2800) -> list[str]:
    """What a person typed, whole: escaped, line breaks kept, in pieces that each fit one section."""
    pieces = [""]
    for word in re.findall(r"\s*\S{1,200}", text):
        safe = kit.escape(word)
        if len(pieces[-1]) + len(safe) > limit:
            pieces.append("")
        pieces[-1] += safe if pieces[-1] else safe.lstrip()
    return [piece for piece in pieces if piece]


def title(t: Translator, notice: Notice, limit: int = 120) -> str:
    """A notice's title within a mrkdwn sentence; "(removed)" once it was erased or made private."""
    return said(notice.title, limit) or t("(removed)")


def title_label(t: Translator, notice: Notice) -> str:
    """The same as plain text, for headers and options."""
    return " ".join(notice.title.split()) or t("(removed)")


def launch_header(t: Translator, launch: Launch) -> str:
    """What heads a launch's card and requests: "Promotion: Summer sale"."""
    return t("{subject}: {title}", subject=kind(t, launch.kind), title=title_label(t, launch))


def escalation_header(t: Translator, escalation: Escalation, words: int = 8) -> str:
    """What heads an escalation's card and requests: "Complaint: " and its first eight words."""
    all_words = title_label(t, escalation).split()
    summary = " ".join(all_words[:words]) + ("…" if len(all_words) > words else "")
    return t("{subject}: {title}", subject=topic(t, escalation.topic), title=summary)
