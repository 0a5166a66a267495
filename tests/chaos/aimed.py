"""Kills aimed at what runs by itself: a digest counted and sent, reminders that fall due, a migration."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import func, select

from bot.models import Delivery, Escalation, Message, Ping, PingKind, Request, RequestState
from bot.store import Db, Store, migrate
from bot.store.db import table
from bot.store.timers import fallen, set_timer
from tests.chaos import probes
from tests.chaos.faults import Result, Scene
from tests.chaos.judge import Verdict, damage, posted
from tests.chaos.load import Told

LADDER = [["representative", 0.0], ["reminder", 0.5], ["orchestrator", 1.0]]
CASES = 5
"""Requests whose reminder falls due together with a digest."""
AIM_SECONDS = 1.5
"""The engine looks every second: what was made due is being handled within this time."""
REST_SECONDS = 240
OLD = "0012"
ROWS = 3000


async def killed_at_steps(scene: Scene) -> None:
    """kill -9 while a digest and reminders fall due, each time another day's digest and other requests."""
    store, chosen = Store(scene.fleet.database_url), set[str]()
    scene.runs = scene.size.aimed
    try:
        await scene.acked(CASES)
        for number in range(1, scene.runs + 1):
            chosen |= await store.write(partial(_made_due, scene=scene, number=number, before=chosen))
            await asyncio.sleep(scene.fleet.dice.random() * AIM_SECONDS)
            await scene.fleet.kill()
            await _none_left(store, partial(_overdue, scene=scene))
        await _none_left(store, _unsent)
        digests, reminded = await store.read(_stored, within=60)
    finally:
        store.close()
    posts = posted(scene.world)
    scene.note = f"{len(digests)} digests posted, {len(chosen)} reminders"
    odd = {key: posts[number] for number, key in digests.items() if posts[number] != 1}
    assert not odd, f"each digest stands there once, but {odd}"
    assert len({key.split(":")[2] for key in digests.values()}) == scene.runs, "and none was left out"
    assert {one: reminded[one] for one in chosen} == dict.fromkeys(chosen, 1), "each reminder was made once"


def _made_due(db: Db, scene: Scene, number: int, before: set[str]) -> set[str]:
    """The digest of so many days ago, and reminders of requests that none was made for; their ids."""
    now = scene.world.clock.now()
    set_timer(db, probes.TEAM, "digest", "shared", now - timedelta(days=number))
    fresh = [one for one in db.all(Request, state=RequestState.waiting) if one.id not in before][:CASES]
    for one in fresh:
        hour = timedelta(hours=1)
        db.change(one, asked_at=now - 3 * hour, shown_at=now - 3 * hour, due_at=now + hour, ladder=LADDER)
        db.change(one, step=1, called=["U0LEA"], real_time=True)
        set_timer(db, one.workspace, "rung", one.id, now)
    return {one.id for one in fresh}


async def _none_left(store: Store, left: Callable[[Db], list[str]]) -> None:
    """Wait until there is none of these."""
    for _ in range(REST_SECONDS * 10):
        found = await store.read(left, within=60)
        if not found:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"it does not come to rest: {found}")


def _unsent(db: Db) -> list[str]:
    return [one.key for one in db.all(Message, kind="digest") if one.state != Delivery.sent]


def _overdue(db: Db, scene: Scene) -> list[str]:
    return [one.subject for one in fallen(db, scene.world.clock.now(), ("rung", "digest"))]


def _stored(db: Db) -> tuple[dict[str, str], Counter[str]]:
    """Keys of the digests' messages by the number that Slack keeps with them; reminders of each request."""
    pings = Counter(str(one.request) for one in db.all(Ping, kind=PingKind.reminder))
    return {str(one.id): one.key for one in db.all(Message, kind="digest")}, pings


async def killed_migrations(name: str, database_url: str, kills: int, seed: int) -> Result:
    """kill -9 while a database with many rows comes from an older schema to today's; then again in peace."""
    dice, loop = random.Random(seed), asyncio.get_running_loop()
    await probes.plant(database_url, datetime.now(UTC), ROWS)
    migrate.downgrade(database_url, OLD)
    began = loop.time()
    await _migrated(database_url)
    whole, early, lost, broken = loop.time() - began, 0, 0, 0
    for _ in range(kills):
        migrate.downgrade(database_url, OLD)
        process = await _migrating(database_url)
        await asyncio.sleep(whole * dice.uniform(0.4, 1.0))
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        stands = migrate.revision(database_url)
        early += stands == OLD
        broken += damage(database_url) + (stands not in (OLD, migrate.head()))
        await _migrated(database_url)
        lost += ROWS - await _rows(database_url)
    verdict = Verdict(
        acked=ROWS, lost=lost, doubled_rows=0, half_made=0, posted=0, doubled_posts=0, broken=broken
    )
    return Result(name, kills, verdict, Told(), [], f"{early} times before its commit")


async def _migrating(database_url: str) -> asyncio.subprocess.Process:
    environment = os.environ | {"DATABASE_URL": database_url}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "migrate"), env=environment, stdout=asyncio.subprocess.DEVNULL
    )


async def _migrated(database_url: str) -> None:
    process = await _migrating(database_url)
    assert await process.wait() == 0
    assert migrate.revision(database_url) == migrate.head()


async def _rows(database_url: str) -> int:
    store = Store(database_url)
    try:
        count = select(func.count()).select_from(table(Escalation))
        return await store.read(lambda db: int(db.run(count).scalar_one()), within=60)
    finally:
        store.close()
