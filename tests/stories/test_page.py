"""What everybody knows of Slack is on the page: stacked forms, menus, unread marks, threads, reactions."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.seats import Seat, playing, seats


async def view(seat: Seat, part: str) -> None:
    """Press the button beside this part of the settings."""
    row = seat.form.locator(".block-section").filter(has_text=part)
    await row.locator(".accessory button").click()


@pytest.mark.xdist_group("browser")
async def test_settings_have_errors_at_their_fields_people_to_tick_and_a_question_before_what_is_final(
    sqlite_url: str, chromium: str
) -> None:
    async with playing(sqlite_url, "en") as world, seats(world, chromium) as sit:
        karim = await sit("U0KARIM", "app")
        await karim.page.get_by_test_id("tab-home").click()
        await karim.page.get_by_test_id("home").locator("[data-action-id=open_settings]").click()
        await view(karim, "Departments")
        await expect(karim.form).to_contain_text("Human resources")
        await view(karim, "Human resources")
        await view(karim, "French: Ressources humaines")
        await karim.form.locator("[data-block-id=name_fr]").fill("")
        await karim.form.get_by_test_id("modal-submit").click()
        await expect(karim.form.locator(".field-error")).to_be_visible()
        await karim.shot("en-60-error")
        await karim.form.locator("[data-block-id=name_fr]").fill("Ressources humaines")
        await karim.form.get_by_test_id("modal-submit").click()
        await view(karim, "Representative")
        deputies = karim.form.locator("details[data-block-id=deputies]")
        await deputies.locator("summary").click()
        await deputies.get_by_label("Tom Garnier").check()
        await deputies.get_by_label("Julie Morel").check()
        await expect(deputies.locator("summary")).to_have_text("Tom Garnier, Julie Morel")
        await karim.form.get_by_test_id("modal-submit").click()
        await expect(karim.form).to_contain_text("Deputies: Tom and Julie")
        await karim.form.locator("[data-action-id=settings_retire]").click()
        sure = karim.page.get_by_test_id("confirm")
        await expect(sure).to_contain_text("Retire this department?")
        await karim.shot("en-61-confirm")
        await sure.get_by_test_id("confirm-no").click()
        await expect(karim.form).to_contain_text("Deputies: Tom and Julie")
        await karim.form.locator("[data-action-id=settings_retire]").click()
        await sure.get_by_test_id("confirm-yes").click()
        await expect(karim.form).to_contain_text("Subjects still go to Human resources")


@pytest.mark.xdist_group("browser")
async def test_what_is_new_is_counted_and_answered_in_its_thread(sqlite_url: str, chromium: str) -> None:
    async with playing(sqlite_url, "fr") as world, seats(world, chromium) as sit:
        lea, tom = await sit("U0LEA", "C0CS"), await sit("U0TOM", "C0GEN")
        await lea.type("Le salon de thé ferme à 17 h ce soir")
        mark = tom.page.get_by_test_id("channel-C0CS")
        await expect(mark.get_by_label("1 non lu(s)")).to_be_visible()
        await mark.click()
        await expect(mark.get_by_label("1 non lu(s)")).to_be_hidden()
        said = tom.messages.last
        await said.hover()
        await said.get_by_test_id("message-menu").click()
        await tom.page.locator("[data-reaction=eyes]").click()
        await expect(lea.page.locator(".reactions [data-reaction=eyes]")).to_have_text("👀 1")
        await said.hover()
        await said.get_by_role("button", name="Répondre dans le fil").click()
        await tom.page.get_by_test_id("thread-composer").fill("Merci, je préviens les boutiques")
        await tom.page.get_by_test_id("thread-send").click()
        await expect(tom.page.locator("#thread")).to_contain_text("Merci, je préviens les boutiques")
        await lea.page.get_by_test_id("thread-link").click()
        await expect(lea.page.locator("#thread")).to_contain_text("Merci, je préviens les boutiques")
        await lea.shot("fr-62-thread")
        await lea.page.get_by_test_id("thread-close").click()
        await lea.page.get_by_test_id("inspector-toggle").focus()
        await lea.page.locator("#clock summary").click()
        await expect(lea.page.locator("#clock")).to_contain_text("le point hebdo paraît")
