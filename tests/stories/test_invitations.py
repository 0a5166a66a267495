"""Who is named is written to once, when the installer says so; until then the installer stands in (N10)."""

from __future__ import annotations

from datetime import timedelta

from tests.stories.bakery import announce, raise_case
from tests.stories.onboarding import (
    INSTALLER,
    in_front,
    inbox,
    installed,
    message_with,
    room,
    send,
    set_up,
    written_to,
)


async def test_each_named_person_gets_one_message_and_accepts_with_one_click(database_url: str) -> None:
    async with installed(database_url) as world:
        karim = await set_up(world)
        page = in_front(karim)
        assert page.buttons["setup_invite"] == "Invite 2 People"
        await raise_case(world, title="Cold oven", channel="C0GEN")
        await world.walk.by(timedelta(minutes=20))
        assert "Cold oven" in inbox(world, INSTALLER), "the installer stands in for Léa"
        assert written_to(world) == {INSTALLER}, "nobody else before Invite"

        await karim.choose("setup_invite")
        await world.walk.settle()
        assert "Invited and not decided yet: Léa and Julie." in in_front(karim).all_text
        assert "setup_invite" not in in_front(karim).buttons
        lea = world.person("U0LEA")
        (asked,) = lea.inbox()
        assert asked.text.startswith("Please accept or name somebody else: <@U0KARIM> proposes you")
        await karim.press(message_with(karim, "open_launch"), "open_launch")
        await karim.close()

        await lea.press(asked, "invitation_accept")
        await world.walk.settle()
        await world.walk.by(timedelta(hours=1))
        assert lea.inbox()[0].all_text.startswith("Thank you: you are representative of Customer service.")
        card = karim.sees(room(world))[0]
        assert "Customer service: Léa ·" in card.all_text and "Julie (proposed)" in card.all_text
        assert "Cold oven" in inbox(world, "U0LEA"), "what waited for her department"
        await lea.press(message_with(lea, "request_take"), "request_take")
        await world.walk.settle()
        assert "Léa" in [one for one in karim.sees(room(world)) if "Cold oven" in one.all_text][-1].all_text
        late = await lea.press(asked, "invitation_accept", stale=True)
        await world.walk.settle()
        assert late is not None and "settled already" in lea.inbox()[-1].all_text


async def test_somebody_else_is_named_or_nobody_and_the_installer_hears(sqlite_url: str) -> None:
    async with installed(sqlite_url) as world:
        karim = await set_up(world)
        await karim.choose("setup_invite")
        await world.walk.settle()
        lea, tom, julie = world.person("U0LEA"), world.person("U0TOM"), world.person("U0JULIE")
        await lea.press(message_with(lea, "invitation_other"), "invitation_other")
        assert "yourself" in (await lea.fill_and_submit({"person": "U0LEA"})).errors["person"]
        await send(lea, person="U0TOM")
        await world.walk.settle()
        assert "<@U0LEA> proposes you" in message_with(tom, "invitation_accept").text
        assert "nothing is asked of you" in lea.inbox()[0].all_text
        await tom.press(message_with(tom, "invitation_accept"), "invitation_accept")
        await julie.press(message_with(julie, "invitation_other"), "invitation_other")
        await send(julie)
        await world.walk.settle()
        assert "Please name somebody for Marketing" in inbox(world, INSTALLER)
        card = karim.sees(room(world))[0].all_text
        assert "Customer service: Tom" in card and "Marketing: nobody yet" in card


async def test_me_for_now_is_no_dead_end(sqlite_url: str) -> None:
    async with installed(sqlite_url) as world:
        karim = await set_up(world, people={})
        await announce(world, INSTALLER, kind="product_launch", title="Brioche", channel="C0GEN")
        await world.walk.by(timedelta(hours=3))
        for request in [one for one in karim.inbox() if "request_ready" in one.buttons]:
            await karim.press(request, "request_ready")
        await world.walk.settle()
        assert not [one for one in karim.inbox() if "request_ready" in one.buttons]
