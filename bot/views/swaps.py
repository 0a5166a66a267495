"""A week of a rota that changes hands: the form, the question to the other person, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.i18n import N_, Translator
from bot.models import Snapshot, Swap, SwapState
from bot.rules.rotas import ORCHESTRATOR, Turn, monday_of
from bot.views import fields, kit, names
from bot.views.kit import Block, Rendered

MOST_OPTIONS = 100


class SwapDraft(NamedTuple):
    """What the form says; `back` is the week taken in exchange, or None."""

    rota: str
    week: str
    other: str
    back: str | None = None


def swap_form(
    rota: str,
    mine: Sequence[Turn],
    theirs: Sequence[Turn],
    people: Sequence[str],
    snapshot: Snapshot,
    t: Translator,
) -> Block:
    """Which week to give, and to whom; callback `swap_form`.

    mine: the reader's coming weeks. theirs: those of the others. people: the others.
    """
    weeks = [kit.option(_week(turn.week, t), turn.week) for turn in mine[:MOST_OPTIONS]]
    without = [
        kit.option(
            t("{person}, nothing in exchange", person=kit.cut(names.who_label(snapshot, person), 40)),
            f"{person}:",
        )
        for person in people
    ]
    exchanged = [
        kit.option(
            t(
                "{person}, for the week of {day}",
                person=kit.cut(names.who_label(snapshot, turn.person), 30),
                day=t.long_day(turn.monday),
            ),
            f"{turn.person}:{turn.week}",
        )
        for turn in theirs
    ]
    offered = [*without, *exchanged][:MOST_OPTIONS]
    blocks = [
        kit.section(
            t(
                "*{department}*: the other person is asked. Until they accept, the week stays yours.",
                department=names.department(t, snapshot, rota),
            )
        ),
        kit.field_of("week", t("Your week"), kit.select("week", weeks, initial=mine[0].week)),
        kit.field_of("other", t("Who takes it"), kit.select("other", offered)),
    ]
    return kit.modal(
        "swap_form",
        t("Swap a Week"),
        blocks,
        submit=t("Ask"),
        close=t("Cancel"),
        metadata=fields.metadata(rota),
    )


def offer_form(week: str, t: Translator) -> Block:
    """The orchestrator offers the present week to a colleague; callback `swap_form` too."""
    blocks = [
        kit.section(
            t("The colleague is asked. Until they accept, you stay the orchestrator; both of you are told.")
        ),
        kit.field_of("other", t("Who conducts this week"), kit.person_input("other")),
    ]
    return kit.modal(
        "swap_form",
        t("Offer My Week"),
        blocks,
        submit=t("Ask"),
        close=t("Cancel"),
        metadata=fields.metadata(ORCHESTRATOR, week=week),
    )


def read_swap(view: Block) -> SwapDraft:
    """Raises FormRefusal where the week or the person is missing."""
    kept = fields.remembered(view)
    rota = str(kept.get("id", ""))
    if "week" in kept:
        fields.need(view, other=N_("Choose a colleague."))
        return SwapDraft(rota, str(kept["week"]), fields.text(view, "other"))
    fields.need(view, week=N_("Choose the week that you give."), other=N_("Choose who takes it."))
    other, _, back = fields.text(view, "other").partition(":")
    return SwapDraft(rota, fields.text(view, "week"), other, back or None)


# Messages


def ask_message(swap: Swap, until: str, snapshot: Snapshot, t: Translator) -> Rendered:
    """Asks the other person to take the week, and says later what became of it. until: in words."""
    if swap.state is not SwapState.asked:
        text = t(_TO_OTHER[swap.state], **_fields(swap, snapshot, t))
        return Rendered(text, [kit.section(text)])
    sentence = N_("{person} asks you to take {what}: please answer by {until}.")
    if swap.back:
        sentence = N_(
            "{person} asks you to take {what}, and would take the week of {back} from you: please answer by "
            "{until}."
        )
    text = t(sentence, until=until, **_fields(swap, snapshot, t))
    row = kit.actions(
        kit.button(t("I Take It"), "swap_accept", swap.id, style="primary"),
        kit.button(t("Decline"), "swap_decline", swap.id),
        block_id=f"swap:{swap.id}",
    )
    why = t("Without your answer it stays with {person}.", person=kit.person(swap.person))
    return Rendered(text, [kit.section(text), kit.context(why), row])


def answer_message(swap: Swap, snapshot: Snapshot, t: Translator) -> Rendered | None:
    """Tells whoever offered the week what became of it; None while it waits."""
    sentence = _TO_PERSON.get(swap.state)
    if sentence is None:
        return None
    text = t(sentence, **_fields(swap, snapshot, t))
    return Rendered(text, [kit.section(text)])


_TO_OTHER = {
    SwapState.accepted: N_("You take {what} over from {person}. {person} was told."),
    SwapState.over: N_("You take {what} over from {person}. {person} was told."),
    SwapState.declined: N_("You declined to take {what} over from {person}, who was told."),
    SwapState.lapsed: N_("Nothing more to do: {what} stays with {person}."),
    SwapState.withdrawn: N_("Nothing more to do: {person} asked somebody else to take {what}."),
}
_TO_PERSON = {
    SwapState.accepted: N_("{other} accepted and takes {what} over from you."),
    SwapState.over: N_("{other} accepted and takes {what} over from you."),
    SwapState.declined: N_("{other} declined: {what} stays yours. You can ask somebody else."),
    SwapState.lapsed: N_("{other} did not answer: {what} stays yours."),
}


def _fields(swap: Swap, snapshot: Snapshot, t: Translator) -> dict[str, str]:
    day = t.long_day(monday_of(swap.week))
    if swap.rota == ORCHESTRATOR:
        what = t("the orchestrator's role for the week of {day}", day=day)
    else:
        department = names.department(t, snapshot, swap.rota)
        what = t("the duty week of {day} for *{department}*", day=day, department=department)
    return {
        "person": kit.person(swap.person),
        "other": kit.person(swap.other),
        "what": what,
        "back": t.long_day(monday_of(swap.back)) if swap.back else "–",
    }


def _week(week: str, t: Translator) -> str:
    return t("Week of {day}", day=t.long_day(monday_of(week)))
