"""From the install to the first announced launch (PRODUCT section 3)."""

from __future__ import annotations

import pytest

from tests.stories.onboarding import (
    INSTALLER,
    arrive,
    in_front,
    inbox,
    installed,
    message_with,
    room,
    send,
    set_up,
    written_to,
)


async def test_three_forms_lead_from_one_message_to_the_card_and_the_first_launch(database_url: str) -> None:
    async with installed(database_url) as world:
        karim = await arrive(world)
        (welcome,) = karim.inbox()
        assert "Please set it up" in welcome.text
        assert set(welcome.buttons) == {"open_setup", "setup_pass"}
        assert "Only <@U0KARIM> can set Tutti up" in (await world.person("U0JULIE").command("/tutti")).text
        await world.person("U0ANA").open_home()
        await world.walk.settle()
        assert written_to(world) == {INSTALLER}, "the second admin is not the installer"

        await karim.press(welcome, "open_setup")
        first = in_front(karim)
        assert list(first.inputs) == ["language", "channel", "new_channel", "timezone"]
        assert first.values["timezone"]["timezone"]["selected_option"]["value"] == "Europe/Paris"
        await send(karim)
        second = in_front(karim)
        assert len(second.inputs) == 6 and second.holds("hr") == INSTALLER, "me for now"
        await send(karim, customer_service="U0LEA", marketing="U0JULIE", hr=None)
        third = in_front(karim)
        assert (
            "Customer service: Léa (proposed)" in third.all_text and "Human resources" not in third.all_text
        )
        assert {one["value"] for one in third.holds("pilot")} == {
            "customer_service",
            "marketing",
            "communication",
        }
        await send(karim)
        assert in_front(karim).callback_id == "setup_done"
        await world.walk.settle()

        place = room(world)
        assert world.workspace.rooms[place].members == {INSTALLER, "U0TUTTI"}
        (card,) = karim.sees(place)
        assert "Léa (proposed)" in card.all_text and "mute this channel" in card.all_text
        assert "<@" not in card.all_text, "nobody is called by it"
        assert written_to(world) == {INSTALLER}, "nobody else is written to before Invite"
        assert "Tutti is set up" in inbox(world, INSTALLER) and len(karim.inbox()) == 1

        await karim.choose("open_launch")
        await karim.choose("launch_example")
        await send(karim)
        await world.walk.settle()
        assert "Customer service" in karim.sees(place)[-1].all_text


async def test_going_back_an_error_and_closing_lose_nothing(sqlite_url: str) -> None:
    async with installed(sqlite_url) as world:
        karim = await arrive(world)
        await karim.press(message_with(karim, "open_setup"), "open_setup")
        sent = await karim.fill_and_submit({"new_channel": "a b!"})
        assert "small letters" in sent.errors["new_channel"]
        await send(karim, new_channel="#Les cartes", language="fr")
        karim.fill({"customer_service": "U0LEA"})
        await karim.choose("setup_back")
        assert in_front(karim).holds("new_channel") == "les-cartes"
        await send(karim)
        assert in_front(karim).holds("customer_service") == "U0LEA"
        everybody = dict.fromkeys(in_front(karim).inputs)
        assert "at least one department" in str((await karim.fill_and_submit(everybody)).errors)
        assert "guest" in str((await karim.fill_and_submit({"hr": "U0TUTTI"})).errors)
        await send(karim, hr=None, customer_service="U0LEA", marketing=INSTALLER)
        await karim.close()
        await world.walk.settle()
        assert "go on where you stopped" in inbox(world, INSTALLER)
        await karim.command("/tutti setup")
        assert in_front(karim).holds("language")["value"] == "fr"
        await send(karim)
        assert in_front(karim).holds("customer_service") == "U0LEA"
        await send(karim)
        late = await karim.fill_and_submit({"opens": "18:00", "closes": "09:00"})
        assert "closing time" in late.errors["closes"]
        await send(karim, opens="08:00", closes="16:30")
        await world.walk.settle()
        assert "Service client\u00a0: Léa (pressenti)" in karim.sees(room(world, "les-cartes"))[-1].all_text


async def test_a_colleague_can_be_asked_to_go_on(sqlite_url: str) -> None:
    async with installed(sqlite_url) as world:
        karim, julie = await arrive(world), world.person("U0JULIE")
        await karim.press(message_with(karim, "open_setup"), "open_setup")
        await send(karim, new_channel="nouvelles")
        await karim.close()
        await karim.press(message_with(karim, "setup_pass"), "setup_pass")
        assert "yourself" in (await karim.fill_and_submit({"person": INSTALLER})).errors["person"]
        await send(karim, person="U0JULIE")
        await world.walk.settle()
        assert "sets Tutti up" in inbox(world, INSTALLER)
        await julie.press(message_with(julie, "open_setup"), "open_setup")
        assert in_front(julie).holds("new_channel") == "nouvelles"
        for _ in range(3):
            await send(julie)
        await world.walk.settle()
        assert julie.sees(room(world, "nouvelles")) and written_to(world) == {INSTALLER, "U0JULIE"}


async def test_a_channel_that_slack_refuses_is_chosen_again_and_nothing_is_lost(sqlite_url: str) -> None:
    async with installed(sqlite_url, strict=False) as world:
        karim = await arrive(world)
        await karim.press(message_with(karim, "open_setup"), "open_setup")
        await send(karim, new_channel="marketing")
        await send(karim)
        await send(karim)
        await world.walk.settle()
        refused = karim.inbox()[-1]
        assert (
            "Slack did not create #marketing" in refused.all_text and "is there already" in refused.all_text
        )
        await karim.close()
        world.workspace.rooms["C0MKT"].members.discard("U0TUTTI")
        await karim.press(refused, "open_setup")
        await send(karim, channel="C0MKT")
        await world.walk.settle()
        assert "Tutti is here" in karim.sees("C0MKT")[-1].all_text, "it entered the public channel by itself"
        assert "Tutti is set up" in karim.inbox()[-1].all_text


async def test_a_channel_whose_answer_was_lost_is_found_again(sqlite_url: str) -> None:
    async with installed(sqlite_url, strict=False) as world:
        world.faults.lose_answer("conversations.create")
        karim = await set_up(world)
        await world.clock.sleep(60)
        await world.walk.settle()
        await world.clock.sleep(60)
        await world.walk.settle()
        names = [one.name for one in world.workspace.rooms.values()]
        assert names.count("tutti") == 1
        assert "Tutti is here" in karim.sees(room(world))[-1].all_text


async def test_before_anything_is_set_up_who_may_do_it_is_told(sqlite_url: str) -> None:
    async with installed(sqlite_url) as world:
        julie, ana = world.person("U0JULIE"), world.person("U0ANA")
        assert "Ask an administrator" in (await julie.command("/tutti")).text
        await ana.command("/tutti", channel="C0GEN")
        assert "open_setup" in ana.sees("C0GEN")[-1].buttons
        await world.walk.settle()
        assert written_to(world) == {"U0ANA"}, "the first admin who comes is the installer"


@pytest.mark.parametrize("words", ["/tutti launch Summer", "/tutti escalate Late", "/tutti crisis Smoke"])
async def test_before_anything_is_set_up_no_form_is_filled_in_for_nothing(
    sqlite_url: str, words: str
) -> None:
    async with installed(sqlite_url) as world:
        julie = world.person("U0JULIE")
        assert "Ask an administrator" in (await julie.command(words)).text
        assert julie.view() is None
