"""What the page draws: every block and element that Tutti's views make and that the box takes, and files."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import BoxClock
from bot.sandbox import blockkit
from bot.sandbox.browser import static
from bot.sandbox.uploads import READY_SECONDS
from bot.sandbox.world import World
from bot.views import kit
from tests.sandbox.little_app import MANIFEST, card
from tests.stories.seats import TUESDAY, seats

TEXTS = {"plain_text", "mrkdwn", "raw_text", "raw_number", "modal", "home"}
"""Types in Block Kit that are neither a block nor an element."""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
WORDS = "*À dire en public :* Merci de nous l’avoir dit."


def drawn_by_the_page() -> set[str]:
    """The types in the page's tables of blocks and controls, and the two elements that act."""
    found = {"button", "overflow"}
    for file, table in (("blocks.js", "BLOCKS"), ("fields.js", "CONTROLS")):
        text = (static() / file).read_text(encoding="utf-8")
        (body,) = re.findall(rf"^const {table} = {{$(.*?)^}};$", text, re.MULTILINE | re.DOTALL)
        found |= set(re.findall(r"^  (\w+):", body, re.MULTILINE))
    return found


def test_the_page_draws_whatever_tutti_can_send() -> None:
    views = Path(kit.__file__).parent.glob("*.py")
    sent = {kind for file in views for kind in re.findall(r'"type": "(\w+)"', file.read_text("utf-8"))}
    assert {"section", "button", "overflow", "data_visualization", "datetimepicker"} <= sent
    assert sent - TEXTS <= drawn_by_the_page()


def test_the_page_draws_whatever_the_box_takes() -> None:
    assert {*blockkit.BLOCKS, *blockkit.ELEMENTS} - TEXTS <= drawn_by_the_page()


@pytest.fixture
async def files() -> AsyncIterator[World]:
    """A workspace whose app may post and upload."""
    world = World(BoxClock(TUESDAY, quick=True), manifest=MANIFEST, scopes={"chat:write", "files:write"})
    await world.start()
    yield world
    await world.stop()


async def uploaded(world: World, client: AsyncWebClient) -> str:
    """A picture that Slack has; its id."""
    place = await client.files_getUploadURLExternal(filename="semaine-48.png", length=len(PIXEL))
    async with aiohttp.ClientSession() as session, session.post(str(place["upload_url"]), data=PIXEL):
        pass
    await client.files_completeUploadExternal(files=[{"id": str(place["file_id"]), "title": "x"}])
    await world.clock.sleep(READY_SECONDS)
    return str(place["file_id"])


@pytest.mark.xdist_group("browser")
async def test_a_file_shows_its_name_and_size_and_what_a_message_says_is_copied(
    files: World, chromium: str
) -> None:
    client = AsyncWebClient(token=files.token, base_url=files.api_url, retry_handlers=[])
    picture = {"type": "image", "slack_file": {"id": await uploaded(files, client)}, "alt_text": "100 %"}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": WORDS}},
        picture | {"title": {"type": "plain_text", "text": "Répondons-nous à temps ?"}},
        card("Galette", "waits")[1],
    ]
    await client.chat_postMessage(channel="C0MKT", text="x", blocks=blocks)
    async with seats(files, chromium) as sit:
        julie = await sit("U0JULIE", "C0MKT")
        shown = julie.messages.last
        await expect(shown.locator("figure")).to_contain_text("semaine-48.png · 1 ko")
        assert await shown.locator("img").evaluate("image => image.complete && image.naturalWidth") == 1
        save = shown.get_by_role("link", name="Télécharger")
        assert await save.get_attribute("download") == "semaine-48.png"
        await julie.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await shown.hover()
        await shown.get_by_test_id("message-menu").click()
        await julie.page.get_by_role("menuitem", name="Copier le texte").click()
        await expect(julie.page.get_by_test_id("notice")).to_contain_text("Copié.")
        copied = await julie.page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("À dire en public : Merci") and "Take it" not in copied
