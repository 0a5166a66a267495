"""Answering a request: ready, problem, not concerned; taking an answer back; handing over."""

from __future__ import annotations

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import chase, experts, hand_overs, launch_decisions, problems, speak
from bot.flows.answers import Answer
from bot.flows.launches_in_hand import drop_problems, withdraw_calls
from bot.flows.requests_in_hand import found, refuse_others
from bot.models import (
    Launch,
    LaunchState,
    Origin,
    Request,
    RequestState,
    Snapshot,
)
from bot.rules import durations
from bot.rules import launches as launch_rules
from bot.rules import requests as rules
from bot.store import Db, notices
from bot.tools import Caller, Tools


async def answer(tools: Tools, caller: Caller, request_id: str, move: rules.Move, reason: str = "") -> Answer:
    """A department's answer to a launch: ready, problem (with a reason) or not concerned."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, launch = found(db, caller, request_id)
        if request.origin == Origin.expert and move == "not_concerned":
            return experts.advise(db, book, caller, request, launch, move, reason, now)
        if not isinstance(launch, Launch):
            raise Refusal("This answer belongs to launches.")
        refuse_others(book, caller, request, launch)
        was_ready = launch_decisions.answers_are_there(launch, notices.requests(db, launch))
        state = rules.answer(request, move)
        texts = {key: value for key, value in {**request.texts, "answer": reason}.items() if value}
        measured = durations.answered(request, chase.hours_for(book, request), now)
        db.change(request, state=state, answered_by=caller.user, answered_at=now, texts=texts, **measured)
        chase.end(db, request)
        kind = "problem" if state == RequestState.problem else "answered"
        entry = speak.note(
            db,
            launch,
            kind,
            now,
            by=caller.user,
            department=request.department,
            state=str(state),
            reason=reason,
        )
        if state == RequestState.problem:
            problems.raise_problem(db, book, request, launch, now)
            speak.line_on_card(db, launch, entry)
        elif not was_ready:
            launch_decisions.tell_when_ready(db, book, launch, now)
        _heard_after_all(db, launch, request)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


def _heard_after_all(db: Db, launch: Launch, request: Request) -> None:
    """A department that the launch would have gone without has answered: its answer counts until *Go*."""
    if request.department in launch.without and launch.state == LaunchState.announced:
        db.change(launch, without=[key for key in launch.without if key != request.department])


async def take_back(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """An answer can be taken back until *Go*; the request waits again, by the time first promised."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, launch = found(db, caller, request_id)
        if not isinstance(launch, Launch):
            raise Refusal("This answer belongs to launches.")
        refuse(launch_rules.may_take_back(launch))
        refuse_others(book, caller, request, launch)
        state = rules.answer(request, "take_back")
        drop_problems(db, request)
        withdraw_calls(db, launch)
        db.change(request, state=state, answered_by=None, answered_at=None, **durations.UNANSWERED)
        entry = speak.note(db, launch, "taken_back", now, by=caller.user, department=request.department)
        speak.line_on_request(db, request, entry)
        if now >= request.due_at:
            chase.run(db, book, request, launch, now)
        else:
            chase.plan(db, book, request, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


async def hand_over(tools: Tools, caller: Caller, request_id: str, to: str, words: dict[str, str]) -> Answer:
    """Pass the request to another department: the clock goes on, a second time asks the orchestrator."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        if isinstance(notice, Launch) and to in (*notice.asked, notice.department):
            asked = Refusal("This department is asked about it already; choose another.")
            raise FormRefusal({"department": asked})
        return hand_overs.hand_over(db, book, caller, request, notice, to, words, now)

    return await tools.write(caller, work)
