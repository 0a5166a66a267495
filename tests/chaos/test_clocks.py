"""The turn of the clocks and replicas that disagree; `make chaos` takes twelve zones and ten years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest

from bot.app import build
from bot.clock import SystemClock
from bot.sandbox.demo import seed_text, settings_for
from bot.sandbox.loopback import serving
from tests.chaos import clocks, hostile
from tests.engine.processes import posted, real_world
from tests.engine.staging import LAUNCH, until


@pytest.mark.parametrize(("zone", "start"), [("America/New_York", clocks.TURNS[1])])
async def test_p3_each_digest_and_call_comes_once_while_the_clocks_are_turned(
    sqlite_url: str, zone: str, start: datetime
) -> None:
    digests, doubled = await clocks.digests_and_calls(sqlite_url, zone, start)
    assert set(digests.values()) == {1} and doubled == 0
    assert clocks.odd_weeks(digests, zone, start) == []


async def test_p2_replicas_whose_machines_are_four_minutes_apart_count_alike(
    postgres_template: str, new_postgres: Callable[[str], str]
) -> None:
    url = new_postgres(postgres_template)
    async with real_world() as world:
        apart = [build(settings_for(world, url), clock=SystemClock(shift)) for shift in (-240.0, 240.0)]
        try:
            for tutti in apart:
                await tutti.start()
            assert abs(apart[0].clock.tick() - apart[1].clock.tick()) < 1
            await apart[0].import_config(seed_text("en"))
            async with serving(apart[0].asgi) as address:
                world.connect(f"{address}/slack/events")
                julie = world.person("U0JULIE")
                await julie.command("/tutti launch Galette", channel="C0TUTTI")
                await julie.choose("kind", "promotion")
                sent = await julie.fill_and_submit(LAUNCH)
                assert not sent.errors, sent
                await until(lambda: len(posted(world)) >= 3, 30)
        finally:
            for tutti in apart:
                await tutti.stop()
        keys = Counter(call.args["metadata"]["event_payload"]["key"] for call in posted(world))
        assert set(keys.values()) == {1}


async def test_changed_payloads_and_forged_signatures_make_nobody_stumble(sqlite_url: str) -> None:
    found = await hostile.attack(sqlite_url, 300, seed=3)
    assert found.sent == 300
    assert (found.stumbled, found.slow, found.let_in) == (0, 0, 0), found
