"""What is stored about a person, in words; the form by which an administrator shows or erases it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.errors import FormRefusal, Refusal
from bot.i18n import N_, Translator
from bot.models import Snapshot
from bot.rules import defaults
from bot.rules.privacy import Duty
from bot.rules.rotas import ORCHESTRATOR
from bot.views import fields, kit, names
from bot.views.kit import Block

MOST = 8
"""Duties or notices named in one sentence."""
TERMS = ("excerpt", "notice", "press", "audit")
DUTIES: Mapping[str, str] = {
    "orchestrator": N_("orchestrator"),
    "sponsor": N_("sponsor"),
    "leader": N_("leader"),
    "administrator": N_("administrator"),
}
_OF_DEPARTMENT: Mapping[str, str] = {
    "seat": N_("the seat in {department}"),
    "contact": N_("contact of {department}"),
    "duty": N_("the duty rota of {department}"),
    "week": N_("a week of the duty rota of {department}"),
}


@dataclass(frozen=True)
class Wish:
    """Whose data an administrator wants shown, or erased."""

    person: str
    erase: bool


def page(counts: Mapping[str, int], snapshot: Snapshot, t: Translator, *, administers: bool) -> Block:
    """One's own data: what, how long, whom to ask. counts: rows by table that name the reader."""
    first = t(
        "Tutti stores your name, language, time zone and status as Slack gives them, and {records}.",
        records=_records(counts, t),
    )
    kept = snapshot.workspace.retention
    terms = {
        term: names.window_words(t, kept.get(term) or defaults.RETENTION[term], real=True) for term in TERMS
    }
    lines = "\n".join(
        (
            t("*How long*"),
            t("• The excerpt of a message: {window}.", window=terms["excerpt"]),
            t(
                "• An item after it was closed: {window}; then its texts and names go.",
                window=terms["notice"],
            ),
            t("• The same for the press: {window}.", window=terms["press"]),
            t("• The history of settings: {window}.", window=terms["audit"]),
        )
    )
    never = t(
        "*Never*: a ranking or a measure of persons. By default Tutti reads no message, only what it is told."
    )
    blocks = [kit.section(first), kit.section(lines), kit.section(never), kit.section(_whom(snapshot, t))]
    if administers:
        choose = kit.button(t("Export or Erase…"), "privacy_person", "privacy")
        blocks.append(kit.actions(choose, block_id="privacy"))
    return kit.modal("privacy_page", t("Your data"), blocks, submit=None, close=t("Close"))


def _whom(snapshot: Snapshot, t: Translator) -> str:
    people = snapshot.present(snapshot.workspace.administrators)
    if not people:
        return t("For the whole file, or to be erased, ask an administrator of this workspace.")
    return t(
        "For the whole file, or to be erased, ask {people}.",
        people=t.join([kit.person(person) for person in people[:5]]),
    )


def _records(counts: Mapping[str, int], t: Translator) -> str:
    count = sum(count for table, count in counts.items() if table != "person")
    return t.n("{count} record that names you", "{count} records that name you", count)


def form(t: Translator) -> Block:
    """Whose data, and whether it is erased; callback `privacy_form`."""
    options = [
        kit.option(t("Show how much there is"), "export", t("And how to get the whole file.")),
        kit.option(t("Erase"), "erase", t("This cannot be undone.")),
    ]
    sure = [kit.option(t("I know that this cannot be undone"), "sure")]
    blocks = [
        kit.field_of("person", t("Whose data"), kit.person_input("person")),
        kit.field_of("what", t("What to do"), kit.radio("what", options, initial="export")),
        kit.field_of("sure", t("To erase"), kit.ticks("sure", sure), optional=True),
    ]
    return kit.modal("privacy_form", t("Personal data"), blocks, submit=t("Do It"), close=t("Cancel"))


def read_form(view: Block) -> Wish:
    """Raises FormRefusal where nobody is chosen, or an erasure is not ticked."""
    fields.need(view, person=N_("Choose a person."))
    erase = fields.text(view, "what") == "erase"
    if erase and not fields.chosen(view, "sure"):
        raise FormRefusal({"sure": Refusal("Tick this to erase; it cannot be undone.")})
    return Wish(fields.text(view, "person"), erase)


def duties_words(duties: Collection[Duty], snapshot: Snapshot, t: Translator) -> str:
    """What somebody holds, as plain text; a private subject is not named."""
    said = [_duty(duty, snapshot, t) for duty in duties]
    if (left := len(said) - MOST) > 0:
        said = [*said[:MOST], t.n("{count} more", "{count} more", left)]
    return t.join(said)


def _duty(duty: Duty, snapshot: Snapshot, t: Translator) -> str:
    if duty.kind in DUTIES:
        return t(DUTIES[duty.kind])
    if duty.private:
        return t("a private item")
    if duty.kind == "week" and duty.subject == ORCHESTRATOR:
        return t("a week as orchestrator")
    if duty.kind in _OF_DEPARTMENT:
        label = names.department_label(t, snapshot, duty.subject)
        return t(_OF_DEPARTMENT[duty.kind], department=label)
    if duty.kind == "source":
        return t("the webhook {source}", source=kit.cut(duty.subject, 60))
    return t("“{title}”", title=kit.cut(duty.subject, 60))


def export_words(person: str, counts: Mapping[str, int], t: Translator) -> str:
    """How much is stored about somebody, and the command that writes it to a file."""
    count = sum(counts.values())
    return t.n(
        "{count} record names {person}. On the server, `tutti privacy export {id} FILE` writes it down.",
        "{count} records name {person}. On the server, `tutti privacy export {id} FILE` writes them down.",
        count,
        person=kit.person(person),
        id=person,
    )


def erased_words(rows: int, mentioned: Collection[str], t: Translator) -> str:
    """What was erased, and where the name still stands in what people typed."""
    done = t.n("Erased from {count} record.", "Erased from {count} records.", rows)
    if not mentioned:
        return done
    left = t.n(
        "The name still stands in what people typed about {count} item; its summary can be edited.",
        "The name still stands in what people typed about {count} items; their summaries can be edited.",
        len(mentioned),
    )
    return f"{done} {left}"
