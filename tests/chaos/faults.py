"""The faults: each is done to a fleet at work, and judged when everything has come to rest."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.flows import configuration
from bot.sandbox.box import Call
from bot.sandbox.demo import seed_text
from bot.sandbox.world import World
from bot.store import Store, engines, migrate
from tests.chaos import probes
from tests.chaos.fleet import Fleet, fleet
from tests.chaos.judge import Verdict, judge
from tests.chaos.load import Load, Told, template
from tests.chaos.proxy import Proxy, proxied
from tests.engine.processes import real_world
from tests.engine.staging import until

PEOPLE = 8
TAKEN_OVER_SECONDS = 10 + 1
"""Ten seconds (issue), and the second that a channel waits between two posts anyway."""


@dataclass(frozen=True)
class Size:
    """How much of it: full for `make chaos`, small for the tests."""

    kills: int
    aimed: int
    """Kills at digests and reminders, and at migrations."""
    inputs: int
    seconds: float
    stop_seconds: float
    rest_seconds: float = 3.0
    """How long everything may come to rest before it is judged."""


FULL = Size(kills=34, aimed=17, inputs=6700, seconds=60, stop_seconds=60)
SMALL = Size(kills=2, aimed=2, inputs=60, seconds=3, stop_seconds=12)


@dataclass(frozen=True)
class Older:
    """A version of the program that does not know the newest migration."""

    folder: Path
    revision: str
    """The schema that it needs."""


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    fault: str
    runs: int
    verdict: Verdict
    told: Told
    late: list[float]
    note: str = ""


@dataclass
class Scene:
    """A fleet at work, and what is done to it."""

    world: World
    fleet: Fleet
    load: Load
    size: Size
    proxy: Proxy | None = None
    note: str = ""
    runs: int = 1

    async def acked(self, count: int, seconds: float = 600) -> None:
        """Wait until so many inputs more were confirmed."""
        wanted = len(self.load.told.acked) + count
        await until(lambda: len(self.load.told.acked) >= wanted, seconds)


Fault = Callable[[Scene], Awaitable[None]]


@contextlib.asynccontextmanager
async def _configured(database_url: str, options: tuple[str, ...], sockets: bool) -> AsyncIterator[World]:
    async with real_world(options=options, sockets=sockets) as world:
        store = Store(database_url)
        try:
            text = seed_text("en").replace("workspace:", "workspace:\n  cards_per_day: none", 1)
            await configuration.import_file(store, text, "T0TUTTI", world.clock.now())
        finally:
            store.close()
        yield world


async def suffer(
    name: str,
    fault: Fault,
    database_url: str,
    size: Size,
    *,
    replicas: int = 1,
    seed: int = 1,
    copies: int = 1,
    options: tuple[str, ...] = (),
    through_proxy: bool = False,
    pause: float = 0.0,
    older: Older | None = None,
) -> Result:
    """Let a fleet work while the fault happens, let it come to rest, and judge.

    pause: seconds that each person waits between two inputs. older: the version of the program that begins.
    """
    async with _configured(database_url, options, False) as world, contextlib.AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(proxied(database_url)) if through_proxy else None
        used = proxy.url if proxy else database_url
        if older:
            migrate.downgrade(database_url, older.revision)
        program = older.folder if older else None
        made = await stack.enter_async_context(fleet(world, used, replicas, seed, program=program))
        world.connect(made.address)
        load = Load(world, await template(world), lambda: made.address, f"{name} ".replace(" ", ""))
        if not older:
            await probes.plant(database_url, world.clock.now(), int(size.seconds * 4))
        work = asyncio.create_task(load.run(PEOPLE, copies=copies, pause=pause))
        scene = Scene(world, made, load, size, proxy)
        await fault(scene)
        await scene.acked(PEOPLE, seconds=60)
        load.ends.set()
        await work
        ended = world.clock.now()
        await asyncio.sleep(size.rest_seconds)
        late = await probes.lateness(database_url, ended - timedelta(seconds=1))
        for one in list(made.replicas):
            await made.leave(one)
        verdict = await judge(world, database_url, load.told.acked)
        return Result(name, scene.runs, verdict, load.told, late, scene.note)


async def killed(scene: Scene) -> None:
    """kill -9 at random moments, until both the kills and the inputs are enough."""
    scene.runs = scene.size.kills
    for _ in range(scene.size.kills):
        await scene.acked(max(1, scene.size.inputs // scene.size.kills))
        await asyncio.sleep(scene.fleet.dice.random() / 2)
        await scene.fleet.kill()


async def nothing(scene: Scene) -> None:
    """No fault: what the others are compared with."""
    await asyncio.sleep(scene.size.seconds)


async def cut(scene: Scene) -> None:
    """Every connection to the database is cut, once a second."""
    assert scene.proxy
    scene.runs = int(scene.size.seconds)
    for _ in range(scene.runs):
        await asyncio.sleep(1)
        scene.proxy.cut()


async def database_down(scene: Scene) -> None:
    """The database cannot be reached; once it is there again, inputs are confirmed within five seconds."""
    assert scene.proxy
    await asyncio.sleep(1)
    await scene.proxy.close()
    before = len(scene.load.told.acked)
    scene.load.told.slowest = 0.0
    await asyncio.sleep(scene.size.stop_seconds)
    assert len(scene.load.told.acked) <= before + PEOPLE, "nothing is confirmed without a commit"
    slowest = scene.load.told.slowest
    await scene.proxy.open()
    began = asyncio.get_running_loop().time()
    await scene.acked(1, seconds=30)
    served = asyncio.get_running_loop().time() - began
    scene.note = f"answers ≤ {slowest:.1f} s, serving again after {served:.1f} s"


async def locked(scene: Scene) -> None:
    """Another program holds the SQLite file's write lock."""
    path = str(engines.url_of(scene.fleet.database_url).database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout=5000")
        other.execute("BEGIN IMMEDIATE")
        scene.load.told.slowest = 0.0
        await asyncio.sleep(scene.size.stop_seconds / 2)
        slowest = scene.load.told.slowest
        other.execute("ROLLBACK")
    began = asyncio.get_running_loop().time()
    await scene.acked(1, seconds=30)
    served = asyncio.get_running_loop().time() - began
    scene.note = f"answers ≤ {slowest:.1f} s, serving again after {served:.1f} s"


async def frozen(scene: Scene) -> None:
    """Each replica in turn is stopped (SIGSTOP) at work; the others take over, and it comes back."""
    scene.runs, longest = len(scene.fleet.replicas), 0.0
    for victim in list(scene.fleet.replicas):
        await scene.acked(PEOPLE, seconds=60)
        scene.fleet.replicas.remove(victim)
        victim.process.send_signal(signal.SIGSTOP)
        longest = max(longest, await _taken_over(scene, "C0TUTTI"))
        victim.process.send_signal(signal.SIGCONT)
        scene.fleet.replicas.append(victim)
    scene.note = f"others took a busy channel over after {longest:.1f} s at most"
    assert longest <= TAKEN_OVER_SECONDS, scene.note


async def _taken_over(scene: Scene, channel: str) -> float:
    """Seconds until somebody posts there again, looked at for the whole length of the stop."""
    loop = asyncio.get_running_loop()
    stopped, seen, found = loop.time(), len(scene.world.calls), 0.0
    while loop.time() - stopped < scene.size.stop_seconds:
        await asyncio.sleep(0.2)
        fresh = scene.world.calls[seen:]
        if not found and any(is_post(call, channel) for call in fresh):
            found = loop.time() - stopped
    return found or scene.size.stop_seconds


def is_post(call: Call, channel: str) -> bool:
    """Whether Slack took a message there."""
    return call.method == "chat.postMessage" and call.ok and call.args.get("channel") == channel


async def terminated(scene: Scene) -> None:
    """SIGTERM under load: what is being answered is answered, and it is gone within five seconds."""
    await scene.acked(10)
    seconds = await scene.fleet.leave(scene.fleet.replicas[0])
    await scene.fleet.start(1)
    scene.note = f"gone after {seconds:.1f} s"


def sqlite_in(folder: Path, name: str) -> str:
    """A fresh, migrated file."""
    url = f"sqlite:///{folder / name}.db"
    migrate.upgrade(url)
    return url
