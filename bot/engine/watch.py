"""The watchman: whether the work goes on, and what `/metrics` shows of it (DESIGN section 4).

What stops inside a living process shows here: a turn that never ends, timers that nobody handles, messages
that nobody sends. Machine time throughout.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock, monotonic
from bot.metrics import Metrics
from bot.models import Delivery
from bot.rules.model_calls import MILLION
from bot.store import Db, health, ledger, model_calls
from bot.store.timers import upcoming
from bot.tools import Tools

STALLED_SECONDS = 30.0
"""Work that waits and does not advance for so long has stopped; the heartbeat is due every 20 seconds."""
PROBE_SECONDS = 0.1
KEPT_SECONDS = 60.0
SIZES_SECONDS = 60.0
"""So often at most the rows are counted, however often somebody asks."""
TIMERS, DELIVERY = "timers", "delivery"

DAY = timedelta(hours=24)


class Watch:
    """What was seen of the work of one process."""

    def __init__(self, clock: Clock, metrics: Metrics) -> None:
        self._clock = clock
        self._metrics = metrics
        self.turned_at = 0.0
        """The last whole turn of the engine."""
        self._since: dict[str, float] = {}
        """From when work of a kind waits without having advanced."""
        self._lags: deque[tuple[float, float]] = deque()
        self._edits: dict[int, tuple[int, float]] = {}
        self._sized_at = -SIZES_SECONDS

    def turned(self) -> None:
        """A turn of the engine ended."""
        self.turned_at = self._clock.tick()

    def waiting(self, work: str, there: bool) -> None:
        """Whether work of this kind was seen to wait."""
        if there:
            self._since.setdefault(work, self._clock.tick())
        else:
            self._since.pop(work, None)

    def advanced(self, work: str) -> None:
        """Some of it was done."""
        if work in self._since:
            self._since[work] = self._clock.tick()
        if work == TIMERS:
            self.turned()

    def stopped(self) -> list[str]:
        """What does not go on: "engine", "timers", "delivery"; empty while all does."""
        tick = self._clock.tick()
        found = [work for work, since in self._since.items() if tick - since > STALLED_SECONDS]
        return ["engine", *found] if tick - self.turned_at > STALLED_SECONDS else found

    async def probe(self) -> None:
        """Measure for ever how late the event loop is."""
        while True:
            began = monotonic()
            await asyncio.sleep(PROBE_SECONDS)
            ended = monotonic()
            self._lags.append((ended, ended - began - PROBE_SECONDS))
            while self._lags[0][0] < ended - KEPT_SECONDS:
                self._lags.popleft()

    async def measure(self, tools: Tools, silent_since: float | None) -> None:
        """Read the gauges. `silent_since`: from when Slack has not answered."""
        metrics, tick = self._metrics, self._clock.tick()
        metrics.lag.set(max((lag for _, lag in self._lags), default=0.0))
        metrics.silence.set(tick - silent_since if silent_since is not None else 0.0)
        now = tools.clock.now()
        sizes = monotonic() - self._sized_at >= SIZES_SECONDS
        found = await tools.store.read(lambda db: _seen(db, now, sizes=sizes))
        for state, count in found.messages.items():
            metrics.messages.labels(state).set(count)
        metrics.overdue.set(found.overdue)
        metrics.unsent.set(found.unsent)
        metrics.edits.set(self._longest(found.edits, tick))
        if sizes:
            self._sized_at = monotonic()
        for name, count in found.rows.items():
            metrics.rows.labels(name).set(count)
        _show(metrics, found.asked)

    def _longest(self, edits: dict[int, int], tick: float) -> float:
        """For how long the card that lags longest shows the same old version."""
        known = self._edits
        self._edits = {
            message: (version, known[message][1] if known.get(message, (None,))[0] == version else tick)
            for message, version in edits.items()
        }
        return max((tick - since for _, since in self._edits.values()), default=0.0)


@dataclass(frozen=True)
class Seen:
    """What one look at the database gives; seconds of product time."""

    messages: dict[str, int]
    overdue: float
    unsent: float
    edits: dict[int, int]
    rows: dict[str, int]
    asked: model_calls.Totals


def _show(metrics: Metrics, asked: model_calls.Totals) -> None:
    metrics.questions.clear()
    for (task, outcome), count in asked.calls.items():
        metrics.questions.labels(task, outcome).set(count)
    metrics.tokens.labels("read").set(asked.tokens_in)
    metrics.tokens.labels("written").set(asked.tokens_out)
    metrics.cost.set(asked.cost / MILLION)
    metrics.dropped.set(asked.dropped)


def _seen(db: Db, now: datetime, *, sizes: bool) -> Seen:
    states = (Delivery.due, Delivery.parked, Delivery.uncertain)
    first = upcoming(db, 1)
    return Seen(
        messages={str(state): ledger.depth(db, state) for state in states},
        overdue=_age(now, first[0].at if first else None),
        unsent=_age(now, health.oldest_unsent(db)),
        edits=health.waiting_edits(db),
        rows=health.sizes(db) if sizes else {},
        asked=model_calls.totals(db, now - DAY),
    )


def _age(now: datetime, at: datetime | None) -> float:
    return max(0.0, (now - at).total_seconds()) if at else 0.0
