"""The self-check: everything open has a next step (P4); one that is missing is set again and counted."""

from __future__ import annotations

import structlog

from bot.store import PATIENT_SECONDS, Db, self_check
from bot.store.timers import set_timer
from bot.tools import Tools

log = structlog.get_logger(__name__)


async def run(tools: Tools) -> int:
    """Look for what has no next step, and set it; how many there were.

    Looked for outside the unit, and once more in it: what a colleague's unit is changing is no finding.
    """
    now = tools.clock.now()
    if await tools.store.read(lambda db: self_check.missing(db, now), within=PATIENT_SECONDS):
        mended = await tools.store.write(lambda db: _mend(db, self_check.missing(db, now)))
    else:
        mended = []
    for one in mended:
        log.error("open without a next step; set again", timer=one.kind, subject=one.subject)
    tools.metrics.findings.labels("without_next_step").set(len(mended))
    return len(mended)


def _mend(db: Db, missing: list[self_check.Missing]) -> list[self_check.Missing]:
    for one in missing:
        set_timer(db, one.workspace, one.kind, one.subject, one.at, earliest=True)
    return missing
