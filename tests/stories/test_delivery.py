"""Delivery, seen from Slack: what is refused, lost, late, doubted; P1, P2, P4 and P5 of the design."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.models import Delivery, Message
from tests.engine.staging import ADMINISTRATORS, THURSDAY, Stage, staged

POST, EDIT = "chat.postMessage", "chat.update"
KNOWN = 0.05
"""Seconds after which a refusal is known; other channels' calls may be under way until then."""


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """The bakery, with the scopes that everybody installs."""
    async with staged(database_url) as made:
        yield made


async def test_p5_ten_quick_changes_make_one_edit(stage: Stage) -> None:
    await stage.launched()
    lea = stage.world.person("U0LEA")
    waiting = stage.shown("C0CS", "Galette")[-1]
    await lea.press(waiting, "request_ready")
    await stage.settle()
    ready = stage.shown("C0CS", "Galette")[-1]
    await stage.pause(True)
    before = len(stage.calls(EDIT))
    await lea.press(ready, "request_take_back")
    for _ in range(5):
        await lea.press(waiting, "request_ready", stale=True)
        await lea.press(ready, "request_take_back", stale=True)
    await stage.released()
    edits = [call for call in stage.calls(EDIT)[before:] if call.args["channel"] == "C0TUTTI"]
    assert len(edits) == 1
    assert len(stage.shown("C0TUTTI", "Galette")) == 1


async def test_a_429_is_waited_out_without_a_call_inside_it(stage: Stage) -> None:
    await stage.owed()
    stage.world.faults.fail(POST, "ratelimited", times=1)
    await stage.released()
    await stage.later(5)
    posts = stage.calls(POST)
    refused = next(call for call in posts if not call.ok)
    assert [call for call in posts if KNOWN < call.tick - refused.tick < 1.0] == []
    assert len(stage.shown("C0TUTTI", "Galette")) == 1
    assert {row.state for row in await stage.rows(Message)} == {Delivery.sent}


async def test_a_429_on_an_edit_holds_every_edit(stage: Stage) -> None:
    await stage.launched("Galette")
    await stage.launched("Brioche")
    stage.world.faults.fail(EDIT, "ratelimited", times=1)
    lea = stage.world.person("U0LEA")
    for title in ("Galette", "Brioche"):
        await lea.press(stage.shown("C0CS", title)[-1], "request_ready")
    await stage.later(10)
    edits = stage.calls(EDIT)
    refused = next(call for call in edits if not call.ok)
    assert [call for call in edits if KNOWN < call.tick - refused.tick < 1.0] == []
    assert all("ready" in one.all_text.lower() for one in stage.shown("C0TUTTI", "Customer service"))


async def test_p4_a_refused_channel_is_told_once_asked_directly_and_tried_again(stage: Stage) -> None:
    room = stage.world.workspace.rooms["C0CS"]
    room.members.discard(stage.world.workspace.bot_user)
    await stage.launched("Galette")
    await stage.launched("Brioche")
    for person in ADMINISTRATORS:
        assert len(stage.inbox(person, "not_in_channel")) == 1
    assert stage.inbox("U0LEA", "Galette") and stage.inbox("U0LEA", "Brioche")
    parked = await stage.rows(Message, state=Delivery.parked)
    assert {row.channel for row in parked} == {"C0CS"}
    room.members.add(stage.world.workspace.bot_user)
    ana = stage.world.person("U0ANA")
    await ana.press(stage.inbox("U0ANA", "not_in_channel")[0], "message_retry")
    await stage.settle()
    assert len(stage.shown("C0CS", "Galette")) == 1 and len(stage.shown("C0CS", "Brioche")) == 1
    assert not any(one.buttons for one in stage.inbox("U0KARIM", "Done: it was sent again."))
    assert await stage.rows(Message, state=Delivery.parked) == []


async def test_p4_dropping_one_refused_message_tells_of_the_next(stage: Stage) -> None:
    stage.world.workspace.rooms["C0CS"].members.discard(stage.world.workspace.bot_user)
    await stage.launched("Galette")
    await stage.launched("Brioche")
    ana = stage.world.person("U0ANA")
    await ana.press(stage.inbox("U0ANA", "not_in_channel")[0], "message_drop")
    await stage.settle()
    assert len(stage.inbox("U0ANA", "not_in_channel")) == 1
    assert "Brioche" in stage.inbox("U0ANA", "not_in_channel")[0].all_text
    assert stage.inbox("U0ANA", "Done: it was let go.")


async def test_only_an_administrator_settles_a_failed_send(stage: Stage) -> None:
    stage.world.workspace.rooms["C0CS"].members.discard(stage.world.workspace.bot_user)
    await stage.launched()
    ana = stage.world.person("U0ANA")
    told = stage.inbox("U0ANA", "not_in_channel")[0]
    await ana.press(told, "message_drop")
    await ana.press(told, "message_retry", stale=True)
    await stage.settle()
    assert stage.inbox("U0ANA", "settled already")
    dropped = await stage.rows(Message, channel="C0CS")
    assert {row.state for row in dropped} == {Delivery.dropped}


async def test_p5_a_deleted_card_is_posted_once_more(stage: Stage) -> None:
    await stage.launched()
    card = stage.shown("C0TUTTI", "Galette")[0]
    posts = stage.world.workspace.posts["C0TUTTI"]
    posts[:] = [post for post in posts if post.ts != card.ts]
    await stage.world.person("U0LEA").press(stage.shown("C0CS", "Galette")[-1], "request_ready")
    await stage.settle()
    await stage.later(5)
    cards = stage.shown("C0TUTTI", "Galette")
    assert len(cards) == 1 and cards[0].ts != card.ts


async def test_a_line_whose_card_was_deleted_stands_under_the_new_one(stage: Stage) -> None:
    await stage.launched()
    card = stage.shown("C0TUTTI", "Galette")[0]
    posts = stage.world.workspace.posts["C0TUTTI"]
    posts[:] = [post for post in posts if post.ts != card.ts]
    lea = stage.world.person("U0LEA")
    await lea.press(stage.shown("C0CS", "Galette")[-1], "request_problem")
    await lea.fill_and_submit({"reason": "No flour"})
    await stage.settle()
    await stage.later(5)
    cards = [one for one in stage.shown("C0TUTTI", "Galette") if not one.thread_ts]
    assert len(cards) == 1
    assert [one for one in stage.world.person("U0KARIM").thread(cards[0]) if "No flour" in one.all_text]
    assert await stage.rows(Message, state=Delivery.parked) == []


async def test_slack_down_ten_minutes_then_everything_in_order(stage: Stage) -> None:
    await stage.launched("Before")
    stage.world.faults.down(600)
    for title in ("First", "Second", "Third"):
        sent = await _announced_without_form(stage, title)
        assert sent == 200
    await stage.later(590, step=10)
    doubted = [row for row in await stage.rows(Message, state=Delivery.uncertain) if row.channel == "C0TUTTI"]
    assert len(doubted) <= 1
    await stage.later(60)
    cards = [one.text for one in stage.world.person("U0ANA").sees("C0TUTTI") if not one.thread_ts]
    there = [title for title in ("First", "Second", "Third") if any(title in card for card in cards)]
    assert there == ["First", "Second", "Third"][-len(there) :]
    assert len(there) + len(doubted) == 3


async def _announced_without_form(stage: Stage, title: str) -> int:
    """Send a launch form that was opened before Slack went away, as a person's client would."""
    form = next(one for one in stage.world.inputs if one.payload.get("type") == "view_submission")
    payload = {**form.payload, "view": {**form.payload["view"], "id": f"V{title}", "hash": title}}
    values = {**payload["view"]["state"]["values"]}
    values["title"] = {key: {**value, "value": title} for key, value in values["title"].items()}
    payload["view"]["state"] = {"values": values}
    given = await stage.world.delivery.interactive("view_submission", payload)
    return given.status


async def test_p2_a_lost_answer_without_proof_is_asked_about_and_never_doubled(stage: Stage) -> None:
    await stage.owed()
    stage.world.faults.lose_answer(POST, times=1)
    await stage.released()
    await stage.later(60)
    doubted = await stage.rows(Message, state=Delivery.uncertain)
    assert len(doubted) == 1
    asked = [one for one in stage.inbox("U0ANA", "did not say whether") if one.buttons]
    assert len(asked) == 1 and {"message_is_there", "message_post_again"} <= set(asked[0].buttons)
    await stage.world.person("U0ANA").press(asked[0], "message_is_there")
    await stage.later(10)
    assert len(stage.shown("C0TUTTI", "Galette")) == 1
    assert len(stage.shown("C0CS", "Galette")) == 1
    assert await stage.rows(Message, state=Delivery.uncertain) == []


async def test_p4_a_card_that_a_person_saw_is_not_frozen_and_its_launch_goes_live_aloud(stage: Stage) -> None:
    await stage.owed(kind="information")
    stage.world.faults.lose_answer(POST, times=1)
    await stage.released()
    await stage.later(60)
    asked = next(one for one in stage.inbox("U0ANA", "did not say whether") if one.buttons)
    await stage.world.person("U0ANA").press(asked, "message_is_there")
    await stage.later(10)
    assert len(stage.shown("C0TUTTI", "Galette")) == 1
    await stage.world.walk.to(THURSDAY + timedelta(minutes=1))
    await stage.later(10)
    seen = stage.world.person("U0KARIM").sees("C0TUTTI")
    assert any("Live since" in one.all_text for one in seen), "the card is posted once more, as it is now"
    assert any("live" in one.all_text and not one.buttons for one in seen), "and the launch is announced"


async def test_post_again_posts_what_was_in_doubt(stage: Stage) -> None:
    await stage.owed()
    stage.world.faults.lose_answer(POST, times=1)
    await stage.released()
    await stage.later(10)
    asked = next(one for one in stage.inbox("U0ANA", "did not say whether") if one.buttons)
    await stage.world.person("U0ANA").press(asked, "message_post_again")
    await stage.later(10)
    assert await stage.rows(Message, state=Delivery.uncertain) == []
    assert {row.state for row in await stage.rows(Message)} == {Delivery.sent}


@pytest.mark.parametrize("was_there", [True, False])
async def test_p2_with_proof_a_doubt_is_looked_up(database_url: str, was_there: bool) -> None:
    async with staged(database_url, options=["proof"]) as stage:
        await stage.owed()
        if was_there:
            stage.world.faults.lose_answer(POST, times=1)
        else:
            stage.world.faults.fail(POST, "http_503", times=1)
        await stage.released()
        await stage.later(60)
        assert len(stage.shown("C0TUTTI", "Galette")) == 1
        assert len(stage.shown("C0CS", "Galette")) == 1
        assert {row.state for row in await stage.rows(Message)} == {Delivery.sent}
        assert not stage.inbox("U0ANA", "did not say whether")


async def test_a_crisis_call_in_doubt_is_repeated_and_says_so(stage: Stage) -> None:
    julie = stage.world.person("U0JULIE")
    await stage.pause(True)
    await julie.command("/tutti crisis Glass in the bread", channel="C0GEN")
    sent = await julie.fill_and_submit({"story": "product", "topic": "complaint"})
    assert not sent.errors and not sent.error, sent
    await stage.settle()
    stage.world.faults.lose_answer(POST, times=4)
    await stage.released()
    await stage.later(60, step=4)
    assert stage.inbox("U0LEA", "may be a repeat")


async def test_a_process_that_died_in_the_middle_leaves_a_doubt(stage: Stage) -> None:
    await stage.launched()
    tick = stage.clock.tick()

    rows = await stage.rows(Message, kind="request", channel="C0SALES")
    await stage.tutti.store.write(
        lambda db: db.change(rows[0], ts=None, state=Delivery.due, attempt_at=tick - 1, sent=0)
    )
    posts = len(stage.calls(POST))
    await stage.settle()
    assert [row.id for row in await stage.rows(Message, state=Delivery.uncertain)] == [rows[0].id]
    assert all(call.args["channel"] != "C0SALES" for call in stage.calls(POST)[posts:])


async def test_a_pause_holds_every_send_and_lets_go_on_release(stage: Stage) -> None:
    await stage.owed()
    assert stage.shown("C0TUTTI", "Galette") == []
    await stage.released()
    assert len(stage.shown("C0TUTTI", "Galette")) == 1
