"""What a retired department still owes: it goes to the orchestrator, and is never silently lost (P4)."""

from __future__ import annotations

from datetime import datetime

from bot.flows import chase, speak
from bot.models import Request
from bot.rules import ladders
from bot.store import Db, notices, snapshots


def pass_on(db: Db, workspace: str, department: str, now: datetime, *, by: str | None) -> int:
    """Within the unit that retired it: who conducts is asked instead, by the time promised; how many.

    The clock does not move (P6). What somebody has taken, or was named for, stays theirs. by: a Slack user
    id, None for the configuration file.
    """
    book = snapshots.load(db, workspace)
    owed = [one for one in notices.waiting(db, workspace) if one.department == department]
    for known in owed:
        notice = notices.hold(db, workspace, known.notice)
        request = db.get(Request, id=known.id)
        if notice is None or request is None or request.person or request.state not in chase.OPEN:
            continue
        chase.end(db, request)
        ladder = [list(rung) for rung in ladders.plan(book, department)]
        db.change(request, ladder=ladder, step=0, called=[])
        speak.note(db, notice, "retired", now, by=by, department=department)
        chase.run(db, book, request, notice, now)
        speak.changed(db, notice)
    return len(owed)
