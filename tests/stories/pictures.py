"""`python -m tests.stories.pictures`: takes the README's pictures anew, of the page as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import expect

from bot.sandbox.demo import living
from bot.slack.manifest import manifest
from bot.store import migrate
from tests import browser
from tests.stories.seats import TUESDAY, seats

DOCS = Path(__file__).parents[2] / "docs"


async def take(database_url: str, chromium: str, folder: Path) -> None:
    """The demo and a launch that two departments were asked about and one has answered: card and page."""
    offered = manifest(options=("listening", "private"), socket_mode=False)
    async with (
        living(TUESDAY, manifest=offered, database_url=database_url, lang="en") as world,
        seats(world, chromium) as sit,
    ):
        julie, lea = await sit("U0JULIE", "C0TUTTI"), await sit("U0LEA", "C0CS")
        await julie.type("/launch Autumn galette")
        await julie.announce(day="2026-12-03", time="10:00")
        await lea.press("request_ready")
        details = julie.page.get_by_role("button", name="Details")
        card = julie.messages.filter(has=details, has_text="Autumn galette")
        await expect(card).to_contain_text("ready (Léa")
        await julie.page.mouse.move(0, 0)
        await julie.page.screenshot(path=folder / "page.png")
        await julie.page.set_viewport_size({"width": 1000, "height": 800})
        await card.screenshot(path=folder / "card.png")


def main() -> None:
    """Take them."""
    DOCS.mkdir(exist_ok=True)
    chromium = browser.required()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'pictures.db'}"
        migrate.upgrade(url)
        asyncio.run(take(url, chromium, DOCS))
    print(f"Took {DOCS.name}/card.png and {DOCS.name}/page.png.")


if __name__ == "__main__":
    main()
