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

TOLERATED = 0.05
"""Seconds between taking a place in the pace and the call; after more, the next post counts from the call."""


def from_then(db: Db, message: Message, left: float) -> None:
    """The call left only then: the channel's next post keeps its distance from that."""
    if not message.ts and message.kind != "home":
        ledger.hold(db, message.workspace, Rate(message.channel, POST_SECONDS), left + POST_SECONDS)


def rates(message: Message) -> tuple[Rate, ...]:
    """The permitted rates that sending this row uses: a Home's is never reached."""
    if message.kind == "home":
        return ()
    return (EDITS,) if message.ts else (Rate(message.channel, POST_SECONDS), POSTS)
