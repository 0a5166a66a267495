"""Deciding about a launch: Go or not, without a department, released (PRODUCT section 2, "Go")."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import chase, golive, pings, speak
from bot.flows.answers import Answer
from bot.flows.launches_in_hand import drop_problems, held, refuse
from bot.flows.relations import end_holds
from bot.models import Launch, LaunchState, PingKind, Request, RequestState, Snapshot
from bot.rules import launches as rules
from bot.rules import rights
from bot.rules.relations import may_be_released
from bot.store import Db, notices, relations
from bot.store.timers import stop_timer
from bot.tools import Caller, Tools
from bot.views.launch_decisions import Decision

MOVES: dict[str, rules.Move] = {"go": "go", "reservations": "reservations", "no_go": "no_go"}
"""A decision of the Go form -> the move it makes."""


async def decide(tools: Tools, caller: Caller, launch_id: str, decided: Decision) -> Answer:
    """Go, go with reservations or no-go. Both goes pass the same gate (PRODUCT section 2, "Go")."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = held(db, caller, launch_id)
        refuse(rights.may_decide_go(launch, caller.user, book, now))
        state = rules.move(launch.state, MOVES[decided.decision], by=launch.decided_by)
        if decided.decision != "no_go":
            _pass_gate(db, launch, decided.confirmed)
        texts = {**launch.texts, "reservations": decided.reservations, "reason": decided.reason}
        texts = {key: value for key, value in texts.items() if value}
        db.change(launch, state=state, decided_by=caller.user, decided_at=now, texts=texts)
        stop_timer(db, launch.workspace, "undecided", launch.id)
        words = decided.reservations or decided.reason
        entry = speak.note(
            db, launch, "decided", now, by=caller.user, decision=decided.decision, reason=words
        )
        speak.line_on_card(db, launch, entry)
        if state in rules.AT_GO and launch.at <= now:
            golive.reach_hour(db, book, launch, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


def _pass_gate(db: Db, launch: Launch, confirmed: tuple[str, ...]) -> None:
    gate = rules.gate(launch, notices.requests(db, launch))
    if gate.blocking:
        raise FormRefusal(
            {
                "decision": Refusal(
                    "This cannot be a Go yet: {departments} must answer first. "
                    "The orchestrator can decide to go without a department.",
                    departments=[one.department for one in gate.blocking],
                )
            }
        )
    open_ones = [key for key in gate.confirm if key not in confirmed]
    if open_ones:
        raise FormRefusal(
            {
                "confirm": Refusal(
                    "Tick {departments} to confirm that they are not concerned.",
                    departments=open_ones,
                )
            }
        )


async def go_without(tools: Tools, caller: Caller, launch_id: str, department: str, reason: str) -> Answer:
    """The orchestrator records that the launch goes without a required department's answer."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = held(db, caller, launch_id)
        refuse(rights.may_conduct(book, caller.user, now))
        if launch.state != LaunchState.announced:
            raise rules.decided(launch)
        asked = notices.requests(db, launch)
        if department not in [one.department for one in rules.gate(launch, asked).blocking]:
            raise Refusal("Go does not wait for this department's answer.")
        was_ready = answers_are_there(launch, asked)
        db.change(launch, without=[*dict.fromkeys([*launch.without, department])])
        entry = speak.note(db, launch, "without", now, by=caller.user, department=department, reason=reason)
        speak.line_on_card(db, launch, entry)
        for request in rules.current(launch, asked):
            if request.department == department:
                _ask_no_more(db, request, caller.user, now)
        if not was_ready:
            tell_when_ready(db, book, launch, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


def _ask_no_more(db: Db, request: Request, by: str, now: datetime) -> None:
    chase.end(db, request)
    drop_problems(db, request)
    if request.state in chase.OPEN:
        db.change(request, state=RequestState.rested, answered_by=by, answered_at=now)


async def release(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """Let a launch go out although a crisis or a case holds it, or did: at once if its hour has passed."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = held(db, caller, launch_id)
        refuse(rights.may_release(launch, caller.user, book, now))
        ties = relations.of_launch(db, launch)
        at_go = launch.state in rules.AT_GO
        crisis = at_go and notices.open_crisis(db, launch.workspace) is not None
        refuse(may_be_released(launch, ties, crisis=crisis))
        end_holds(db, ties, caller.user, now)
        db.change(launch, released_by=caller.user if crisis else launch.released_by, held=False)
        entry = speak.note(db, launch, "released", now, by=caller.user)
        speak.line_on_card(db, launch, entry)
        if at_go and launch.at <= now:
            golive.reach_hour(db, book, launch, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


def answers_are_there(launch: Launch, asked: list[Request]) -> bool:
    """Whether the owner can decide: every required answer is there, or, with none required, every answer."""
    current = rules.current(launch, asked)
    if any(request.required and request.department != launch.department for request in current):
        return rules.is_ready(launch, asked)
    return all(request.state not in (*chase.OPEN, RequestState.problem) for request in current)


def tell_when_ready(db: Db, book: Snapshot, launch: Launch, now: datetime) -> None:
    """The owner hears of the last answer: they can decide now."""
    if launch.state != LaunchState.announced or not launch.owner:
        return
    if answers_are_there(launch, notices.requests(db, launch)):
        occasion = f"{launch.round} {now.isoformat()}"
        pings.call(db, book, launch.owner, PingKind.last_answer, launch, now, occasion=occasion)
