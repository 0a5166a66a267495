"""People act, the app answers, and everybody sees what Slack would show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sandbox.gestures import NotPossible
from bot.sandbox.world import World


async def test_a_command_opens_a_form_whose_sending_posts_a_card(world: World) -> None:
    julie = world.person("U0JULIE")
    assert (await julie.command("/little Galette", channel="C0MKT")).status == 200
    view = julie.view()
    assert view is not None and view.holds("name") == "Galette"
    done = await julie.fill_and_submit({"day": "2026-12-24", "level": "high"})
    assert done.closed and not done.errors and julie.view() is None
    card = julie.sees("C0MKT")[-1]
    assert card.buttons == {"take": "Take it"}
    assert "Galette" in card.all_text
    assert not world.refusals


async def test_a_press_edits_the_card_and_a_stale_press_still_reaches_the_app(world: World) -> None:
    julie, karim = world.person("U0JULIE"), world.person("U0KARIM")
    await julie.command("/little Galette", channel="C0MKT")
    await julie.fill_and_submit()
    card = karim.sees("C0MKT")[-1]
    assert (await karim.press(card, "take")).status == 200
    after = karim.sees("C0MKT")[-1]
    assert after.edited and "<@U0KARIM>" in after.all_text and not after.buttons
    with pytest.raises(NotPossible):
        await julie.press(after, "take")
    assert (await julie.press(card, "take", stale=True)).status == 200


async def test_a_private_answer_is_seen_by_one_person_only(world: World) -> None:
    reply = await world.person("U0JULIE").command("/little hello", channel="C0MKT")
    assert reply.text == "Hello <@U0JULIE>"
    seen = world.person("U0JULIE").sees("C0MKT")[-1]
    assert seen.ephemeral and seen.text == reply.text
    assert world.person("U0KARIM").sees("C0MKT") == []


async def test_errors_stand_at_their_fields_and_what_was_typed_stays(world: World) -> None:
    julie = world.person("U0JULIE")
    await julie.shortcut("open")
    left_empty = await julie.fill_and_submit({})
    assert list(left_empty.errors) == ["name"] and not left_empty.sent
    refused = await julie.fill_and_submit({"name": "bad"})
    assert refused.errors == {"name": "Another name, please"} and not refused.closed
    view = julie.view()
    assert view is not None and view.holds("name") == "bad"
    lost = await julie.fill_and_submit({"name": "odd"})
    assert lost.error and not lost.errors


async def test_an_update_keeps_what_was_typed(world: World) -> None:
    julie = world.person("U0JULIE")
    await julie.shortcut("open")
    julie.fill({"name": "Galette"})
    await julie.choose("level", "high")
    view = julie.view()
    assert view is not None and view.title == "Level high"
    assert view.holds("name") == "Galette"


async def test_a_message_shortcut_carries_the_message(world: World) -> None:
    lea = world.person("U0LEA")
    message = await lea.say("C0CS", "The oven is broken")
    await lea.message_shortcut("keep", "C0CS", message.ts)
    view = lea.view()
    assert view is not None and view.holds("name") == "The oven is broken"


async def test_an_unlisted_command_and_one_in_a_thread_never_reach_the_app(world: World) -> None:
    julie = world.person("U0JULIE")
    unknown = await julie.command("/nothing", channel="C0MKT")
    message = await julie.say("C0MKT", "hello")
    in_thread = await julie.command("/little", channel="C0MKT", thread_ts=message.ts)
    assert not unknown.sent and not in_thread.sent and world.inputs == []
    assert "/nothing" in julie.sees("C0MKT")[0].text


async def test_the_home_is_published_when_it_is_opened(world: World) -> None:
    home = await world.person("U0HUGO").open_home()
    assert home is not None and home.all_text.strip() == "Your Home"


async def test_private_channels_are_closed_to_others(world: World) -> None:
    with pytest.raises(NotPossible):
        world.person("U0LEA").sees("C0HR")


async def test_messages_are_not_heard_without_the_scope(world: World) -> None:
    await world.person("U0JULIE").say("C0MKT", "hello <@U0TUTTI>")
    assert world.inputs == []


async def test_an_unacknowledged_event_is_repeated_at_once_after_one_and_five_minutes(world: World) -> None:
    await world.happens.person_changes("U0TOM", locale="en-US")
    assert [i.retry for i in world.inputs] == [0, 1]
    await world.walk.by(timedelta(minutes=2))
    assert [i.retry for i in world.inputs] == [0, 1, 2]
    await world.walk.by(timedelta(minutes=30))
    assert [i.retry for i in world.inputs] == [0, 1, 2, 3]
    assert len({i.payload["event_id"] for i in world.inputs}) == 1
    assert all(i.status == 500 for i in world.inputs)


async def test_a_command_without_answer_shows_slacks_sentence(world: World) -> None:
    world.connect("http://127.0.0.1:9/slack/events")
    reply = await world.person("U0HUGO").command("/little x", channel="C0PROD")
    assert reply.status == 0 and "dispatch_failed" in reply.error
    assert "dispatch_failed" in world.person("U0HUGO").sees("C0PROD")[-1].text


async def test_three_seconds_and_no_longer(world: World) -> None:
    reply = await world.person("U0HUGO").command("/slow", channel="C0PROD")
    assert "operation_timeout" in reply.error and reply.elapsed < 3.5
    assert [m.text for m in world.person("U0HUGO").sees("C0PROD")] == [reply.error]


async def test_a_double_delivery_is_the_same_input_twice(world: World) -> None:
    await world.person("U0JULIE").command("/little hello", channel="C0MKT")
    again = await world.deliver_again(world.inputs[0])
    assert again.payload == world.inputs[0].payload and len(world.inputs) == 2


async def test_a_channel_that_moves_takes_its_messages_along(world: World) -> None:
    await world.person("U0JULIE").say("C0MKT", "hello")
    await world.happens.moves_channel("C0MKT", "C0MKT2")
    assert [m.text for m in world.person("U0JULIE").sees("C0MKT2")] == ["hello"]
    with pytest.raises(NotPossible):
        world.person("U0JULIE").sees("C0MKT")
