"""How a workspace is organised, read once and never changed: what rules and views ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bot.models.absences import Absence, Preference
from bot.models.hooks import Source
from bot.models.rotas import Swap
from bot.models.workspaces import Department, LaunchKind, Person, Role, Seat, Topic, Workspace


@dataclass(frozen=True)
class Snapshot:
    """Settings of one workspace at one revision. Lookups return None for what does not exist."""

    workspace: Workspace
    departments: tuple[Department, ...] = ()
    """In the workspace's order, retired ones included."""
    seats: tuple[Seat, ...] = ()
    topics: tuple[Topic, ...] = ()
    launch_kinds: tuple[LaunchKind, ...] = ()
    swaps: tuple[Swap, ...] = ()
    """Weeks of a rota that changed hands and are not over, in the order in which that was accepted."""
    people: dict[str, Person] = field(default_factory=dict)
    """Those who hold a seat or a role, are away or stand in; anybody else is looked up when needed."""
    absences: tuple[Absence, ...] = ()
    """Present and planned ones; those that are over may still be among them."""
    preferences: dict[str, Preference] = field(default_factory=dict)
    """By person; only of those who chose something."""
    shared: frozenset[str] = frozenset()
    """Channels that people of another organisation read (Slack Connect)."""
    sources: tuple[Source, ...] = ()
    """Programs that may tell something, in the workspace's order, retired ones included."""

    @cached_property
    def active(self) -> tuple[Department, ...]:
        """The departments that can be asked."""
        return tuple(department for department in self.departments if not department.retired)

    @cached_property
    def _by_key(self) -> dict[str, Department]:
        return {department.key: department for department in self.departments}

    @cached_property
    def _holders(self) -> dict[tuple[str, Role], tuple[str, ...]]:
        """Who holds a role in a department, in order."""
        found: dict[tuple[str, Role], list[str]] = defaultdict(list)
        for seat in sorted(self.seats, key=lambda seat: seat.position):
            if seat.accepted:
                found[seat.department, seat.role].append(seat.person)
        return {place: tuple(dict.fromkeys(persons)) for place, persons in found.items()}

    @cached_property
    def _absences(self) -> dict[str, tuple[Absence, ...]]:
        """Each person's, in order."""
        found: dict[str, list[Absence]] = defaultdict(list)
        for one in self.absences:
            found[one.person].append(one)
        return {person: tuple(absences) for person, absences in found.items()}

    @cached_property
    def _seated(self) -> dict[str, tuple[str, ...]]:
        """Active departments by person, in the workspace's order."""
        places = {department.key: place for place, department in enumerate(self.active)}
        found: dict[str, set[str]] = defaultdict(set)
        for seat in self.seats:
            if seat.department in places:
                found[seat.person].add(seat.department)
        return {person: tuple(sorted(keys, key=places.__getitem__)) for person, keys in found.items()}

    def department(self, key: str | None) -> Department | None:
        return self._by_key.get(key) if key is not None else None

    def topic(self, key: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.key == key), None)

    def launch_kind(self, key: str) -> LaunchKind | None:
        return next((kind for kind in self.launch_kinds if kind.key == key), None)

    def name(self, key: str, language: str) -> str:
        """The department's name in that language; its key where it has none."""
        department = self.department(key)
        names = department.name if department else {}
        return names.get(language) or next(iter(names.values()), key)

    def holders(self, department: str, *roles: Role) -> tuple[str, ...]:
        """Persons with these roles in the department, roles in the given order, no person twice."""
        if len(roles) == 1:
            return self._holders.get((department, roles[0]), ())
        found = (person for role in roles for person in self._holders.get((department, role), ()))
        return tuple(dict.fromkeys(found))

    def proposed(self, department: str, role: Role) -> tuple[str, ...]:
        """Persons named for this role who have not accepted yet."""
        seats = sorted(self.seats, key=lambda seat: seat.position)
        named = (
            seat
            for seat in seats
            if seat.department == department and seat.role == role and not seat.accepted
        )
        return tuple(seat.person for seat in named)

    def stand_in(self, department: str) -> tuple[str, ...]:
        """Who answers while the department's representative is only proposed: the installer (N10)."""
        if self.holders(department, Role.representative) or not self.proposed(
            department, Role.representative
        ):
            return ()
        installer = self.workspace.installer
        return (installer,) if installer else self.present(self.workspace.administrators)[:1]

    def takes_part(self, department: str) -> bool:
        """Whether Tutti writes to the department: always, except outside a pilot."""
        pilot = self.workspace.pilot
        return pilot is None or department in pilot

    def departments_of(self, person: str) -> tuple[str, ...]:
        """Active departments in which the person has a seat that works there (head included)."""
        return self._seated.get(person, ())

    def present(self, people: Iterable[str]) -> tuple[str, ...]:
        """Of these persons, those who have not left Slack, in the same order."""
        return tuple(person for person in people if not self.gone(person))

    def gone(self, person: str) -> bool:
        """Whether this person has left Slack."""
        known = self.people.get(person)
        return bool(known and known.deactivated)

    def absence(self, person: str, at: datetime) -> Absence | None:
        """This person's absence at that instant."""
        theirs = self._absences.get(person)
        return next((one for one in theirs if one.covers(at)), None) if theirs else None

    def is_administrator(self, person: str) -> bool:
        return person in self.workspace.administrators

    def zone_of(self, department: str | None) -> str:
        found = self.department(department)
        return (found.timezone if found else None) or self.workspace.timezone

    def in_room(self, department: str, channel: str | None) -> bool:
        """Whether this is the department's own channel: a click there comes from one of its members."""
        found = self.department(department)
        return bool(found and found.channel and found.channel == channel)
