"""Windows on the sandbox's page, in a real browser, each with one person before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from bot.clock import BoxClock
from bot.sandbox.demo import stage
from bot.sandbox.world import World
from bot.slack.manifest import manifest
from tests import browser

TUESDAY = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
"""Where pictures of a test run are kept; git ignores it."""
DESK, PHONE = (1280, 800), (390, 800)
WAIT_MS = 15_000


class Seat:
    """One person before their own window of the page."""

    def __init__(self, page: Page, person: str) -> None:
        self.page, self.person = page, person
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)

    @property
    def form(self) -> Locator:
        """The open modal."""
        return self.page.get_by_test_id("modal")

    @property
    def messages(self) -> Locator:
        """What stands in the open conversation, oldest first."""
        return self.page.get_by_test_id("message")

    async def go(self, channel: str) -> None:
        """Open a channel; on a narrow screen by way of the list."""
        if await self.page.get_by_test_id("back").is_visible():
            await self.page.get_by_test_id("back").click()
        await self.page.get_by_test_id(f"channel-{channel}").click()

    async def go_to_tutti(self) -> None:
        """Open the direct message with Tutti."""
        await self.page.locator("[data-app=yes]").click()

    async def type(self, line: str) -> None:
        """Type into the conversation and send."""
        await self.page.get_by_test_id("composer").fill(line)
        await self.page.get_by_test_id("send").click()

    async def press(self, action: str) -> None:
        """Press the newest button of this kind that can be seen."""
        await self.messages.locator(f"[data-action-id={action}]").last.click()

    async def fill(self, **fields: str) -> None:
        """Fill text fields of the form."""
        for name, value in fields.items():
            await self.form.locator(f"[data-block-id={name}]").fill(value)

    async def submit(self) -> None:
        """Send the form, which then closes."""
        await self.form.get_by_test_id("modal-submit").click()
        await expect(self.form).to_be_hidden()

    async def move(self, *moves: str) -> None:
        """Move the clock, one button after the other, each to its end."""
        for move in moves:
            button = self.page.get_by_test_id(f"clock-{move}")
            await button.click()
            await expect(button).to_be_enabled(timeout=WAIT_MS)

    async def shot(self, name: str) -> None:
        """Keep a picture, once what was pressed has been done."""
        await expect(self.page.locator(".busy")).to_have_count(0)
        await self.page.screenshot(path=SHOTS / f"{name}.png")

    async def announce(self, *, day: str, time: str) -> None:
        """Fill the launch form as a promotion at this local day and time, and send it."""
        french = await self.french()
        await self.choose_kind("promotion", "Service client" if french else "Customer service")
        await self.form.locator("[data-part=date]").fill(day)
        await self.form.locator("[data-part=time]").fill(time)
        gain = "Une part offerte pour une achetée" if french else "One slice free for each one bought"
        await self.fill(gain=gain, goal="2000")
        await self.submit()

    async def choose_kind(self, kind: str, asks: str) -> None:
        """Choose the launch's kind; the form then names these departments."""
        await self.form.locator("[data-action-id^=kind]").select_option(kind)
        await expect(self.form).to_contain_text(asks)

    async def french(self) -> bool:
        """Whether the page speaks French."""
        return bool(await self.page.evaluate("document.documentElement.lang") == "fr")


Opener = Callable[..., Awaitable[Seat]]


@asynccontextmanager
async def seats(world: World, chromium: str) -> AsyncIterator[Opener]:
    """As `sitting`; at the end Slack has refused nothing either."""
    async with sitting(world, chromium) as sit:
        yield sit
    refused = [call for call in world.refusals if call.answer.get("error") != "ratelimited"]
    assert [(call.method, call.answer) for call in refused] == []


@asynccontextmanager
async def sitting(world: World, chromium: str) -> AsyncIterator[Opener]:
    """Opens windows on the world's page; at the end none has had an error."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    opened: list[Seat] = []
    async with browser.opened(chromium) as running:

        async def sit(person: str, channel: str, size: tuple[int, int] = DESK) -> Seat:
            opened.append(await _seat(running, world, person, channel, size))
            return opened[-1]

        yield sit
        assert [seat.wrong for seat in opened if seat.wrong] == []


async def _seat(running: Browser, world: World, person: str, channel: str, size: tuple[int, int]) -> Seat:
    width, height = size
    context = await running.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(WAIT_MS)
    page = await context.new_page()
    seat = Seat(page, person)
    await page.goto(f"{world.url}/#as={person}&in={channel}")
    await expect(page.get_by_test_id("composer")).to_be_visible()
    return seat


@asynccontextmanager
async def playing(url: str, lang: str) -> AsyncIterator[World]:
    """The bakery on a Tuesday morning, in one of the two languages."""
    offered = manifest(options=("listening",), socket_mode=False, url="https://tutti.example/slack/events")
    clock = BoxClock(TUESDAY, quick=True)
    async with stage(clock, manifest=offered, database_url=url, lang=lang) as world:
        yield world
