"""The rates that Slack permits, each a little slower than PLATFORM section 2 says.

Slack counts when calls arrive, we when they leave. In one channel the next post counts from the moment at
which the last one's bytes left, not from the moment at which its place in the pace was taken: what a busy
machine puts between the two brings no calls closer together. A workspace's rates keep calls in hand for that.
Edits also where the minute is counted as a window, in which burst and refill add up.
"""

from __future__ import annotations

from bot.models import Message
from bot.store import Db, ledger
from bot.store.ledger import Rate

POSTS = Rate("*posts", every=0.1, burst=90)
EDITS = Rate("*edits", every=1.34, burst=5)
POST_SECONDS = 1.05
"""Seconds between posts in one channel: one, and what Slack may be further away for one than for the next."""

AHEAD = 0.1
"""So many seconds before its moment a message is rendered and its attempt written down: it leaves on time."""
LONGEST_LINE = 2.0
"""Seconds: nobody stands in line for longer before looking again."""


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


def from_then(db: Db, message: Message, left: float | None) -> None:
    """A post left then, or may have; the channel's next one keeps its distance. None: it did not leave."""
    if left is not None and not message.ts and message.kind != "home":
        ledger.keep_away(db, message.workspace, message.channel, left + POST_SECONDS)


def rates(message: Message) -> tuple[Rate, ...]:
    """The permitted rates that sending this row uses, the workspace's last: a Home's is never reached."""
    if message.kind == "home":
        return ()
    return (EDITS,) if message.ts else (Rate(message.channel, POST_SECONDS), POSTS)
