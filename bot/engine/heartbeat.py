"""The heartbeat: a call to an address of the operator's, only while the work goes on.

Whoever watches that address (a dead man's switch such as Healthchecks or an uptime monitor) sees that
Tutti stopped even where nothing is left that could say so.
"""

from __future__ import annotations

import aiohttp
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.engine.watch import Watch
from bot.tools import Tools

log = structlog.get_logger(__name__)

EVERY_SECONDS = 20
"""With `STALLED_SECONDS` the last one comes 50 seconds after delivery or timers stopped, at the latest."""
PATIENCE = aiohttp.ClientTimeout(total=5)


class Heartbeat:
    """Calls TUTTI_HEARTBEAT_URL; does nothing where it is not set. The address is a secret: never logged."""

    def __init__(self, tools: Tools, watch: Watch) -> None:
        secret = tools.settings.tutti_heartbeat_url
        self._url = secret.get_secret_value() if secret else None
        self._metrics = tools.metrics
        self._watch = watch

    def start(self, scheduler: AsyncIOScheduler) -> None:
        """Beat from now on, for as long as the scheduler runs."""
        if self._url:
            every = IntervalTrigger(seconds=EVERY_SECONDS)
            scheduler.add_job(self.beat, every, misfire_grace_time=None, coalesce=True)

    async def beat(self) -> bool:
        """Whether the address was called and took it. Not called while something has stopped."""
        if not self._url:
            return False
        if stopped := self._watch.stopped():
            log.error("no heartbeat: the work does not go on", stopped=stopped)
            self._metrics.beats.labels("withheld").inc()
            return False
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                taken = answer.status < 400
        except (aiohttp.ClientError, TimeoutError, ValueError):
            taken = False
        if not taken:
            log.warning("the heartbeat was not taken; check TUTTI_HEARTBEAT_URL")
        self._metrics.beats.labels("taken" if taken else "refused").inc()
        return taken
