"""Somebody is back: one message, once, with what happened meanwhile (PRODUCT, "Moments to love")."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.flows import holds
from bot.models import Absence, Message, Origin, Request, RequestState, Role, Snapshot, Timer
from bot.rules import calendars
from bot.rules import hours as working
from bot.store import Db, ledger, rotas, snapshots
from bot.store import absences as stored
from bot.store.timers import set_timer, stop_timer
from bot.tools import Tools

WAITING = (RequestState.waiting, RequestState.unanswered)
_COUNTED_NOT = (RequestState.dropped, RequestState.handed_over)


def plan(db: Db, book: Snapshot, absence: Absence) -> None:
    """Set the moment at which the person hears what happened: their first opening after the absence."""
    hours = working.hours_of_person(book, absence.person)
    at = calendars.next_opening(hours, absence.ends_at)
    set_timer(db, absence.workspace, "back", str(absence.id), at)


def run_back(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The absence is over by itself; where nothing was asked nothing is said."""
    absence = db.get(Absence, id=int(timer.subject))
    if absence is None:
        return
    facts = end(db, book, absence, now)
    if facts["asked"] or facts["waiting"]:
        ledger.owe(
            db,
            Message(
                workspace=absence.workspace,
                key=f"welcome_back:{absence.id}",
                kind="welcome_back",
                channel=absence.person,
                values=facts,
                made_at=now,
            ),
        )


def end(db: Db, book: Snapshot, absence: Absence, now: datetime) -> dict[str, Any]:
    """Forget the absence, let what waited for the person come, and give what happened: see `happened`."""
    facts = happened(db, book, absence)
    forget(db, absence)
    holds.reconsider(db, without(book, absence), absence.person, now)
    if absence.person in book.workspace.orchestrators:
        rotas.refresh_cards(db, absence.workspace)
    return facts


def forget(db: Db, absence: Absence) -> None:
    """The absence is over, replaced or taken back: nothing of it is kept."""
    db.remove(Absence, id=absence.id)
    for kind in ("away", "back"):
        stop_timer(db, absence.workspace, kind, str(absence.id))
    snapshots.touch(db, absence.workspace)


def without(book: Snapshot, absence: Absence) -> Snapshot:
    """The settings as they are once this absence is forgotten."""
    left = tuple(one for one in book.absences if one.id != absence.id)
    return replace(book, absences=left)


def happened(db: Db, book: Snapshot, absence: Absence) -> dict[str, Any]:
    """What a welcome says: how many requests were `asked` of them, who `answered` how many, how many wait.

    {"asked": 6, "answered": [["U0TOM", 5], ["U0ANA", 1]], "waiting": 0}, the busiest first.
    """
    concerned = [
        request
        for request in stored.requests_since(db, absence.workspace, absence.starts_at)
        if _concerns(book, request, absence)
    ]
    answers = Counter(
        str(one.answered_by) for one in concerned if one.answered_by and one.state not in WAITING
    )
    answered = sorted(answers.items(), key=lambda given: (-given[1], given[0]))
    return {
        "asked": len(concerned),
        "answered": [list(given) for given in answered],
        "waiting": sum(request.state in WAITING for request in concerned),
    }


def _concerns(book: Snapshot, request: Request, absence: Absence) -> bool:
    """Whether it was asked of this person, or of a department for which they answer, while they were away."""
    if request.state in _COUNTED_NOT or request.answered_at == request.asked_at:
        return False
    if request.asked_at < absence.starts_at and absence.person not in request.called:
        return False
    if request.person is not None:
        return request.person == absence.person
    answers = book.holders(request.department, Role.representative, Role.deputy)
    return absence.person in answers and request.origin != Origin.problem
