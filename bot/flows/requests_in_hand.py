"""A request and its notice, held for the unit that changes them."""

from __future__ import annotations

from bot.errors import Refusal, refuse
from bot.flows import escalation_cases
from bot.models import (
    Escalation,
    Launch,
    Origin,
    Request,
    Snapshot,
)
from bot.rules import requests as rules
from bot.rules import rights
from bot.store import Db, notices
from bot.tools import Caller


def found(db: Db, caller: Caller, request_id: str) -> tuple[Request, Launch | Escalation]:
    """The request and its notice, held for this unit; refused if they are finished or not there."""
    about = notices.of_requests(db, [request_id]).get(request_id)
    notice = notices.hold(db, caller.workspace, about) if about else None
    request = db.get(Request, id=request_id, workspace=caller.workspace) if notice else None
    if request is None or notice is None:
        raise Refusal("This request does not exist any more.")
    if isinstance(notice, Escalation):
        escalation_cases.refuse_merged(db, notice)
    if notice.ended_at is not None and request.origin != Origin.expert:
        raise rules.ended(notice, request)
    if isinstance(notice, Launch) and request.round < notice.round:
        raise Refusal("This was asked again after a change; please answer the newer request.")
    return request, notice


def refuse_others(book: Snapshot, caller: Caller, request: Request, notice: Launch | Escalation) -> None:
    """Raises the Refusal of whoever may not answer it; a click in the department's channel is a member's."""
    member = book.in_room(request.department, caller.channel)
    refuse(rights.may_answer(book, request, notice, caller.user, member=member))
