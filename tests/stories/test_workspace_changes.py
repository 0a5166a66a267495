"""Channels and people that move, and the end of an installation (issue 2 line 9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.models import Delivery, Message, Workspace
from tests.engine.staging import Stage, running, staged


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with staged(database_url) as made:
        yield made


async def test_a_channel_with_a_new_id_keeps_its_card(stage: Stage) -> None:
    await stage.launched()
    await stage.world.happens.moves_channel("C0TUTTI", "C1TUTTI")
    await stage.world.person("U0LEA").press(stage.shown("C0CS", "Galette")[-1], "request_ready")
    await stage.settle()
    cards = stage.shown("C1TUTTI", "Galette")
    assert len(cards) == 1 and cards[0].edited
    await stage.launched("Brioche", channel="C0MKT")
    assert len(stage.shown("C1TUTTI", "Brioche")) == 1
    assert stage.world.refusals == []


async def test_an_archived_channel_that_comes_back_gets_what_it_missed(stage: Stage) -> None:
    await stage.world.happens.archives("C0CS")
    await stage.launched()
    assert len(stage.inbox("U0ANA", "is_archived")) == 1
    await stage.world.happens.archives("C0CS", archived=False)
    await stage.settle()
    assert len(stage.shown("C0CS", "Galette")) == 1
    assert not [one for one in stage.inbox("U0ANA", "Done: it was sent again.") if one.buttons]
    assert stage.inbox("U0ANA", "is_archived") == []


async def test_tutti_removed_and_invited_back_posts_what_waited(stage: Stage) -> None:
    bot = stage.world.workspace.bot_user
    await stage.world.happens.leaves("C0CS", bot)
    await stage.launched()
    assert stage.inbox("U0ANA", "not_in_channel")
    await stage.world.happens.joins("C0CS", bot)
    await stage.settle()
    assert len(stage.shown("C0CS", "Galette")) == 1


async def test_after_an_uninstall_nothing_is_sent_until_tutti_is_started_again(stage: Stage) -> None:
    await stage.owed()
    await stage.world.happens.uninstalls()
    await stage.pause(False)
    calls = len(stage.world.calls)
    await stage.settle()
    await stage.later(20, step=10)
    assert len(stage.world.calls) == calls
    stage.world.box.installed = True
    await stage.tutti.stop()
    async with running(stage.world, str(stage.tutti.settings.database_url)) as again:
        await again.settle()
        stage.world.walk_with(again.settle, again.next_due)
        assert len(stage.shown("C0TUTTI", "Galette")) == 1


async def test_a_token_that_slack_refuses_stops_every_send(stage: Stage) -> None:
    await stage.owed()
    stage.world.faults.fail("chat.postMessage", "token_revoked", times=1)
    await stage.released()
    await stage.later(10, step=5)
    assert (await stage.rows(Workspace))[0].revoked_at is not None
    posts = stage.calls("chat.postMessage")
    refused = next(call for call in posts if not call.ok)
    assert [call for call in posts if call.tick - refused.tick > 1] == []
    assert not await stage.rows(Message, state=Delivery.parked)


async def test_when_a_representative_leaves_the_next_step_goes_to_the_deputy(stage: Stage) -> None:
    await stage.launched()
    await stage.world.happens.person_changes("U0LEA", deleted=True)
    await stage.world.walk.by(timedelta(days=2))
    assert stage.inbox("U0TOM", "Galette")
    assert stage.inbox("U0LEA", "Galette") == []


async def test_p2_an_event_that_comes_late_again_does_not_undo_a_later_one(stage: Stage) -> None:
    archived = await stage.world.happens.archives("C0CS")
    await stage.world.happens.archives("C0CS", archived=False)
    assert archived is not None
    await stage.world.deliver_again(archived)
    from bot.models import Channel

    assert [one.archived for one in await stage.rows(Channel, id="C0CS")] == [False]
