"""What an escalation looks like: its card, its details, the line for those consulted.

The card's first line says who must act, on what, by when (PRODUCT section 2, "Cards"). Answer buttons stand
on the request only; the card has *Details* and a link to the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.i18n import Translator
from bot.models import Entry, Escalation, EscalationState, Report, Request, Severity, Snapshot
from bot.views import escalation_lines, kit, names, relations, timeline
from bot.views.lines import newest, packed
from bot.views.relations import Related


def escalation_card(
    escalation: Escalation,
    requests: Sequence[Request],
    reports: Sequence[Report],
    snapshot: Snapshot,
    t: Translator,
    *,
    links: Mapping[str, str | None],
    orchestrator: str | None,
    now: datetime,
    deadlines: Mapping[str, str],
    related: Sequence[Related] = (),
    more: str = "",
) -> kit.Rendered:
    """The card in the integration channel, at most twelve lines; of a private escalation only that it is.

    `links` gives each request's permalink by its id, `orchestrator` the one on duty now, `deadlines` the
    workspace's windows by severity, `related` the launches that it was raised from or holds, `more` a line on
    what came after it.
    """
    if escalation.private:
        return private_card(t)
    first = escalation_lines.lead_line(escalation, snapshot, t, orchestrator=orchestrator, now=now)
    lines = [
        first,
        *escalation_lines.request_lines(escalation, requests, snapshot, t, links),
        *escalation_lines.fact_lines(escalation, reports, snapshot, t, deadlines),
        *relations.card_lines(related, snapshot, t),
        *escalation_lines.people_lines(escalation, snapshot, t, orchestrator),
        *([more] if more else []),
    ]
    return kit.Rendered(
        text=t("{heading}. {line}", heading=kit.escape(escalation_lines.heading(escalation, t)), line=first),
        blocks=[
            kit.header(escalation_lines.heading(escalation, t)),
            *packed(lines),
            kit.actions(
                kit.button(t("Details"), "escalation_details", escalation.id),
                block_id=f"card:{escalation.id}",
            ),
        ],
    )


def private_card(t: Translator) -> kit.Rendered:
    """What a card becomes when its escalation is made private: nothing of it stays."""
    return kit.Rendered(text=t("Made private"), blocks=[kit.section(t("Made private"))])


def consulted_line(
    escalation: Escalation,
    snapshot: Snapshot,
    t: Translator,
    card_link: str | None,
    *,
    informed: bool = False,
) -> kit.Rendered:
    """The line in a consulted department's channel: to know, nothing to answer ("Who may answer").

    informed: the department is only told; a consulted one hears where what it knows is of use.
    """
    if escalation.private:
        return private_card(t)
    heading = escalation_lines.heading(escalation, t)
    said = {
        "title": f"*{kit.link(card_link, heading) if card_link else kit.escape(heading)}*",
        "department": names.department(t, snapshot, escalation.department),
        "time": escalation_lines.time_of(escalation.taken_due_at, snapshot, t),
    }
    text = t(
        "For your information, {title}: {department} takes it by {time}. Nothing to answer here.", **said
    )
    if not informed:
        text = t("{line} What you know about it helps in its thread.", line=text)
    return kit.Rendered(text=text, blocks=[kit.section(text)])


def escalation_details(
    escalation: Escalation,
    requests: Sequence[Request],
    reports: Sequence[Report],
    entries: Sequence[Entry],
    snapshot: Snapshot,
    t: Translator,
    *,
    links: Mapping[str, str | None],
    orchestrator: str | None,
    now: datetime,
    deadlines: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]] | None = None,
    may_manage: bool = True,
    reporter: bool = False,
    may_hold: bool = False,
    related: Sequence[Related] = (),
    merged: Sequence[Escalation] = (),
) -> kit.Block:
    """The page behind *Details*: everything, the words to say, the timeline, what can be done.

    `words` are the topic's; the caller checks that the reader may see a private escalation, and says with
    `may_manage` whether all buttons stand below; who reported it has those about their own words and level;
    `may_hold`: *Hold a Launch* too. merged: what was merged into it, each of which can be separated again.
    """
    facts = [
        escalation_lines.lead_line(escalation, snapshot, t, orchestrator=orchestrator, now=now),
        *escalation_lines.request_lines(escalation, requests, snapshot, t, links),
        *[line for line in escalation_lines.fact_lines(escalation, reports, snapshot, t, deadlines) if line],
        *escalation_lines.people_lines(escalation, snapshot, t, orchestrator),
    ]
    blocks = [kit.header(escalation_lines.heading(escalation, t)), *packed(facts)]
    blocks += [*_merged(merged, t, may_manage=may_manage), *_whole_texts(escalation, words or {}, t)]
    blocks += relations.details_blocks(related, snapshot, t)
    blocks += _history(entries, snapshot, t)
    allowed = None if may_manage else REPORTERS if reporter and escalation.merged_into is None else ()
    if buttons := _manage(escalation, t, allowed, may_hold=may_hold):
        blocks.append(buttons)
    return kit.modal(
        "escalation_page", t("Escalation"), blocks, submit=None, close=t("Close"), metadata=escalation.id
    )


MOST_MERGED = 10


def _merged(merged: Sequence[Escalation], t: Translator, *, may_manage: bool) -> list[kit.Block]:
    """What was merged into it, the oldest first, with *Separate Again*; more than ten are counted."""
    if not merged:
        return []
    blocks = [kit.divider(), kit.section(t("*Merged into it*"))]
    for one in merged[:MOST_MERGED]:
        button = kit.button(t("Separate Again"), "escalation_separate", one.id) if may_manage else None
        blocks.append(kit.section(f"• {names.title(t, one)}", accessory=button))
    if left := len(merged) - MOST_MERGED if len(merged) > MOST_MERGED else 0:
        blocks.append(kit.context(t.n("{count} more", "{count} more", left)))
    return blocks


def _whole_texts(
    escalation: Escalation, words: Mapping[str, Mapping[str, str]], t: Translator
) -> list[kit.Block]:
    """What does not fit the card: the whole summary, the words to say, the statement."""
    blocks: list[kit.Block] = []
    if len(escalation.title) > 300 or "\n" in escalation.title:
        blocks += [kit.section(piece) for piece in names.said_whole(escalation.title)]
    if told := escalation_lines.words_text(words, t):
        blocks += [kit.divider(), kit.section(told)]
    for name, label in (
        ("statement_fr", t("Statement in French")),
        ("statement_en", t("Statement in English")),
    ):
        if text := escalation.texts.get(name):
            blocks += [kit.section(f"*{label}*"), *(kit.section(piece) for piece in names.said_whole(text))]
    return blocks


def _history(entries: Sequence[Entry], snapshot: Snapshot, t: Translator) -> list[kit.Block]:
    lines = [timeline.line(entry, snapshot, t) for entry in entries]
    if not lines:
        return []
    return [kit.divider(), kit.section(t("*What happened*")), kit.section(newest(lines, t))]


REPORTERS = ("escalation_severity", "escalation_reopen", "escalation_edit", "escalation_private")
"""What somebody who only reported it may do."""


def _manage(
    escalation: Escalation, t: Translator, allowed: Sequence[str] | None, *, may_hold: bool
) -> kit.Block | None:
    """The buttons of what can be done; allowed: only these, None for all of them."""
    state, value = escalation.state, escalation.id
    if escalation.merged_into is not None:
        button = kit.button(t("Separate Again"), "escalation_separate", value)
        return kit.actions(button, block_id=f"manage:{value}:merged")
    running = state in (EscalationState.open, EscalationState.taken)
    ended = state in (EscalationState.closed, EscalationState.not_escalation)
    offered = (
        (
            running and escalation.severity is Severity.crisis,
            t("Decide on the Statement"),
            "escalation_statement",
        ),
        (running, t("Change the Severity"), "escalation_severity"),
        ((not running and not ended) or state is EscalationState.taken, t("Close It"), "escalation_close"),
        (ended or state is EscalationState.told, t("Reopen"), "escalation_reopen"),
        (not ended, t("Same as…"), "escalation_same"),
        (True, t("Edit the Summary"), "escalation_edit"),
        (not escalation.private, t("Make Private"), "escalation_private"),
        (running, t("Not an Escalation"), "escalation_not_escalation"),
        (may_hold and not ended, t("Hold a Launch…"), "escalation_hold"),
    )
    buttons = [
        kit.button(label, action, value)
        for given, label, action in offered
        if given and (allowed is None or action in (*allowed, "escalation_hold"))
    ]
    if not buttons:
        return None
    return kit.actions(*buttons, block_id=f"manage:{escalation.id}:{state.value}")
