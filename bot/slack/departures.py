"""When a call's bytes left for Slack: its rates count arrivals, and a connection may be made before."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp


class Departure:
    """Of the last call. `at`: when its bytes were handed to the machine, by `tick`; None: they were not."""

    def __init__(self, tick: Callable[[], float]) -> None:
        self._tick = tick
        self.at: float | None = None

    def leaves(self) -> None:
        """Now."""
        self.at = self._tick()


_watched: ContextVar[Departure | None] = ContextVar("_watched", default=None)


def watch(tick: Callable[[], float]) -> Departure:
    """Knows from now on when the calls of this task leave."""
    departure = Departure(tick)
    _watched.set(departure)
    return departure


def trace() -> aiohttp.TraceConfig:
    """For the session: aiohttp calls it right before it writes head and body to the socket, in one piece."""
    found = aiohttp.TraceConfig()
    found.on_request_chunk_sent.append(_leaves)
    return found


async def _leaves(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _sent: aiohttp.TraceRequestChunkSentParams
) -> None:
    # The task that writes has a copy of the caller's context, in which this is the same object.
    if departure := _watched.get():
        departure.leaves()
