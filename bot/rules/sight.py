"""Who may see what (PRODUCT section 2, "Private"; DESIGN section 7). Every flow that shows something asks."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import Refusal
from bot.models import DepartmentKind, Escalation, Launch, Notice, Person, Request, RequestState, Snapshot
from bot.rules.rights import guest, may_administer, may_lead, seats

_LEFT_BEHIND = frozenset({RequestState.handed_over, RequestState.dropped})


def may_look(person: Person | None) -> Refusal | None:
    """What is about nobody in particular: the digest, lists. Not guests, "only what names them"."""
    return Refusal("You can see only the items that name you.") if guest(person) else None


def may_preview(snapshot: Snapshot, audience: str, person: str, known: Person | None) -> Refusal | None:
    """The shared one and one's own: every colleague. The leaders': leaders and administrators.

    A department's: who has a seat in it, leaders and administrators.
    """
    if audience in ("shared", "personal"):
        return may_look(known)
    if may_look(known) is None and _reads_all(snapshot, person):
        return None
    if audience == "leadership":
        return Refusal("Only leaders and administrators see the leaders' digest.")
    if may_look(known) is None and person in seats(snapshot, audience):
        return None
    return Refusal("Only {department} sees its own digest; ask somebody there.", department=audience)


def _reads_all(snapshot: Snapshot, person: str) -> bool:
    return may_lead(snapshot, person) is None or may_administer(snapshot, person) is None


OUTSIDE = ("request", "reminder")
"""Kinds of messages that may stand in a channel which another organisation reads."""


def may_stand(kind: str, request: Request | None, channel: str, snapshot: Snapshot) -> bool:
    """Whether this message may stand in that channel.

    In one shared with another organisation "only that partner's request, never the card" (PRODUCT section 2,
    "Private"): what its own partner department is asked, and its reminder.
    """
    if channel not in snapshot.shared:
        return True
    found = snapshot.department(request.department) if request and not request.private else None
    ours = found is not None and found.kind is DepartmentKind.partner and found.channel == channel
    return ours and kind in OUTSIDE


def may_see(
    notice: Notice,
    person: str,
    snapshot: Snapshot,
    requests: Iterable[Request],
    *,
    known: Person | None,
) -> Refusal | None:
    """Open by default; private details are for the responsible seats, the owner, who told it, whom it names.

    The orchestrator sees department and hour of a private item, "never the subject", unless they hold such a
    seat. "Guests and external members see only what names them." known: what we know of a person who holds
    no seat; of whom we know nothing has a guest's rights.
    """
    if person in _involved(notice, snapshot, list(requests)):
        return None
    if notice.private:
        return Refusal("This item is private; only those responsible for it can see it.")
    return may_look(known or snapshot.people.get(person))


def may_open(
    notice: Notice, person: str, snapshot: Snapshot, requests: Iterable[Request], *, known: Person | None
) -> Refusal | None:
    """The whole item with every department, its timeline and links: who may see it, and no guest.

    A partner's seat is shown its own request, "never the card" (PRODUCT section 2, "Private").
    """
    if guest(known or snapshot.people.get(person)):
        return Refusal("Guests see what they are asked, not the whole item; ask your contact here.")
    return may_see(notice, person, snapshot, requests, known=known)


def _involved(notice: Notice, snapshot: Snapshot, requests: list[Request]) -> set[str]:
    current = [request for request in requests if request.state not in _LEFT_BEHIND]
    departments = {request.department for request in current}
    if isinstance(notice, Escalation):
        departments.add(notice.department)
    people = {notice.owner, notice.by, *(request.person for request in current)}
    if isinstance(notice, Launch):
        people |= {notice.answerer, notice.approver}
    seated = {who for department in departments for who in seats(snapshot, department)}
    return set(snapshot.present(seated | {who for who in people if who}))
