"""What one process holds of the channels, kept for as long as it lives and works."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from bot.errors import Busy
from bot.store import ledger
from bot.tools import Tools


async def keep(tools: Tools, holder: str, busy: Callable[[], bool]) -> None:
    """Renew what `holder` has while it is `busy`, however long Slack takes for one call.

    On the machine's own time: a process that was stopped does not renew, and others take over.
    """
    while busy():
        await asyncio.sleep(ledger.LEASE_SECONDS / 3)
        with contextlib.suppress(Busy):
            await tools.store.write(lambda db: ledger.renew(db, holder, tools.clock.tick()))


def lapsed(taken: float, tick: float) -> bool:
    """Whether a call that took its place then may not leave now: another process may have the channel.

    The last look before the bytes go. What was written down as begun counts as uncertain from then on.
    """
    return tick - taken >= ledger.LEASE_SECONDS
