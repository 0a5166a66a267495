"""Answering a request: ready, problem, not concerned; take, hand over, expert; what the orchestrator does."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import chase, escalations, hand_overs, launch_decisions, pings, speak
from bot.flows.answers import Answer
from bot.flows.launches_in_hand import drop_problems, withdraw_calls
from bot.models import (
    Escalation,
    Launch,
    LaunchState,
    Origin,
    PingKind,
    Request,
    RequestState,
    Snapshot,
    new_id,
)
from bot.rules import deadlines, ladders, rights
from bot.rules import launches as launch_rules
from bot.rules import requests as rules
from bot.store import Db, notices
from bot.tools import Caller, Tools
from bot.views import names


async def answer(tools: Tools, caller: Caller, request_id: str, move: rules.Move, reason: str = "") -> Answer:
    """A department's answer to a launch: ready, problem (with a reason) or not concerned."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, launch = found(db, caller, request_id)
        if request.origin == Origin.expert and move == "not_concerned":
            return _advise(db, book, caller, request, launch, move, reason, now)
        if not isinstance(launch, Launch):
            raise Refusal("This answer belongs to launches.")
        _refuse(
            rights.may_answer(book, request, launch, caller.user, member=_is_member(book, request, caller))
        )
        was_ready = launch_decisions.answers_are_there(launch, notices.requests(db, launch))
        state = rules.answer(request, move)
        texts = {key: value for key, value in {**request.texts, "answer": reason}.items() if value}
        db.change(request, state=state, answered_by=caller.user, answered_at=now, texts=texts)
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
            _raise_problem(db, book, request, launch, now)
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


def _raise_problem(db: Db, book: Snapshot, request: Request, launch: Launch, now: datetime) -> None:
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
        if caller.user not in (launch.owner, problem.person):
            raise Refusal("Only the owner of the launch can say that the problem is fixed.")
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
        _refuse(rights.may_answer(book, parent, launch, caller.user, member=_is_member(book, parent, caller)))
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


async def take_back(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """An answer can be taken back until *Go*; the request waits again, by the time first promised."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, launch = found(db, caller, request_id)
        if not isinstance(launch, Launch):
            raise Refusal("This answer belongs to launches.")
        _refuse(launch_rules.may_take_back(launch))
        _refuse(
            rights.may_answer(book, request, launch, caller.user, member=_is_member(book, request, caller))
        )
        state = rules.answer(request, "take_back")
        drop_problems(db, request)
        withdraw_calls(db, launch)
        db.change(request, state=state, answered_by=None, answered_at=None)
        entry = speak.note(db, launch, "taken_back", now, by=caller.user, department=request.department)
        speak.line_on_request(db, request, entry)
        if now >= request.due_at:
            chase.run(db, book, request, launch, now)
        else:
            chase.plan(db, book, request, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


# The orchestrator's three choices


async def take_myself(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """The orchestrator takes it: an escalation becomes theirs, a launch's answer is theirs to give."""
    return await _named(tools, caller, request_id, caller.user)


async def name_somebody(tools: Tools, caller: Caller, request_id: str, person: str) -> Answer:
    """The orchestrator names who is asked now."""
    return await _named(tools, caller, request_id, person)


async def _named(tools: Tools, caller: Caller, request_id: str, person: str) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        _refuse(rights.may_conduct(book, caller.user, now))
        if isinstance(notice, Escalation) and request.state == RequestState.taken:
            escalations.release(db, book, request, notice, now)
        if request.state not in (*chase.OPEN, RequestState.rested):
            raise rules.finished(request)
        if book.gone(person):
            raise FormRefusal({"person": Refusal("This person has left Slack; choose somebody else.")})
        if person == caller.user and isinstance(notice, Escalation):
            db.change(request, state=RequestState.waiting)
            escalations.take(db, book, request, notice, person, now)
            return Answer()
        hours = chase.hours_for(book, request)
        due = max(request.due_at, deadlines.named_due(request, now=now, hours=hours))
        plan = ladders.plan(book, request.department, person=person)
        db.change(
            request,
            **ladders.replan(request, person=person, ladder=plan, due_at=due),
            state=RequestState.waiting,
        )
        speak.note(db, notice, "named", now, by=caller.user, person=person, department=request.department)
        chase.run(db, book, request, notice, now)
        speak.changed(db, notice)
        return Answer(caller.t("{person} is asked now.", person=f"<@{person}>"))

    return await tools.write(caller, work)


async def rest(tools: Tools, caller: Caller, request_id: str, reason: str) -> Answer:
    """The orchestrator lets it rest, with a reason that stands in the timeline."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        _refuse(rights.may_conduct(book, caller.user, now))
        state = rules.answer(request, "rest")
        db.change(
            request,
            state=state,
            answered_by=caller.user,
            answered_at=now,
            texts={**request.texts, "reason": reason},
        )
        chase.end(db, request)
        entry = speak.note(
            db, notice, "rested", now, by=caller.user, department=request.department, reason=reason
        )
        speak.line_on_request(db, request, entry)
        speak.changed(db, notice)
        return Answer()

    return await tools.write(caller, work)


# Handing over


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


async def allow_hand_over(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """The orchestrator allows the second hand-over that was asked for."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        _refuse(rights.may_conduct(book, caller.user, now))
        return hand_overs.allow(db, book, caller, request, notice, now)

    return await tools.write(caller, work)


# Experts


async def ask_expert(tools: Tools, caller: Caller, request_id: str, department: str, question: str) -> Answer:
    """One question to another department, due at half the time left; the case stays where it is."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        if not isinstance(notice, Escalation):
            raise Refusal("An expert is asked about an escalation.")
        _refuse(rights.may_ask_expert(book, notice, request, caller.user, now))
        if book.department(department) is None:
            raise FormRefusal(
                {"department": Refusal("This department does not exist any more; choose another.")}
            )
        hours = chase.hours_for(book, request)
        earlier = [one for one in notices.requests(db, notice) if one.origin == Origin.expert]
        expert = Request(
            id=new_id("R"),
            workspace=request.workspace,
            notice=notice.id,
            lane=notice.lane,
            department=department,
            round=notice.round,
            origin=Origin.expert,
            hop=len(earlier),
            parent=request.id,
            required=False,
            asked_by=caller.user,
            asked_at=now,
            due_at=deadlines.expert_due(notice, now=now, hours=hours),
            high=request.high,
            real_time=request.real_time,
            private=notice.private,
            ladder=[list(rung) for rung in ladders.plan(book, department, high=request.high)],
            texts={"question": question},
        )
        db.add(expert)
        chase.begin(db, book, expert, notice, now)
        speak.note(db, notice, "expert_asked", now, by=caller.user, department=department)
        speak.changed(db, notice)
        return Answer(
            caller.t("{department} is asked.", department=names.department_label(caller.t, book, department))
        )

    return await tools.write(caller, work)


async def answer_expert(tools: Tools, caller: Caller, request_id: str, words: str) -> Answer:
    """An expert's answer goes to whoever asked; the case stays with its owner."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        request, notice = found(db, caller, request_id)
        return _advise(db, book, caller, request, notice, "answer", words, now)

    return await tools.write(caller, work)


def _advise(
    db: Db,
    book: Snapshot,
    caller: Caller,
    request: Request,
    notice: Launch | Escalation,
    move: rules.Move,
    words: str,
    now: datetime,
) -> Answer:
    """What an expert says, or that they cannot help; whoever asked is told."""
    _refuse(rights.may_answer(book, request, notice, caller.user, member=_is_member(book, request, caller)))
    state = rules.answer(request, move)
    texts = {**request.texts, "answer": words}
    db.change(request, state=state, answered_by=caller.user, answered_at=now, texts=texts)
    chase.end(db, request)
    speak.note(db, notice, "expert_answered", now, by=caller.user, department=request.department)
    pings.call(db, book, request.asked_by, PingKind.expert_answer, notice, now, request=request, at_once=True)
    speak.changed(db, notice)
    return Answer()


# Finding


def found(db: Db, caller: Caller, request_id: str) -> tuple[Request, Launch | Escalation]:
    """The request and its notice, held for this unit; refused if they are finished or not there."""
    known = db.get(Request, id=request_id, workspace=caller.workspace)
    notice = notices.hold(db, caller.workspace, known.notice) if known else None
    request = db.get(Request, id=request_id) if notice else None
    if request is None or notice is None:
        raise Refusal("This request does not exist any more.")
    if notice.ended_at is not None and request.origin != Origin.expert:
        raise rules.ended(notice, request)
    if isinstance(notice, Launch) and request.round < notice.round:
        raise Refusal("This was asked again after a change; please answer the newer request.")
    return request, notice


def _is_member(book: Snapshot, request: Request, caller: Caller) -> bool:
    return book.in_room(request.department, caller.channel)


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal
