"""Several Tutti on one PostgreSQL share the work; two on one SQLite file do not (P2)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.errors import SettingsError
from bot.models import Delivery, Message
from bot.sandbox.demo import settings_for
from tests.engine.staging import running, staged


async def test_p2_two_on_one_postgresql_send_everything_once(
    postgres_template: str, new_postgres: Callable[[str], str]
) -> None:
    url = new_postgres(postgres_template)
    async with staged(url) as stage, running(stage.world, url) as second:

        async def both() -> None:
            for _ in range(2):
                await asyncio.gather(stage.tutti.settle(), second.settle())

        stage.world.walk_with(both, stage.tutti.next_due)
        for title in ("Galette", "Brioche"):
            await stage.launched(title)
        lea = stage.world.person("U0LEA")
        await lea.press(stage.shown("C0CS", "Galette")[-1], "request_ready")
        await stage.world.walk.by(timedelta(hours=3))
        posts = Counter(
            call.args["metadata"]["event_payload"]["key"]
            for call in stage.calls("chat.postMessage")
            if call.ok and "metadata" in call.args
        )
        assert posts and set(posts.values()) == {1}
        for title in ("Galette", "Brioche"):
            assert len(stage.shown("C0TUTTI", title)) == 1
        assert not [one for one in await stage.rows(Message) if one.state != Delivery.sent]
        assert stage.world.refusals == []


async def test_the_second_on_a_sqlite_file_refuses_in_one_sentence(sqlite_url: str) -> None:
    from bot.app import build

    async with staged(sqlite_url) as stage:
        second = build(settings_for(stage.world, sqlite_url), clock=stage.clock)
        with pytest.raises(SettingsError, match="Another Tutti already uses this SQLite file"):
            await second.start()
        second.store.close()
        await stage.launched()
        assert len(stage.shown("C0TUTTI", "Galette")) == 1


async def test_what_a_dead_replica_held_is_taken_over(
    postgres_template: str, new_postgres: Callable[[str], str]
) -> None:
    url = new_postgres(postgres_template)
    async with staged(url) as stage:
        tick = stage.clock.tick()
        from bot.store import ledger

        await stage.tutti.store.write(lambda db: ledger.lease(db, "T0TUTTI", "C0TUTTI", "dead", tick))
        await stage.launched()
        assert stage.shown("C0TUTTI", "Galette") == []
        await stage.later(ledger.LEASE_SECONDS + 2, step=8)
        assert len(stage.shown("C0TUTTI", "Galette")) == 1
