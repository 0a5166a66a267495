"""What an administrator's Home says of Tutti itself."""

from __future__ import annotations

from datetime import datetime

from bot.models import Delivery, Message, Refused, Snapshot
from bot.rules import model_calls
from bot.store import Db, health
from bot.store import model_calls as asked
from bot.views.home_health import Failed, Health
from bot.views.hooks import RefusedDeliveries
from bot.views.model_calls import ModelUse

MOST_FAILED = 3
MOST_REFUSED = 5


def facts(db: Db, book: Snapshot, now: datetime) -> Health:
    """What was heard, what waits, what failed, and whether everything is held."""
    workspace = book.workspace.id
    failed = health.failed(db, workspace, MOST_FAILED)
    waiting = health.waiting(db, workspace)
    refused = sorted(db.all(Refused, workspace=workspace), key=lambda one: one.last_at, reverse=True)
    paused = health.last_change(db, workspace, "workspace.pause") if book.workspace.pause else None
    return Health(
        heard_at=health.last_input(db, workspace),
        waiting=sum(one.count for one in waiting),
        oldest=min((one.oldest for one in waiting), default=None),
        failed=[_failed(one) for one in failed.rows],
        failures=failed.total,
        refused=[_refused(one, book) for one in refused[:MOST_REFUSED]],
        refusals=sum(one.count for one in refused),
        paused=book.workspace.pause,
        paused_by=paused.by if paused else None,
        paused_at=paused.at if paused else None,
        restored_at=book.workspace.restored_at,
        model=_model(db, book, now) if book.workspace.model_allowed else None,
    )


def _refused(row: Refused, book: Snapshot) -> RefusedDeliveries:
    name = next((one.name for one in book.sources if one.key == row.source), "") or row.source
    return RefusedDeliveries(name, row.why, row.detail, row.count, row.last_at)


def _failed(message: Message) -> Failed:
    error = (message.error or "").partition(" ")[0]
    doubtful = message.state == Delivery.uncertain
    return Failed(message.id or 0, message.kind, message.channel, doubtful, error)


def _model(db: Db, book: Snapshot, now: datetime) -> ModelUse:
    used = asked.used(db, book.workspace.id, model_calls.day_start(book.workspace, now))
    budget = book.workspace.model_tokens_per_day
    return ModelUse(
        used.calls, used.failed, used.tokens, budget, used.cost / model_calls.MILLION, used.dropped
    )
