"""The forms of a request, as they open: refused before anybody types into one that cannot be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.errors import Refusal, refuse
from bot.flows import escalation_cases
from bot.flows.answers import Answer
from bot.models import Escalation, Launch, Request
from bot.rules import requests as rules
from bot.rules import rights
from bot.store import Db, notices
from bot.tools import Caller, Tools
from bot.views import request_forms

View = dict[str, Any]
AnyNotice = Launch | Escalation


async def problem_form(tools: Tools, caller: Caller, request_id: str, words: str = "") -> Answer:
    """What stands in the way; `words` stand in it already."""
    return await _answering(
        tools,
        caller,
        request_id,
        lambda request, notice: request_forms.problem_form(request, notice, caller.t, words),
    )


async def not_concerned_form(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """Not concerned, with an optional reason."""
    return await _answering(
        tools,
        caller,
        request_id,
        lambda request, notice: request_forms.not_concerned_form(request, notice, caller.t),
    )


async def expert_answer_form(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """An expert's answer."""
    return await _answering(
        tools,
        caller,
        request_id,
        lambda request, notice: request_forms.expert_answer_form(request, notice, caller.t),
    )


async def hand_over_form(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """To whom, why, what was done and promised."""
    now = tools.clock.now()

    def draw(request: Request, notice: AnyNotice) -> View:
        member = _is_member(caller, request)
        refuse(rights.may_hand_over(caller.snapshot, notice, request, caller.user, now, member=member))
        return request_forms.hand_over_form(request, notice, caller.snapshot, caller.t)

    return await _open(tools, caller, request_id, draw)


async def expert_form(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """Which department knows, and the question."""
    now = tools.clock.now()

    def draw(request: Request, notice: AnyNotice) -> View:
        refuse(rights.may_ask_expert(caller.snapshot, notice, request, caller.user, now))
        return request_forms.expert_form(request, notice, caller.snapshot, caller.t)

    return await _open(tools, caller, request_id, draw)


async def name_form(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """Whom the orchestrator names."""
    now = tools.clock.now()

    def draw(request: Request, notice: AnyNotice) -> View:
        refuse(rights.may_conduct(caller.snapshot, caller.user, now))
        return request_forms.name_form(request, notice, caller.t)

    return await _open(tools, caller, request_id, draw)


async def rest_form(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """Why the orchestrator lets it rest."""
    now = tools.clock.now()

    def draw(request: Request, notice: AnyNotice) -> View:
        refuse(rights.may_conduct(caller.snapshot, caller.user, now))
        rules.answer(request, "rest")
        return request_forms.rest_form(request, notice, caller.t)

    return await _open(tools, caller, request_id, draw)


async def _answering(
    tools: Tools, caller: Caller, request_id: str, draw: Callable[[Request, AnyNotice], View]
) -> Answer:
    def drawn(request: Request, notice: AnyNotice) -> View:
        if not rules.may_still_answer(request):
            raise rules.finished(request)
        member = _is_member(caller, request)
        refuse(rights.may_answer(caller.snapshot, request, notice, caller.user, member=member))
        return draw(request, notice)

    return await _open(tools, caller, request_id, drawn)


async def _open(
    tools: Tools, caller: Caller, request_id: str, draw: Callable[[Request, AnyNotice], View]
) -> Answer:
    def look(db: Db) -> View:
        request = db.get(Request, id=request_id, workspace=caller.workspace)
        notice = notices.find(db, caller.workspace, request.notice) if request else None
        if request is None or notice is None:
            raise Refusal("This request does not exist any more.")
        if isinstance(notice, Escalation):
            escalation_cases.refuse_merged(db, notice)
        if notice.ended_at is not None:
            raise rules.ended(notice, request)
        return draw(request, notice)

    return Answer(opens=await tools.store.read(look))


def _is_member(caller: Caller, request: Request) -> bool:
    return caller.snapshot.in_room(request.department, caller.channel)
