"""The weeks that the demo opens on: every act could be done, and what they left is worth opening on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.clock import BoxClock
from bot.sandbox import story
from bot.sandbox.demo import living
from bot.sandbox.walk import moment
from bot.sandbox.world import World
from bot.slack.manifest import manifest

MANIFEST = manifest(options=("listening", "private"), socket_mode=False)
AFTER_A_HOLIDAY = datetime(2026, 12, 29, 8, 5, tzinfo=UTC)
"""The Tuesday after Christmas: two of the story's days were holidays."""


def test_a_moment_counts_weeks_from_the_opening_s_own() -> None:
    assert moment(AFTER_A_HOLIDAY, "-1 wed 09:30").isoformat() == "2026-12-23T09:30:00+01:00"
    assert story.begins(AFTER_A_HOLIDAY).isoformat() == "2026-12-07T10:30:00+01:00"


async def test_every_act_is_done_whatever_the_season(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with living(AFTER_A_HOLIDAY, manifest=MANIFEST, database_url=sqlite_url, lang="en") as world:
        assert [one.message for one in caplog.records if "story" in one.message] == []
        assert world.clock.now() == AFTER_A_HOLIDAY
        assert [call.answer for call in world.refusals if call.answer["error"] != "ratelimited"] == []
        ana = world.person("U0ANA")
        shared = [one.all_text for one in ana.sees("C0TUTTI") if "eekly digest" in one.text]
        assert len(shared) == 3 and "2 launches this week" in shared[-1]
        assert "4 escalations last week" in shared[1] and "1 late" in shared[1]
        drawn = [block["type"] for one in ana.inbox() for block in one.blocks]
        assert "data_visualization" in drawn, "the weeks are enough for a chart"
        seen = "\n".join(one.all_text for one in ana.sees("C0TUTTI") if not one.ephemeral)
        assert "Tea-time box" in seen and "Saturday workshop" in seen
        lea = world.person("U0LEA")
        assert "Welcome back. 6 requests in your absence" in lea.inbox()[-1].all_text
        waiting = [one for one in lea.sees("C0CS") if "request_take" in one.buttons]
        assert len(waiting) == 1 and "A refund or a voucher" in waiting[0].all_text
        assert "must take" in waiting[0].text, "about to be late, not late"
        partner = "\n".join(one.all_text for one in world.person("U0CLAIRE").sees("C0AGENCY"))
        assert "Tea-time box" in partner and "Walnut" not in partner
        assert {*await unread(world, "U0CLAIRE")} == {"C0AGENCY", "D0CLAIRE"}, "a stranger sees no other room"
        assert {"shops", "press", "customer-service"} <= {
            room.name for room in world.workspace.rooms.values()
        }
        new = await unread(world, "U0LEA")
        assert new.pop("D0LEA") >= 1 and sum(new.values()) <= 1, "only what came this morning"


async def unread(world: World, who: str) -> dict[str, int]:
    """What is new in each conversation, as the page counts it."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{world.url}/box/state", params={"as": who}) as answer,
    ):
        return {one["id"]: one["unread"] for one in (await answer.json())["channels"]}


async def test_what_cannot_be_done_is_told_and_the_rest_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(BoxClock(AFTER_A_HOLIDAY, quick=True), manifest=MANIFEST)
    story.furnish(world.workspace, "en")
    await world.start()
    try:
        failed = await story.play(world, "en", AFTER_A_HOLIDAY)
    finally:
        await world.stop()
    assert "no message about Flour fair has request_ready" in " ".join(failed)
    assert len(failed) > 40 and len(caplog.records) >= len(failed)
