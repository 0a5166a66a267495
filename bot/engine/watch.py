"""What `/metrics` shows, by Prometheus's naming conventions. No label names a person."""

from __future__ import annotations

from datetime import timedelta

from prometheus_client import CollectorRegistry, Gauge

from bot.models import Delivery
from bot.rules.model_calls import MILLION
from bot.store import Db, ledger, model_calls
from bot.store.timers import upcoming
from bot.tools import Tools

REGISTRY = CollectorRegistry()
DEPTH = Gauge("tutti_ledger_messages", "Messages by state", ["state"], registry=REGISTRY)
LATENESS = Gauge(
    "tutti_timer_lateness_seconds", "How late the longest waiting due timer is", registry=REGISTRY
)

DAY = timedelta(hours=24)
QUESTIONS = Gauge(
    "tutti_model_questions_day",
    "Questions to the language model in 24 hours",
    ["task", "outcome"],
    registry=REGISTRY,
)
TOKENS = Gauge(
    "tutti_model_tokens_day",
    "Tokens of the language model in 24 hours",
    ["direction"],
    registry=REGISTRY,
)
COST = Gauge("tutti_model_cost_day_dollars", "What the language model cost in 24 hours", registry=REGISTRY)
DROPPED = Gauge(
    "tutti_model_dropped_sentences_day", "Sentences that no record supports, in 24 hours", registry=REGISTRY
)


async def measure(tools: Tools) -> None:
    """Read the gauges from the database."""
    now = tools.clock.now()

    def look(db: Db) -> tuple[dict[str, int], float, model_calls.Totals]:
        states = (Delivery.due, Delivery.parked, Delivery.uncertain)
        depth = {str(state): ledger.depth(db, state) for state in states}
        first = upcoming(db, 1)
        late = max(0.0, (now - first[0].at).total_seconds()) if first else 0.0
        return depth, late, model_calls.totals(db, now - DAY)

    depth, lateness, asked = await tools.store.read(look)
    for state, count in depth.items():
        DEPTH.labels(state).set(count)
    LATENESS.set(lateness)
    _show(asked)


def _show(asked: model_calls.Totals) -> None:
    QUESTIONS.clear()
    for (task, outcome), count in asked.calls.items():
        QUESTIONS.labels(task, outcome).set(count)
    TOKENS.labels("read").set(asked.tokens_in)
    TOKENS.labels("written").set(asked.tokens_out)
    COST.set(asked.cost / MILLION)
    DROPPED.set(asked.dropped)
