"""A request as its department sees it: the only place of the answer buttons (PRODUCT section 2, "Cards").

The first line says who must act, on what and by when; below stand why it comes here, three lines that matter
to whoever answers, and the words to say. Once finished, one line says who did what, and the buttons go.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.i18n import Translator, slack_date
from bot.models import (
    DepartmentKind,
    Escalation,
    Launch,
    Origin,
    Reach,
    Request,
    RequestState,
    Role,
    Snapshot,
)
from bot.models.workspaces import Names
from bot.rules import defaults
from bot.views import escalation_lines, kit, names
from bot.views.kit import Block, Rendered
from bot.views.preferences import quieter
from bot.views.request_controls import controls
from bot.views.request_lines import first_line

Words = Mapping[str, Names]
"""A topic's words to say: say, privately, gesture, never -> text in each language."""


def request_message(
    request: Request,
    notice: Launch | Escalation,
    snapshot: Snapshot,
    t: Translator,
    *,
    now: datetime,
    card_link: str | None = None,
    words: Words | None = None,
    person: str | None = None,
    may_give_back: bool = False,
) -> Rendered:
    """One request, at most twelve visible lines.

    person: to whom it goes as a direct message; None: it stands in the department's channel, where a private
    one says "Made private" and nothing else. card_link: the notice's card. may_give_back: the hour in which
    a take can be given back has not passed. A partner reads neither our words to say nor the card, and is
    told whom to ask.
    """
    if (request.private or notice.private) and person is None:
        return made_private(t)
    found = snapshot.department(request.department)
    partner = found if found and found.kind is DepartmentKind.partner else None
    if partner:
        words, card_link = None, None
    first = first_line(request, notice, snapshot, t, now=now)
    blocks = [kit.header(_header(notice, t)), kit.section(first)]
    if not _is_finished(request, notice):
        blocks += _body(request, notice, snapshot, t, words)
    foot = _foot(request, notice, snapshot, t, card_link, person)
    if foot:
        blocks.append(kit.context(foot))
    if partner and partner.our_contact and not _is_finished(request, notice):
        blocks.append(kit.context(t("Questions: {person}", person=kit.person(partner.our_contact))))
    if row := controls(request, notice, t, may_give_back=may_give_back, partner=partner is not None):
        blocks.append(row)
    if person and not _is_finished(request, notice):
        blocks.append(quieter(t))
    return Rendered(first, blocks)


def made_private(t: Translator) -> Rendered:
    """What stays of a message whose notice was made private: no content at all."""
    text = t("Made private: it goes on in direct messages with whoever answers.")
    return Rendered(text, [kit.section(text)])


def _header(notice: Launch | Escalation, t: Translator) -> str:
    return (
        names.launch_header(t, notice) if isinstance(notice, Launch) else names.escalation_header(t, notice)
    )


def _is_finished(request: Request, notice: Launch | Escalation) -> bool:
    still_open = (RequestState.waiting, RequestState.unanswered, RequestState.problem, RequestState.taken)
    return request.state not in still_open or notice.ended_at is not None


def _body(
    request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator, words: Words | None
) -> list[Block]:
    lines = [*_handed(request, snapshot, t), *_concerns(notice, snapshot, t)][:5]
    blocks = [kit.section("\n".join(lines))] if lines else []
    if said := _to_say(words or {}, t):
        blocks.append(kit.section(said))
    return blocks


def _handed(request: Request, snapshot: Snapshot, t: Translator) -> list[str]:
    """What a hand-over passes on, so that nobody asks the requester again (PRODUCT mechanism 83)."""
    if not request.hop or request.origin is not Origin.routing:
        return []
    reason, done = names.said(request.texts.get("reason"), 120), names.said(request.texts.get("done"), 120)
    promised = names.said(request.texts.get("promised"), 120)
    before = request.texts.get("from")
    by = names.said(names.department_label(t, snapshot, before), 60) if before else "–"
    lines = [t("Handed over by {department}, same deadline: {reason}", department=by, reason=reason or "–")]
    if done:
        lines.append(t("Done so far: {text}", text=done))
    if promised:
        lines.append(t("Promised to the requester: {text}", text=promised))
    return lines


def _concerns(notice: Launch | Escalation, snapshot: Snapshot, t: Translator) -> list[str]:
    return (
        _of_launch(notice, snapshot, t) if isinstance(notice, Launch) else _of_escalation(notice, snapshot, t)
    )


def _of_launch(launch: Launch, snapshot: Snapshot, t: Translator) -> list[str]:
    at = slack_date(launch.at, t, zone=snapshot.workspace.timezone)
    lines = [t("Planned live {time}", time=at)]
    if gain := names.said(launch.texts.get("gain"), 140):
        lines.append(t("What the customer gains: {gain}", gain=gain))
    offer = names.said(launch.texts.get("terms") or launch.texts.get("offer"), 140)
    if offer:
        lines.append(t("Terms: {text}", text=offer))
    elif launch.answerer:
        lines.append(t("Answers comments: {person}", person=names.who(snapshot, launch.answerer)))
    return lines


def _of_escalation(escalation: Escalation, snapshot: Snapshot, t: Translator) -> list[str]:
    deadlines = {**defaults.DEADLINES, **snapshot.workspace.deadlines}
    facts = [
        escalation_lines.level_line(escalation, snapshot, t, deadlines),
        _requester(escalation, t),
    ]
    if escalation.reach is not Reach.none:
        facts.append(names.reach(t, escalation.reach))
    lines = [" · ".join(facts)]
    whole = names.said(escalation.title, 300)
    if whole != names.title(t, escalation):
        lines.append(whole)
    if where := escalation.texts.get("where", "").strip():
        lines.append(_where(where, t))
    return lines


def _where(where: str, t: Translator) -> str:
    """A bare address is a link with a name; anything else is told as it was typed."""
    if where.startswith(("https://", "http://")) and len(where.split()) == 1:
        return kit.link(where, t("Where it is"))
    return t("Where: {text}", text=names.said(where, 140))


def _requester(escalation: Escalation, t: Translator) -> str:
    kind = names.requester(t, escalation.requester)
    who = names.said(escalation.texts.get("who"), 40)
    return t("{requester} ({initials})", requester=kind, initials=who) if who else kind


def _to_say(words: Words, t: Translator) -> str:
    """The topic's words in the reader's language, one line each, as text to copy."""
    labels = {
        "say": t("Say in public"),
        "privately": t("Say privately"),
        "gesture": t("Gesture without asking"),
        "never": t("Never say"),
    }
    lines = []
    for part, label in labels.items():
        versions = words.get(part) or {}
        if text := versions.get(t.language) or next(iter(versions.values()), ""):
            lines.append(t("*{label}*: {text}", label=label, text=names.said(text, 300)))
    return "\n".join(lines)


def _foot(
    request: Request,
    notice: Launch | Escalation,
    snapshot: Snapshot,
    t: Translator,
    card_link: str | None,
    person: str | None,
) -> str:
    """Why you, and where the card is."""
    parts = [] if _is_finished(request, notice) else [_why(request, notice, snapshot, t, person)]
    if card_link:
        parts.append(kit.link(card_link, t("See the card")))
    return " · ".join(parts)


def _why(
    request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator, person: str | None
) -> str:
    department = names.said(names.department_label(t, snapshot, request.department), 60)
    if request.origin is Origin.problem:
        return t("Why you: it is your launch.")
    if request.in_person:
        return t(
            "Why you: it is your launch, and the pilot does not write to {department} yet.",
            department=department,
        )
    if request.origin is Origin.expert:
        asker = names.who(snapshot, request.asked_by)
        return t("Why you: {person} needs what {department} knows.", person=asker, department=department)
    if person and request.person == person:
        return t("Why you: you were named for it.")
    if person and person in snapshot.holders(request.department, *Role):
        return t("Why you: you have a seat in {department}.", department=department)
    if isinstance(notice, Escalation):
        topic = kit.escape(names.topic(t, notice.topic))
        return t("Why you: {department} answers for the topic {topic}.", department=department, topic=topic)
    if request.required:
        return t("Why you: without {department} there is no Go.", department=department)
    return t("Why you: {department} was asked too; Go does not wait for it.", department=department)
