"""A bakery whose Tutti is in the test's hands: its rows, its store, its stop, a second one beside it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlmodel import SQLModel

from bot.app import Tutti, build
from bot.clock import BoxClock
from bot.flows import configuration
from bot.models import Workspace
from bot.sandbox.box import Call
from bot.sandbox.demo import seed_text, settings_for
from bot.sandbox.gestures import SubmitResult
from bot.sandbox.hands import SeenMessage
from bot.sandbox.loopback import serving
from bot.sandbox.seed import bakery
from bot.sandbox.world import World
from bot.slack.manifest import manifest

Noun = TypeVar("Noun", bound=SQLModel)

TUESDAY = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
"""Tuesday 09:05 in Paris: a working day, before the first round."""
THURSDAY = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
ADMINISTRATORS = ("U0KARIM", "U0ANA")
LAUNCH: dict[str, Any] = {
    "kind": "promotion",
    "at": THURSDAY,
    "gain": "A free cake",
    "goal": "2000 visits",
    "answerer": "U0JULIE",
}


@dataclass
class Stage:
    """The workspace, Tutti in it, and the clock of both."""

    world: World
    tutti: Tutti
    clock: BoxClock

    async def rows(self, model: type[Noun], **where: Any) -> list[Noun]:
        """What the database holds."""
        return await self.tutti.store.read(lambda db: db.all(model, **where), within=60)

    async def settle(self) -> None:
        """Let everything that is due now happen."""
        await self.world.walk.settle()

    async def later(self, seconds: float, step: float = 1.0) -> None:
        """Let machine time pass, as pacing and retries count it; the engine turns every `step` of it."""
        passed = 0.0
        while passed < seconds:
            await self.clock.sleep(min(step, seconds - passed))
            passed += step
            await self.settle()

    async def announce(self, title: str = "Galette", who: str = "U0JULIE", **given: Any) -> SubmitResult:
        """Announce a launch by its form; nothing is sent yet."""
        person = self.world.person(who)
        await person.command(f"/tutti launch {title}", channel=given.pop("channel", "C0TUTTI"))
        await person.choose("kind", given.get("kind", LAUNCH["kind"]))
        return await person.fill_and_submit(LAUNCH | given)

    async def owed(self, title: str = "Galette", **given: Any) -> None:
        """Announce a launch while sending is paused: everything about it waits in the ledger."""
        await self.pause(True)
        sent = await self.announce(title, **given)
        assert not sent.errors and not sent.error, sent
        await self.settle()

    async def pause(self, on: bool) -> None:
        """The pause-all switch."""
        row = (await self.rows(Workspace))[0]
        await self.tutti.store.write(lambda db: db.change(row, revision=row.revision + 1, pause=on))

    async def released(self) -> None:
        """End the pause and let everything be sent."""
        await self.pause(False)
        await self.settle()

    async def launched(self, title: str = "Galette", **given: Any) -> None:
        """Announce a launch and let everything that follows be sent."""
        sent = await self.announce(title, **given)
        assert not sent.errors and not sent.error, sent
        await self.settle()

    def shown(self, channel: str, words: str, who: str = "U0KARIM") -> list[SeenMessage]:
        """The messages in a channel that say these words."""
        return [one for one in self.world.person(who).sees(channel) if words in one.all_text]

    def inbox(self, who: str, words: str) -> list[SeenMessage]:
        """What Tutti wrote to this person with these words."""
        return [one for one in self.world.person(who).inbox() if words in one.all_text]

    def calls(self, *methods: str) -> list[Call]:
        """What Tutti asked of Slack."""
        return [call for call in self.world.calls if call.method in methods]


@contextlib.asynccontextmanager
async def staged(
    database_url: str,
    *,
    options: Collection[str] = (),
    sockets: bool = False,
    quick: bool = True,
    at: datetime = TUESDAY,
) -> AsyncIterator[Stage]:
    """The bakery in English, at Paris's Tuesday morning. `options` are the manifest's `--with`."""
    clock = BoxClock(at, quick=quick)
    made = manifest(options=options, socket_mode=sockets, url="https://tutti.example/slack/events")
    world = World(clock, manifest=made, workspace=bakery("en"))
    await world.start()
    try:
        if sockets:
            world.box.scopes.add("connections:write")
        async with running(world, database_url, sockets=sockets) as tutti:
            await tutti.import_config(seed_text("en"))
            world.walk_with(tutti.settle, tutti.next_due)
            yield Stage(world, tutti, clock)
    finally:
        await world.stop()


@contextlib.asynccontextmanager
async def running(world: World, database_url: str, *, sockets: bool = False) -> AsyncIterator[Tutti]:
    """One more Tutti in that world, connected to it; stopped at the end unless the test did it."""
    settings = settings_for(world, database_url)
    if sockets:
        settings = settings.model_copy(update={"slack_app_token": SecretStr(world.app_token)})
    tutti = build(settings, clock=world.clock)
    await tutti.start()
    stop, stopped = tutti.stop, False

    async def once() -> None:
        nonlocal stopped
        if not stopped:
            stopped = True
            await stop()

    tutti.stop = once  # type: ignore[method-assign]
    try:
        if sockets:
            await world.sockets.connected()
            yield tutti
        else:
            async with serving(tutti.asgi) as address:
                world.connect(f"{address}/slack/events")
                yield tutti
    finally:
        await tutti.stop()


async def configure(stage: Stage, text: str) -> list[str]:
    """Import a configuration as another console would."""
    return await configuration.import_file(stage.tutti.store, text, "T0TUTTI", stage.clock.now())


async def until(happened: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for what another process or thread does on the machine's own clock."""
    for _ in range(int(seconds / 0.05)):
        if happened():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"it did not happen within {seconds} s")
