"""Two escalations that are the same: the form *Same as…*, and what the merged one shows meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.i18n import N_, Translator
from bot.models import Escalation, Request, Snapshot
from bot.views import escalation_lines, escalations, fields, kit, names, requests, sameness

FORM = "escalation_same_form"


class Into(NamedTuple):
    """The escalation that another one was merged into, and the permalink of its card."""

    main: Escalation
    link: str | None


def same_form(
    escalation: Escalation, offered: Sequence[Escalation], snapshot: Snapshot, t: Translator
) -> kit.Block:
    """Which of these it is the same as, the likeliest first; at most a hundred, found by typing."""
    about = kit.context(kit.escape(escalation_lines.heading(escalation, t)))
    if not offered:
        nothing = kit.section(t("Nothing else is open that you could merge this with."))
        return kit.modal(FORM, t("Same as…"), [about, nothing], submit=None, close=t("Close"))
    options = [
        kit.option(names.escalation_header(t, one), one.id, sameness.where_it_stands(one, snapshot, t))
        for one in offered
    ]
    blocks = [
        about,
        kit.field_of(
            "other",
            t("Which one is it the same as?"),
            kit.select("other", options, placeholder=t("Type to search")),
            hint=t("The likeliest stand first."),
        ),
        kit.context(
            t(
                "The one that was taken first stays, else the older one, with the earliest hour and the "
                "highest level. *Separate Again* takes it back at any time."
            )
        ),
    ]
    kept = fields.metadata(escalation.id)
    return kit.modal(FORM, t("Same as…"), blocks, submit=t("Merge"), close=t("Cancel"), metadata=kept)


def read_same(view: kit.Block) -> str:
    """The id of the other one."""
    fields.need(view, other=N_("Choose which one it is the same as."))
    return fields.text(view, "other")


def merged_line(into: Into, t: Translator) -> str:
    """Where it goes on, mrkdwn; of a private one only that it does."""
    if into.main.private:
        return t("This goes on elsewhere: nothing to answer here.")
    title = kit.cut(names.title_label(t, into.main), 120)
    named = kit.link(into.link, title) if into.link else kit.escape(title)
    return t("Same as *{title}*: it goes on there, nothing to answer here.", title=named)


def merged_card(escalation: Escalation, into: Into, t: Translator) -> kit.Rendered:
    """The card of a merged one: where it goes on, and *Separate Again*; with a private one nothing stays."""
    if escalation.private or into.main.private:
        return escalations.private_card(t)
    heading, line = escalation_lines.heading(escalation, t), merged_line(into, t)
    return kit.Rendered(
        text=t("{heading}. {line}", heading=kit.escape(heading), line=line),
        blocks=[
            kit.header(heading),
            kit.section(line),
            kit.actions(separate_button(escalation, t), block_id=f"merged:{escalation.id}"),
        ],
    )


def merged_request(
    request: Request, escalation: Escalation, into: Into, t: Translator, *, person: str | None
) -> kit.Rendered:
    """The request of a merged one: nobody is asked here."""
    if person is None and (escalation.private or request.private or into.main.private):
        return requests.made_private(t)
    line = merged_line(into, t)
    return kit.Rendered(line, [kit.header(escalation_lines.heading(escalation, t)), kit.section(line)])


def separate_button(escalation: Escalation, t: Translator) -> kit.Block:
    return kit.button(t("Separate Again"), "escalation_separate", escalation.id)
