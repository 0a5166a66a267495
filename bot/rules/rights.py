"""Who may do what (PRODUCT section 2, "Who may answer", "Private"; DESIGN section 7).

A `may_…` rule returns None when the person may, else the `Refusal` to show them. Fields of its sentence:
`department` is a department's key and `person` a Slack user id, named by the view. Who may see what stands in
`rules.sight`; which handler asks which rule, in `handlers.rights`.
"""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal
from bot.models import (
    DepartmentKind,
    Escalation,
    Launch,
    Notice,
    Origin,
    Person,
    Request,
    Role,
    Snapshot,
)
from bot.rules import absences, routing


def guest(person: Person | None) -> bool:
    """Whether they have a guest's rights: guests, external members, and whom we do not know."""
    return person is None or person.guest or person.external or person.bot or person.deactivated


def may_use(person: Person | None) -> Refusal | None:
    """Use Tutti at all: everybody but who has left Slack, whatever seat they held. Asked of every input."""
    if person is not None and person.deactivated:
        return Refusal("You are no longer an active member of this workspace.")
    return None


def is_set_up(snapshot: Snapshot) -> Refusal | None:
    """Whether there is a channel for the cards and a department to ask; else what an administrator does."""
    if snapshot.workspace.integration_channel is None:
        return Refusal("Tutti has no channel for its cards yet; ask an administrator to choose one.")
    return has_departments(snapshot)


def has_departments(snapshot: Snapshot) -> Refusal | None:
    """Whether there is a department to ask."""
    if snapshot.active:
        return None
    return Refusal("No department is set up yet; ask an administrator to add one.")


def may_announce(person: Person | None) -> Refusal | None:
    """Anyone in the workspace may announce a launch; guests and external members may not."""
    if not guest(person):
        return None
    return Refusal("Guests cannot announce a launch; ask a colleague in the organisation to announce it.")


def may_raise(person: Person | None) -> Refusal | None:
    """Anyone in the workspace may raise an escalation; guests and external members may not."""
    if not guest(person):
        return None
    return Refusal("Guests cannot raise an escalation; tell a colleague in the organisation.")


def may_answer(
    snapshot: Snapshot, request: Request, notice: Notice, person: str, *, member: bool
) -> Refusal | None:
    """*Ready*, *problem*, *not concerned*, an expert's answer, *solved*.

    "People with a seat in that department, or its channel's members if it says so; never the launch's owner
    for another department", unless nobody else is there ("me for now"); and whom the request names. A problem
    is also settled by the launch's owner and by whoever raised it. member: the person is in the department's
    channel.
    """
    if snapshot.gone(person):
        return Refusal("You are no longer an active member of this workspace.")
    if request.origin is Origin.problem and person in (notice.owner, request.asked_by):
        return None
    if request.in_person and person == request.person:
        return None
    if _owns_elsewhere(request, notice, person) and not _is_alone(snapshot, request.department, person):
        return Refusal(
            "You own this launch, so somebody else in {department} has to answer for it.",
            department=request.department,
        )
    if person == request.person or _belongs(snapshot, request.department, person, member=member):
        return None
    if absences.stands_in(snapshot, request, person):
        return None
    return Refusal(
        "Only {department} can answer this; you can say what you know in the thread.",
        department=request.department,
    )


def may_take(
    snapshot: Snapshot, escalation: Escalation, request: Request, person: str, *, member: bool = False
) -> Refusal | None:
    """*Take it*: "the responsible department or whom the orchestrator names; anybody else's click becomes an
    offer of help", which the sentence says.

    Whoever the ladder has called may take it too: the orchestrator's line has *Take it myself*.
    """
    named = {request.person, *request.called, *snapshot.workspace.orchestrators}
    if person in snapshot.present(who for who in named if who):
        return None
    department = request.department or escalation.department
    if not snapshot.gone(person) and _belongs(snapshot, department, person, member=member):
        return None
    return Refusal(
        "Thank you. {department} has to take this one; your offer of help stands in its thread.",
        department=department,
    )


def may_offer(person: Person | None, request: Request) -> Refusal | None:
    """Offer help: anyone in the workspace; a guest who may not take it has nothing to offer here."""
    if not guest(person):
        return None
    return Refusal("Only {department} can take this.", department=request.department)


def may_hand_over(
    snapshot: Snapshot, notice: Notice, request: Request, person: str, now: datetime, *, member: bool = False
) -> Refusal | None:
    """*Hand over*: who may answer the request, its notice's owner if it is an escalation, or who
    stands in for them, the orchestrator.

    Not a guest with a seat, who knows nothing of the other departments. Whether a second hand-over is allowed
    is `rules.escalations.may_hand_over`.
    """
    known = snapshot.people.get(person)
    if known is not None and guest(known) and not known.deactivated:
        return Refusal("Guests cannot hand this over; ask your contact in the organisation.")
    if is_orchestrator(snapshot, person, now) or _owns_case(notice, person):
        return None
    if isinstance(notice, Escalation) and _stands_in_for_owner(notice, person, snapshot, now):
        return None
    return may_answer(snapshot, request, notice, person, member=member)


def may_ask_expert(
    snapshot: Snapshot, notice: Notice, request: Request, person: str, now: datetime, *, member: bool = False
) -> Refusal | None:
    """*Need an expert*: whoever works on the case, like *Hand over*."""
    return may_hand_over(snapshot, notice, request, person, now, member=member)


def may_decide_go(launch: Launch, person: str, snapshot: Snapshot, now: datetime) -> Refusal | None:
    """*Go*, *Go with reservations*, *No-go*: the owner's, or the approver's where one is named.

    The orchestrator decides only where neither is there, so that no launch is without anybody.
    """
    deciders = snapshot.present(who for who in (launch.owner, launch.approver) if who)
    if person in deciders:
        return None
    if not absences.there(snapshot, deciders, now) and is_orchestrator(snapshot, person, now):
        return None
    return Refusal("Only {person} decides about this launch.", person=_first(deciders, snapshot, now))


def may_edit_launch(launch: Launch, person: str, snapshot: Snapshot, now: datetime) -> Refusal | None:
    """*Complete*, *change*, *postpone*, *cancel*: owner, approver, who announced it, the orchestrator."""
    editors = snapshot.present(who for who in (launch.owner, launch.approver, launch.by) if who)
    if person in editors or is_orchestrator(snapshot, person, now):
        return None
    return Refusal("Only {person} can change this launch.", person=_first(editors, snapshot, now))


def may_release(launch: Launch, person: str, snapshot: Snapshot, now: datetime) -> Refusal | None:
    """Release of a launch held by a crisis: "owner or orchestrator releases each by one click"."""
    if person == launch.owner or is_orchestrator(snapshot, person, now):
        return None
    owner = snapshot.present([launch.owner] if launch.owner else [])
    return Refusal(
        "Only {person} or the orchestrator can release this launch.",
        person=_first(owner, snapshot, now),
    )


def may_hold_launch(escalation: Escalation, person: str, snapshot: Snapshot, now: datetime) -> Refusal | None:
    """*Hold a Launch* because of a case: who has the case, or the orchestrator; of a private one only who has
    it. As in a crisis "owner or orchestrator releases each by one click" (PRODUCT section 2, "Go").
    """
    if person == escalation.owner and not snapshot.gone(person):
        return None
    if not escalation.private:
        return may_conduct(snapshot, person, now)
    return Refusal("Only who has this escalation can hold a launch because of it.")


def may_close(escalation: Escalation, person: str, snapshot: Snapshot, now: datetime) -> Refusal | None:
    """*Told*, *more time*, *close*: its owner, who stands in while they are away, the responsible department,
    the orchestrator.

    A private one not the orchestrator, who may not read its subject: they name somebody, or let it rest.
    """
    if person == escalation.owner:
        return None
    if is_orchestrator(snapshot, person, now) and not escalation.private:
        return None
    if not snapshot.gone(person) and _belongs(snapshot, escalation.department, person, member=False):
        return None
    if _stands_in_for_owner(escalation, person, snapshot, now):
        return None
    if escalation.owner:
        return Refusal("{person} has this one; ask them, or the orchestrator.", person=escalation.owner)
    return Refusal("Only {department} can do this.", department=escalation.department)


def may_reword(escalation: Escalation, person: str, snapshot: Snapshot, now: datetime) -> Refusal | None:
    """Another summary, level or privacy, a new round: like *close*, and who told it, of their own words."""
    if person == escalation.by:
        return None
    return may_close(escalation, person, snapshot, now)


def may_give_back(escalation: Escalation, person: str, snapshot: Snapshot, now: datetime) -> Refusal | None:
    """*Give back*: who has it, or the orchestrator. Until when is `rules.escalations.may_give_back`."""
    return None if person == escalation.owner else may_conduct(snapshot, person, now)


def may_fix(launch: Notice, problem: Request, person: str) -> Refusal | None:
    """*It is fixed*: the launch's owner, of whom the problem was asked."""
    if person in (launch.owner, problem.person):
        return None
    return Refusal("Only the owner of the launch can say that the problem is fixed.")


def may_administer(snapshot: Snapshot, person: str) -> Refusal | None:
    """Edit the workspace: its administrators, first of all the installer."""
    if not snapshot.gone(person) and (
        snapshot.is_administrator(person) or person == snapshot.workspace.installer
    ):
        return None
    return Refusal("Only an administrator of Tutti can do this; ask one of them.")


def may_lead(snapshot: Snapshot, person: str) -> Refusal | None:
    """Decide what the leaders' digest offers: those who get it."""
    if person in snapshot.present(snapshot.workspace.leaders):
        return None
    return Refusal("Only those who get the leaders' digest can decide this.")


def may_edit_department(snapshot: Snapshot, department: str, person: str) -> Refusal | None:
    """Edit a department: its representatives and heads, and administrators."""
    if person in snapshot.present(snapshot.holders(department, Role.representative, Role.head)):
        return None
    if may_administer(snapshot, person) is None:
        return None
    return Refusal(
        "Only a representative or the head of {department}, or an administrator, can do this.",
        department=department,
    )


def may_read_history(snapshot: Snapshot, person: str) -> Refusal | None:
    """The history of settings: administrators read all of it, who edits a department what concerns it."""
    if edited_by(snapshot, person):
        return None
    return may_administer(snapshot, person)


def edited_by(snapshot: Snapshot, person: str) -> tuple[str, ...]:
    """The departments that this person edits, in the workspace's order."""
    keys = (department.key for department in snapshot.departments)
    return tuple(key for key in keys if may_edit_department(snapshot, key, person) is None)


def is_orchestrator(snapshot: Snapshot, person: str, now: datetime) -> bool:
    """Whether this person conducts.

    Anyone of the rota counts, so that a line of last week can still be answered, and who stands in now.
    """
    conducts = {routing.orchestrator(snapshot, now), *snapshot.workspace.orchestrators}
    return person in conducts and not snapshot.gone(person)


def may_conduct(snapshot: Snapshot, person: str, now: datetime) -> Refusal | None:
    """What only the orchestrator decides: *Name somebody*, *Let it rest*, *go without*, a second hand-over.

    Refusal names who conducts now.
    """
    if is_orchestrator(snapshot, person, now):
        return None
    acting = routing.orchestrator(snapshot, now)
    if acting is None:
        return Refusal("Only the orchestrator can decide this; ask an administrator to name one.")
    return Refusal("Only the orchestrator, {person}, can decide this.", person=acting)


def _owns_elsewhere(request: Request, notice: Notice, person: str) -> bool:
    own = isinstance(notice, Launch) and person == notice.owner and request.department != notice.department
    return own and request.origin is Origin.routing


def _is_alone(snapshot: Snapshot, department: str | None, person: str) -> bool:
    """ "Me for now": nobody else has a seat there or stands in, so that another answer cannot come."""
    return bool(department) and set(snapshot.present(seats(snapshot, department or ""))) == {person}


def _owns_case(notice: Notice, person: str) -> bool:
    return isinstance(notice, Escalation) and person == notice.owner


def _stands_in_for_owner(escalation: Escalation, person: str, snapshot: Snapshot, now: datetime) -> bool:
    """Whether they are asked about a case whose owner is away."""
    return bool(escalation.owner) and person == absences.asked_for_owner(snapshot, escalation, now)


def _belongs(snapshot: Snapshot, department: str, person: str, *, member: bool) -> bool:
    found = snapshot.department(department)
    open_to_members = member and found is not None and found.members_may_answer
    return open_to_members or person in seats(snapshot, department)


def seats(snapshot: Snapshot, department: str) -> tuple[str, ...]:
    """Everybody with a seat there; a partner's contact on our side stands in for its head."""
    found = snapshot.department(department)
    seats = (*snapshot.holders(department, *Role), *snapshot.stand_in(department))
    if found and found.kind is DepartmentKind.partner and found.our_contact:
        return (*seats, found.our_contact)
    return seats


def _first(people: tuple[str, ...], snapshot: Snapshot, now: datetime) -> str:
    """Whom to ask instead: the first of them, else who conducts; "" where nobody is left at all."""
    return next(iter(people), None) or routing.orchestrator(snapshot, now) or ""
