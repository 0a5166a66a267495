"""Asking a named person whether they accept their seats (PRODUCT section 2, N10)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import N_, Translator
from bot.models import Role, Snapshot
from bot.views import fields, kit, names
from bot.views.kit import Block, Rendered

Seats = Sequence[tuple[str, Role]]
"""Department and role, for each seat."""


def invitation(seats: Seats, by: str, snapshot: Snapshot, t: Translator) -> Rendered:
    """The one message to a named person: *I Accept* or *Somebody Else*."""
    person, places = kit.person(by), _places(seats, snapshot, t)
    first = t(
        "*Please accept or name somebody else: {person} proposes you as {seats}.*",
        person=person,
        seats=places,
    )
    lines = (
        first,
        t(
            "When a launch or an escalation concerns it, you are asked, with the facts and the time; one "
            "click answers. In working hours only, and in one message three times a day unless it is urgent."
        ),
        t("Until you accept, you are not asked anything."),
    )
    buttons = kit.actions(
        kit.button(t("I Accept"), "invitation_accept", "seats", style="primary"),
        kit.button(t("Somebody Else"), "invitation_other", "seats"),
        block_id="invitation",
    )
    return Rendered(first.replace("*", ""), [kit.section("\n".join(lines)), buttons])


def accepted(seats: Seats, snapshot: Snapshot, t: Translator) -> Rendered:
    """The same message after *I Accept*."""
    place = kit.channel(snapshot.workspace.integration_channel or "–")
    said = t(
        "Thank you: you are {seats}. The cards stand in {channel}; what concerns you comes to you.",
        seats=_places(seats, snapshot, t),
        channel=place,
    )
    return Rendered(said, [kit.section(said)])


def declined(t: Translator) -> Rendered:
    """The same message after *Somebody Else*, or when the seat was given to another person."""
    said = t("Thank you: nothing is asked of you here.")
    return Rendered(said, [kit.section(said)])


def nobody_named(person: str, departments: Sequence[str], snapshot: Snapshot, t: Translator) -> Rendered:
    """To who set Tutti up: somebody declined and named nobody."""
    names_of = t.join([names.department(t, snapshot, key) for key in departments])
    said = t(
        "*Please name somebody for {departments}*: {person} declined. Until then it comes to you.",
        departments=names_of,
        person=names.who(snapshot, person),
    )
    open_settings = kit.actions(
        kit.button(t("Open the Settings"), "open_settings", "nobody_named", style="primary"),
        block_id="nobody_named",
    )
    return Rendered(said.replace("*", ""), [kit.section(said), open_settings])


def other_form(seats: Seats, snapshot: Snapshot, t: Translator) -> Block:
    """Who else: callback `invitation_other_form`."""
    said = t("You are proposed as {seats}.", seats=_places(seats, snapshot, t))
    person = kit.field_of(
        "person",
        t("Who should it be?"),
        kit.person_input("person"),
        hint=t("They get one message and may decline too. Leave it empty if you do not know."),
        optional=True,
    )
    return kit.modal(
        "invitation_other_form",
        t("Name Somebody Else"),
        [kit.section(said), person],
        submit=t("Decline"),
        close=t("Cancel"),
        metadata=fields.metadata("seats"),
    )


def read_other(view: Block) -> str | None:
    """Who is named instead; None where nobody is."""
    return fields.text(view, "person") or None


ROLES = {
    Role.representative: N_("representative of {department}"),
    Role.deputy: N_("deputy of {department}"),
    Role.head: N_("head of {department}"),
    Role.on_call: N_("on call for {department}"),
}
"""A seat in words."""


def _places(seats: Seats, snapshot: Snapshot, t: Translator) -> str:
    said = [t(ROLES[role], department=names.department(t, snapshot, key)) for key, role in seats[:8]]
    if more := len(seats) - len(said):
        said.append(t.n("and {count} more", "and {count} more", more))
    return t.join(said)
