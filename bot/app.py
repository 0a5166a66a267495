"""The only place where parts are joined: settings in, a running Tutti out."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn
import uvloop
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import llm
from bot.aside import aside
from bot.clock import Clock, SystemClock
from bot.engine import Engine
from bot.errors import Busy, SettingsError
from bot.flows import digests, loading, people, readings, turns
from bot.metrics import Metrics
from bot.models import Workspace
from bot.settings import Settings
from bot.slack import Slack
from bot.slack.whispers import Whispers
from bot.store import Db, Store, locks
from bot.store.timers import set_timer
from bot.tools import Tools
from handlers import register
from handlers.door import Door
from handlers.guard import Guard
from handlers.hooks import HookDoor

if TYPE_CHECKING:
    from handlers.socket import Socket

TURN_SECONDS = 15.0
"""Without a whole turn of the engine for so long, Tutti does not call itself ready."""
REQUEST_SECONDS, DRAIN_SECONDS = 3.0, 1.5
"""How long a stop waits for requests that are being answered, then for calls to Slack under way."""

MESSAGES_SECONDS = 1.0
"""After a start, until the words of messages are read."""

SWITCH_SECONDS = 0.0005
"""How long one thread computes before another has its turn. Each statement of a unit waits for one: with
Python's own 5 milliseconds an ack would stand behind whatever else is going on."""


YOUNG = 10_000
"""So many new objects are searched for garbage at a time; Python's own 700 are fewer than a form makes."""


class Tutti:
    """A whole Tutti for one token: `asgi` takes Slack's requests between `start()` and `stop()`."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        _check(settings)
        self.settings = settings
        self.store = Store(settings.database_url)
        self.clock: Clock = clock or SystemClock()
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
        self.metrics = Metrics()
        self.slack = Slack(token, settings.slack_api_url, self.metrics)
        self.tools = Tools(
            settings, self.clock, self.store, self.slack, llm.of_settings(settings), metrics=self.metrics
        )
        self.whispers = self.tools.whispers = Whispers(self.slack, self.clock)
        self.engine = Engine(self.tools)
        self.bolt = self._bolt()
        register(self.bolt, Guard(self.tools, self.whispers))
        self.asgi = Starlette(routes=self._routes(), lifespan=self._lifespan)
        self._socket: Socket | None = None
        self._workspace: Workspace | None = None
        self._loading: asyncio.Task[None] | None = None

    def _bolt(self) -> AsyncApp:
        """Bolt, with everything passed explicitly: it would read the environment by itself otherwise."""

        async def authorize(**_: Any) -> AuthorizeResult:
            found = self._workspace
            if found is None:
                raise SettingsError("Tutti was not started.")
            return AuthorizeResult(
                enterprise_id=None,
                team_id=found.id,
                bot_id=found.bot,
                bot_user_id=found.bot_user,
                bot_token=self.slack.token,
            )

        return AsyncApp(
            # Without a name Bolt looks through every module for the caller's: a tenth of a second.
            name="tutti",
            authorize=authorize,
            # Without a token: Bolt takes the one that `authorize` gives, and complains about another.
            client=AsyncWebClient(base_url=self.settings.slack_api_url, retry_handlers=[]),
            process_before_response=True,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            logger=logging.getLogger("bolt"),
        )

    def _routes(self) -> list[Route]:
        routes = [
            Route("/healthz", self._healthz),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics),
            Route("/hooks/{source}", HookDoor(self.tools).receive, methods=["POST"]),
        ]
        if not self.settings.socket_mode:
            secrets = [secret.get_secret_value() for secret in self.settings.slack_signing_secrets]
            door = Door(self.bolt, self.tools, secrets)
            routes.append(Route("/slack/events", door.receive, methods=["POST"]))
        return routes

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        await self.start()
        try:
            yield
        finally:
            await self.stop()

    async def start(self) -> None:
        """Migrate, ask Slack who we are, begin to deliver, open the socket.

        Raises SettingsError or SlackError; then nothing is left open.
        """
        locks.take(self.settings.database_url)
        try:
            await self._begin()
        except BaseException:
            await self.stop()
            raise

    async def _begin(self) -> None:
        await aside(self.store.migrate)
        if isinstance(self.clock, SystemClock):
            self.clock.shift += await self.store.drift(self.clock.tick)
        await self.slack.start()
        self._workspace = await people.recognise(self.tools)
        self.tools.app, self.tools.workspace = self._workspace.app, self._workspace.id
        await readings.read(self.tools, self._workspace.id)
        book = await self.tools.snapshot(self._workspace.id)
        await aside(partial(loading.for_forms, book, self.clock.now()))
        await self.store.write(lambda db: self._first_timers(db, self._workspace))
        await self.engine.start()
        self._loading = asyncio.create_task(_load_for_messages())
        if self.settings.slack_app_token:
            from handlers.socket import Socket  # Slack's client for it, which HTTP does without.

            token = self.settings.slack_app_token.get_secret_value()
            self._socket = Socket(self.bolt, self.tools, token)
            await self._socket.open()

    async def loaded(self) -> None:
        """Return when all is loaded that inputs will need, or could not be; after `start()`."""
        if self._loading:
            await asyncio.wait([self._loading])

    def _first_timers(self, db: Db, workspace: Workspace | None) -> None:
        if workspace is None:
            return
        now = self.clock.now()
        set_timer(db, workspace.id, "housekeeping", "daily", now, earliest=True)
        book = self.tools.books.of(db, workspace.id)
        digests.plan(db, book, now)
        turns.plan(db, book, now)

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, close every door."""
        if self._loading:
            self._loading.cancel()
        if self._socket:
            await self._socket.close(REQUEST_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await asyncio.gather(self.engine.stop(), self.whispers.drain())
        await self.slack.stop()
        await self.tools.model.stop()
        self.store.close()
        locks.release(self.settings.database_url)

    async def settle(self) -> None:
        """Run the engine until nothing is due and every owed call and whisper is done."""
        await self.engine.settle()
        await self.whispers.drain()

    async def next_due(self) -> list[tuple[datetime, str]]:
        """What falls due next, soonest first, as (when, what)."""
        return [(timer.at, f"{timer.kind} {timer.subject}") for timer in await self.engine.next_due()]

    async def import_config(self, text: str) -> list[str]:
        """Apply a configuration file to our workspace; the lines that `config import` would print."""
        from bot.flows import configuration  # With its YAML, which no input needs.

        if self._workspace is None:
            raise SettingsError("Tutti must be started before a configuration is imported.")
        return await configuration.import_file(self.store, text, self._workspace.id, self.clock.now())

    async def _healthz(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def _readyz(self, _request: Request) -> Response:
        """Whether inputs are taken and work is done: the database answers, the engine turns."""
        state = {"database": True, "engine": self.clock.tick() - self.engine.watch.turned_at < TURN_SECONDS}
        if self._socket is not None:
            state["socket"] = await self._socket.connected()
        try:
            async with asyncio.timeout(2):
                await self.store.read(lambda db: db.get(Workspace))
        except (Busy, TimeoutError):
            state["database"] = False
        return JSONResponse(state, 200 if all(state.values()) else 503)

    async def _metrics(self, _request: Request) -> Response:
        with contextlib.suppress(
            Busy
        ):  # What was read last is shown; `/readyz` tells that the database is away.
            await self.engine.watch.measure(self.tools, self.engine.courier.silent_since)
        return Response(generate_latest(self.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _load_for_messages() -> None:
    """Once those are answered who waited for the start."""
    await asyncio.sleep(MESSAGES_SECONDS)
    await aside(loading.for_messages)


def _check(settings: Settings) -> None:
    """What must be there before anything is opened, each with what to do."""
    if settings.slack_client_id or settings.slack_client_secret:
        raise SettingsError(
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many workspaces, which this version does not "
            "serve yet. Remove both and set SLACK_BOT_TOKEN."
        )
    if settings.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN is missing. Copy it from your Slack app's page “Install App”.")
    if not settings.socket_mode and not settings.slack_signing_secrets:
        raise SettingsError(
            "SLACK_SIGNING_SECRET is missing. Copy it from your Slack app's page “Basic Information”, or set "
            "SLACK_APP_TOKEN for Socket Mode."
        )


def build(settings: Settings, *, clock: Clock | None = None) -> Tutti:
    """A Tutti that is ready to be started. Raises SettingsError for what is missing."""
    return Tutti(settings, clock)


def serve(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl+C."""
    _log(settings.tutti_log_level)
    sys.setswitchinterval(SWITCH_SECONDS)
    tutti = build(settings)
    with _listening(settings.tutti_host, settings.tutti_port) as listener:
        uvloop.run(_serve(tutti, _server(tutti), listener))


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """The address we answer at, taken before anything else is begun. Raises SettingsError if it cannot be."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise SettingsError(
            f"Port {port} of {host} cannot be used ({why}). Choose another one with TUTTI_PORT, or stop the "
            "program that has it."
        ) from error
    with listener:
        yield listener


def _server(tutti: Tutti) -> Server:
    config = uvicorn.Config(
        tutti.asgi,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=int(REQUEST_SECONDS),
        lifespan="on",
    )
    return Server(config)


class Server(uvicorn.Server):
    """Leaves on SIGTERM and Ctrl+C, and lets us end in order: uvicorn's own raises the signal once more."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop, signals = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
        for one in signals:
            loop.add_signal_handler(one, self.leave)
        try:
            yield
        finally:
            for one in signals:
                loop.remove_signal_handler(one)

    def leave(self) -> None:
        """Take no new connection, finish what is being answered; asked twice, do not wait."""
        self.force_exit = self.should_exit
        self.should_exit = True


async def _serve(tutti: Tutti, server: Server, listener: socket.socket) -> None:
    """Start first, so that what is wrong with the settings is said in one line; then listen."""
    await tutti.start()
    settling = asyncio.create_task(_settle(tutti))
    server.config.lifespan = "off"
    try:
        await server.serve(sockets=[listener])
    finally:
        await tutti.stop()
        await settling


async def _settle(tutti: Tutti) -> None:
    """What was loaded stays: searched for garbage again and again, it would hold every ack for 0.2 s."""
    await tutti.loaded()
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()


def _log(level: str) -> None:
    """Structured lines on stderr; no secret is ever given to a logger."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(level=number, format="%(message)s")
    # Slack's client writes every message's text and the addresses to answer at, when asked for details.
    for chatty in ("apscheduler", "alembic", "slack_sdk", "aiohttp", "httpx2", "openai"):
        logging.getLogger(chatty).setLevel(max(number, logging.WARNING))
    # Bolt warns of the token in the environment, which it is not to use.
    logging.getLogger("bolt").setLevel(max(number, logging.ERROR))
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )
