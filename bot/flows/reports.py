"""One more telling of an escalation that is open already: one notice, one more report (N9)."""

from __future__ import annotations

from datetime import datetime

from bot.flows import levels, speak
from bot.models import Escalation, Report, Snapshot
from bot.rules import reports as rules
from bot.store import Db
from bot.store import reports as stored


def add(db: Db, book: Snapshot, escalation: Escalation, report: Report, now: datetime) -> Escalation:
    """Add the report to the escalation, or to the one that it was merged into; the one that stands.

    The unit then holds it. What its source told before is not counted again, nor is a message's address kept
    a second time.
    """
    standing = stored.standing(db, escalation)
    known = db.all(Report, workspace=standing.workspace, escalation=standing.id)
    if report.source_id and any(_told_by(one) == _told_by(report) for one in known):
        return standing
    report.escalation = standing.id
    if any(one.permalink == report.permalink for one in known):
        report.permalink = None
    db.add(report)
    said = {"source": report.source} if report.source else {}
    speak.note(db, standing, "reported", now, by=None if report.source else report.by, **said)
    speak.changed(db, standing)
    if rules.raise_level(standing, stored.of_group(db, standing)):
        levels.raise_for_reports(db, book, standing, now)
    return standing


def _told_by(report: Report) -> tuple[str | None, str | None]:
    return report.source, report.source_id
