"""The watchman: the heartbeat stops with the work, `/metrics` names nobody, a lost step is set again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import structlog
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import monotonic
from bot.engine.heartbeat import EVERY_SECONDS, Heartbeat
from bot.engine.watch import STALLED_SECONDS, Watch
from bot.flows import self_check, speak, timers
from bot.metrics import Metrics
from bot.models import Escalation, Launch, Request, Timer
from bot.sandbox.loopback import serving
from bot.store import Db, health
from tests.engine.staging import Stage, staged

STOPPED_WITHIN = 60
"""Seconds (issue: "the heartbeat that stops within 60 s")."""


class Receiver:
    """Where the heartbeat goes: counts the calls, answers what it is told."""

    def __init__(self) -> None:
        self.calls, self.status = 0, 200
        self.asgi = Starlette(routes=[Route("/beat/secret-word", self._beat)])

    async def _beat(self, _request: HttpRequest) -> Response:
        self.calls += 1
        return PlainTextResponse("", self.status)


@contextlib.asynccontextmanager
async def watched(database_url: str) -> AsyncIterator[tuple[Stage, Receiver, Heartbeat]]:
    """A bakery whose Tutti has an address to call; the test beats."""
    receiver = Receiver()
    async with staged(database_url) as stage, serving(receiver.asgi) as address:
        url = SecretStr(f"{address}/beat/secret-word")
        tools = stage.tutti.tools
        tools.settings = tools.settings.model_copy(update={"tutti_heartbeat_url": url})
        yield stage, receiver, Heartbeat(tools, stage.tutti.engine.watch)


async def never(*_args: object, **_kwargs: object) -> None:
    await asyncio.Event().wait()


async def kill_the_engine(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = stage.tutti.engine._loop
    assert loop is not None
    loop.cancel()


async def stop_delivery(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.tutti.engine.courier, "_serve", never)
    await stage.announce()


async def stop_timers(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.launched()
    monkeypatch.setattr(timers, "run_due", lambda *_: ("", 0))
    stage.clock.move(timedelta(days=1))


@pytest.mark.parametrize("stop", [kill_the_engine, stop_delivery, stop_timers])
async def test_the_heartbeat_ends_within_a_minute_of_the_work(
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    stop: Callable[[Stage, pytest.MonkeyPatch], Awaitable[None]],
) -> None:
    async with watched(sqlite_url) as (stage, receiver, heartbeat):
        engine = stage.tutti.engine
        await stage.settle()
        assert await heartbeat.beat() and receiver.calls == 1
        await stop(stage, monkeypatch)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await engine.turn()
        before = receiver.calls
        sent = await _stalled_beats(stage, heartbeat, turns=stop is not kill_the_engine)
        assert sent <= 1 and receiver.calls - before == sent
        assert engine.watch.stopped()
        for task in engine.courier._running.values():
            task.cancel()


async def _stalled_beats(stage: Stage, heartbeat: Heartbeat, *, turns: bool) -> int:
    """Heartbeats in the minute after a fault; the engine itself goes on turning where it still can."""
    count = 0
    for _ in range(STOPPED_WITHIN // EVERY_SECONDS):
        await stage.clock.sleep(EVERY_SECONDS)
        if turns:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.3):
                    await stage.tutti.engine.turn()
        count += await heartbeat.beat()
    return count


async def test_the_heartbeat_goes_on_while_there_is_nothing_to_do_and_while_slack_is_down(
    sqlite_url: str,
) -> None:
    async with watched(sqlite_url) as (stage, receiver, heartbeat):
        await stage.settle()
        for _ in range(3):
            await stage.later(EVERY_SECONDS, step=10)
            assert await heartbeat.beat()
        await stage.owed()
        stage.world.faults.down(70)
        await stage.pause(False)
        for _ in range(3):
            await stage.later(EVERY_SECONDS, step=10)
            assert await heartbeat.beat(), stage.tutti.engine.watch.stopped()
        await stage.later(60)
        assert await heartbeat.beat() and receiver.calls == 7


async def test_an_address_that_does_not_take_it_is_said_without_the_address(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (stage, receiver, heartbeat):
        receiver.status = 404
        with structlog.testing.capture_logs() as lines:
            assert not await heartbeat.beat()
        assert lines and "secret-word" not in str(lines)
        assert "secret-word" not in repr(stage.tutti.tools.settings)


async def scraped(stage: Stage) -> dict[tuple[str, str], float]:
    """`/metrics` as (sample, value of its label) -> value."""
    await stage.tutti.engine.watch.measure(stage.tutti.tools, stage.tutti.engine.courier.silent_since)
    text = generate_latest(stage.tutti.metrics.registry).decode()
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "le" not in sample.labels
    }


async def test_metrics_count_what_was_done_and_name_nobody(database_url: str) -> None:
    async with staged(database_url) as stage:
        await stage.launched("Secret galette")
        stage.clock.move(timedelta(hours=4))
        await stage.settle()
        seen = await scraped(stage)
        assert seen["tutti_input_seconds_count", "form"] == 1
        assert seen["tutti_input_seconds_count", "command"] >= 1
        assert seen["tutti_slack_calls_total", "chat.postMessage"] >= 4
        assert seen["tutti_pings_total", "ask"] >= 1
        assert seen["tutti_step_lateness_seconds_count", ""] >= 1
        assert seen["tutti_ledger_messages", "parked"] == 0
        assert seen["tutti_ledger_oldest_seconds", ""] == seen["tutti_timer_overdue_seconds", ""] == 0
        assert seen["tutti_rows", "entry"] == await stage.tutti.store.read(
            lambda db: health.sizes(db)["entry"]
        )
        assert ("process_resident_memory_bytes", "") in seen
        words = " ".join(label for _, label in seen)
        assert "U0" not in words and "galette" not in words and "T0" not in words and "C0" not in words


async def test_the_lateness_of_a_digest_is_measured_too(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.settle()
        before = (await scraped(stage))["tutti_step_lateness_seconds_count", ""]
        assert await timers.run_alone(stage.tutti.tools) == 0
        stage.clock.move(timedelta(days=7))
        assert await timers.run_alone(stage.tutti.tools) > 0
        assert (await scraped(stage))["tutti_step_lateness_seconds_count", ""] > before


async def test_metrics_show_what_waits_and_a_card_that_lags(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.launched()
        stage.world.faults.down(100)
        (launch,) = await stage.rows(Launch)
        await stage.tutti.store.write(lambda db: _touch(db, launch))
        await stage.later(2)
        await scraped(stage)
        await stage.clock.sleep(90)
        stage.clock.move(timedelta(seconds=90))
        seen = await scraped(stage)
        assert seen["tutti_slack_silent_seconds", ""] >= 90
        assert seen["tutti_card_lag_seconds", ""] >= 90
        assert seen["tutti_slack_errors_total", "no_answer"] + seen.get(
            ("tutti_slack_errors_total", "unreachable"), 0
        )
        await stage.later(120)
        assert (await scraped(stage))["tutti_card_lag_seconds", ""] == 0


def _touch(db: Db, launch: Launch) -> None:
    db.change(launch, texts=launch.texts | {"gain": "Two cakes"})
    speak.changed(db, launch)


async def test_the_loops_longest_delay_of_the_last_minute_is_measured(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        watch: Watch = stage.tutti.engine.watch
        await asyncio.sleep(0.15)
        until = monotonic() + 0.3
        while monotonic() < until:
            pass
        await asyncio.sleep(0.15)
        assert watch is stage.tutti.engine.watch
        assert (await scraped(stage))["tutti_loop_lag_seconds", ""] > 0.15


async def test_what_lost_its_next_step_gets_it_back(database_url: str) -> None:
    async with staged(database_url) as stage:
        await stage.launched()
        await stage.world.person("U0JULIE").command("/tutti escalate Cold oven", channel="C0TUTTI")
        sent = await stage.world.person("U0JULIE").fill_and_submit({"topic": "complaint"})
        assert not sent.errors, sent
        await stage.settle()
        tools = stage.tutti.tools
        assert await self_check.run(tools) == 0, "nothing is found where nothing is lost"
        requests, launches = await stage.rows(Request), await stage.rows(Launch)
        (case,) = await stage.rows(Escalation)
        lost = [("rung", one.id) for one in requests]
        lost += [("golive", launches[0].id), ("told", case.id)]
        await tools.store.write(lambda db: [db.remove(Timer, kind=kind, subject=one) for kind, one in lost])
        assert await self_check.run(tools) == len(lost)
        known = {(timer.kind, timer.subject) for timer in await stage.rows(Timer)}
        assert set(lost) <= known
        assert await self_check.run(tools) == 0
        assert (await scraped(stage))["tutti_self_check_findings", "without_next_step"] == 0


def test_every_metric_keeps_the_conventions() -> None:
    for family in Metrics().registry.collect():
        assert family.documentation
        if family.name.startswith("tutti_"):
            assert not family.name.endswith(("_ms", "_minutes", "_milliseconds"))
            assert family.type != "histogram" or family.name.endswith("_seconds")
    assert STALLED_SECONDS + EVERY_SECONDS < STOPPED_WITHIN
