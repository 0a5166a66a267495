"""Nothing on the page breaks what a machine can check of WCAG 2.1 A and AA; and it goes by keyboard."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.stories.seats import PHONE, Seat, playing, seats

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


async def broken(seat: Seat, scheme: Literal["light", "dark"]) -> list[str]:
    """What the engine finds in these colours: its rule and where."""
    await seat.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    results = await Axe().run(seat.page, options=RULES)
    found = results.response["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]


@pytest.mark.xdist_group("browser")
async def test_every_part_of_the_page_can_be_used_by_everybody(sqlite_url: str, chromium: str) -> None:
    async with playing(sqlite_url, "fr") as world, seats(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0TUTTI")
        page = julie.page
        await julie.type("/launch Galette d’automne")
        await expect(julie.form).to_be_visible()
        assert await broken(julie, "light") == [], "a form"
        await julie.announce(day="2026-12-03", time="10:00")
        await expect(julie.messages.last).to_contain_text("Service client")
        await page.get_by_test_id("inspector-toggle").click()
        await page.get_by_test_id("call").first.locator("summary").click()
        assert await broken(julie, "dark") == [], "a channel, and the inspector"
        await page.get_by_test_id("inspector-toggle").click()
        await julie.go_to_tutti()
        await page.get_by_test_id("tab-home").click()
        await expect(page.get_by_test_id("home")).to_contain_text("Ce qu’on attend de vous")
        assert await broken(julie, "light") == [], "the Home"
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        await page.get_by_test_id("back").click()
        assert await broken(julie, "dark") == [], "the list on a phone"


@pytest.mark.xdist_group("browser")
async def test_a_message_is_sent_and_a_form_left_without_a_mouse(sqlite_url: str, chromium: str) -> None:
    async with playing(sqlite_url, "en") as world, seats(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0MKT")
        page, box = julie.page, julie.page.get_by_test_id("composer")
        await box.focus()
        await page.keyboard.type("Ask @kar")
        await expect(page.get_by_test_id("completions")).to_contain_text("Karim Haddad")
        await page.keyboard.press("Enter")
        await page.keyboard.type("in #pre")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Enter")
        await expect(julie.messages.last).to_contain_text("Ask @Karim Haddad in #presse")
        await page.keyboard.type("/la")
        await page.keyboard.press("Enter")
        await page.keyboard.type("Galette")
        await page.keyboard.press("Enter")
        await expect(julie.form).to_be_visible()
        assert await page.evaluate("document.activeElement.closest('[data-testid=modal]') !== null")
        await page.keyboard.press("Escape")
        await expect(julie.form).to_be_hidden()
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement !== document.body")
