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


SAID = {
    "fr": {
        "title": "Promotion d’automne",
        "announce": "annoncez la promotion d’automne",
        "back": "de retour de congé",
        "absence": "6 demandes en votre absence, 5 réponses (Tom 4, Ana 1)",
        "ask": "posez votre question",
        "reason": "Vaut-elle aussi au salon de thé ?",
        "reply": "répondez à Léa",
        "solve": "dites que c’est réglé",
        "sales": "Hugo, aux ventes",
        "go": "donnez le feu vert",
        "ready": "prêt (Hugo",
        "late": "bientôt en retard",
        "plastic": "plastique",
        "gesture": "Remboursement ou bon d’achat",
        "same": "confiez à Tutti le même",
        "sami": "Il attend une réponse",
        "taken": "Quelqu’un s’en occupe",
        "sunday": "Dimanche soir",
        "crisis": "/tutti crise .+",
        "duty": "de garde",
        "lines": "vingt-cinq lignes",
        "digest": "Point hebdo",
        "counted": "signalement",
    },
    "en": {
        "title": "Autumn promotion",
        "announce": "announce the autumn promotion",
        "back": "back from holiday",
        "absence": "6 requests in your absence, 5 answers (Tom 4, Ana 1)",
        "ask": "ask your question",
        "reason": "Is it for the tea room too?",
        "reply": "answer Léa",
        "solve": "say that it is solved",
        "sales": "Hugo, of sales",
        "go": "everybody has answered",
        "ready": "ready (Hugo",
        "late": "about to be late",
        "plastic": "plastic",
        "gesture": "A refund or a voucher",
        "same": "hand Sami’s same message",
        "sami": "He is waiting for an answer",
        "taken": "This is taken care of",
        "sunday": "Sunday evening",
        "crisis": "/tutti crisis .+",
        "duty": "on call",
        "lines": "twenty-five lines",
        "digest": "Weekly digest",
        "counted": "escalation",
    },
}
"""What the path says and what it leads to, as people read it."""


async def step(seat: Seat, number: str, words: str) -> None:
    """The path stands here; go where it is played."""
    page = seat.page
    await expect(page.get_by_test_id("tip-step")).to_contain_text(number)
    await expect(page.get_by_test_id("tip")).to_contain_text(words)
    await page.get_by_test_id("tip-try").click()
    await expect(page.get_by_test_id("tip-skip")).to_be_enabled(timeout=WAIT_MS)


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_eight_steps_lead_through_the_moments_worth_seeing(
    sqlite_url: str, chromium: str, lang: str
) -> None:
    said = SAID[lang]
    async with (
        living(TUESDAY, manifest=MANIFEST, database_url=sqlite_url, lang=lang) as world,
        seats(world, chromium) as sit,
    ):
        seat = await sit("U0JULIE", "C0TUTTI")
        page, messages = seat.page, seat.messages
        await seat.shot(f"{lang}-30-story")
        await step(seat, "1/8", said["announce"])
        day = (TUESDAY + timedelta(days=9)).date().isoformat()
        await expect(seat.form.locator("[data-block-id=title]")).to_have_value(said["title"])
        await seat.announce(day=day, time="10:00")

        await step(seat, "2/8", said["back"])
        await expect(messages.last).to_contain_text(said["absence"])
        await seat.shot(f"{lang}-31-back")

        await step(seat, "3/8", said["ask"])
        asked = messages.filter(has_text=said["title"]).last
        await asked.locator("[data-action-id=request_problem]").click()
        await seat.fill(reason=said["reason"])
        await seat.submit()
        await step(seat, "3/8", said["reply"])
        await seat.press("problem_reply")
        await step(seat, "3/8", said["solve"])
        await seat.press("problem_solved")

        await step(seat, "4/8", said["sales"])
        await seat.press("request_ready")
        await step(seat, "4/8", said["go"])
        card = messages.filter(has_text=said["title"]).last
        await expect(card).to_contain_text(said["ready"], timeout=WAIT_MS)
        await card.locator("[data-action-id=launch_go]").click()
        await seat.form.locator("input[value=go]").check()
        await seat.submit()
        await seat.shot(f"{lang}-32-go")

        await step(seat, "5/8", said["late"])
        case = messages.filter(has_text=said["plastic"]).last
        await expect(case).to_contain_text(said["gesture"])
        await case.locator("[data-action-id=request_take]").click()
        await seat.shot(f"{lang}-33-words")

        await step(seat, "6/8", said["same"])
        told = messages.filter(has_text=said["sami"]).first
        await told.hover()
        await told.get_by_test_id("message-menu").click()
        await page.locator("[data-callback=hand_over]").click()
        await seat.form.locator("[data-action-id=topic]").select_option("complaint")
        await seat.submit()
        await expect(messages.last).to_contain_text(said["taken"])
        await seat.shot(f"{lang}-34-same")

        await step(seat, "7/8", said["sunday"])
        await expect(page.get_by_test_id("composer")).to_have_value(re.compile(said["crisis"]))
        await page.get_by_test_id("send").click()
        await seat.form.locator("[data-action-id=topic]").select_option("complaint")
        await seat.form.locator("input[value=product]").check()
        await seat.submit()
        await step(seat, "7/8", said["duty"])
        await seat.press("request_take")
        await seat.shot(f"{lang}-35-crisis")

        await expect(page.get_by_test_id("tip")).to_contain_text(said["lines"])
        await page.get_by_test_id("tip-try").click()
        await expect(messages.filter(has_text=said["digest"]).last).to_contain_text(said["counted"])
        await expect(page.get_by_test_id("tip")).to_be_hidden()
        await seat.shot(f"{lang}-36-digest")


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
