"""Settings changed: whatever was planned by the old ones is planned anew, in the unit that changed them.

What was promised on a card stays (DESIGN section 2). Edits in Slack and imported files both come here.
"""

from __future__ import annotations

from datetime import datetime

from bot.flows import digests, holds, turns
from bot.models import Ping, Snapshot
from bot.rules import rotas, routing
from bot.store import Db
from bot.store import rotas as stored


def replan(db: Db, before: Snapshot, after: Snapshot, now: datetime) -> None:
    """Plan the next digest, the turns of the rotas, and calls that wait for a round of the people asked.

    Cards are edited where somebody else conducts now.
    """
    digests.plan(db, after, now)
    turns.plan(db, after, now)
    if _rhythm(before) != _rhythm(after):
        _reconsider_rounds(db, after, now)
    if routing.orchestrator(before, now) != routing.orchestrator(after, now):
        stored.refresh_cards(db, after.workspace.id)
        if before.workspace.orchestrators and rotas.has_turns(after, rotas.ORCHESTRATOR):
            turns.tell(db, after, rotas.ORCHESTRATOR, now)


def _rhythm(book: Snapshot) -> object:
    """All that says when a call may reach somebody: rounds, zones, hours, holidays, and who sits where."""
    workspace = book.workspace
    departments = [
        (one.key, one.hours, one.timezone, one.holidays, one.closed_days, one.retired)
        for one in book.departments
    ]
    seats = sorted((seat.person, seat.department) for seat in book.seats)
    return workspace.rounds, workspace.timezone, workspace.holidays, departments, seats


def _reconsider_rounds(db: Db, book: Snapshot, now: datetime) -> None:
    """Calls that are due already are left to their round."""
    for ping in db.all(Ping, workspace=book.workspace.id, state="waiting"):
        if ping.not_before > now:
            holds.plan_again(db, book, ping, now)
