"""Whom to ask about something, and whether they can be reached now (PRODUCT mechanisms 17 and 98)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from bot.models import Role, Snapshot
from bot.rules import calendars, hours, routing
from bot.rules.words import folded

NEAREST: Final = 3


@dataclass(frozen=True)
class Door:
    """Who answers for a department now.

    person: the first who is there of representatives, deputies, heads, else who conducts; None: nobody.
    deputy: who is asked next, if there is one. opens: when they can be reached; None: now. conducts: nobody
    of the department is there, so that the orchestrator answers for it.
    """

    department: str
    person: str | None
    deputy: str | None
    opens: datetime | None
    conducts: bool = False


def door(snapshot: Snapshot, department: str, now: datetime) -> Door:
    """The door of a department at this instant; both its hours and the person's own count (N4)."""
    seated = snapshot.present(snapshot.holders(department, Role.representative, Role.deputy, Role.head))
    people = seated or routing.conductors(snapshot, now)
    person, deputy = (*people[:2], None, None)[:2]
    theirs = [hours.hours_of(snapshot, department)]
    if person is not None:
        theirs.append(hours.hours_of_person(snapshot, person, department))
    return Door(department, person, deputy, _opens(theirs, now), conducts=not seated)


def _opens(theirs: Sequence[calendars.Hours], now: datetime) -> datetime | None:
    """When all of these are open; None for now, and also where they never are together."""
    at = now
    for _ in range(60):
        later = max(calendars.next_opening(one, at) for one in theirs)
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
