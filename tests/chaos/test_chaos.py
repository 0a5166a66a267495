"""A short run of the faults; `make chaos` runs all of them at full size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.models import Escalation
from tests.chaos import aimed, faults, probes
from tests.chaos.faults import SMALL
from tests.chaos.judge import Verdict, judge
from tests.engine.staging import staged

TINY = replace(SMALL, kills=1, aimed=1, inputs=12, rest_seconds=1)
pytestmark = pytest.mark.xdist_group("chaos")


async def test_p1_p2_a_killed_process_loses_nothing_that_was_confirmed(sqlite_url: str) -> None:
    found = await faults.suffer("kill", faults.killed, sqlite_url, TINY)
    assert found.verdict.well and found.verdict.acked >= 12, found
    assert found.verdict.posted, "and delivery goes on"


async def test_p1_p2_inputs_told_three_times_to_two_replicas_of_which_one_is_killed(
    postgres_template: str, new_postgres: Callable[[str], str]
) -> None:
    url = new_postgres(postgres_template)
    found = await faults.suffer("repeats", faults.killed, url, TINY, replicas=2, copies=3)
    assert found.verdict.well and found.verdict.acked >= 12, found


async def test_p1_p3_a_digest_and_reminders_are_sent_once_though_the_process_is_killed(
    sqlite_url: str,
) -> None:
    found = await faults.suffer(
        "steps", aimed.killed_at_steps, sqlite_url, TINY, options=("proof",), pause=4.0
    )
    assert found.verdict.well and found.note.startswith("8 digests posted"), found


async def test_p1_a_killed_migration_is_made_again_and_keeps_every_row(sqlite_url: str) -> None:
    found = await aimed.killed_migrations("migration", sqlite_url, 1, seed=1)
    assert found.verdict.well and found.verdict.acked == aimed.ROWS, found


async def test_the_judge_sees_what_is_lost_doubled_and_half_made(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        julie = stage.world.person("U0JULIE")
        await julie.command("/tutti escalate Cold oven", channel="C0TUTTI")
        await julie.fill_and_submit({"topic": "complaint"})
        await stage.settle()
        posts = stage.world.workspace.posts["C0TUTTI"]
        posts.append(posts[-1])
        await probes.plant(sqlite_url, stage.clock.now(), 1)
        (case,) = [one for one in await stage.rows(Escalation) if one.title == "Cold oven"]
        await stage.tutti.store.write(lambda db: db.add(case.model_copy(update={"id": "E2"})))
        found = await judge(stage.world, sqlite_url, {"Cold oven", "Never told"})
    assert not found.well
    assert found == Verdict(
        acked=2, lost=1, doubled_rows=1, half_made=1, posted=found.posted, doubled_posts=1, broken=0
    )
