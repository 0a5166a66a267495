"""What `/metrics` shows, by Prometheus's naming conventions. No label names a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge

from bot.models import Delivery
from bot.store import Db, ledger
from bot.store.timers import upcoming
from bot.tools import Tools

REGISTRY = CollectorRegistry()
DEPTH = Gauge("tutti_ledger_messages", "Messages by state", ["state"], registry=REGISTRY)
LATENESS = Gauge(
    "tutti_timer_lateness_seconds", "How late the longest waiting due timer is", registry=REGISTRY
)

HEARD = Gauge(
    "tutti_hook_deliveries",
    "Deliveries of webhooks to this replica since its start, by source and by the status of our answer",
    ["source", "status"],
    registry=REGISTRY,
)


async def measure(tools: Tools) -> None:
    """Read the gauges from the database."""
    now = tools.clock.now()
    for (source, status), count in tools.heard.items():
        HEARD.labels(source or "unknown", status).set(count)

    def look(db: Db) -> tuple[dict[str, int], float]:
        states = (Delivery.due, Delivery.parked, Delivery.uncertain)
        depth = {str(state): ledger.depth(db, state) for state in states}
        first = upcoming(db, 1)
        return depth, max(0.0, (now - first[0].at).total_seconds()) if first else 0.0

    depth, lateness = await tools.store.read(look)
    for state, count in depth.items():
        DEPTH.labels(state).set(count)
    LATENESS.set(lateness)
