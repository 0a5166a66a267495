"""The joint of the box: one workspace on loopback, its app, its people, its clock.

    world = World(clock, manifest=manifest)
    await world.start()                        # Slack stands at world.api_url
    world.connect("http://127.0.0.1:3000/slack/events")
    await world.person("U0JULIE").command("/tutti launch Galette")

Without `connect` the app is reached over Socket Mode.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.clock import BoxClock
from bot.sandbox.acts import Acts
from bot.sandbox.api import WebApi
from bot.sandbox.box import Box, Call, Input
from bot.sandbox.browser import Browser, only_loopback
from bot.sandbox.faults import Faults
from bot.sandbox.gestures import Gestures
from bot.sandbox.hands import Person
from bot.sandbox.happenings import Happenings
from bot.sandbox.inputs import Delivery
from bot.sandbox.respond import ResponseUrls
from bot.sandbox.seed import bakery
from bot.sandbox.sockets import SocketMode
from bot.sandbox.uploads import Uploads
from bot.sandbox.walk import Walk
from bot.sandbox.workspace import Json, Workspace

Settle = Callable[[], Awaitable[Any]]
NextDue = Callable[[], Awaitable[list[tuple[datetime, str]]]]
BODY_MAX = 2_000_000
log = logging.getLogger(__name__)


class World:
    """A Slack workspace that runs.

    `manifest` is the app's own: its commands, shortcuts, events and, unless `scopes` says
    otherwise, its bot scopes. `settle` and `next_due` are the app's, for walking through time.
    """

    def __init__(
        self,
        clock: BoxClock,
        *,
        manifest: Json,
        scopes: set[str] | None = None,
        workspace: Workspace | None = None,
        settle: Settle | None = None,
        next_due: NextDue | None = None,
    ) -> None:
        asked = manifest.get("oauth_config", {}).get("scopes", {}).get("bot") or ()
        self.clock = clock
        self.box = Box(workspace or bakery(), clock, manifest, set(asked) if scopes is None else set(scopes))
        self.sockets = SocketMode(self.box)
        self.delivery = Delivery(self.box, self.sockets)
        self.gestures = Gestures(self.box, self.delivery)
        self.messages = self.gestures.messages
        self.happens = Happenings(self.box, self.gestures)
        self.walk = Walk(clock, self.delivery)
        self.page = Browser(self.box, Acts(self.gestures), self.walk, clock)
        if settle is not None and next_due is not None:
            self.walk_with(settle, next_due)
        self._api = WebApi(self.box, self.sockets.open)
        self._runner: web.AppRunner | None = None
        self._beat: asyncio.Task[None] | None = None

    async def start(self, events_url: str = "", *, port: int = 0) -> World:
        """Listen on 127.0.0.1 (port 0: any free one); `events_url` is where the app listens."""
        app = web.Application(client_max_size=BODY_MAX, middlewares=[only_loopback])
        app.router.add_route("*", "/api/{method}", self._api.handle)
        app.router.add_post("/respond/{name}", ResponseUrls(self.box).handle)
        app.router.add_get("/link/", self.sockets.handle)
        self.page.add_routes(app)
        Uploads(self.box).add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.box.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.connect(events_url)
        self._beat = asyncio.create_task(self._repeat_events())
        return self

    async def stop(self) -> None:
        """End everything that runs."""
        if self._beat is not None:
            self._beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._beat
        self.page.close()
        await self.sockets.close()
        await self.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await asyncio.sleep(0)  # closed transports tell the loop on its next turn

    def connect(self, events_url: str) -> None:
        """Deliver inputs to this address; an empty one means Socket Mode."""
        self.delivery.url = events_url

    def walk_with(self, settle: Settle, next_due: NextDue) -> None:
        """Use the app's own `settle` and `next_due` when time is walked."""
        self.walk.settle_app, self.walk.next_due_app = settle, next_due

    @property
    def url(self) -> str:
        """Where the page stands."""
        return self.box.base

    @property
    def api_url(self) -> str:
        """What the app needs as SLACK_API_URL."""
        return f"{self.box.base}/api/"

    @property
    def token(self) -> str:
        """The app's bot token."""
        return self.box.token

    @property
    def app_token(self) -> str:
        """The app's token for Socket Mode."""
        return self.box.app_token

    @property
    def signing_secret(self) -> str:
        """What the app's requests are signed with."""
        return self.box.signing_secret

    @property
    def workspace(self) -> Workspace:
        """The state, to look at and to arrange."""
        return self.box.workspace

    @property
    def faults(self) -> Faults:
        """What shall go wrong."""
        return self.box.faults

    @property
    def calls(self) -> list[Call]:
        """Every Web API call, in order."""
        return self.box.calls

    @property
    def refusals(self) -> list[Call]:
        """The calls that Slack refused."""
        return [call for call in self.box.calls if not call.ok]

    @property
    def inputs(self) -> list[Input]:
        """Every delivery to the app, in order."""
        return self.box.inputs

    def person(self, user: str) -> Person:
        """One of the people, at the keyboard."""
        return Person(self.workspace.people[user], self.gestures)

    async def event(self, event: Json, *, event_id: str = "") -> Input:
        """Give the app any event, asked for or not; `event` is the inner one, with its type."""
        return await self.delivery.event(event, event_id=event_id)

    async def deliver_again(self, given: Input) -> Input:
        """The same input a second time, as Slack or a double click may do."""
        return await self.delivery.again(given)

    async def _repeat_events(self) -> None:
        """Every half second: what is due while the clock runs, and Slack's own repetitions."""
        while True:
            await asyncio.sleep(0.5)
            if self.walk.busy:
                continue
            try:
                await (self.walk.settle() if self.clock.speed else self.delivery.repeat_due())
            except Exception:
                log.exception("the app could not settle")
