"""The turn of a rota changes: who is first from now on is told, and cards show who conducts.

Weeks begin at midnight of their Monday in the rota's zone; the line comes in the person's next round.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.models import Message, PingKind, Snapshot, Swap, SwapState, Timer
from bot.rules import hours as working
from bot.rules import noise, rotas, routing
from bot.store import Db, ledger, snapshots
from bot.store import rotas as stored
from bot.store.timers import set_timer, stop_timer
from bot.tools import Tools

BEGINS = "turn"
TOLD = "turn_told"


def plan(db: Db, book: Snapshot, now: datetime) -> None:
    """Set the timer of each rota's next week; a rota without turns has none."""
    for rota in (rotas.ORCHESTRATOR, *(department.key for department in book.departments)):
        plan_one(db, book, rota, now)


def plan_one(db: Db, book: Snapshot, rota: str, now: datetime) -> None:
    """A week that changed hands is also a turn, in a rota without others. A turn that is due keeps its hour;
    one to come moves with the zone."""
    workspace, handed = book.workspace.id, any(swap.rota == rota for swap in book.swaps)
    if not (rotas.has_turns(book, rota) or handed):
        stop_timer(db, workspace, BEGINS, rota)
        return
    known = db.get(Timer, workspace=workspace, kind=BEGINS, subject=rota)
    if known is None or known.at > now:
        set_timer(db, workspace, BEGINS, rota, rotas.next_change(book, rota, now))


def run_begins(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """A week begins: forget the swaps that are over, show who conducts, tell who is first in a round."""
    rota, workspace = timer.subject, timer.workspace
    for swap in book.swaps:
        if swap.rota == rota and _is_over(book, swap, now):
            db.change(swap, state=SwapState.over)
            snapshots.touch(db, workspace)
    if rota == rotas.ORCHESTRATOR:
        stored.refresh_cards(db, workspace)
    if _new_first(book, rota, now):
        tell(db, book, rota, now)
    plan_one(db, snapshots.load(db, workspace), rota, now)


def tell(db: Db, book: Snapshot, rota: str, now: datetime) -> None:
    """Who is first hears of it in a round of theirs; once a week."""
    first = first_there(book, rota, now)
    if first:
        set_timer(db, book.workspace.id, TOLD, rota, _round(book, rota, first, now))


def run_told(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """One line to the person whose week began, as things stand now: to the next one while they are away."""
    rota = timer.subject
    first = first_there(book, rota, now)
    if first is None:
        return
    week = rotas.week_of(rotas.zone(book, rota), now)
    ledger.owe(
        db,
        Message(
            workspace=timer.workspace,
            key=f"turn:{rota}:{week}:{first}",
            kind="turn",
            channel=first,
            values={"rota": rota, "week": week},
            made_at=now,
        ),
    )


def first_there(book: Snapshot, rota: str, now: datetime) -> str | None:
    """Who is really called first in this rota now: whoever is away is passed over."""
    if rota == rotas.ORCHESTRATOR:
        return routing.orchestrator(book, now)
    return next(iter(rotas.at_hand(book, rota, now)), None)


def last_day(week: str) -> date:
    """The Sunday of an ISO week."""
    return rotas.monday_of(week) + timedelta(days=6)


def _new_first(book: Snapshot, rota: str, now: datetime) -> str | None:
    """Who is first this week; None where it is who was first in the last one, or nobody.

    Whoever is first in another's place hears of it too.
    """
    local = rotas.zone(book, rota)
    before = rotas.week_of(local, now.astimezone(ZoneInfo(local)) - timedelta(days=7))
    planned = next(iter(rotas.on_duty(book, rota, now)), None)
    was = next(iter(rotas.order(book, rota, before)), None)
    first = first_there(book, rota, now) if planned else None
    return None if first == planned == was else first


def _round(book: Snapshot, rota: str, person: str, now: datetime) -> datetime:
    """The person's next round of their working days (N1); the orchestrator has those of heads."""
    conducts = rota == rotas.ORCHESTRATOR
    department = None if conducts else rota
    own = working.hours_of_person(book, person, department)
    return noise.when(
        kind=PingKind.orchestrator if conducts else PingKind.ask,
        now=now,
        due_at=None,
        high=False,
        crisis=False,
        hours=working.hours_of(book, department) if department else own,
        person_hours=own,
        rounds=book.workspace.rounds,
    )


def _is_over(book: Snapshot, swap: Swap, now: datetime) -> bool:
    weeks = [week for week in (swap.week, swap.back) if week]
    return all(rotas.is_over(book, swap.rota, week, now) for week in weeks)
