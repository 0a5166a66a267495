"""Housekeeping: forget what need not be kept any more (PRODUCT section 2, "Data protection")."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.flows import cells, decisions
from bot.models import Escalation, Launch, Requester, Snapshot, Timer
from bot.rules import defaults, privacy, retention
from bot.store import Db, hooks, meetings, model_calls, notices, reports, suggestions
from bot.store import privacy as stored
from bot.store.timers import set_timer
from bot.tools import Tools

KEYS = timedelta(hours=24)
"""How long the key of a handled input is kept (DESIGN section 4)."""
REFUSED = timedelta(days=7)
"""How long administrators see a refused delivery after it came last."""
EVERY = timedelta(hours=6)
MOST = 100
"""Notices of each sort stripped in one unit, so that it stays short; the rest follows in a minute."""
AGAIN = timedelta(minutes=1)


def run(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Forget what need not be kept any more, note which seats are empty, and come again."""
    workspace = timer.workspace
    notices.forget_inputs(db, now - KEYS)
    reports.forget_excerpts(db, workspace, _until(book, "excerpt", now))
    suggestions.forget_texts(db, workspace, _until(book, "excerpt", now))
    suggestions.forget(db, workspace, _until(book, "notice", now))
    stored.forget_changes(db, workspace, _until(book, "audit", now))
    model_calls.forget(db, workspace, _until(book, "audit", now))
    stored.forget_setup(db, workspace, _until(book, "audit", now))
    stored.forget_passing(db, workspace, _until(book, "notice", now))
    hooks.forget(db, workspace, _until(book, "notice", now), now - REFUSED)
    meetings.forget(db, workspace, _until(book, "notice", now))
    decisions.watch(db, book, now)
    more = _strip_ended(db, book, now)
    cells.plan(db, book, now)
    set_timer(db, workspace, timer.kind, timer.subject, now + (AGAIN if more else EVERY))


def _strip_ended(db: Db, book: Snapshot, now: datetime) -> bool:
    """Notices that ended long ago keep what departments did, no text and no person; whether more wait."""
    workspace, former = book.workspace.id, privacy.FORMER
    sorts: dict[retention.Term, list[Requester]] = {"notice": [], "press": []}
    for requester in Requester:
        sorts[retention.term_for(requester)].append(requester)
    found: list[list[Launch] | list[Escalation]] = [
        stored.ended_launches(db, workspace, _until(book, "notice", now), former, MOST)
    ]
    for term, requesters in sorts.items():
        until = _until(book, term, now)
        found.append(stored.ended_escalations(db, workspace, until, former, MOST, requesters=requesters))
    ended = [notice for some in found for notice in some]
    if not cells.sealed(db, book, ended, now):
        return True
    for notice in ended:
        stored.strip(db, notice, former)
    return any(len(one) == MOST for one in found)


def _until(book: Snapshot, term: retention.Term, now: datetime) -> datetime:
    kept = book.workspace.retention.get(term) or defaults.RETENTION[term]
    return retention.before(now, kept)
