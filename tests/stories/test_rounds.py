"""People are reached in rounds, at once where it matters, and never outside their hours (rules N1–N4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.bakery import announce, bakery, inbox, paris, raise_case, request_in, texts, timeline

ALWAYS_OPEN = {"hours": None, "holidays": None}


async def test_several_items_come_in_one_message_and_without_a_mention(database_url: str) -> None:
    async with bakery(database_url) as world:
        await announce(world, title="Galette")
        await announce(world, title="Brioche")
        await world.walk.to(paris("2026-11-24 11:00"))
        told = inbox(world, "U0LEA")
        assert len(told) == 1 and "Galette" in told[0] and "Brioche" in told[0]
        hugo = inbox(world, "U0HUGO")
        assert len(hugo) == 1, "he represents sales, his round is 09:15 in London"
        channel = texts(world.person("U0LEA").sees("C0CS"))
        assert len(channel) == 2 and not any("<@" in text or "<!channel" in text for text in channel)


async def test_one_person_with_two_departments_gets_one_message(database_url: str) -> None:
    async with bakery(database_url) as world:
        await announce(world, "U0KARIM", departments_promotion=["product"])
        await world.walk.to(paris("2026-11-24 10:16"))
        told = inbox(world, "U0HUGO")
        assert len(told) == 1 and "*Sales*" in told[0] and "*Product*" in told[0]


async def test_what_was_answered_before_its_round_calls_nobody(database_url: str) -> None:
    async with bakery(database_url) as world:
        await announce(world)
        await world.person("U0LEA").press(request_in(world, "C0CS"), "request_ready")
        await world.walk.to(paris("2026-11-24 18:00"))
        assert inbox(world, "U0LEA") == []


@pytest.mark.parametrize(
    ("case", "asked", "reached"),
    [
        ("a weekend", "2026-11-20 16:00", "2026-11-23 09:15"),
        ("a holiday", "2026-11-10 16:00", "2026-11-12 09:15"),
        ("the night in which summer time ends", "2026-10-23 16:00", "2026-10-26 09:15"),
    ],
)
async def test_rounds_rest_when_the_department_does(
    database_url: str, case: str, asked: str, reached: str
) -> None:
    async with bakery(database_url, at=asked) as world:
        await announce(world, at="2026-12-10 10:00")
        await world.walk.to(paris(reached) - timedelta(minutes=1))
        assert inbox(world, "U0LEA") == [], case
        await world.walk.to(paris(reached))
        assert len(inbox(world, "U0LEA")) == 1, case


async def test_a_high_case_at_night_waits_for_the_opening(database_url: str) -> None:
    async with bakery(database_url, at="2026-11-24 20:00") as world:
        await raise_case(world, severity="high")
        await world.walk.to(paris("2026-11-25 08:59"))
        assert inbox(world, "U0LEA") == []
        await world.walk.to(paris("2026-11-25 09:00"))
        assert len(inbox(world, "U0LEA")) == 1


async def test_windows_of_seconds_are_chased_to_the_second(database_url: str) -> None:
    """Without rounds and hours everything goes at once: shares of 40 seconds, then of 20."""
    always = {key: ALWAYS_OPEN for key in ("customer_service", "sales", "marketing", "pr", "communication")}
    configuration: dict[str, Any] = {
        "departments": always,
        "workspace": {"rounds": "none"},
        "deadlines": {"launch": "40s", "high": "20s"},
    }
    async with bakery(database_url, at="2026-11-22 03:00", **configuration) as world:
        await announce(world)
        start = paris("2026-11-22 03:00")
        seen = []
        for seconds in (1, 19, 22, 29, 32, 39, 42):
            await world.walk.to(start + timedelta(seconds=seconds))
            seen.append([len(inbox(world, who)) for who in ("U0LEA", "U0TOM", "U0ANA", "U0KARIM")])
        assert seen[:4] == [[1, 0, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0], [2, 0, 0, 0]]
        assert seen[4:6] == [[2, 1, 0, 0], [2, 1, 0, 0]]
        assert seen[6][:3] == [2, 1, 1] and seen[6][3] >= 1, "sales has no deputy and no head"


async def test_after_an_outage_only_the_step_due_now_is_sent_and_says_that_it_is_late(
    database_url: str,
) -> None:
    async with bakery(database_url) as world:
        await announce(world)
        await world.walk.to(paris("2026-11-24 10:30"))
        # Tutti was not there for two days: nothing of that time was handled.
        world.clock.set(paris("2026-11-26 12:00"))
        await world.walk.settle()
        await world.walk.to(paris("2026-11-26 16:01"))
        assert len(inbox(world, "U0LEA")) == 1 and inbox(world, "U0TOM") == []
        assert [text.count("This comes late") for text in inbox(world, "U0ANA")] == [1]
        assert [text.count("This comes late") for text in inbox(world, "U0KARIM")] == [2]
        missed = await timeline(world)
        assert "A call came too late to be sent: Customer service (reminder)" in missed
        assert "A call came too late to be sent: Customer service (deputy)" in missed


async def test_what_slack_did_not_take_for_a_day_comes_once_and_late(database_url: str) -> None:
    async with bakery(database_url) as world:
        await announce(world)
        world.faults.fail("chat.postMessage", "ratelimited", times=10**9, retry_after=30)
        await world.walk.to(paris("2026-11-25 10:00"))
        assert inbox(world, "U0LEA") == [] and inbox(world, "U0HUGO") == []
        world.faults.fail("chat.postMessage", "", times=0)
        await world.clock.sleep(120)
        await world.walk.settle()
        told = inbox(world, "U0LEA")
        assert len(told) == 1, told
        assert told[0].count("Galette") == 1 and "This comes late" in told[0]
        assert "A call came too late" in await timeline(world)
