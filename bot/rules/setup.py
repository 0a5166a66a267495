"""The first set-up of a workspace: who may do it, what its forms propose, what they make (PRODUCT section 3).

Three forms: language, channel and zone; departments and one person each; hours, holidays and pilot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from bot.errors import FormRefusal, Refusal
from bot.models import Department, Person, Role, Seat, SetupDraft, Snapshot, Workspace
from bot.rules import calendars, defaults, rights

PILOT_FIRST: Final = ("customer_service", "marketing", "communication")
"""Departments that the form proposes for the pilot: "2–3 departments" (PRODUCT section 3, "Pilot")."""
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COUNTRY_OF_ZONE: Final = {
    "Europe/Paris": "FR",
    "Europe/Brussels": "BE",
    "Europe/Zurich": "CH",
    "Europe/Luxembourg": "LU",
    "Europe/London": "GB",
    "Europe/Berlin": "DE",
    "Europe/Madrid": "ES",
    "Europe/Rome": "IT",
    "America/Montreal": "CA",
    "America/Toronto": "CA",
    "America/New_York": "US",
}
"""Whose public holidays a zone suggests."""
_NAME: Final = re.compile(r"[a-z0-9à-öø-ÿ_-]{1,80}")


def departments() -> tuple[str, ...]:
    """The departments of the second form, in its order: the preset without the optional ones."""
    return tuple(key for key in defaults.DEPARTMENTS if key not in defaults.OPTIONAL_DEPARTMENTS)


def proposed(snapshot: Snapshot, user: str, person: Person | None, language: str) -> SetupDraft:
    """What the forms hold before anything was typed: the person's own language and zone, and "me for now"."""
    workspace = snapshot.workspace
    zone = (person.timezone if person else None) or workspace.timezone
    zone = zone if _is_zone(zone) else workspace.timezone
    return SetupDraft(
        language=language,
        channel=workspace.integration_channel,
        timezone=zone,
        people=dict.fromkeys(departments(), user),
        holidays=COUNTRY_OF_ZONE.get(zone),
    )


def remembered(draft: SetupDraft, values: dict[str, Any]) -> SetupDraft:
    """The draft with what was typed earlier, as `kept` wrote it."""
    known = {field.name for field in fields(SetupDraft)}
    typed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return replace(draft, **{key: value for key, value in typed.items() if key in known})


def kept(draft: SetupDraft) -> dict[str, Any]:
    """The draft as JSON keeps it."""
    found = {field.name: getattr(draft, field.name) for field in fields(SetupDraft)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}


def channel_name(typed: str) -> str:
    """A channel's name as Slack takes it: small letters, no blanks, no leading #."""
    return re.sub(r"\s+", "-", typed.strip().lstrip("#").lower())


def check_place(draft: SetupDraft) -> None:
    """The first form. Raises FormRefusal at its fields."""
    errors: dict[str, Refusal] = {}
    if not draft.channel and not _NAME.fullmatch(draft.new_channel):
        errors["new_channel"] = Refusal(
            "Choose a channel above, or write a name of small letters, digits and hyphens."
        )
    if not _is_zone(draft.timezone):
        errors["timezone"] = Refusal("Choose a time zone.")
    if errors:
        raise FormRefusal(errors)


def check_people(draft: SetupDraft, people: Mapping[str, Person]) -> None:
    """The second form: somebody for one department, nobody who cannot answer. Raises FormRefusal.

    people: what is known of those who are named.
    """
    if not draft.people:
        first = departments()[0]
        raise FormRefusal(
            {first: Refusal("Name a person for at least one department; you can be it for now.")}
        )
    errors = {
        key: Refusal("Choose a colleague: a guest, an app or somebody who has left cannot answer here.")
        for key, person in draft.people.items()
        if person in people and rights.guest(people[person])
    }
    if errors:
        raise FormRefusal(errors)


def check_successor(person: Person | None, user: str, by: str) -> None:
    """Who is to go on with the set-up. Raises FormRefusal at the field `person`."""
    if user == by:
        raise FormRefusal({"person": Refusal("Choose somebody else than yourself.")})
    if rights.guest(person):
        raise FormRefusal(
            {"person": Refusal("Choose a colleague: a guest, an app or somebody who has left cannot do it.")}
        )


def check_hours(draft: SetupDraft) -> None:
    """The third form. Raises FormRefusal at its fields."""
    errors: dict[str, Refusal] = {}
    if not draft.days:
        errors["days"] = Refusal("Tick at least one working day.")
    if draft.opens >= draft.closes:
        errors["closes"] = Refusal("Choose a closing time after the opening time.")
    if not draft.pilot:
        errors["pilot"] = Refusal("Tick at least one department; tick all of them to begin without a pilot.")
    if errors:
        raise FormRefusal(errors)


def pilot_of(draft: SetupDraft) -> tuple[str, ...]:
    """The departments ticked for the pilot; before anybody ticked, those that the form proposes."""
    present = [key for key in departments() if key in draft.people]
    if draft.pilot is not None:
        return tuple(key for key in present if key in draft.pilot)
    return tuple(key for key in present if key in PILOT_FIRST) or tuple(present[:3])


def pilot_kept(draft: SetupDraft) -> list[str] | None:
    """What the workspace remembers: None where every department takes part, which is no pilot."""
    chosen = pilot_of(draft)
    return None if set(chosen) >= set(draft.people) else list(chosen)


def week_of(days: Iterable[str], opens: str, closes: str) -> dict[str, str]:
    """Opening hours of a department: {"mon-fri": "09:00-18:00"}, days in a row together.

    The last minute of the day is its end: Slack's picker has no 24:00.
    """
    closes = "24:00" if closes == "23:59" else closes
    ticked = [day for day in DAYS if day in set(days)]
    week: dict[str, str] = {}
    while ticked:
        last = 1
        while last < len(ticked) and DAYS.index(ticked[last]) == DAYS.index(ticked[0]) + last:
            last += 1
        row, ticked = ticked[:last], ticked[last:]
        week[row[0] if len(row) == 1 else f"{row[0]}-{row[-1]}"] = f"{opens}-{closes}"
    return week


def organised(
    snapshot: Snapshot, draft: SetupDraft, by: str, people: Mapping[str, Person], now: datetime
) -> Snapshot:
    """The workspace as the three forms make it; what they do not ask stays as it is.

    Who sets it up has accepted; everybody else is proposed until they accept (PRODUCT section 2, N10).
    """
    workspace = snapshot.workspace
    columns = {name: getattr(workspace, name) for name in Workspace.model_fields}
    pilot = pilot_kept(draft)
    columns |= {
        "integration_channel": draft.channel or f"#{draft.new_channel}",
        "language": draft.language,
        "timezone": draft.timezone,
        "holidays": draft.holidays,
        "installer": workspace.installer or by,
        "administrators": list(dict.fromkeys([*workspace.administrators, by])),
        "pilot": pilot,
        "pilot_since": None if pilot is None else workspace.pilot_since or now,
    }
    named = [key for key in defaults.DEPARTMENTS if key in draft.people]
    others = [one for one in snapshot.departments if one.key not in named]
    made = [_department(snapshot, draft, key, place) for place, key in enumerate(named, len(others))]
    seats = [
        seat for seat in snapshot.seats if seat.department not in named or seat.role != Role.representative
    ]
    seats += [_seat(snapshot, key, draft.people[key], by) for key in named]
    return Snapshot(
        Workspace(**columns),
        departments=(*others, *made),
        seats=tuple(seats),
        topics=snapshot.topics,
        launch_kinds=snapshot.launch_kinds,
        people={**snapshot.people, **people},
    )


def _department(snapshot: Snapshot, draft: SetupDraft, key: str, position: int) -> Department:
    known = snapshot.department(key)
    columns = {name: getattr(known, name) for name in Department.model_fields} if known else {}
    return Department(
        **{
            "workspace": snapshot.workspace.id,
            "key": key,
            "name": dict(defaults.DEPARTMENTS[key]),
            "position": position,
            **columns,
            "hours": week_of(draft.days, draft.opens, draft.closes),
            "holidays": draft.holidays,
            "retired": False,
        }
    )


def _seat(snapshot: Snapshot, key: str, person: str, by: str) -> Seat:
    accepted = person == by or person in snapshot.holders(key, Role.representative)
    return Seat(
        workspace=snapshot.workspace.id,
        department=key,
        role=Role.representative,
        person=person,
        accepted=accepted,
    )


def _is_zone(name: str) -> bool:
    try:
        calendars.always(name)
    except ValueError:
        return False
    return True


def lacks_channel(snapshot: Snapshot) -> bool:
    """Whether the cards have only a name for their channel: Slack has not made it yet, or refused to."""
    place = snapshot.workspace.integration_channel
    return bool(place and place.startswith("#") and snapshot.active)


def undecided(snapshot: Snapshot) -> tuple[str, ...]:
    """Everybody who is named for a seat and has not accepted, each once."""
    return tuple(dict.fromkeys(seat.person for seat in snapshot.seats if not seat.accepted))
