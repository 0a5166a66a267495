"""What opens by itself: messages of an app for which the channel is set to, and a flood of them (N8).

Whoever is named as answerable for the app is its reporter. Beyond a few notices in an hour nothing more is
opened: the messages are counted on the last one, and once an hour a line under its card says how many.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.flows import escalation_openings, links, speak
from bot.models import Escalation, Snapshot, Suggestion, SuggestionState, Timer
from bot.rules import listening as rules
from bot.store import Db, notices, suggestions
from bot.store.timers import set_timer
from bot.tools import Caller, Tools

HOUR = timedelta(hours=1)


def open_for(db: Db, caller: Caller, made: Suggestion, now: datetime) -> None:
    """Within a unit: open it with what was recognised; the caller is who answers for the app."""
    book = caller.snapshot
    draft = rules.escalation_draft(made, links.permalink(book, made.channel, made.ts), now)
    escalation_openings.opened(db, book, caller, draft, now)
    held = suggestions.hold(db, made.workspace, made.id)
    if held is None:
        return
    db.change(held, state=SuggestionState.automatic)
    escalation = notices.find(db, held.workspace, held.notice or "")
    if escalation is not None:
        speak.note(db, escalation, "from_app", now, by=caller.user, app=made.app_name or made.app)


def count(db: Db, on: Suggestion | None, now: datetime) -> None:
    """Within a unit: one more message came than is proposed or opened in an hour."""
    held = suggestions.hold(db, on.workspace, on.id) if on else None
    if held is None:
        return
    db.change(held, more=held.more + 1, counted_at=now)
    if held.notice is None:
        _show_on_home(db, held)
        return
    full_hour = now.replace(minute=0, second=0, microsecond=0) + HOUR
    set_timer(db, held.workspace, "flood", held.id, full_hour, earliest=True)
    if held.more == 1:
        _show_on_card(db, held)


def _show_on_home(db: Db, held: Suggestion) -> None:
    """The orchestrator's Home says so: at the first one, then as the number doubles."""
    if held.more & (held.more - 1) == 0:
        db.stale_homes.add(held.workspace)
        db.woken = True


def _show_on_card(db: Db, held: Suggestion) -> None:
    escalation = notices.find(db, held.workspace, held.notice or "")
    if escalation is not None:
        speak.changed(db, escalation)


def run_flood(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The hour is full: one line under the card says how many came, and the card shows it."""
    held = suggestions.hold(db, timer.workspace, timer.subject)
    if held is None or held.more <= held.told:
        return
    escalation = notices.hold(db, timer.workspace, held.notice or "")
    if not isinstance(escalation, Escalation):
        return
    new = held.more - held.told
    db.change(held, told=held.more)
    entry = speak.note(db, escalation, "flooded", now, count=new, app=held.app_name or held.app or "")
    speak.line_on_card(db, escalation, entry)
    speak.changed(db, escalation)
