"""Steps due together: one that cannot be handled holds none of the others, and none is taken twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.engine import sizes
from bot.flows import timers
from bot.models import Digest, Entry, Message, Ping, PingKind, Request, Timer
from bot.store import Db
from bot.store.timers import set_timer
from tests.engine.staging import Stage, staged

HOUR = timedelta(hours=1)
LADDER = [["representative", 0.0], ["reminder", 0.5], ["orchestrator", 1.0]]


async def overdue(stage: Stage, *, broken: bool = False) -> list[Request]:
    """Every request of a launch, with its reminder due now; the ladder of one cannot be read."""
    await stage.launched()
    now, requests = stage.clock.now(), await stage.rows(Request)

    def work(db: Db) -> None:
        for one in requests:
            ladder = [["nonsense"]] if broken and one is requests[0] else LADDER
            db.change(one, asked_at=now - 3 * HOUR, shown_at=now - 3 * HOUR, due_at=now + HOUR)
            db.change(one, step=1, called=["U0LEA"], real_time=True, ladder=ladder)
            set_timer(db, one.workspace, "rung", one.id, now)

    await stage.tutti.store.write(work)
    return requests


async def test_a_request_that_cannot_be_chased_does_not_hold_the_others(database_url: str) -> None:
    async with staged(database_url) as stage:
        requests = await overdue(stage, broken=True)
        await stage.settle()
        ill = requests[0]
        reminded = {one.request for one in await stage.rows(Ping, kind=PingKind.reminder)}
        assert reminded == {one.id for one in requests if one is not ill}
        assert len(await stage.rows(Entry, kind="called")) >= len(reminded)
        again = await stage.rows(Timer, kind="rung", subject=ill.id)
        assert [one.at > stage.clock.now() for one in again] == [True]


@pytest.mark.parametrize(("first", "most"), [(1, 1), (sizes.MOST, sizes.MOST)])
async def test_several_units_at_once_take_each_step_once(
    database_url: str, first: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One by one, two units meet at the same launch: the later one comes back in a second."""
    monkeypatch.setattr(sizes, "FIRST", first)
    monkeypatch.setattr(sizes, "MOST", most)
    async with staged(database_url) as stage:
        requests = await overdue(stage)
        await stage.tutti.engine.catch_up()
        stage.clock.move(timedelta(seconds=1))
        await stage.tutti.engine.catch_up()
        pings = await stage.rows(Ping, kind=PingKind.reminder)
        assert sorted(str(one.request) for one in pings) == sorted(one.id for one in requests)
        assert all(one.step > 1 for one in await stage.rows(Request))
        lines = [one for one in await stage.rows(Message, kind="reminder")]
        assert len(lines) == len({one.key for one in lines}) == len(requests)


async def test_a_digest_that_cannot_be_counted_is_tried_again(sqlite_url: str, monkeypatch: object) -> None:
    async def fails(*_: object) -> None:
        raise LookupError

    async with staged(sqlite_url) as stage:
        now = stage.clock.now()
        await stage.tutti.store.write(lambda db: set_timer(db, "T0TUTTI", "digest", "shared", now))
        monkeypatch.setattr(timers, "ALONE", {"digest": fails})  # type: ignore[attr-defined]
        await stage.settle()
        found = await stage.rows(Timer, kind="digest", subject="shared")
        assert [one.at for one in found] == [now + timers.TRY_AGAIN]
        assert await stage.rows(Digest) == []
