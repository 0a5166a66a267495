"""Who stands on a rung of a ladder now: persons are looked up as each rung is called (DESIGN section 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.models import DepartmentKind, Lane, Origin, Request, Role, Rung, Snapshot
from bot.rules import absences, rotas, routing

DIRECT: Final = "direct"
"""Role of the direct ask, and its mark in `request.called`; it is no person."""


def reachable(snapshot: Snapshot, department: str, now: datetime) -> tuple[str, ...]:
    """Whom a reporter may phone about a stated hour while the department is closed, in order: representative,
    deputies and head (PRODUCT section 2, "Two clocks"); nobody who is away. In a crisis it is
    `phones.to_phone`."""
    roles = ("representative", "deputy", "head")
    found = (person for role in roles for person in holders(snapshot, department, role))
    return tuple(dict.fromkeys(absences.there(snapshot, found, now)))


def persons(rung: Rung, request: Request, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    """Whom this rung calls as people are now: there and, except for the reminder, not yet called.

    Whoever is away is passed over for who stands in; on the duty rota for the next one alone.

    A deputy is "the first in the list who is present and not yet called"; each on-call rung is the next of
    the duty rota; the orchestrator's goes on to sponsor and installer where the orchestrator was called
    already. The owner of a launch is passed over: they may not answer it for another department.
    """
    return whom(rung, request, snapshot, now, called_people(request.called))


def first_asked(request: Request, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    """Whom the ask calls: the first rung that somebody fills now, else who conducts.

    At night only the duty rota is written to, though nobody of it may be there.
    """
    called = called_people(request.called)
    found = (whom(rung, request, snapshot, now, called) for rung in request.rungs if rung.role != "reminder")
    at_night = {rung.role for rung in request.rungs} == {"on_call"}
    last = () if at_night else routing.conductors(snapshot, now)[:1]
    return next((group for group in found if group), last)


def whom(
    rung: Rung, request: Request, snapshot: Snapshot, now: datetime, called: list[str]
) -> tuple[str, ...]:
    """Like `persons`, passing over those in `called` instead of the request's own."""
    if rung.role in ("person", "owner"):
        return absences.called_for(snapshot, _named(request), request, now)
    if rung.role in ("reminder", DIRECT):
        return absences.called_for(snapshot, _named(request) or called, request, now)
    if rung.role == "orchestrator":
        return _conductor(request, rung, snapshot, now, called)
    passed = {*called, request.asked_by} if _is_launch_ask(request) else set(called)
    if rung.role == "on_call":
        found = rotas.at_hand(snapshot, request.department, now)
    else:
        held = holders(snapshot, request.department, rung.role)
        found = absences.called_for(snapshot, held, request, now)
    return one_or_all(rung.role, tuple(who for who in found if who not in passed))


def _named(request: Request) -> list[str]:
    return [request.person] if request.person else []


def _conductor(
    request: Request, rung: Rung, snapshot: Snapshot, now: datetime, called: list[str]
) -> tuple[str, ...]:
    """Orchestrator, sponsor, installer: the first not called; the last rung always has somebody."""
    chain = routing.conductors(snapshot, now)
    fresh = tuple(person for person in chain if person not in called)
    last = request.rungs[-1:] == (rung,)
    return fresh[:1] or (chain[:1] if last else ())


def holders(snapshot: Snapshot, department: str, role: str) -> tuple[str, ...]:
    """Who holds this role in the department, or conducts it from outside; accepted seats only.

    While a representative is only proposed, the installer stands in (PRODUCT section 2, N10). Nobody in a
    retired department: what it still owes goes to who conducts (P4).
    """
    found = snapshot.department(department)
    if found and found.retired:
        return ()
    if role == "head" and found and found.kind is DepartmentKind.partner:
        return (found.our_contact,) if found.our_contact else ()
    if role == "sponsor":
        return (snapshot.workspace.sponsor,) if snapshot.workspace.sponsor else ()
    if role == Role.representative:
        return snapshot.holders(department, Role.representative) or snapshot.stand_in(department)
    return snapshot.holders(department, Role(role)) if role in Role.__members__ else ()


def one_or_all(role: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """A rung calls every representative and head, and one person of any other role."""
    return found if role in ("representative", "head") else found[:1]


def _is_launch_ask(request: Request) -> bool:
    return request.lane is Lane.launch and request.origin is Origin.routing


def called_people(called: Iterable[str]) -> list[str]:
    """Those called, without the mark of the direct ask."""
    return [person for person in called if person != DIRECT]
