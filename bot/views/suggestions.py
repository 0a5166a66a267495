"""What Tutti proposes for a message of a watched channel: to its author alone, or under an app's message.

The first line says who would act, on what, by when. Nothing that the message said is repeated but our own
short summary; of a private matter not even that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import N_, Translator, slack_date
from bot.models import Escalation, Lane, Launch, Role, Snapshot, Suggestion, SuggestionState
from bot.rules import rotas
from bot.views import kit, names
from bot.views.kit import Block, Rendered

SETTLED: Mapping[SuggestionState, str] = {
    SuggestionState.opened: N_("{who} opened this: {title}"),
    SuggestionState.corrected: N_("{who} corrected and opened this: {title}"),
    SuggestionState.automatic: N_("Opened by itself for {app}: {title}"),
    SuggestionState.refused: N_("{who} said not this time; nothing was opened."),
    SuggestionState.expired: N_("The message was deleted or says something else now; nothing was opened."),
}


@dataclass(frozen=True)
class Offer:
    """What a suggestion leads to. taken_by: when the department would take it, aware UTC; None: a launch."""

    suggestion: Suggestion
    taken_by: datetime | None = None
    now: datetime | None = None
    words: Sequence[str] = ()
    """What the rule found, shown to the author alone."""


def private_offer(offer: Offer, snapshot: Snapshot, t: Translator, *, asked: bool = False) -> Rendered:
    """What its author alone sees. asked: they asked for it, so that there is nothing to stop."""
    one = offer.suggestion
    first = _first(offer, snapshot, t)
    lines = [t("Only you see this. Nothing is opened unless you open it."), _why(offer, t)]
    blocks = [kit.section(first), *_filled(one, t), *_crisis(one, t), kit.context(*[n for n in lines if n])]
    return Rendered(first.replace("*", ""), [*blocks, _buttons(one, t, may_stop=not asked)])


def line_for_app(offer: Offer, snapshot: Snapshot, t: Translator) -> Rendered:
    """What stands in the thread of an app's message: the department on duty first."""
    one, now = offer.suggestion, offer.now
    first = _first(offer, snapshot, t)
    if one.department and now and (duty := _on_duty(snapshot, one.department, now)):
        people = names.people(t, snapshot, duty)
        first = t("{people}: {line}", people=people, line=first)
    note = t("Whoever opens it is its reporter.")
    blocks = [
        kit.section(first),
        *_filled(one, t),
        *_crisis(one, t),
        kit.context(note, _why(offer, t) or note),
    ]
    return Rendered(first.replace("*", ""), [*blocks, _buttons(one, t)])


def settled(
    suggestion: Suggestion,
    notice: Launch | Escalation | None,
    snapshot: Snapshot,
    t: Translator,
    link: str | None = None,
) -> str:
    """What became of it, in one sentence of mrkdwn. link: to the card of what was opened."""
    shown = t("a private item")
    if notice is not None and not notice.private:
        shown = kit.link(link, names.title_label(t, notice)) if link else names.title(t, notice)
    return t(
        SETTLED.get(suggestion.state, SETTLED[SuggestionState.expired]),
        who=names.who(snapshot, suggestion.decided_by),
        title=shown,
        app=names.said(suggestion.app_name or suggestion.app, 80),
    )


def refused_words(t: Translator) -> str:
    """After *Not This Time*."""
    return t("Not this time: nothing was opened. You can hand over any message with its menu, any time.")


def stopped_words(snapshot: Snapshot, channel: str, t: Translator) -> str:
    """After an administrator's *Stop in This Channel*."""
    place = kit.channel(channel)
    return t("{channel} is not watched any more; the settings watch it again.", channel=place)


def muted_words(snapshot: Snapshot, channel: str, t: Translator) -> str:
    """After anybody else's: it stops for them, and who can stop it for all."""
    return t(
        "You get no more proposals in {channel}; `/tutti preferences` brings them back. "
        "For everybody only an administrator can stop them: {people}.",
        channel=kit.channel(channel),
        people=names.people(t, snapshot, snapshot.present(snapshot.workspace.administrators)),
    )


def shadow_line(suggestion: Suggestion, link: str | None, snapshot: Snapshot, t: Translator) -> str:
    """One line of the orchestrator's Home; of a private matter only its department. Mrkdwn."""
    zone = snapshot.workspace.timezone
    time = slack_date(suggestion.made_at, t, zone=zone)
    return t(
        "• {time} in {channel}: {what}",
        time=kit.link(link, t("message")) + f" {time}" if link and not suggestion.private else time,
        channel=kit.channel(suggestion.channel),
        what=_what(suggestion, snapshot, t),
    )


def withheld_line(channel: str, count: int, t: Translator) -> str:
    """One line of the orchestrator's Home: more came in an hour than is proposed."""
    return t.n(
        "• {channel}: {count} more message within an hour, not proposed.",
        "• {channel}: {count} more messages within an hour, not proposed.",
        count,
        channel=kit.channel(channel),
    )


def more_words(count: int, app: str, t: Translator) -> str:
    """On the card of what was opened for an app: so many came after it within the hour. Mrkdwn."""
    return t.n(
        "*{count} more message* of {app} came after it.",
        "*{count} more messages* of {app} came after it.",
        count,
        app=names.said(app, 80),
    )


def _what(one: Suggestion, snapshot: Snapshot, t: Translator) -> str:
    if one.lane == Lane.launch:
        kind = names.kind(t, one.kind) if one.kind else t("launch")
        return t("{subject}: {title}", subject=kit.escape(kind), title=names.said(one.texts.get("title"), 80))
    department = names.department(t, snapshot, one.department or "")
    if one.private:
        return t("a private matter for *{department}*", department=department)
    return t(
        "{subject} for *{department}*: {title}",
        subject=kit.escape(names.topic(t, one.topic or "")),
        department=department,
        title=names.said(one.texts.get("title"), 80),
    )


def _first(offer: Offer, snapshot: Snapshot, t: Translator) -> str:
    one = offer.suggestion
    if one.lane == Lane.launch:
        return t("This looks like a launch: open its form, filled in, and the departments are asked.")
    if not one.topic:
        return t("Open an escalation for this message? You choose its subject in the form.")
    subject, department = names.topic(t, one.topic or ""), names.department(t, snapshot, one.department or "")
    if offer.taken_by is None:
        return t(
            "This looks like an escalation for *{department}*: {subject}.",
            subject=kit.escape(subject),
            department=department,
        )
    return t(
        "This looks like an escalation: *{department}* would take it by {time}. Subject: {subject}.",
        subject=kit.escape(subject),
        department=department,
        time=slack_date(offer.taken_by, t, zone=snapshot.workspace.timezone),
    )


def _filled(one: Suggestion, t: Translator) -> list[Block]:
    """What the form is filled with."""
    if one.private:
        return [kit.context(t("It would start private, without what the message says."))]
    parts = [names.said(one.texts.get("title"), 80)]
    if one.lane == Lane.escalation:
        parts.append(names.requester(t, one.requester))
        parts.append(names.severity_label(t, one.severity))
    elif one.kind:
        parts.append(names.kind(t, one.kind))
    return [kit.section(" · ".join(part for part in parts if part))]


def _crisis(one: Suggestion, t: Translator) -> list[Block]:
    if not one.crisis:
        return []
    return [kit.section(t("If this is a crisis, open it yourself: `/tutti crisis`. Tutti never does."))]


def _why(offer: Offer, t: Translator) -> str:
    """Which rule proposed it; to its author also the words that it found, unless it starts private."""
    one = offer.suggestion
    if not one.rule:
        return ""
    labels = {one.topic: names.topic(t, one.topic or ""), one.kind: names.kind(t, one.kind or "")}
    rule = names.said(labels.get(one.rule, one.rule), 60)
    if not offer.words or one.private:
        return t("Proposed by Tutti (rule: {rule}).", rule=rule)
    words = names.said(", ".join(offer.words), 150)
    return t("Proposed by Tutti (rule: {rule}; words: {words}).", rule=rule, words=words)


def _on_duty(snapshot: Snapshot, department: str, now: datetime) -> Sequence[str]:
    """Who is on duty for the department, else who represents it."""
    seats = snapshot.holders(department, Role.representative, Role.deputy)
    return rotas.at_hand(snapshot, department, now)[:1] or seats[:1]


def _buttons(one: Suggestion, t: Translator, *, may_stop: bool = True) -> Block:
    label = t("Open") if one.lane == Lane.escalation and one.topic else t("Open the Form")
    stop = kit.button(t("Stop in This Channel"), "suggestion_stop", one.id)
    return kit.actions(
        kit.button(label, "suggestion_open", one.id, style="primary"),
        kit.button(t("Correct"), "suggestion_correct", one.id),
        kit.button(t("Not This Time"), "suggestion_refuse", one.id),
        stop if may_stop else None,
        block_id=f"suggestion:{one.id}",
    )
