"""What is said of the first set-up: to the installer, on the card in the channel, when it is done."""

from __future__ import annotations

from collections.abc import Collection

from bot.i18n import Translator
from bot.models import Role, Setup, Snapshot
from bot.rules import setup as rules
from bot.views import kit, names
from bot.views.kit import Block, Rendered


def welcome(t: Translator) -> Rendered:
    """The one message to the installer: three lines and *Start Setup* (PRODUCT section 3, step 2)."""
    first = t("*Tutti is installed. Please set it up: three short forms, about three minutes.*")
    lines = (
        first,
        t(
            "Each launch and each escalation then stands on one card; the departments concerned are asked "
            "and reminded until somebody answers."
        ),
        t("Nobody but you has been written to. Whom you name is asked only when you press Invite."),
    )
    return Rendered(_plain(first), [kit.section("\n".join(lines)), _start(t, t("Start Setup"))])


def under_way(t: Translator) -> Rendered:
    """The same message once a form was sent."""
    first = t("*Tutti is not set up yet: please go on where you stopped.*")
    return Rendered(_plain(first), [kit.section(first), _start(t, t("Continue Setup"))])


def passed(t: Translator, setup: Setup, snapshot: Snapshot) -> Rendered:
    """The same message once a colleague was asked to go on."""
    said = t("{person} sets Tutti up. You need not do anything.", person=names.who(snapshot, setup.by))
    return Rendered(said, [kit.section(said)])


def channel_refused(t: Translator, channel: str, reason: str) -> Rendered:
    """Slack did not create the channel: what to do."""
    first = t(
        "*Please choose another channel for the cards: Slack did not create {channel}.* Nothing is lost: "
        "what was to stand there waits.",
        channel=kit.escape(channel),
    )
    if reason == "name_taken":
        first += " " + t("A channel of this name is there already; choose it, or write another name.")
    buttons = kit.actions(kit.button(t("Choose a Channel"), "open_setup", "channel", style="primary"))
    return Rendered(_plain(first), [kit.section(first), buttons])


def done(t: Translator, snapshot: Snapshot, invited: Collection[str] = ()) -> Rendered:
    """Tutti is set up: who is still only proposed, and what comes next. invited: who was asked already."""
    place = kit.channel(snapshot.workspace.integration_channel or "–")
    first = t("*Tutti is set up. Its card stands in {channel}.*", channel=place)
    return Rendered(_plain(first), [kit.section(first), *_next(t, snapshot, invited)])


def done_page(t: Translator, snapshot: Snapshot, invited: Collection[str] = ()) -> Block:
    """The same as the last page of the modal."""
    rendered = done(t, snapshot, invited)
    return kit.modal("setup_done", t("Tutti Is Set Up"), rendered.blocks, submit=None, close=t("Close"))


def needed(t: Translator, *, begun: bool) -> Rendered:
    """The answer of `/tutti` while nothing is set up, to who may do it."""
    said = t("Tutti is not set up yet. Three short forms, and the first launch can be announced.")
    label = t("Continue Setup") if begun else t("Start Setup")
    return Rendered(said, [kit.section(said), _start(t, label)])


def intro(snapshot: Snapshot, t: Translator) -> Rendered:
    """The card in the channel: five lines, who represents whom, how to mute, and *Announce a Launch*.

    Names are plain text: nobody is written to by it (N10).
    """
    first = t("Tutti is here: each launch and each escalation on one card, answered in time.")
    lines = [
        t("*Something to announce?* `/tutti launch`: the departments concerned are asked first."),
        t("*A complaint, a journalist, a defect?* `/tutti escalate`: one person takes it, in time."),
        t("*Who answers*: {people}", people=_who_answers(snapshot, t)),
    ]
    if snapshot.workspace.pilot is not None:
        inside = [
            names.department(t, snapshot, one.key) for one in snapshot.active if snapshot.takes_part(one.key)
        ]
        lines.append(t("*Pilot*: {departments} begin; the others follow.", departments=t.join(inside) or "–"))
    lines.append(
        t("*Too much?* You can mute this channel: cards mention nobody, who is asked gets a direct message.")
    )
    button = kit.button(t("Announce a Launch"), "open_launch", "intro", style="primary")
    return Rendered(
        first, [kit.header(first), kit.section("\n".join(lines)), kit.actions(button, block_id="intro")]
    )


def _who_answers(snapshot: Snapshot, t: Translator) -> str:
    """ "Customer service: Léa (proposed) · Marketing: Julie"."""
    found = []
    for department in snapshot.active[:20]:
        name = names.said(names.department_label(t, snapshot, department.key), 60)
        accepted = snapshot.holders(department.key, Role.representative)
        proposed = snapshot.proposed(department.key, Role.representative)
        if accepted:
            people = names.said(t.join([names.who_label(snapshot, one) for one in accepted[:3]]), 80)
            found.append(t("{department}: {person}", department=name, person=people))
        elif proposed:
            person = names.said(names.who_label(snapshot, proposed[0]), 60)
            found.append(t("{department}: {person} (proposed)", department=name, person=person))
        else:
            found.append(t("{department}: nobody yet", department=name))
    if more := len(snapshot.active) - len(found):
        found.append(t.n("and {count} more", "and {count} more", more))
    return " · ".join(found)


def _next(t: Translator, snapshot: Snapshot, invited: Collection[str]) -> list[Block]:
    """Who is proposed, *Invite* while somebody was not asked, and the first launch."""
    waiting = [person for person in rules.undecided(snapshot) if person in invited]
    unasked = [person for person in rules.undecided(snapshot) if person not in invited]
    lines = []
    if unasked:
        people = t.join([names.who(snapshot, one) for one in unasked[:12]])
        lines.append(t("Proposed and not asked yet: {people}.", people=people))
    if waiting:
        people = t.join([names.who(snapshot, one) for one in waiting[:12]])
        lines.append(t("Invited and not decided yet: {people}.", people=people))
    if lines:
        lines.append(t("Until they accept, what concerns their departments comes to you."))
    else:
        lines.append(t("Everybody who answers has accepted."))
    label = t.n("Invite {count} Person", "Invite {count} People", len(unasked))
    row = [
        kit.button(label, "setup_invite", "setup", style="primary") if unasked else None,
        kit.button(t("Announce a Launch"), "open_launch", "setup", style=None if unasked else "primary"),
        kit.button(t("Pilot"), "open_pilot", "setup"),
    ]
    return [kit.section("\n".join(lines)), kit.actions(*row, block_id="next")]


def _start(t: Translator, label: str) -> Block:
    return kit.actions(
        kit.button(label, "open_setup", "setup", style="primary"),
        kit.button(t("Pass Setup to Somebody"), "setup_pass", "setup"),
        block_id="setup",
    )


def _plain(text: str) -> str:
    """The first line as a notification shows it, without its stars."""
    return text.replace("*", "")
