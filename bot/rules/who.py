"""Whom to ask about something, and whether they can be reached now (PRODUCT mechanisms 17 and 98)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from bot.models import Role, Snapshot
from bot.rules import absences, calendars, holds, hours, routing
from bot.rules.words import folded

NEAREST: Final = 3


@dataclass(frozen=True)
class Door:
    """Who answers for a department now.

    person: the first who is there of representatives, deputies, heads, and who stands in for them, else who
    conducts; None: nobody.
    deputy: who is asked next, if there is one. opens: when they can be reached; None: now. conducts: nobody
    of the department is there, so that the orchestrator answers for it.
    """

    department: str
    person: str | None
    deputy: str | None
    opens: datetime | None
    conducts: bool = False


def door(snapshot: Snapshot, department: str, now: datetime) -> Door:
    """The door of a department at this instant; its hours, the person's own, and what they asked for
    themselves count (N4, N13): whoever is away or wants nothing but crises is passed over for who stands in.
    """
    roles = (Role.representative, Role.deputy, Role.head)
    named = absences.in_place(snapshot, snapshot.holders(department, *roles), now)
    seated = tuple(person for person in named if not _only_in_a_crisis(snapshot, person))
    people = seated or routing.conductors(snapshot, now)
    person, deputy = (*people[:2], None, None)[:2]
    return Door(department, person, deputy, _opens(snapshot, department, person, now), conducts=not seated)


def _only_in_a_crisis(snapshot: Snapshot, person: str) -> bool:
    chosen = snapshot.preferences.get(person)
    return chosen is not None and chosen.only_crisis


def _opens(snapshot: Snapshot, department: str, person: str | None, now: datetime) -> datetime | None:
    """When department and person can be reached; None for now, and also where they never are together."""
    theirs, asked_for, zone = [hours.hours_of(snapshot, department)], holds.NOTHING, ""
    if person is not None:
        own = hours.hours_of_person(snapshot, person, department)
        asked_for, zone = replace(holds.of(snapshot, person), only_crisis=False), own.zone
        theirs.append(own)
    at = now
    for _ in range(60):
        later = max(calendars.next_opening(one, at) for one in theirs)
        later = holds.held_until(asked_for, later, zone) if person is not None else later
        if later == at:
            return at if at > now else None
        at = later
    return at


def find(asked: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """Of the known keys, each with what it is called in every language, those that the words mean.

    Those of exactly this name; else those that begin so; else those that hold it; several where it is not
    clear, none where nothing fits. Case and accents do not count.
    """
    said = _plain(asked)
    called = {key: [_plain(name) for name in (key, *names)] for key, names in known.items()}
    fits: tuple[Callable[[str], bool], ...] = (
        lambda name: name == said,
        lambda name: name.startswith(said),
        lambda name: said in name,
    )
    for fit in fits:
        if found := [key for key, names in called.items() if any(map(fit, names))]:
            return found
    return []


def nearest(asked: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys whose names look most alike, at most three; for “Did you mean …?”."""
    called = {_plain(name): key for key, names in known.items() for name in (key, *names)}
    alike = get_close_matches(_plain(asked), called, n=NEAREST * 2, cutoff=0.5)
    return list(dict.fromkeys(called[name] for name in alike))[:NEAREST]


def _plain(name: str) -> str:
    return " ".join(folded(name).replace("_", " ").replace("-", " ").split())
