"""More cards in a day than a channel takes: an hourly roll-up names the others (PRODUCT section 2, N8).

A crisis and what is high always gets its card. What a roll-up names gets one with its first answer, or with
the first line that must stand in its thread.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.models import Escalation, Launch, Message, Severity, Snapshot, Timer
from bot.rules import noise
from bot.store import Db, ledger, rollups
from bot.store.timers import set_timer
from bot.tools import Tools

AnyNotice = Launch | Escalation

HOUR = timedelta(hours=1)


def takes(db: Db, book: Snapshot, channel: str, notice: AnyNotice, now: datetime) -> bool:
    """Whether this new card waits for the next roll-up; then that is planned for the full hour."""
    limit = book.workspace.cards_per_day
    if limit is None or _is_urgent(notice):
        return False
    today = now.astimezone(ZoneInfo(book.workspace.timezone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    count = rollups.cards_since(db, notice.workspace, channel, today, most=limit)
    if not noise.card_waits(count, limit, urgent=False):
        return False
    full_hour = now.replace(minute=0, second=0, microsecond=0) + HOUR
    set_timer(db, notice.workspace, "rollup", channel, full_hour, earliest=True)
    return True


def _is_urgent(notice: AnyNotice) -> bool:
    if isinstance(notice, Launch):
        return notice.high
    return notice.severity in (Severity.high, Severity.crisis) or notice.stated_at is not None


def run(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The hour is full: one message names every card that waits and was not named yet."""
    cards = rollups.unlisted(db, timer.workspace, timer.subject)
    if not cards:
        return
    told = ledger.owe(
        db,
        Message(
            workspace=timer.workspace,
            key=f"rollup:{timer.subject}:{cards[0].id}",
            kind="rollup",
            channel=timer.subject,
            values={"notices": [card.notice for card in cards]},
            made_at=now,
        ),
    )
    for card in cards:
        db.change(card, values={**card.values, "rollup": told.id})
