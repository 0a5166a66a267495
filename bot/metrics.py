"""What `/metrics` shows, by Prometheus's naming conventions: https://prometheus.io/docs/practices/naming/.

No label names a person, a notice or a workspace.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

ACK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3)
"""Up to the three seconds that Slack gives an input."""
LATE_SECONDS = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 600, 3600)
"""Five seconds are the promise (P3)."""


class Metrics:
    """One process's figures in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._inputs = Histogram(
            "tutti_input_seconds",
            "From the input's arrival to its ack",
            ["kind"],
            buckets=ACK_SECONDS,
            registry=self.registry,
        )
        self._lateness = Histogram(
            "tutti_step_lateness_seconds",
            "How long after its time a due step was handled",
            buckets=LATE_SECONDS,
            registry=self.registry,
        )
        self._pings = self._counter("tutti_pings", "Calls on somebody's attention that were shown", "role")
        self._calls = self._counter("tutti_slack_calls", "Calls of Slack's Web API", "method")
        self._errors = self._counter(
            "tutti_slack_errors", "Calls that Slack refused or did not answer", "error"
        )
        self._hooks = Counter(
            "tutti_hook_deliveries",
            "Deliveries of webhooks, by source and by the status of our answer",
            ["source", "status"],
            registry=self.registry,
        )
        self.lag = self._gauge("tutti_loop_lag_seconds", "The event loop's longest delay of the last minute")
        self.overdue = self._gauge("tutti_timer_overdue_seconds", "How late the longest waiting timer is")
        self.messages = self._gauge("tutti_ledger_messages", "Messages by state", "state")
        self.unsent = self._gauge("tutti_ledger_oldest_seconds", "Age of the oldest message never sent")
        self.edits = self._gauge(
            "tutti_card_lag_seconds", "For how long the slowest card shows an old version"
        )
        self.silence = self._gauge("tutti_slack_silent_seconds", "Since when Slack has not answered")
        self.rows = self._gauge("tutti_rows", "Rows of the tables that are pruned", "table")
        self.findings = self._gauge("tutti_self_check_findings", "What the self-check found last", "finding")
        self.questions = self._gauge(
            "tutti_model_questions_day", "Questions to the language model in 24 hours", "task", "outcome"
        )
        self.tokens = self._gauge(
            "tutti_model_tokens_day", "Tokens of the language model in 24 hours", "direction"
        )
        self.cost = self._gauge("tutti_model_cost_day_dollars", "What the model cost in 24 hours")
        self.dropped = self._gauge(
            "tutti_model_dropped_sentences_day", "Sentences that no record supports, in 24 hours"
        )
        self.beats = self._counter("tutti_heartbeats", "Heartbeats by what became of them", "result")

    def _counter(self, name: str, about: str, label: str) -> Counter:
        return Counter(name, about, [label], registry=self.registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)

    @contextlib.contextmanager
    def input(self, kind: str) -> Iterator[None]:
        """Measure how long an input of this kind (command, form, click, …) takes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._inputs.labels(kind).observe(time.perf_counter() - began)

    def step(self, late_seconds: float) -> None:
        """A due step was handled so long after its time."""
        self._lateness.observe(max(late_seconds, 0.0))

    def shown(self, role: str) -> None:
        """Somebody was called in this role (`PingKind`)."""
        self._pings.labels(role).inc()

    def delivered(self, source: str, status: int) -> None:
        """A webhook was answered; source: "" where it is none of ours."""
        self._hooks.labels(source or "unknown", str(status)).inc()

    def asked(self, method: str) -> None:
        """Slack was asked."""
        self._calls.labels(method).inc()

    def failed(self, error: str) -> None:
        """Slack refused, or did not answer."""
        self._errors.labels(error).inc()
