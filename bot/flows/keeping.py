"""Housekeeping once a day: forget handled inputs and old excerpts."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.models import Snapshot, Timer
from bot.rules import defaults, retention
from bot.store import Db, notices
from bot.store.timers import set_timer
from bot.tools import Tools

KEYS = timedelta(hours=24)
"""How long the key of a handled input is kept (DESIGN section 4)."""
EVERY = timedelta(hours=6)


def run(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Forget what need not be kept any more, and come again."""
    notices.forget_inputs(db, now - KEYS)
    kept = book.workspace.retention.get("excerpt") or defaults.RETENTION["excerpt"]
    notices.forget_excerpts(db, timer.workspace, retention.before(now, kept))
    set_timer(db, timer.workspace, timer.kind, timer.subject, now + EVERY)
