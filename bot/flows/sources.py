"""A message that was told or proposed is edited or deleted: its notice and its proposal follow.

Nobody is asked again: a department that has the case reads in the timeline, and on the card, that its source
changed. What was only proposed takes the new text, or is let go.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.flows import escalation_openings, links, proposals, speak
from bot.models import Escalation, Heard, Input, Report, Snapshot, Suggestion, SuggestionState
from bot.rules import listening as rules
from bot.store import Db, notices, suggestions
from bot.tools import Repeat, Tools


class _Known(NamedTuple):
    """What hangs on a message."""

    reports: list[Report]
    suggestion: Suggestion | None


async def edited(tools: Tools, workspace: str, key: str, heard: Heard) -> bool:
    """Its text was changed; whether anything hung on it."""
    return await _change(tools, workspace, key, heard)


async def deleted(tools: Tools, workspace: str, key: str, heard: Heard) -> bool:
    """It is gone; whether anything hung on it."""
    return await _change(tools, workspace, key, heard)


async def _change(tools: Tools, workspace: str, key: str, heard: Heard) -> bool:
    """Look first, without a unit: most edits are of messages that nobody told."""
    now = tools.clock.now()

    def look(db: Db) -> bool:
        return any(_known(db, tools.books.of(db, workspace), heard))

    if not await tools.store.read(look):
        return False

    def unit(db: Db) -> None:
        if key and not db.add_if_new(Input(workspace=workspace, key=key, at=now)):
            raise Repeat(key)
        book = tools.books.of(db, workspace)
        known = _known(db, book, heard)
        for report in known.reports:
            _follow_report(db, report, heard, now)
        held = suggestions.hold(db, workspace, known.suggestion.id) if known.suggestion else None
        if held is not None and rules.is_open(held):
            _follow_suggestion(db, book, held, heard, now)

    await tools.store.write(unit)
    return True


def _known(db: Db, book: Snapshot, heard: Heard) -> _Known:
    workspace, address = book.workspace.id, links.permalink(book, heard.channel, heard.ts)
    told = suggestions.reports(db, workspace, address) if address else []
    return _Known(told, suggestions.at_message(db, workspace, heard.channel, heard.ts))


def _follow_report(db: Db, report: Report, heard: Heard, now: datetime) -> None:
    escalation = notices.hold(db, report.workspace, report.escalation)
    if not isinstance(escalation, Escalation) or report.gone_at is not None:
        return
    if heard.deleted:
        db.change(report, gone_at=now, excerpt=None)
        speak.note(db, escalation, "source_deleted", now)
    else:
        said = " ".join(heard.text.split())[: escalation_openings.EXCERPT]
        if report.excerpt is not None:
            db.change(report, excerpt=said)
        speak.note(db, escalation, "source_changed", now)
    speak.changed(db, escalation)


def _follow_suggestion(db: Db, book: Snapshot, found: Suggestion, heard: Heard, now: datetime) -> None:
    """The new text is proposed instead; one that no longer says anything of ours is let go."""
    recognised = None if heard.deleted else rules.recognised(heard, book, now)
    if recognised is None or not rules.may_be_proposed(recognised):
        proposals.decide(db, found, SuggestionState.expired, None, now)
        return
    proposals.changed(db, found)
    db.change(found, **proposals.filled(heard, recognised))
