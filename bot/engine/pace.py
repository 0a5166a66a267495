"""The rates that Slack permits, each a little slower than PLATFORM section 2 says.

Edits also where the minute is counted as a window, in which burst and refill add up.
"""

from __future__ import annotations

from bot.models import Message
from bot.store import Db, ledger
from bot.store.ledger import Rate

POSTS = Rate("*posts", every=0.1, burst=90)
EDITS = Rate("*edits", every=1.34, burst=5)
POST_SECONDS = 1.02
"""Seconds between posts in one channel."""

LONGEST_LINE = 2.0
"""Seconds: nobody stands in line for longer before looking again."""
TOLERATED = 0.05
"""Seconds between taking a place in the pace and the call; after more, the next post counts from the call."""


class Line:
    """The workers of one process that wait for a workspace's rate come one after the other.

    All of them at its next free moment would each render a message of which one is sent.
    """

    def __init__(self) -> None:
        self._next: dict[tuple[str, str], float] = {}

    def place(self, message: Message, until: float) -> float:
        """When to look again, `until` or a little later (machine time)."""
        rate = rates(message)[-1]
        bucket = (message.workspace, rate.bucket)
        place = max(until, self._next.get(bucket, 0.0))
        if place > until + LONGEST_LINE:
            place = until
        self._next[bucket] = place + rate.every
        return place


def from_then(db: Db, message: Message, left: float) -> None:
    """The call left only then: the channel's next post keeps its distance from that."""
    if not message.ts and message.kind != "home":
        ledger.hold(db, message.workspace, Rate(message.channel, POST_SECONDS), left + POST_SECONDS)


def rates(message: Message) -> tuple[Rate, ...]:
    """The permitted rates that sending this row uses, the workspace's last: a Home's is never reached."""
    if message.kind == "home":
        return ()
    return (EDITS,) if message.ts else (Rate(message.channel, POST_SECONDS), POSTS)
