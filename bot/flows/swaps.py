"""A week of a rota is offered, and accepted or declined; until then nothing changes."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, turns
from bot.flows.answers import Answer
from bot.models import Message, Person, Role, Snapshot, Swap, SwapState, Timer, new_id
from bot.rules import rotas, routing, sight
from bot.rules import swaps as rules
from bot.store import Db, ledger, snapshots
from bot.store import rotas as stored
from bot.store.timers import set_timer, stop_timer
from bot.tools import Caller, Tools
from bot.views import swaps as views

WEEKS = 26
"""How far ahead a week can be swapped."""


async def form(tools: Tools, caller: Caller, rota: str) -> Answer:
    """Which of the caller's weeks, and to whom; for the orchestrator the present week."""
    refuse(sight.may_look(caller.person))
    book, now = caller.snapshot, tools.clock.now()
    if rota == rotas.ORCHESTRATOR:
        if routing.orchestrator(book, now) != caller.user:
            raise Refusal("Only the orchestrator of this week can offer it.")
        return Answer(opens=views.offer_form(rotas.week_of(rotas.zone(book, rota), now), caller.t))
    weeks = rotas.turns(book, rota, now, WEEKS)
    mine = [turn for turn in weeks if turn.person == caller.user]
    others = [person for person in book.holders(rota, Role.on_call) if person != caller.user]
    if not mine or not others:
        raise Refusal("You have no week in this rota, or nobody to swap it with.")
    theirs = [turn for turn in weeks if turn.person != caller.user]
    return Answer(opens=views.swap_form(rota, mine, theirs, book.present(others), book, caller.t))


async def ask(tools: Tools, caller: Caller, draft: views.SwapDraft) -> Answer:
    """Ask the other person; an offer of the same week to somebody else is withdrawn."""
    refuse(sight.may_look(caller.person))
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        swap = Swap(
            id=new_id("S"),
            workspace=caller.workspace,
            rota=draft.rota,
            week=draft.week,
            back=draft.back,
            person=caller.user,
            other=draft.other,
            asked_at=now,
        )
        waiting = stored.asked(db, caller.workspace, draft.rota, draft.week)
        known = db.get(Person, workspace=caller.workspace, id=draft.other)
        wrong = rules.may_ask(book, swap, now, asked=waiting, known=known)
        if wrong:
            raise FormRefusal(wrong)
        for earlier in waiting:
            _end(db, earlier, SwapState.withdrawn, now)
        db.add(swap)
        set_timer(db, swap.workspace, "swap", swap.id, rules.lapses_at(book, swap, now))
        _show(db, swap, "swap", swap.other, now)
        return Answer(
            caller.t("{person} is asked; until they accept, the week stays yours.", person=f"<@{swap.other}>")
        )

    return await tools.write(caller, work)


async def accept(tools: Tools, caller: Caller, swap_id: str) -> Answer:
    """The week is the caller's now; both are told."""
    refuse(sight.may_look(caller.person))
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        swap = _found(db, caller, swap_id)
        refuse(rules.may_accept(book, swap, caller.user, now))
        _end(db, swap, SwapState.accepted, now)
        path = "workspace.orchestrator" if swap.rota == rotas.ORCHESTRATOR else f"departments.{swap.rota}"
        for week, before, after in (
            (swap.week, swap.person, swap.other),
            (swap.back, swap.other, swap.person),
        ):
            if week:
                changes.record(db, swap.workspace, now, caller.user, f"{path}.{week}", before, after)
        snapshots.touch(db, swap.workspace)
        turns.plan_one(db, snapshots.load(db, swap.workspace), swap.rota, now)
        if swap.rota == rotas.ORCHESTRATOR:
            stored.refresh_cards(db, swap.workspace)
        return Answer()

    return await tools.write(caller, work)


async def decline(tools: Tools, caller: Caller, swap_id: str) -> Answer:
    """The week stays with whoever offered it, who is told."""
    refuse(sight.may_look(caller.person))
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        swap = _found(db, caller, swap_id)
        if caller.user != swap.other:
            raise Refusal("Only {person} can answer this.", person=swap.other)
        if swap.state is not SwapState.asked:
            raise Refusal("This was answered already, or is no longer offered.")
        _end(db, swap, SwapState.declined, now)
        return Answer()

    return await tools.write(caller, work)


def run_lapse(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Nobody answered in time: the week stays where it is, and both are told."""
    swap = db.lock(Swap, workspace=timer.workspace, id=timer.subject)
    if swap is not None and swap.state is SwapState.asked:
        _end(db, swap, SwapState.lapsed, now)


def _found(db: Db, caller: Caller, swap_id: str) -> Swap:
    swap = db.lock(Swap, workspace=caller.workspace, id=swap_id)
    if swap is None:
        raise Refusal("This was answered already, or is no longer offered.")
    return swap


def _end(db: Db, swap: Swap, state: SwapState, now: datetime) -> None:
    """The question shows what became of it, and whoever offered the week is told."""
    db.change(swap, state=state, answered_at=now)
    stop_timer(db, swap.workspace, "swap", swap.id)
    _show(db, swap, "swap", swap.other, now)
    if state is not SwapState.withdrawn:
        _show(db, swap, "swap_answer", swap.person, now)


def _show(db: Db, swap: Swap, kind: str, person: str, now: datetime) -> None:
    ledger.owe(
        db,
        Message(
            workspace=swap.workspace,
            key=f"{kind}:{swap.id}",
            kind=kind,
            channel=person,
            values={"swap": swap.id},
            made_at=now,
        ),
    )
