"""Who may set Tutti up, take a seat, be on duty, and read a number at night (PRODUCT sections 2 and 3).

As in `rules.rights`, a `may_…` rule returns None when the person may, else the `Refusal` to show them.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.models import Person, Role, Snapshot
from bot.rules.rights import guest


def may_phone(*, told: bool) -> Refusal | None:
    """Numbers, *Reached*, *Not Reached*: who opened the crisis and was told whom to phone.

    told: they were sent that message.
    """
    return None if told else Refusal("Only who opened the crisis can do this.")


def may_be_on_duty(known: Person | None, person: str) -> Refusal | None:
    """Who can be named for a duty rota: colleagues who are still there."""
    name = known.name if known is not None and known.name else person
    if known is not None and known.deactivated:
        return Refusal("{name} has left Slack; choose somebody else.", name=name)
    if guest(known):
        return Refusal("{name} is a guest or from outside; only colleagues can be on duty.", name=name)
    return None


def is_first_administrator(snapshot: Snapshot, person: Person | None) -> bool:
    """Whether this person becomes the installer: the first Slack admin who comes (DESIGN section 7)."""
    workspace = snapshot.workspace
    nobody_yet = not workspace.installer and not workspace.administrators
    return nobody_yet and person is not None and person.admin and not person.deactivated


def may_set_up(snapshot: Snapshot, user: str, person: Person | None) -> Refusal | None:
    """The installer, an administrator, and while there is neither any Slack admin of the workspace."""
    if user == snapshot.workspace.installer or snapshot.is_administrator(user):
        return None
    if is_first_administrator(snapshot, person):
        return None
    known = snapshot.workspace.installer or next(iter(snapshot.workspace.administrators), None)
    if known:
        return Refusal("Only {person} can set Tutti up; ask them, or let them pass it to you.", person=known)
    return Refusal("Tutti is not set up yet. Ask an administrator of this Slack workspace to type /tutti.")


def proposed_seats(snapshot: Snapshot, person: str) -> tuple[tuple[str, Role], ...]:
    """The seats for which this person is only proposed, as (department, role)."""
    theirs = (seat for seat in snapshot.seats if seat.person == person and not seat.accepted)
    return tuple((seat.department, seat.role) for seat in theirs)


def may_decide_seat(snapshot: Snapshot, person: str) -> Refusal | None:
    """*I Accept*, *Somebody Else*: who is proposed for a seat, of their own seats."""
    if proposed_seats(snapshot, person):
        return None
    return Refusal("This is settled already: you are not proposed for anything any more.")
