"""`python -m tests.stories.pictures`: takes the README's pictures anew, of the page as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import expect

from bot.store import migrate
from tests import browser
from tests.stories.seats import playing, seats

DOCS = Path(__file__).parents[2] / "docs"


async def take(database_url: str, chromium: str, folder: Path) -> None:
    """A launch that two departments were asked about and one has answered: the card, and the whole page."""
    async with playing(database_url, "en") as world, seats(world, chromium) as sit:
        julie, lea = await sit("U0JULIE", "C0TUTTI"), await sit("U0LEA", "C0CS")
        await julie.page.get_by_test_id("tip-dismiss").click()
        await julie.type("/launch Autumn galette")
        await julie.announce(day="2026-12-03", time="10:00", gain="One slice free for each one bought")
        await lea.press("request_ready")
        card = julie.messages.filter(has=julie.page.get_by_role("button", name="Details")).first
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
