"""What each kind of input is told when the database is away, and that a repeat has one effect."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator

import pytest

from bot.models import Launch, Message, Request
from bot.store import engines
from tests.engine.staging import LAUNCH, Stage, staged

NOT_SAVED = "This was not saved. Please try again in a moment."


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with staged(database_url) as made:
        yield made


async def test_p2_every_input_four_times_has_one_effect(stage: Stage) -> None:
    julie, lea = stage.world.person("U0JULIE"), stage.world.person("U0LEA")
    await stage.launched()
    sent = next(one for one in stage.world.inputs if one.payload.get("type") == "view_submission")
    await lea.press(stage.shown("C0CS", "Galette")[-1], "request_ready")
    clicked = stage.world.inputs[-1]
    await lea.open_home()
    happened = stage.world.inputs[-1]
    for given in (sent, clicked, happened):
        for _ in range(3):
            assert (await stage.world.deliver_again(given)).status == 200
    await stage.settle()
    assert len(await stage.rows(Launch)) == 1
    assert len(await stage.rows(Message, kind="card")) == 1
    answered = await stage.rows(Request, department="customer_service")
    assert [one.answered_by for one in answered] == ["U0LEA"]
    assert len([one for one in await stage.rows(Message) if one.kind == "home"]) == 1
    assert len(stage.shown("C0TUTTI", "Galette")) == 1
    assert julie.view() is None


async def test_a_form_answered_with_errors_may_come_again_under_the_same_key(stage: Stage) -> None:
    julie = stage.world.person("U0JULIE")
    past = LAUNCH["at"].replace(year=2020)
    refused = await stage.announce(at=past)
    assert "at" in refused.errors
    assert await stage.rows(Launch) == []
    view = julie.view()
    assert view is not None and view.holds("gain") == "A free cake"
    again = await julie.fill_and_submit({"at": LAUNCH["at"]})
    assert not again.errors
    assert len(await stage.rows(Launch)) == 1


async def test_p1_nobody_is_told_that_it_was_saved_while_the_database_is_locked(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.launched()
        julie, lea = stage.world.person("U0JULIE"), stage.world.person("U0LEA")
        await julie.command("/tutti launch Brioche", channel="C0TUTTI")
        await julie.choose("kind", "promotion")
        lock = sqlite3.connect(str(engines.url_of(sqlite_url).database), isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        form = await julie.fill_and_submit(LAUNCH | {"title": "Brioche"})
        assert list(form.errors.values()) == [NOT_SAVED]
        assert form.elapsed < 3
        view = julie.view()
        assert view is not None and view.holds("gain") == "A free cake"
        click = await lea.press(stage.shown("C0CS", "Galette")[-1], "request_ready")
        assert click.status == 200 and click.elapsed < 3
        await stage.tutti.whispers.drain()
        assert [one.all_text for one in lea.sees("C0CS") if one.ephemeral] == [NOT_SAVED]
        user = {"id": "U0LEA", "profile": {"display_name": "Lea"}, "deleted": True}
        event = await stage.world.event({"type": "user_change", "user": user})
        assert event.status == 500
        lock.execute("ROLLBACK")
        lock.close()
        assert not (await julie.fill_and_submit({})).errors
        await stage.settle()
        assert {row.title for row in await stage.rows(Launch)} == {"Galette", "Brioche"}


async def test_p1_a_command_while_the_database_is_away_is_answered_privately(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        stage.tutti.store._read_engine.dispose()
        stage.tutti.store._read_engine = engines.engine(
            "postgresql://nobody@127.0.0.1:1/nothing", writes=False, threads=1
        )
        told = await stage.world.person("U0JULIE").command("/tutti", channel="C0GEN")
        assert told.status == 200 and told.text == NOT_SAVED and told.elapsed < 3
        event = await stage.world.event({"type": "app_home_opened", "user": "U0LEA", "tab": "home"})
        assert event.status == 500


async def test_a_form_that_slack_does_not_open_is_said_in_time(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        stage.world.faults.slow("views.open", 4)
        told = await stage.world.person("U0JULIE").command("/tutti launch Galette", channel="C0GEN")
        assert told.status == 200 and told.elapsed < 3
        assert told.text == "Slack did not open the form. Please try again."


async def test_the_watchman_answers(sqlite_url: str) -> None:
    import aiohttp

    async with staged(sqlite_url) as stage, aiohttp.ClientSession() as session:
        await stage.launched()
        base = stage.world.delivery.url.removesuffix("/slack/events")
        for path, status in (("/healthz", 200), ("/readyz", 200), ("/metrics", 200), ("/nothing", 404)):
            async with session.get(base + path) as answer:
                assert answer.status == status
                text = await answer.text()
        async with session.get(f"{base}/metrics") as answer:
            text = await answer.text()
        assert 'tutti_ledger_messages{state="due"} 0.0' in text
