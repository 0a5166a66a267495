"""Faults that need no process of their own: people at once, a full disk, odd answers, jumping clocks."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from bot.app import build
from bot.errors import SettingsError
from bot.models import Delivery, Digest, Entry, Launch, Message, Ping, Request, RequestState
from bot.sandbox.demo import settings_for
from bot.store import Db, migrate
from tests.engine.staging import Stage, running, staged

POST = "chat.postMessage"
FIVE = ("U0LEA", "U0TOM", "U0ANA", "U0KARIM", "U0NADIA")


async def test_p2_twenty_clicks_by_five_people_within_a_second_have_one_effect(database_url: str) -> None:
    async with staged(database_url) as stage:
        julie = stage.world.person("U0JULIE")
        await julie.command("/tutti escalate Cold oven", channel="C0TUTTI")
        await julie.fill_and_submit({"topic": "complaint"})
        await stage.settle()
        request = stage.shown("C0CS", "Cold oven", "U0LEA")[-1]
        clicks = [
            stage.world.person(who).press(request, "request_take", stale=True)
            for who in FIVE
            for _ in range(4)
        ]
        answers = await asyncio.gather(*clicks)
        await stage.settle()
        assert {answer.status for answer in answers} == {200}
        (taken,) = await stage.rows(Request)
        assert taken.state == RequestState.taken and taken.answered_by in FIVE
        assert len(await stage.rows(Entry, kind="taken")) == 1
        others = [who for who in FIVE if who != taken.answered_by]
        for who in others:
            told = stage.inbox(who, "") + [
                one for one in stage.world.person(who).sees("C0CS") if one.ephemeral
            ]
            assert told, f"{who} is told who has it"


async def test_p1_on_a_full_disk_nobody_is_told_that_it_was_saved(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.launched("Before")
        await stage.tutti.store.write(lambda db: _size(db, left=0))
        saved = ["Before"]
        while not (sent := await stage.announce("During", gain="x" * 1900)).errors:
            saved.append("During")
        assert "not saved" in str(sent.errors)
        await stage.tutti.store.write(lambda db: _size(db, left=10_000))
        assert sorted(launch.title for launch in await stage.rows(Launch)) == sorted(saved)
        kept = await stage.world.person("U0JULIE").fill_and_submit({})
        assert not kept.errors, "the same form, with everything typed, is taken now"
        await stage.settle()
        assert stage.shown("C0TUTTI", "During")


def _size(db: Db, left: int) -> None:
    pages = int(db.run(text("PRAGMA page_count")).scalar_one())
    db.run(text(f"PRAGMA max_page_count={pages + left}")).scalar()


async def test_a_schema_that_is_too_new_is_not_served(database_url: str) -> None:
    async with staged(database_url) as stage:
        await stage.tutti.stop()
        other = build(settings_for(stage.world, database_url), clock=stage.clock)
        await other.store.write(_from_the_future)
        with pytest.raises(SettingsError, match="newer than this version of Tutti"):
            await other.start()


def _from_the_future(db: Db) -> None:
    db.run(text("UPDATE alembic_version SET version_num = '9999'"))


@pytest.mark.parametrize("error", ["http_503", "not_json", "ratelimited"])
async def test_a_channel_that_slack_refuses_holds_no_other_and_nothing_is_doubled(
    sqlite_url: str, error: str
) -> None:
    async with staged(sqlite_url, options=["proof"]) as stage:
        await stage.owed()
        stage.world.faults.fail(POST, error, times=2, retry_after=3)
        await stage.released()
        await stage.later(90, step=2)
        for channel in ("C0TUTTI", "C0CS", "C0SALES"):
            assert len([one for one in stage.shown(channel, "Galette") if not one.thread_ts]) == 1, channel
        assert {row.state for row in await stage.rows(Message)} == {Delivery.sent}
        assert _inside_a_wait(stage) == []


def _inside_a_wait(stage: Stage) -> list[float]:
    """Posts that fell into a Retry-After, 0.05 s after it was known at the earliest."""
    posts = stage.calls(POST)
    return [
        call.tick
        for refused in posts
        if refused.answer.get("error") == "ratelimited"
        for call in posts
        if 0.05 < call.tick - refused.tick < 3.0
    ]


async def test_half_an_hour_of_outage_costs_no_message_and_doubles_none(sqlite_url: str) -> None:
    async with staged(sqlite_url, options=["proof"]) as stage:
        await stage.launched("Before")
        await stage.owed("During")
        stage.world.faults.down(1800)
        await stage.pause(False)
        for _ in range(6):
            await stage.later(300, step=30)
            stage.clock.move(timedelta(minutes=5))
        await stage.later(120, step=2)
        posts = Counter(
            call.args["metadata"]["event_payload"]["key"]
            for call in stage.calls(POST)
            if call.ok and "metadata" in call.args
        )
        assert set(posts.values()) == {1}
        left = [
            row for row in await stage.rows(Message) if row.state not in (Delivery.sent, Delivery.dropped)
        ]
        assert left == []
        looks = stage.calls("conversations.history", "conversations.replies")
        assert len(looks) <= 2 * 3, "at most two look-ups for each call that was under way"


@pytest.mark.parametrize("hours", [1, -1, 24, -24])
async def test_p3_a_jump_of_the_clock_repeats_no_step_and_loses_none(sqlite_url: str, hours: int) -> None:
    async with staged(sqlite_url) as stage:
        await stage.launched()
        await stage.world.walk.by(timedelta(hours=3))
        stage.clock.move(timedelta(hours=hours))
        await stage.settle()
        await stage.world.walk.by(timedelta(days=8))
        calls = Counter((ping.request, ping.kind, ping.person) for ping in await stage.rows(Ping))
        assert calls and set(calls.values()) == {1}
        digests = Counter((one.audience, one.day) for one in await stage.rows(Digest))
        assert digests and set(digests.values()) == {1}
        assert ("shared", "2026-11-30") in digests
        for request in await stage.rows(Request):
            told = {entry.values.get("role") for entry in await stage.rows(Entry, kind="missed")}
            called = {ping.kind for ping in await stage.rows(Ping, request=request.id)}
            assert request.step >= len(request.ladder) or told | {str(kind) for kind in called}


async def test_after_a_hold_a_channel_drains_at_nine_tenths_of_the_permitted_rate(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.pause(True)
        for number in range(20):
            await stage.announce(f"Offer {number}", kind="information")
        await stage.released()
        await stage.later(40, step=2)
        posts = [call for call in stage.calls(POST) if call.args["channel"] == "C0TUTTI" and call.ok]
        cards = [call.tick for call in posts if "Offer" in str(call.args["text"])]
        assert len(cards) >= 12, "PRODUCT's cards of a day; the others stand in the roll-up"
        gaps = [later - earlier for earlier, later in pairwise(cards)]
        assert min(gaps) >= 0.99, "Slack permits one a second"
        assert sum(gaps) / len(gaps) <= 1 / 0.9, gaps
        assert not [call for call in posts if call.answer.get("error") == "ratelimited"]


async def test_to_the_previous_schema_and_back_keeps_every_row(database_url: str) -> None:
    async with staged(database_url) as stage:
        await stage.launched()
        before = {model: len(await stage.rows(model)) for model in (Launch, Request, Message, Ping)}
        await stage.tutti.stop()
        migrate.downgrade(database_url, "-1")
        assert migrate.revision(database_url) != migrate.head()
        async with running(stage.world, database_url) as tutti:
            stage.tutti = tutti
            assert migrate.revision(database_url) == migrate.head(), "serve migrates"
            assert {model: len(await stage.rows(model)) for model in before} == before
            stage.world.walk_with(tutti.settle, tutti.next_due)
            lea = stage.world.person("U0LEA")
            await lea.press(stage.shown("C0CS", "Galette")[-1], "request_ready")
            await stage.settle()
            assert len(stage.shown("C0TUTTI", "Galette")) == 1


async def test_p2_two_replicas_over_sockets_share_the_work(
    postgres_template: str, new_postgres: Callable[[str], str]
) -> None:
    url = new_postgres(postgres_template)
    async with staged(url, sockets=True) as stage, running(stage.world, url, sockets=True) as second:

        async def both() -> None:
            await asyncio.gather(stage.tutti.settle(), second.settle())

        stage.world.walk_with(both, stage.tutti.next_due)
        for title in ("Galette", "Brioche"):
            await stage.launched(title)
        await stage.world.walk.by(timedelta(hours=3))
        for title in ("Galette", "Brioche"):
            assert len(stage.shown("C0TUTTI", title)) == 1
        assert len(await stage.rows(Launch)) == 2
