"""The duty rota of a department: its page and form, and the question to whoever is named for it.

Who is on duty is called in a crisis outside working hours, and nobody else (PRODUCT section 2, "Ladder of a
request").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.errors import FormRefusal, Refusal
from bot.i18n import Translator
from bot.models import Snapshot
from bot.rules.rotas import ORCHESTRATOR, Turn
from bot.views import fields, kit, names
from bot.views.kit import Block, Rendered

WEEKS = 6
"""How many coming weeks the page shows."""
MOST_PEOPLE = 20
GROUP = re.compile(r"S[A-Z0-9]{2,}")


@dataclass(frozen=True)
class RotaDraft:
    """What the form says: who is on duty, first called first, and whether the first changes every week."""

    department: str
    people: tuple[str, ...]
    weekly: bool
    group: str | None = None
    """A Slack user group whose members are the rota instead of `people`."""


@dataclass(frozen=True)
class RotaPage:
    """A department's rota as it stands. `proposed`: of its people, those who have not accepted yet."""

    department: str
    people: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    weekly: bool = False
    turns: tuple[Turn, ...] = ()
    with_number: Collection[str] = ()
    group: str | None = None
    """The Slack user group that it comes from."""


def rota_form(
    page: RotaPage,
    departments: Sequence[str],
    reader: str,
    snapshot: Snapshot,
    t: Translator,
    *,
    editable: bool,
    conducts: bool = False,
) -> Block:
    """The page; a form (callback `rota_form`) for who may edit the department.

    departments: those that can be looked at. conducts: the reader is the orchestrator now.
    """
    blocks = [_chooser(page, departments, snapshot, t)]
    blocks += _inputs(page, t) if editable else [kit.section(_people_line(page, t))]
    blocks += [
        kit.context(*_states(page, snapshot, t)),
        *_weeks(page, snapshot, t),
        _buttons(page, reader, t, conducts=conducts),
    ]
    return kit.modal(
        "rota_form",
        t("Duty Rota"),
        blocks,
        submit=t("Save") if editable else None,
        close=t("Close"),
        metadata=fields.metadata(page.department),
    )


def read_rota(view: Block) -> RotaDraft:
    """What was sent. Raises FormRefusal for more people than a rota holds."""
    people = fields.chosen(view, "people")
    if len(people) > MOST_PEOPLE:
        raise FormRefusal({"people": Refusal("Name at most {count} people.", count=MOST_PEOPLE)})
    group = fields.text(view, "group").strip().upper() or None
    if group and not GROUP.fullmatch(group):
        raise FormRefusal({"group": Refusal("Write the ID of a user group, such as S0123ABCD, or nothing.")})
    department = str(fields.remembered(view).get("id", ""))
    weekly = "weekly" in fields.chosen(view, "weekly")
    return RotaDraft(department, tuple(dict.fromkeys(people)), weekly, group)


def _chooser(page: RotaPage, departments: Sequence[str], snapshot: Snapshot, t: Translator) -> Block:
    options = [kit.option(names.department_label(t, snapshot, key), key) for key in departments]
    element = kit.select("rota_department", options, initial=page.department)
    department = names.department(t, snapshot, page.department)
    said = t("Who is called in a crisis outside the working hours of *{department}*.", department=department)
    return kit.section(said, accessory=element)


def _inputs(page: RotaPage, t: Translator) -> list[Block]:
    """Their ids name the department, so that another one's form does not keep what was typed here."""
    hint = t(
        "In a crisis outside working hours the first is called at once, the second after 3 minutes, the "
        "third after 6, and nobody else. Each is asked once, and on duty only after accepting."
    )
    people = kit.people_input(f"people_{page.department}", initial=page.people)
    weekly = kit.option(t("Weekly turns: another one is first every Monday"), "weekly")
    ticks = kit.ticks(f"weekly_{page.department}", [weekly], initial=["weekly"] if page.weekly else [])
    group = kit.text_input(f"group_{page.department}", initial=page.group or "", limit=30)
    source = t(
        "Its ID, such as S0123ABCD: whoever is in the group is asked, in place of the people above. Whoever "
        "installed Tutti must have let it read groups."
    )
    return [
        kit.field_of("people", t("On duty, first called first"), people, hint=hint, optional=True),
        kit.field_of("weekly", t("Turns"), ticks, optional=True),
        kit.field_of("group", t("Or a Slack user group"), group, hint=source, optional=True),
    ]


def _people_line(page: RotaPage, t: Translator) -> str:
    if not page.people:
        return t("Nobody is on duty.")
    return t("On duty, first called first: {people}.", people=_people(page.people, t))


def _states(page: RotaPage, snapshot: Snapshot, t: Translator) -> list[str]:
    """Who has not answered, who can be rung up, and what a rota without a number is worth."""
    ready = [person for person in page.people if person not in page.proposed]
    said = []
    if page.proposed:
        said.append(t("Asked, not accepted yet: {people}.", people=_people(page.proposed, t)))
    if page.people and not ready:
        said.append(t("Until somebody accepts, nobody is called at night."))
    if ready and not any(person in page.with_number for person in ready):
        said.append(
            t(
                "Slack does not ring during do-not-disturb: without a phone number, perhaps nobody answers "
                "at night."
            )
        )
    elif ready:
        given = [person for person in ready if person in page.with_number]
        said.append(t("Gave a phone number: {people}.", people=_people(given, t)))
    return said or [t("Without a duty rota a crisis waits until the department opens.")]


def _weeks(page: RotaPage, snapshot: Snapshot, t: Translator) -> list[Block]:
    if not page.turns:
        return []
    lines = [
        t("• Week of {day}: {person}", day=t.long_day(turn.monday), person=kit.person(turn.person))
        for turn in page.turns[:WEEKS]
    ]
    return [kit.section("\n".join([t("*First on duty*"), *lines]))]


def _buttons(page: RotaPage, reader: str, t: Translator, *, conducts: bool) -> Block:
    mine = any(turn.person == reader for turn in page.turns)
    return kit.actions(
        kit.button(t("Swap a Week"), "open_swap", page.department) if mine else None,
        kit.button(t("My Phone Number"), "open_phone", "rota"),
        kit.button(t("Offer My Week as Orchestrator"), "offer_week", ORCHESTRATOR) if conducts else None,
        kit.button(t("Check the Coverage"), "show_check", "rota"),
        block_id="rota",
    )


def _people(people: Sequence[str], t: Translator) -> str:
    return t.join([kit.person(person) for person in people])


# Messages to one person


def ask_message(department: str, by: str, answer: str, snapshot: Snapshot, t: Translator) -> Rendered:
    """Asks a person to be on duty. answer: "" while it waits; accepted | declined | withdrawn."""
    label = names.department(t, snapshot, department)
    if answer == "accepted":
        text = t("You accepted: you are on the duty rota of *{department}*.", department=label)
        row = kit.actions(
            kit.button(t("My Phone Number"), "open_phone", department),
            kit.button(t("Show the Rota"), "open_rota", department),
            block_id=f"duty:{department}",
        )
        return Rendered(text, [kit.section(text), row])
    if answer == "declined":
        text = t("You declined the duty rota of *{department}*; nothing more comes.", department=label)
        return Rendered(text, [kit.section(text)])
    if answer == "withdrawn":
        text = t("You are no longer asked for the duty rota of *{department}*.", department=label)
        return Rendered(text, [kit.section(text)])
    text = t(
        "{person} asks you to be on the duty rota of *{department}*: please accept or decline.",
        person=kit.person(by),
        department=label,
    )
    why = t(
        "Who is on duty is called in a crisis outside working hours, and only then. Until you accept, you "
        "are not called. You can be taken off at any time: ask whoever leads {department}.",
        department=label,
    )
    row = kit.actions(
        kit.button(t("I Accept"), "rota_accept", department, style="primary"),
        kit.button(t("Decline"), "rota_decline", department),
        block_id=f"duty:{department}",
    )
    return Rendered(text, [kit.section(text), kit.context(why), row])


def left_message(department: str, by: str, snapshot: Snapshot, t: Translator) -> Rendered:
    """Tells a person that they are no longer on duty."""
    text = t(
        "You are no longer on the duty rota of *{department}*; {person} took you off. Nothing to do.",
        department=names.department(t, snapshot, department),
        person=kit.person(by),
    )
    return Rendered(text, [kit.section(text)])


def declined_message(department: str, person: str, snapshot: Snapshot, t: Translator) -> Rendered:
    """Tells whoever asked that the person will not be on duty."""
    text = t(
        "{person} declined the duty rota of *{department}*: please name somebody else.",
        person=kit.person(person),
        department=names.department(t, snapshot, department),
    )
    row = kit.actions(
        kit.button(t("Show the Rota"), "open_rota", department), block_id=f"declined:{department}"
    )
    return Rendered(text, [kit.section(text), row])


def turn_message(rota: str, until: str, snapshot: Snapshot, t: Translator) -> Rendered:
    """Tells a person that their week begins. until: its last day, in words."""
    if rota == ORCHESTRATOR:
        text = t(
            "You are the orchestrator until {day}: what nobody answers comes to you.",
            day=until,
        )
    else:
        text = t(
            "You are first on duty for *{department}* until {day}: in a crisis outside working hours you are "
            "called first.",
            department=names.department(t, snapshot, rota),
            day=until,
        )
    stop = t("Why you: it is your turn this week. You can offer the week to somebody else.")
    row = kit.actions(kit.button(t("Swap a Week"), "open_swap", rota), block_id="turn")
    return Rendered(text, [kit.section(text), kit.context(stop), row])
