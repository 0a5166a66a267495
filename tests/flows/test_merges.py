"""Groups of merged escalations, as the rows keep them, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.errors import Refusal
from bot.flows import merges
from bot.models import Entry, Escalation, Request, Severity, Timer
from bot.rules.merges import Clock
from bot.store import notices
from bot.tools import Caller
from tests.engine.staging import Stage, staged
from tests.stories.escalating import pass_by, tell

TITLES = ("The oven of the Lyon shop is cold", "No bread in Dijon", "A rat in the Annecy shop", "Site down")
LEVELS = ("normal", "low", "high", "normal")
WORKSPACE = "T0TUTTI"


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with staged(database_url) as made:
        for title, level in zip(TITLES, LEVELS, strict=True):
            await tell(made.world.person("U0JULIE"), title, severity=level)
            await pass_by(made.world)
        yield made


async def ids(stage: Stage) -> list[str]:
    found = sorted(await stage.rows(Escalation), key=lambda one: TITLES.index(one.title))
    return [one.id for one in found]


async def karim(stage: Stage, key: str) -> Caller:
    return await stage.tutti.tools.caller(WORKSPACE, "U0KARIM", key)


async def merge(stage: Stage, one: str, other: str) -> str:
    """What is said; also of a refusal."""
    try:
        done = await merges.merge(stage.tutti.tools, await karim(stage, f"m{one}{other}"), one, other)
    except Refusal as refusal:
        return refusal.msgid
    return done.text


async def separate(stage: Stage, one: str) -> None:
    await merges.separate(stage.tutti.tools, await karim(stage, f"s{one}{stage.clock.now()}"), one)


async def clocks(stage: Stage) -> dict[str, Clock]:
    return {one.id: Clock.of(one) for one in await stage.rows(Escalation)}


async def pointers(stage: Stage) -> dict[str, str | None]:
    return {one.id: one.merged_into for one in await stage.rows(Escalation)}


async def test_chains_resolve_and_come_apart_in_any_order_with_their_own_hours(stage: Stage) -> None:
    a, b, c, d = await ids(stage)
    before = await clocks(stage)
    requests = {one.notice: (one.state, one.due_at) for one in await stage.rows(Request)}
    await merge(stage, c, d)
    await merge(stage, b, c)
    await merge(stage, a, d)
    assert await pointers(stage) == {a: None, b: a, c: b, d: c}
    now = await clocks(stage)
    assert now[a].severity is Severity.high
    assert now[a].told_due_at == min(clock.told_due_at for clock in now.values())
    assert {one.subject for one in await stage.rows(Timer, kind="told")} == {a}
    assert "already" in await merge(stage, d, b)

    await separate(stage, c)
    assert await pointers(stage) == {a: None, b: a, c: None, d: c}
    now = await clocks(stage)
    assert (now[a], now[b], now[c]) == (before[a], before[b], before[c]), "each has its own again"
    await separate(stage, b)
    await separate(stage, d)
    assert await clocks(stage) == before
    assert {one.notice: (one.state, one.due_at) for one in await stage.rows(Request)} == requests
    assert {one.subject for one in await stage.rows(Timer, kind="told")} == {a, b, c, d}


async def test_merges_crosswise_and_at_once_leave_one_that_stands(stage: Stage) -> None:
    a, b, c, d = await ids(stage)
    said = await asyncio.gather(
        merge(stage, a, b), merge(stage, b, a), merge(stage, b, c), merge(stage, c, a), merge(stage, d, c)
    )
    assert sum("already" in one for one in said) == 2
    found = await pointers(stage)
    assert [one for one, into in found.items() if into is None] == [a]
    assert len(await stage.rows(Entry, kind="merged")) == 3
    waiting = [one.notice for one in await stage.rows(Request) if one.state == "waiting"]
    assert waiting == [a]


async def test_a_crisis_stays_and_its_launches_are_held_until_it_ends(stage: Stage) -> None:
    a, b, *_ = await ids(stage)
    crisis = (await stage.rows(Escalation, id=b))[0]
    await stage.tutti.store.write(lambda db: db.change(crisis, severity=Severity.crisis))
    await merge(stage, a, b)
    assert (await pointers(stage))[a] == b, "the younger one stays: it is the crisis"
    opened = await stage.tutti.store.read(lambda db: notices.open_crisis(db, WORKSPACE))
    assert opened is not None and opened.id == b
    assert [one.state for one in await stage.rows(Request, notice=a)] == ["paused"]
