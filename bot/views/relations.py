"""What a launch's card says of its cases, a case's of its launches, and the form that holds launches.

Of a private case a launch shows only that there is one (PRODUCT section 2, "Private").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import FormRefusal, Refusal
from bot.i18n import N_, Translator
from bot.models import Escalation, Launch, Relation, RelationKind, Snapshot
from bot.rules.relations import holding
from bot.views import escalation_lines, fields, kit, names
from bot.views.kit import Block

SENTENCES: Mapping[str, Sequence[str]] = {
    "case_raised": (N_("{who} raised an escalation from it."),),
    "case_holds": (N_("{who} holds it because of an escalation, until somebody releases it."),),
    "case_closed": (N_("The escalation that holds it is closed; whoever decides was asked."),),
    "hour_held": (N_("Its hour came while it is held: it goes out once somebody releases it."),),
    "raised_from": (N_("{who} raised it from a launch."),),
    "launch_held": (
        N_("{who} held a launch because of it: {reason}"),
        N_("{who} held a launch because of it."),
    ),
    "launch_released": (N_("{who} released a launch that was held because of it."),),
}
"""Lines of the timeline, as in `timeline.SENTENCES`."""
MOST = 3
"""So many cases, or launches, are named on a card."""
TEXT = 1000


@dataclass(frozen=True)
class Related:
    """A tie, and what stands at its other end. `link`: the permalink of the other's card, if it has one."""

    tie: Relation
    other: Launch | Escalation
    link: str | None = None

    @property
    def holds(self) -> bool:
        """Whether it holds the launch now."""
        return bool(holding([self.tie]))


def card_lines(related: Sequence[Related], snapshot: Snapshot, t: Translator) -> list[str]:
    """One line, mrkdwn, for all ties, those that hold first; more than fit are counted. None for none."""
    shown = [one for one in related if one.holds or one.tie.kind is RelationKind.raised]
    shown.sort(key=lambda one: not one.holds)
    lines = [_line(one, snapshot, t) for one in shown[:MOST]]
    if (more := len(shown) - MOST) > 0:
        lines.append(t.n("{count} more in the details", "{count} more in the details", more))
    return [" · ".join(lines)] if lines else []


def details_blocks(related: Sequence[Related], snapshot: Snapshot, t: Translator) -> list[Block]:
    """The same for the page behind *Details*, with a button that opens the other's own details."""
    blocks = [kit.section(_line(one, snapshot, t), accessory=_open(one, t)) for one in related[:10]]
    return [kit.divider(), *blocks] if blocks else []


def holder(related: Sequence[Related], t: Translator) -> str:
    """Because of what a launch is held now, mrkdwn; "" where no case holds it."""
    return next((_name(one, t) for one in related if one.holds), "")


def _line(one: Related, snapshot: Snapshot, t: Translator) -> str:
    name, of_launch = _name(one, t), isinstance(one.other, Escalation)
    if one.tie.kind is RelationKind.raised:
        return t("Raised from it: {title}", title=name) if of_launch else t("From: {title}", title=name)
    person = names.who(snapshot, one.tie.ended_by or one.tie.by)
    if not one.holds:
        return t("{title} was held, and released by {person}.", title=name, person=person)
    if not of_launch:
        return t("{title} is held because of it.", title=name)
    reason = "" if one.other.private else names.said(one.tie.texts.get("reason"), 140)
    if reason:
        return t("Held by {person} because of {title}: {reason}", person=person, title=name, reason=reason)
    return t("Held by {person} because of {title}.", person=person, title=name)


def _name(one: Related, t: Translator) -> str:
    if one.other.private:
        return t("a private matter")
    label = (
        escalation_lines.heading(one.other, t)
        if isinstance(one.other, Escalation)
        else kit.cut(names.launch_header(t, one.other), 140)
    )
    return kit.link(one.link, label) if one.link else kit.escape(label)


def _open(one: Related, t: Translator) -> Block | None:
    if isinstance(one.other, Launch):
        return kit.button(t("See the Launch"), "launch_details", one.other.id)
    return (
        None if one.other.private else kit.button(t("See the Escalation"), "escalation_details", one.other.id)
    )


def hold_form(escalation: Escalation, launches: Sequence[Launch], snapshot: Snapshot, t: Translator) -> Block:
    """*Hold a Launch*; callback `escalation_hold_form`. launches: those that can be held, earliest first."""
    zone = snapshot.workspace.timezone
    options = [
        kit.option(
            t("{time} · {title}", time=t.day_time(one.at, zone), title=names.title_label(t, one)), one.id
        )
        for one in launches[:100]
    ]
    said = t(
        "None of them goes out until its owner or the orchestrator releases it, by one click. "
        "Each owner is told at once."
    )
    reason = kit.text_input("reason", lines=True, limit=TEXT)
    blocks = [
        kit.section(said),
        kit.field_of("launches", t("Which launches?"), kit.multi_select("launches", options)),
        kit.field_of("reason", t("Why?"), reason, hint=t("The owner of the launch reads it on its card.")),
    ]
    return kit.modal(
        "escalation_hold_form",
        t("Hold a Launch"),
        blocks,
        submit=t("Hold"),
        close=t("Cancel"),
        metadata=fields.metadata(escalation.id),
    )


def read_hold(view: Block) -> tuple[tuple[str, ...], str]:
    """Which launches, and why. Raises FormRefusal at the field of what is missing."""
    chosen, reason = fields.chosen(view, "launches"), fields.text(view, "reason")
    errors = {}
    if not chosen:
        errors["launches"] = Refusal("Choose at least one launch.")
    if not reason:
        errors["reason"] = Refusal("Say why, for the owner of the launch.")
    if errors:
        raise FormRefusal(errors)
    return chosen, reason
