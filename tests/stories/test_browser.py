"""The main story, clicked in a real browser by three people in French, and in short in English on a phone.

Screenshots are kept in `build/screenshots`, which git ignores.
"""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.seats import PHONE, playing, seats


@pytest.mark.xdist_group("browser")
async def test_three_people_carry_a_launch_from_the_announcement_to_its_hour(
    sqlite_url: str, chromium: str
) -> None:
    async with playing(sqlite_url, "fr") as world, seats(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0MKT")
        await julie.page.get_by_test_id("tip-try").click()
        await julie.fill(title="Galette d’automne")
        await julie.announce(day="2026-12-01", time="10:00")
        await julie.go("C0TUTTI")
        card = julie.messages.filter(has=julie.page.locator("[data-action-id=launch_details]"))
        await expect(card).to_contain_text("Service client")
        await julie.shot("fr-1-card")

        lea = await sit("U0LEA", "C0CS")
        await expect(lea.messages.last).to_contain_text("Galette d’automne")
        await lea.shot("fr-2-request")
        await lea.press("request_ready")
        await expect(lea.messages.last).to_contain_text("Léa")
        await expect(card).to_contain_text("prêt (Léa")

        hugo = await sit("U0HUGO", "C0SALES")
        await hugo.move("morning", "1h", "1h")
        await hugo.go_to_tutti()
        await expect(hugo.messages.last).to_contain_text("Reminder")
        await hugo.shot("en-3-reminder")
        await hugo.go("C0SALES")
        await hugo.press("request_ready")
        await expect(card).to_contain_text("prêt (Hugo")

        await julie.press("launch_go")
        await julie.form.locator("input[value=go]").check()
        await julie.submit()
        await expect(card).to_contain_text("Feu vert")
        await julie.shot("fr-4-go")

        await julie.move("monday")
        await expect(julie.messages.last).to_contain_text("Point hebdo")
        await expect(julie.messages.last).to_contain_text("Galette d’automne")
        await julie.shot("fr-5-digest")
        await julie.move("morning", "1h", "1h")
        await expect(card).to_contain_text("C’est lancé")
        await julie.shot("fr-6-live")


@pytest.mark.xdist_group("browser")
async def test_a_complaint_is_raised_taken_and_told(sqlite_url: str, chromium: str) -> None:
    async with playing(sqlite_url, "fr") as world, seats(world, chromium) as sit:
        julie, lea = await sit("U0JULIE", "C0GEN"), await sit("U0LEA", "C0CS")
        await julie.type("/escalate Une cliente a trouvé un noyau dans sa galette")
        await julie.form.locator("[data-action-id=topic]").select_option("complaint")
        await julie.submit()
        await expect(lea.messages.last).to_contain_text("noyau")
        await lea.press("request_take")
        await julie.go("C0TUTTI")
        await expect(julie.messages.first).to_contain_text("Léa")
        await lea.press("escalation_told")
        await lea.fill(told_where="En réponse à son message")
        await lea.submit()
        await expect(julie.messages.first).to_contain_text("informé")
        await julie.shot("fr-7-told")


@pytest.mark.xdist_group("browser")
async def test_what_is_heard_is_proposed_to_its_author_and_under_an_apps_message(
    sqlite_url: str, chromium: str
) -> None:
    async with playing(sqlite_url, "fr") as world, seats(world, chromium) as sit:
        lea = await sit("U0LEA", "C0CS")
        await lea.type("Une cliente furieuse demande un remboursement de sa galette")
        await expect(lea.messages.last).to_contain_text("Ceci ressemble à un signalement")
        await lea.shot("fr-8-proposal")
        await lea.press("suggestion_open")
        await expect(lea.messages.last).to_contain_text("galette")
        await expect(lea.page.locator("[data-action-id=suggestion_open]")).to_have_count(0)
        await lea.page.get_by_test_id("composer").fill("Ticket 4711 : réclamation d'un client, colis perdu")
        await lea.page.get_by_test_id("shortcuts").click()
        await lea.page.locator("[data-app=A0DESK]").click()
        desk = lea.messages.filter(has_text="Ticket 4711")
        await expect(desk).to_contain_text("Ticket desk")
        await expect(desk).to_contain_text("1 réponse")
        await lea.shot("fr-9-app")


@pytest.mark.xdist_group("browser")
async def test_the_same_in_english_on_a_phone(sqlite_url: str, chromium: str) -> None:
    async with playing(sqlite_url, "en") as world, seats(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0MKT", PHONE)
        await julie.type("/launch Autumn cake")
        await expect(julie.form).to_contain_text("Announce a Launch")
        await julie.shot("en-8-phone-form")
        await julie.announce(day="2026-12-03", time="10:00")
        await julie.go("C0TUTTI")
        await expect(julie.messages.first).to_contain_text("Customer service")
        await julie.shot("en-9-phone-card")
        assert await julie.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

        tom = await sit("U0TOM", "C0CS", PHONE)
        await tom.press("request_ready")
        await expect(julie.messages.first).to_contain_text("ready (Tom")
        await tom.page.get_by_test_id("back").click()
        await tom.shot("en-10-phone-list")


@pytest.mark.xdist_group("browser")
async def test_half_a_date_stays_when_the_form_is_drawn_again(sqlite_url: str, chromium: str) -> None:
    async with playing(sqlite_url, "fr") as world, seats(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0MKT")
        await julie.type("/tutti lancer")
        await julie.form.locator("[data-part=date]").fill("2026-12-03")
        await julie.form.locator("[data-action-id^=kind]").select_option("hiring")
        await expect(julie.form).to_contain_text("Communication et Ressources humaines")
        await expect(julie.form.locator("[data-part=date]")).to_have_value("2026-12-03")


@pytest.mark.xdist_group("browser")
async def test_the_first_line_is_dismissed_for_good_and_the_home_is_each_persons_own(
    sqlite_url: str, chromium: str
) -> None:
    async with playing(sqlite_url, "fr") as world, seats(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0TUTTI")
        await expect(julie.page.get_by_test_id("tip")).to_contain_text("annoncez la promotion d’automne")
        await expect(julie.page.get_by_test_id("next-due")).to_contain_text("le point hebdo paraît")
        await julie.page.get_by_test_id("tip-dismiss").click()
        await julie.page.reload()
        await expect(julie.page.get_by_test_id("composer")).to_be_visible()
        await expect(julie.page.get_by_test_id("tip")).to_be_hidden()
        await julie.go_to_tutti()
        await julie.page.get_by_test_id("tab-home").click()
        home = julie.page.get_by_test_id("home")
        await expect(home).to_contain_text("Ce qu’on attend de vous")
        await julie.page.get_by_test_id("act-as").select_option("U0HUGO")
        await expect(home).to_contain_text("What you owe now")
        await julie.shot("en-11-home")
