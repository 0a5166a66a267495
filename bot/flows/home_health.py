"""What an administrator's Home says of Tutti itself."""

from __future__ import annotations

from bot.models import Delivery, Message, Snapshot
from bot.store import Db, health
from bot.views.home_health import Failed, Health

MOST_FAILED = 3


def facts(db: Db, book: Snapshot) -> Health:
    """What was heard, what waits, what failed, and whether everything is held."""
    workspace = book.workspace.id
    failed = health.failed(db, workspace, MOST_FAILED)
    waiting = health.waiting(db, workspace)
    paused = health.last_change(db, workspace, "workspace.pause") if book.workspace.pause else None
    return Health(
        heard_at=health.last_input(db, workspace),
        waiting=sum(one.count for one in waiting),
        oldest=min((one.oldest for one in waiting), default=None),
        failed=[_failed(one) for one in failed.rows],
        failures=failed.total,
        paused=book.workspace.pause,
        paused_by=paused.by if paused else None,
        paused_at=paused.at if paused else None,
        restored_at=book.workspace.restored_at,
    )


def _failed(message: Message) -> Failed:
    error = (message.error or "").partition(" ")[0]
    doubtful = message.state == Delivery.uncertain
    return Failed(message.id or 0, message.kind, message.channel, doubtful, error)
