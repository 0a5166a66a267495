"""Who may hold which seat or role; the form and the configuration file refuse by the same rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bot.errors import Refusal
from bot.models import Department, Person, Role, Seat, Snapshot


def deputy_fault(representative: str | None, deputies: Collection[str]) -> Refusal | None:
    """A deputy stands in for the representative, so that one person cannot be both."""
    if representative is None or representative not in deputies:
        return None
    return Refusal(
        "{person} is the representative already; name another deputy or none.", person=representative
    )


def may_hold(person: Person | None) -> Refusal | None:
    """Whether this person can be asked at all; whom we do not know yet may be new."""
    if person is not None and person.bot:
        return Refusal("{name} is an app, not a person; choose somebody else.", name=person.name)
    if person is not None and person.deactivated:
        return Refusal("{name} has left Slack; choose somebody else.", name=person.name)
    return None


def may_administer(people: Sequence[Person]) -> Refusal | None:
    """The administrators after an edit: somebody must be left who can edit settings, and no guest.

    people: those named, as far as they are known.
    """
    if not people:
        return Refusal("Name at least one administrator: without one nobody can edit these settings.")
    for person in people:
        if person.guest or person.external:
            return Refusal("{name} is a guest; an administrator is a full member.", name=person.name)
    return None


def vacated(snapshot: Snapshot, person: str) -> tuple[Seat, ...]:
    """The seats of a person in departments that are in use, in the workspace's order."""
    return tuple(
        seat
        for department in snapshot.active
        for seat in snapshot.seats
        if seat.department == department.key and seat.person == person
    )


def gone(snapshot: Snapshot, department: Department) -> tuple[Seat, ...]:
    """The department's seats whose persons have left Slack."""
    return tuple(
        seat for seat in snapshot.seats if seat.department == department.key and snapshot.gone(seat.person)
    )


def roles(snapshot: Snapshot) -> frozenset[str]:
    """Everybody with a role in the workspace itself."""
    workspace = snapshot.workspace
    several = (*workspace.orchestrators, *workspace.leaders, *workspace.administrators)
    return frozenset((*several, workspace.sponsor)) if workspace.sponsor else frozenset(several)


def told_of_departure(snapshot: Snapshot, person: str) -> tuple[str, ...]:
    """Who hears that this person has left: heads of their departments, then administrators, each once.

    Nobody hears where the person held no seat and no role.
    """
    seats = vacated(snapshot, person)
    workspace = snapshot.workspace
    if not seats and person not in roles(snapshot):
        return ()
    heads = [who for seat in seats for who in snapshot.holders(seat.department, Role.head)]
    return _present(snapshot, [*heads, *workspace.administrators[:3]], person) or _present(
        snapshot, [workspace.installer or ""], person
    )


def _present(snapshot: Snapshot, people: Iterable[str], but: str) -> tuple[str, ...]:
    return snapshot.present(who for who in dict.fromkeys(people) if who and who != but)
