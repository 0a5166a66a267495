"""How long Slack has not answered, and when it is asked again."""

from __future__ import annotations

from dataclasses import dataclass

TRY_AGAIN = (2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds to wait after the first, second, … call without an answer."""


@dataclass
class Silence:
    """Since when Slack does not answer (machine time; None: it does), and when to ask it again."""

    since: float | None = None
    ask_at: float = 0.0
    asked: int = 0

    def longer(self, tick: float, at_least: float = 0.0) -> None:
        """Another call got no answer."""
        self.since = tick if self.since is None else self.since
        self.ask_at = tick + max(at_least, TRY_AGAIN[min(self.asked, 4)])
        self.asked += 1
