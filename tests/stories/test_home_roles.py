"""What each role does from the App Home: one's own time, the orchestrator's week, the set-up's list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sandbox.world import World
from tests.stories import onboarding
from tests.stories.bakery import bakery, raise_case
from tests.stories.test_home import before, home, press, shown


def opened(world: World, who: str) -> str:
    """The callback id of the form in front."""
    view = world.person(who).view()
    assert view is not None
    return view.callback_id


def top(world: World, who: str) -> str:
    """What stands above what the person owes."""
    return before(shown(world, who), "What you owe now")


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_before_the_set_up_there_is_only_start_setup_or_whom_to_ask(sqlite_url: str, lang: str) -> None:
    async with onboarding.installed(sqlite_url, lang=lang) as world:
        installer = world.person(onboarding.INSTALLER)
        said = await home(world, installer.id)
        view = installer.home()
        assert view is not None and set(view.buttons) == {"open_setup", "setup_pass"}, said
        colleague = await home(world, "U0LEA")
        other = world.person("U0LEA").home()
        assert other is not None and not other.buttons and f"<@{installer.id}>" in colleague
        await press(world, installer.id, "open_setup")
        await onboarding.send(installer, timezone="Europe/Paris")
        await onboarding.send(installer, **onboarding.PEOPLE)
        await onboarding.send(installer)
        await world.walk.settle()
        await installer.close()
        ready = installer.home()
        assert ready is not None and {"setup_invite", "open_launch", "open_pilot"} <= set(ready.buttons)
        await press(world, installer.id, "setup_invite")
        ready = installer.home()
        assert ready is not None and "setup_invite" not in ready.buttons, "everybody is invited"
        assert world.person("U0LEA").inbox(), "the invitation came"


async def test_away_and_snooze_begin_and_end_on_the_home(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        lea = world.person("U0LEA")
        said = await home(world, "U0LEA")
        assert "You represent *Customer service*; deputy: Tom" in said
        await press(world, "U0LEA", "open_away")
        sent = await lea.fill_and_submit({"last": "2026-11-27", "deputy": "U0TOM"})
        assert not sent.errors, sent
        await world.walk.settle()
        assert "*You are away until" in top(world, "U0LEA"), "the Home follows at once"
        await press(world, "U0LEA", "away_end")
        assert "You are away until" not in shown(world, "U0LEA")
        await press(world, "U0LEA", "open_snooze")
        await lea.fill_and_submit({"length": "2h"})
        await world.walk.settle()
        assert "You are snoozing until" in top(world, "U0LEA")
        await press(world, "U0LEA", "snooze_stop")
        assert "You are snoozing" not in shown(world, "U0LEA")
        await press(world, "U0LEA", "open_preferences")
        assert opened(world, "U0LEA") == "preferences_form"
        await lea.close()
        await press(world, "U0LEA", "settings_page", "department_people:customer_service")
        assert opened(world, "U0LEA") == "department_people"


async def test_the_orchestrator_hands_the_week_over_and_an_administrator_finds_every_door(
    sqlite_url: str,
) -> None:
    async with bakery(sqlite_url) as world:
        karim = world.person("U0KARIM")
        await raise_case(world, "U0HUGO", title="Cold oven", severity="high")
        await world.walk.by(timedelta(hours=3))
        said = await home(world, "U0KARIM")
        assert "You conduct this week" in said and "Set-up: " in said
        assert "Calls" in said, "how often people are called, by role"
        for button, callback in (
            ("offer_week", "swap_form"),
            ("open_settings", "settings"),
            ("open_rota", "rota_form"),
            ("open_pilot", "pilot_page"),
            ("show_changes", "settings"),
            ("open_privacy", "privacy_page"),
            ("show_check", "check_page"),
        ):
            await press(world, "U0KARIM", button)
            assert opened(world, "U0KARIM") == callback, button
            await karim.close()
