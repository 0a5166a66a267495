"""A problem: a request to the launch's owner, solved by who raised it (PRODUCT section 2, "Go")."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal, refuse
from bot.flows import chase, launch_decisions, pings, speak
from bot.flows.answers import Answer
from bot.flows.requests_in_hand import found, refuse_others
from bot.models import (
    Launch,
    Origin,
    PingKind,
    Request,
    RequestState,
    Snapshot,
    new_id,
)
from bot.rules import deadlines, ladders, rights
from bot.rules import requests as rules
from bot.store import Db, notices
from bot.tools import Caller, Tools


def raise_problem(db: Db, book: Snapshot, request: Request, launch: Launch, now: datetime) -> None:
    """A problem is a request to the launch's owner, with as long a window as the request it came from."""
    owner = launch.owner or launch.by
    due = deadlines.problem_due(request, launch.at, now=now, hours=chase.hours_for(book, request))
    earlier = [one for one in notices.requests(db, launch) if one.parent == request.id]
    problem = Request(
        id=new_id("R"),
        workspace=request.workspace,
        notice=launch.id,
        lane=launch.lane,
        department=request.department,
        round=request.round,
        origin=Origin.problem,
        hop=len(earlier),
        parent=request.id,
        asked_by=request.answered_by or request.asked_by,
        asked_at=now,
        due_at=due,
        high=True,
        person=owner,
        ladder=[list(rung) for rung in ladders.plan(book, request.department, person=owner)],
        texts={"question": request.texts.get("answer", "")},
    )
    db.add(problem)
    chase.begin(db, book, problem, launch, now)


async def reply_to_problem(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """The owner says it is fixed: whoever raised it is asked whether it is solved."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        problem, launch = found(db, caller, request_id)
        if problem.state != RequestState.waiting:
            raise rules.finished(problem)
        refuse(rights.may_fix(launch, problem, caller.user))
        times = int(problem.texts.get("replies", "0")) + 1
        db.change(problem, texts={**problem.texts, "replies": str(times)})
        speak.note(db, launch, "fixed", now, by=caller.user, department=problem.department)
        pings.call(
            db,
            book,
            problem.asked_by,
            PingKind.solved,
            launch,
            now,
            request=problem,
            occasion=str(times),
            at_once=True,
        )
        return Answer(caller.t("{person} is asked whether it is solved.", person=f"<@{problem.asked_by}>"))

    return await tools.write(caller, work)


async def solve(tools: Tools, caller: Caller, request_id: str, *, solved: bool) -> Answer:
    """Whoever raised the problem says whether it is solved; then their department is ready."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        problem, launch = found(db, caller, request_id)
        parent = db.get(Request, id=problem.parent)
        if parent is None or not isinstance(launch, Launch):
            raise Refusal("This problem does not exist any more.")
        refuse_others(book, caller, parent, launch)
        if problem.state != RequestState.waiting:
            raise rules.finished(problem)
        if not solved:
            speak.note(db, launch, "not_solved", now, by=caller.user, department=parent.department)
            if launch.owner:
                pings.call(
                    db,
                    book,
                    launch.owner,
                    PingKind.problem,
                    launch,
                    now,
                    request=problem,
                    occasion=f"again {problem.texts.get('replies', '0')}",
                    at_once=True,
                )
            speak.changed(db, launch)
            return Answer(caller.t("The owner of the launch is told that it is not solved yet."))
        db.change(problem, state=rules.answer(problem, "solve"), answered_by=caller.user, answered_at=now)
        db.change(parent, state=rules.answer(parent, "solve"), answered_by=caller.user, answered_at=now)
        chase.end(db, problem)
        entry = speak.note(db, launch, "solved", now, by=caller.user, department=parent.department)
        speak.line_on_card(db, launch, entry)
        launch_decisions.tell_when_ready(db, book, launch, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)
