"""The main job, clicked in a real browser by four people, in French and in English.

Screenshots are kept in `build/screenshots`, which git ignores.
"""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.languages import WORDS, foreign
from tests.stories.seats import PHONE, playing, seats


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_four_people_carry_a_launch_and_a_complaint_to_their_end(
    sqlite_url: str, chromium: str, lang: str
) -> None:
    said = WORDS[lang]
    async with playing(sqlite_url, lang) as world, seats(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0MKT")
        await julie.type(said.launch)
        await julie.form.locator("[data-part=date]").fill("2026-12-01")
        await julie.choose_kind("event", said.departments)
        await expect(julie.form.locator("[data-part=date]")).to_have_value("2026-12-01")
        await julie.form.locator("[data-part=time]").fill("10:00")
        await julie.fill(gain=said.gain, goal="300")
        await julie.shot(f"{lang}-1-form")
        await julie.submit()
        await julie.go("C0TUTTI")
        card = julie.messages.filter(has=julie.page.locator("[data-action-id=launch_details]"))
        await julie.shot(f"{lang}-2-card")

        lea = await sit("U0LEA", "C0CS", PHONE)
        await expect(lea.messages.last).to_contain_text(said.title)
        await lea.shot(f"{lang}-3-phone-request")
        await lea.press("request_ready")
        await expect(card).to_contain_text(f"{said.ready} (Léa")

        karim = await sit("U0KARIM", "app")
        await karim.move("morning", "1h", "1h")
        await expect(karim.messages.last).to_contain_text(said.reminder)
        await karim.shot(f"{lang}-4-reminder")
        await karim.go("C0COMM")
        await karim.press("request_problem")
        await karim.fill(reason=said.reason)
        await karim.submit()
        await julie.go_to_tutti()
        await expect(julie.messages.last).to_contain_text(said.reason)
        await julie.press("problem_reply")
        await julie.shot(f"{lang}-5-problem")
        await karim.go_to_tutti()
        await karim.press("problem_solved")
        await julie.go("C0TUTTI")
        await expect(card).to_contain_text(f"{said.ready} (Karim")

        await julie.press("launch_go")
        await julie.form.locator("input[value=go]").check()
        await julie.submit()
        await expect(card).to_contain_text(said.go)
        await julie.shot(f"{lang}-6-go")

        await karim.go("C0GEN")
        await karim.type(f"/escalate {said.complaint}")
        await karim.form.locator("[data-action-id=topic]").select_option("complaint")
        await karim.shot(f"{lang}-7-complaint")
        await karim.submit()
        await expect(lea.messages.last).to_contain_text(said.complaint)
        await karim.go("C0TUTTI")
        await karim.press("escalation_details")
        edit = karim.form.locator("[data-action-id=escalation_edit]")
        await edit.click()
        await expect(karim.form.get_by_test_id("modal-submit")).to_be_visible()
        await karim.page.keyboard.press("Escape")
        await expect(edit).to_be_visible()
        await karim.page.keyboard.press("Escape")
        await lea.press("request_take")
        await expect(lea.messages.last.locator("[data-action-id=escalation_told]")).to_be_visible()
        await lea.shot(f"{lang}-8-phone-words")
        await lea.press("escalation_told")
        await lea.fill(told_where=said.where)
        await lea.submit()
        await expect(julie.messages.last).to_contain_text(said.told)

        ana = await sit("U0ANA", "C0TUTTI")
        await ana.move("monday")
        await expect(ana.messages.last).to_contain_text(said.digest)
        await expect(ana.messages.last).to_contain_text(said.title)
        await ana.shot(f"{lang}-9-digest")
        await ana.move("morning", "1h", "1h")
        await expect(card).to_contain_text(said.live)
        await julie.shot(f"{lang}-10-live")
        for seat in (julie, lea, karim, ana):
            assert await foreign(seat, lang) == [], seat.person
        assert await foreign(julie, "en" if lang == "fr" else "fr"), "the check finds what it looks for"
        assert await lea.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


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
