"""`tutti demo`: the whole product in a browser, without a token.

Tutti runs on a temporary SQLite file and speaks to the box over loopback HTTP with signed
requests, exactly as it speaks to Slack.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import webbrowser
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import structlog
from pydantic import SecretStr

from bot import app
from bot.clock import BoxClock, SystemClock
from bot.i18n import translator
from bot.sandbox import story
from bot.sandbox.guide import Guide
from bot.sandbox.loopback import serving
from bot.sandbox.seed import bakery
from bot.sandbox.walk import Step
from bot.sandbox.workspace import Json, Workspace
from bot.sandbox.world import World
from bot.settings import Settings

PORT = 8210
OPENING = time(9, 5)
MEMORY = Path("/dev/shm")
UNSEEN = ("housekeeping", "facts")
INSTALLER, CARDS = "U0KARIM", "C0TUTTI"


async def run(
    port: int = PORT,
    lang: str = "fr",
    open_browser: bool = True,
    *,
    manifest: Json,
    empty: bool = False,
    speed: float = 0.0,
) -> None:
    """Play until stopped. `manifest` is Tutti's own; prints which address to open.

    empty: nothing is set up yet. speed: product seconds that pass in a second; 0: the clock stands.
    Raises OSError when the port is taken.
    """
    # Bolt warns of a token given twice; here it is the only one, and this is a newcomer's first screen.
    logging.getLogger("bolt").setLevel(logging.ERROR)
    # Drawn with every local variable, one traceback takes seconds, in which nobody is answered.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])
    opening = next_tuesday(SystemClock().now())
    with TemporaryDirectory(prefix="tutti-demo-", dir=_folder_in_memory()) as folder:
        database_url = f"sqlite:///{Path(folder) / 'demo.db'}"
        begun = first_morning if empty else living
        stand = begun(opening, manifest=manifest, database_url=database_url, lang=lang, port=port)
        async with stand as world:
            gc.freeze()
            gc.enable()
            world.page.run_at(speed)
            address = f"{world.url}/#as={INSTALLER}&in=app" if empty else world.url
            t = translator(lang)
            print(t("Tutti plays at {url}. Press Ctrl+C to stop.", url=address), flush=True)
            if open_browser:
                await asyncio.to_thread(webbrowser.open, address)
            await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def living(
    opening: datetime, *, manifest: Json, database_url: str, lang: str = "fr", port: int = 0
) -> AsyncIterator[World]:
    """The bakery at `opening` (aware) after its story's weeks: what the demo opens on."""
    clock = BoxClock(story.begins(opening), quick=True)
    space = bakery(lang)
    story.furnish(space, lang)
    settings = story.configured(seed_text(lang))
    async with _tutti_in(clock, space, manifest, database_url, port, settings) as world:
        await story.play(world, lang, opening)
        world.page.guide = Guide(world.box, "story", opening)
        yield world


@contextlib.asynccontextmanager
async def first_morning(
    opening: datetime, *, manifest: Json, database_url: str, lang: str = "fr", port: int = 0
) -> AsyncIterator[World]:
    """The bakery that has just installed Tutti, before anything is set up: the onboarding's beginning."""
    clock = BoxClock(opening, quick=True)
    async with stage(
        clock, manifest=manifest, database_url=database_url, lang=lang, port=port, empty=True
    ) as world:
        del world.workspace.rooms[CARDS]
        await world.person(INSTALLER).open_home()
        await world.walk.settle()
        world.page.guide = Guide(world.box, "empty", opening)
        yield world


@contextlib.asynccontextmanager
async def stage(
    clock: BoxClock,
    *,
    manifest: Json,
    database_url: str,
    lang: str = "fr",
    port: int = 0,
    empty: bool = False,
) -> AsyncIterator[World]:
    """The box with Tutti in it, configured as the bakery: what the stories of the tests play on.

    empty: Tutti was just installed, nothing is set up.
    """
    settings = "" if empty else seed_text(lang)
    async with _tutti_in(clock, bakery(lang), manifest, database_url, port, settings) as world:
        world.page.guide = Guide(world.box, "story", clock.now())
        yield world


@contextlib.asynccontextmanager
async def _tutti_in(
    clock: BoxClock, space: Workspace, manifest: Json, database_url: str, port: int, settings: str
) -> AsyncIterator[World]:
    """`settings` is a configuration file; an empty one leaves Tutti as it was installed."""
    world = World(clock, manifest=manifest, workspace=space)
    try:
        await world.start(port=port)
    except OSError as error:
        raise OSError(error.errno, "it is taken; choose another one with --port", f"Port {port}") from error
    try:
        tutti = app.build(settings_for(world, database_url), clock=clock)
        await tutti.start()
        try:
            if settings:
                await tutti.import_config(settings)
            world.walk_with(tutti.settle, partial(_visible, tutti))
            async with serving(tutti.asgi) as address:
                world.connect(f"{address}/slack/events")
                yield world
        finally:
            await tutti.stop()
    finally:
        await world.stop()


async def _visible(tutti: app.Tutti) -> list[Step]:
    """What falls due, without what nobody sees: housekeeping is done on the way."""
    return [step for step in await tutti.next_due() if not step[1].startswith(UNSEEN)]


def _folder_in_memory() -> Path | None:
    """Where the system keeps files in memory, if it has such a place: nobody waits for a disk there."""
    return MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None


def settings_for(world: World, database_url: str) -> Settings:
    """Tutti's settings inside the box; the model's own variables are kept from the environment."""
    return Settings(
        slack_bot_token=SecretStr(world.token),
        slack_signing_secrets=(SecretStr(world.signing_secret),),
        slack_app_token=None,
        slack_client_id=None,
        slack_client_secret=None,
        tutti_heartbeat_url=None,
        slack_api_url=world.api_url,
        database_url=database_url,
    )


def seed_text(lang: str) -> str:
    """The bakery's configuration file in one of the two languages."""
    return (files("bot.sandbox") / f"seed_{lang}.yaml").read_text(encoding="utf-8")


def next_tuesday(now: datetime, zone: str = "Europe/Paris") -> datetime:
    """The coming Tuesday 09:05 in a zone: a working day, with Monday's digest still ahead."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=(1 - local.weekday()) % 7)
    return datetime.combine(day, OPENING, ZoneInfo(zone)).astimezone(UTC)
