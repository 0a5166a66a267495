"""How many timers a unit takes, learned from the units before: of each kind as many as take a moment.

A step of a request is a fraction of a millisecond; the round of a person for whom two thousand calls wait, a
fifth of a second.
"""

from __future__ import annotations

FIRST, MOST = 4, 800
UNIT_SECONDS = 0.04
"""What a unit is to take: an ack that comes meanwhile waits for its end."""


class Sizes:
    """Of every kind, for one process."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, kind: str) -> int:
        """So many timers of this kind at most."""
        return self._known.get(kind, FIRST)

    def learn(self, kind: str, done: int, seconds: float) -> None:
        """A unit handled so many of the kind in that time: the next takes twice as many at most."""
        fits = int(done * UNIT_SECONDS / max(seconds, 1e-6))
        if done == self.of(kind) or fits < done:
            self._known[kind] = max(1, min(fits, 2 * self.of(kind), MOST))
