"""The forms of a department: name and channel, people, hours; each drawn and read back here.

A field's name is its block id. Seats are persons; the duty rota has its own form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import Refusal
from bot.i18n import N_, Translator
from bot.models import Department, DepartmentKind, Role, Snapshot
from bot.rules import seats
from bot.rules.words import folded
from bot.views import fields, kit
from bot.views import setting_fields as typed
from bot.views.kit import Block
from bot.views.setting_fields import Reader

NAME: Final = 60
HOURS: Final = 600
DAYS: Final = 1200
KINDS: Final = {
    DepartmentKind.internal: N_("Ours"),
    DepartmentKind.partner: N_("A partner, such as an agency"),
}


@dataclass(frozen=True)
class Identity:
    """What the first form says; `values` are columns, `join` whether Tutti may enter the channel."""

    key: str
    values: dict[str, Any]
    join: bool


def identity_form(department: Department | None, t: Translator) -> Block:
    """Name, kind, channel; None draws it empty, to add a department. Callback `department_identity`."""
    known = department or Department(workspace="", key="")
    kinds = [kit.option(t(label), kind.value) for kind, label in KINDS.items()]
    ticks = [
        kit.option(t("Every member of the channel may answer"), "members"),
        kit.option(t("Let Tutti join the channel if it is not in it"), "join"),
    ]
    blocks = [
        kit.field_of(
            "name_fr",
            t("Name in French"),
            kit.text_input("name_fr", initial=known.name.get("fr", ""), limit=NAME),
        ),
        kit.field_of(
            "name_en",
            t("Name in English"),
            kit.text_input("name_en", initial=known.name.get("en", ""), limit=NAME),
        ),
        kit.field_of("kind", t("Whose department is it?"), kit.radio("kind", kinds, initial=known.kind)),
        kit.field_of(
            "our_contact",
            t("Our contact"),
            kit.person_input("our_contact", initial=known.our_contact),
            hint=t("For a partner: the colleague who speaks for it here."),
            optional=True,
        ),
        kit.field_of(
            "channel",
            t("Channel"),
            kit.channel_input("channel", initial=known.channel),
            hint=t("Requests stand there from now on. Without one they go to its people by direct message."),
            optional=True,
        ),
        kit.field_of(
            "ticks",
            t("Also"),
            kit.ticks("ticks", ticks, initial=["members"] if known.members_may_answer else []),
            optional=True,
        ),
    ]
    title = t("Name and Channel") if department else t("Add a Department")
    return _form("department_identity", title, blocks, known.key, t)


def read_identity(view: Block) -> Identity:
    """Raises FormRefusal for a name that is missing, a partner without a contact."""
    read = Reader(view)
    fields.fit(view, name_fr=NAME, name_en=NAME)
    name = {
        "fr": read.need("name_fr", N_("Give the name in French.")),
        "en": read.need("name_en", N_("Give the name in English.")),
    }
    kind = DepartmentKind(read.need("kind", N_("Choose whose department it is.")) or DepartmentKind.internal)
    contact = fields.text(view, "our_contact") or None
    if kind is DepartmentKind.partner and contact is None:
        read.refuse(
            "our_contact", Refusal("A partner needs our contact, the colleague who speaks for it here.")
        )
    ticked = fields.chosen(view, "ticks")
    read.check()
    values = {
        "name": name,
        "kind": kind,
        "our_contact": contact,
        "channel": fields.text(view, "channel") or None,
        "members_may_answer": "members" in ticked,
    }
    return Identity(subject(view) or key_of(name["en"]), values, "join" in ticked)


def people_form(department: Department, snapshot: Snapshot, t: Translator) -> Block:
    """Representative, deputies, head. Callback `department_people`."""
    held = {role: _seated(snapshot, department.key, role) for role in Role}
    blocks = [
        kit.field_of(
            "representative",
            t("Representative"),
            kit.person_input("representative", initial=next(iter(held[Role.representative]), None)),
            hint=t("Is asked first. One person may represent several departments, and is asked once."),
            optional=True,
        ),
        kit.field_of(
            "deputies",
            t("Deputies"),
            kit.people_input("deputies", initial=held[Role.deputy]),
            hint=t("Are asked in this order when the representative does not answer."),
            optional=True,
        ),
        kit.field_of(
            "head",
            t("Head"),
            kit.person_input("head", initial=next(iter(held[Role.head]), None)),
            hint=t("Reads one line when nobody has answered by the due time."),
            optional=True,
        ),
    ]
    return _form("department_people", t("People"), blocks, department.key, t)


def read_people(view: Block) -> dict[Role, list[str]]:
    """Who sits where from now on. Raises FormRefusal for a deputy who is the representative."""
    read = Reader(view)
    representative = fields.text(view, "representative") or None
    deputies = list(dict.fromkeys(fields.chosen(view, "deputies")))
    head = fields.text(view, "head") or None
    read.refuse("deputies", seats.deputy_fault(representative, deputies))
    read.check()
    return {
        Role.representative: [representative] if representative else [],
        Role.deputy: deputies,
        Role.head: [head] if head else [],
    }


def hours_form(department: Department, snapshot: Snapshot, t: Translator) -> Block:
    """Hours, zone, holidays, closing days. Callback `department_hours`."""
    blocks = [
        kit.field_of(
            "hours",
            t("Opening hours"),
            kit.text_input("hours", initial=typed.hours_shown(department.hours, t), lines=True, limit=HOURS),
            hint=t("One line for days that are alike: mon-fri 09:00-12:00, 14:00-18:00. Empty: always open."),
            optional=True,
        ),
        kit.field_of(
            "timezone",
            t("Time zone"),
            kit.text_input("timezone", initial=department.timezone or "", limit=60),
            hint=t(
                "Such as Europe/Paris. Empty: {zone}, as the workspace.", zone=snapshot.workspace.timezone
            ),
            optional=True,
        ),
        kit.field_of(
            "holidays",
            t("Public holidays of"),
            kit.text_input("holidays", initial=department.holidays or "", limit=10),
            hint=t("A country, such as FR, or a region, such as DE-BY. Empty: none."),
            optional=True,
        ),
        kit.field_of(
            "closed_days",
            t("Closed on these days too"),
            kit.text_input("closed_days", initial=", ".join(department.closed_days), lines=True, limit=DAYS),
            hint=t("Days such as 2026-12-24, with commas between them."),
            optional=True,
        ),
    ]
    return _form("department_hours", t("Hours"), blocks, department.key, t)


def read_hours(view: Block) -> dict[str, Any]:
    """Columns of `Department`. Raises FormRefusal at each field that cannot be read."""
    read = Reader(view)
    values: dict[str, Any] = {
        "hours": read.of("hours", typed.hours, None),
        "timezone": read.of("timezone", typed.zone, None),
        "holidays": read.of("holidays", typed.country, None),
        "closed_days": read.of("closed_days", typed.closed_days, list[str]()),
    }
    read.check()
    return values


def subject(view: Block) -> str:
    """The key of the department that the form is about; "" for one that is added."""
    return str(fields.remembered(view).get("id") or "")


def key_of(name: str) -> str:
    """A key from a name: "Customer service" is customer_service."""
    key = re.sub(r"[^a-z0-9]+", "_", folded(name)).strip("_")[:60]
    return key if key[:1].isalpha() else f"d_{key}".rstrip("_")


def _seated(snapshot: Snapshot, department: str, role: Role) -> list[str]:
    found = [seat for seat in snapshot.seats if seat.department == department and seat.role == role]
    return [seat.person for seat in sorted(found, key=lambda seat: seat.position)]


def _form(callback: str, title: str, blocks: list[Block], key: str, t: Translator) -> Block:
    return kit.modal(
        callback, title, blocks, submit=t("Save"), close=t("Cancel"), metadata=fields.metadata(key)
    )
