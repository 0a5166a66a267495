"""Faults on purpose: Slack slow, failing, losing its answer, or away; for tests and the page's switches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.limits import METHODS
from bot.sandbox.workspace import Json

EVERY = "*"
"""Instead of a method: whichever is called."""
SERVER_ERROR = "http_500"
AMOUNT_MAX = 60


@dataclass
class Faults:
    """What goes wrong on purpose, until it is used up. Seconds of `slow` are real, of `down` machine time.

    A method is one of Slack's, or `EVERY`.
    """

    tick: Callable[[], float]
    slow_by: dict[str, float] = field(default_factory=dict)
    failing: dict[str, tuple[str, int]] = field(default_factory=dict)
    retry_after: dict[str, int] = field(default_factory=dict)
    losing: Counter[str] = field(default_factory=Counter)
    down_until: float = 0.0
    no_charts: bool = False
    """Whether messages with a chart or a sortable table are refused, as by a Slack that has neither."""

    def slow(self, method: str, seconds: float) -> None:
        """Every call of `method` takes that long from now on; 0 ends it."""
        self.slow_by[method] = seconds

    def fail(self, method: str, error: str, times: int = 1, retry_after: int = 1) -> None:
        """The next calls of `method` are refused with `error`.

        `http_503` is a bare status, `not_json` a page instead of an answer.
        `retry_after` is what Slack says with `ratelimited`, whole seconds.
        """
        self.failing[method] = (error, times)
        self.retry_after[method] = retry_after

    def lose_answer(self, method: str, times: int = 1) -> None:
        """The next calls of `method` are done, and their answer is lost with the connection."""
        self.losing[method] += times

    def down(self, seconds: float) -> None:
        """Slack answers nobody for so long: connections are cut."""
        self.down_until = self.tick() + seconds

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        for switched in (self.slow_by, self.failing, self.retry_after, self.losing):
            switched.clear()
        self.down_until, self.no_charts = 0.0, False

    def seconds_slow(self, method: str) -> float:
        """How long this call is kept waiting."""
        return self.slow_by.get(method) or self.slow_by.get(EVERY, 0.0)

    def next_failure(self, method: str) -> str:
        """The error the next call must get, or an empty string."""
        for switched in (method, EVERY):
            error, times = self.failing.get(switched, ("", 0))
            if times > 0:
                self.failing[switched] = (error, times - 1)
                return error
        return ""

    def seconds_limited(self, method: str) -> int:
        """What Slack says in Retry-After to a call that was made to fail as too fast."""
        return self.retry_after.get(method) or self.retry_after.get(EVERY, 1)

    def loses(self, method: str) -> bool:
        """Whether this call's answer is lost; counts it."""
        for switched in (method, EVERY):
            if self.losing[switched] > 0:
                self.losing[switched] -= 1
                return True
        return False

    def told(self) -> list[Json]:
        """What is switched on: `kind`, `method`, and `left` in calls, seconds or, for `down`, minutes."""
        slow = [("slow", method, seconds) for method, seconds in self.slow_by.items()]
        fail = [("fail", method, times) for method, (_, times) in self.failing.items()]
        lose = [("lose", method, times) for method, times in self.losing.items()]
        down = [("down", EVERY, max(0.0, self.down_until - self.tick()) / 60)]
        found = [*slow, *fail, *lose, *down]
        return [{"kind": k, "method": method, "left": round(left, 1)} for k, method, left in found if left]


def switch(faults: Faults, kind: str, method: str, amount: float) -> None:
    """Switch one on as the page asks: `slow` (seconds), `fail`, `lose` (calls), `down` (minutes), `clear`.

    Raises ValueError, in a sentence, for another kind, an unknown method or an amount out of 0 to 60.
    """
    if method != EVERY and method not in METHODS:
        raise ValueError(f"{method} is no method of the sandbox")
    if not 0 <= amount <= AMOUNT_MAX:
        raise ValueError(f"an amount lies between 0 and {AMOUNT_MAX}")
    if kind == "slow":
        faults.slow(method, amount)
    elif kind == "fail":
        faults.fail(method, SERVER_ERROR, int(amount))
    elif kind == "lose":
        faults.losing[method] = int(amount)
    elif kind == "down":
        faults.down(amount * 60)
    elif kind == "clear":
        faults.clear()
    else:
        raise ValueError("a fault is one of slow, fail, lose, down, clear")
