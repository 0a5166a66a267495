"""What `tutti demo` opens on: a bakery with weeks behind it, and a path of eight steps, clicked through."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from bot.sandbox.demo import first_morning, living
from bot.slack.manifest import manifest
from tests.stories.seats import PHONE, WAIT_MS, Seat, seats

MANIFEST = manifest(options=("listening", "private"), socket_mode=False)
TUESDAY = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)


async def step(seat: Seat, number: str, words: str) -> None:
    """The path stands here; go where it is played."""
    page = seat.page
    await expect(page.get_by_test_id("tip-step")).to_contain_text(number)
    await expect(page.get_by_test_id("tip")).to_contain_text(words)
    await page.get_by_test_id("tip-try").click()
    await expect(page.get_by_test_id("tip-skip")).to_be_enabled(timeout=WAIT_MS)


@pytest.mark.xdist_group("browser")
async def test_eight_steps_lead_through_the_moments_worth_seeing(sqlite_url: str, chromium: str) -> None:
    async with (
        living(TUESDAY, manifest=MANIFEST, database_url=sqlite_url) as world,
        seats(world, chromium) as sit,
    ):
        seat = await sit("U0JULIE", "C0TUTTI")
        page, messages = seat.page, seat.messages
        await seat.shot("fr-30-story")
        await step(seat, "1/8", "annoncez la promotion d’automne")
        day = (TUESDAY + timedelta(days=9)).date().isoformat()
        await expect(seat.form.locator("[data-block-id=title]")).to_have_value("Promotion d’automne")
        await seat.announce(day=day, time="10:00")

        await step(seat, "2/8", "de retour de congé")
        await expect(messages.last).to_contain_text("6 demandes en votre absence, 5 réponses (Tom 4, Ana 1)")
        await seat.shot("fr-31-back")

        await step(seat, "3/8", "posez votre question")
        await (
            messages.filter(has_text="Promotion d’automne")
            .last.locator("[data-action-id=request_problem]")
            .click()
        )
        await seat.fill(reason="Vaut-elle aussi au salon de thé ?")
        await seat.submit()
        await step(seat, "3/8", "répondez à Léa")
        await seat.press("problem_reply")
        await step(seat, "3/8", "dites que c’est réglé")
        await seat.press("problem_solved")

        await step(seat, "4/8", "Hugo, aux ventes")
        await seat.press("request_ready")
        await step(seat, "4/8", "donnez le feu vert")
        card = messages.filter(has_text="Promotion d’automne").last
        await expect(card).to_contain_text("prêt (Hugo", timeout=WAIT_MS)
        await card.locator("[data-action-id=launch_go]").click()
        await seat.form.locator("input[value=go]").check()
        await seat.submit()
        await seat.shot("fr-32-go")

        await step(seat, "5/8", "bientôt en retard")
        case = messages.filter(has_text="plastique").last
        await expect(case).to_contain_text("Remboursement ou bon d’achat")
        await case.locator("[data-action-id=request_take]").click()
        await seat.shot("fr-33-words")

        await step(seat, "6/8", "confiez à Tutti le même")
        told = messages.filter(has_text="Il attend une réponse").first
        await told.hover()
        await told.get_by_test_id("message-menu").click()
        await page.get_by_role("menuitem").filter(has_text="Confier").click()
        await seat.form.locator("[data-action-id=topic]").select_option("complaint")
        await seat.submit()
        await expect(messages.last).to_contain_text("signalement")
        await seat.shot("fr-34-same")

        await step(seat, "7/8", "Dimanche soir")
        await expect(page.get_by_test_id("composer")).to_have_value(re.compile("/tutti crise .+"))
        await page.get_by_test_id("send").click()
        await seat.form.locator("[data-action-id=topic]").select_option("complaint")
        await seat.form.locator("input[value=product]").check()
        await seat.submit()
        await step(seat, "7/8", "de garde")
        await seat.press("request_take")
        await seat.shot("fr-35-crisis")

        await expect(page.get_by_test_id("tip")).to_contain_text("vingt-cinq lignes")
        await page.get_by_test_id("tip-try").click()
        await expect(messages.filter(has_text="Point hebdo").last).to_contain_text("signalement")
        await expect(page.get_by_test_id("tip")).to_be_hidden()
        await seat.shot("fr-36-digest")


@pytest.mark.xdist_group("browser")
async def test_an_empty_bakery_opens_on_the_onboarding(sqlite_url: str, chromium: str) -> None:
    async with (
        first_morning(TUESDAY, manifest=MANIFEST, database_url=sqlite_url, lang="en") as world,
        seats(world, chromium) as sit,
    ):
        karim = await sit("U0KARIM", "app", PHONE)
        await expect(karim.page.get_by_test_id("tip")).to_contain_text("start the setup")
        await expect(karim.messages.last).to_contain_text("Start Setup")
        await karim.shot("en-37-empty")
        assert await karim.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
