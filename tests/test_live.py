"""`tutti doctor --live`: what a running Tutti says of itself, and what to do about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import live
from bot.__main__ import run
from bot.flows.findings import Finding
from bot.sandbox.loopback import serving
from tests.engine.staging import Stage, staged


async def looked(stage: Stage) -> dict[str, Finding]:
    """What the doctor finds at the running Tutti, by subject."""
    async with serving(stage.tutti.asgi) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        named = {"tutti_host": host, "tutti_port": int(port)}
        settings = stage.tutti.settings.model_copy(update=named)
        return {finding.subject: finding for finding in await live.examine(settings)}


async def test_a_tutti_at_work_is_well(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.launched()
        found = await looked(stage)
        assert all(finding.ok for finding in found.values()), found
        assert {"running", "timers", "delivery", "failed messages", "next steps", "event loop"} <= set(found)


async def test_what_slack_refused_and_a_long_silence_are_findings(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        stage.world.faults.fail("chat.postMessage", "is_archived", times=1)
        await stage.launched()
        await stage.owed("Second")
        stage.world.faults.down(3600)
        await stage.pause(False)
        await stage.later(2)
        await stage.clock.sleep(300)
        stage.clock.move(timedelta(seconds=300))
        found = await looked(stage)
        assert not found["failed messages"].ok
        assert not found["Slack"].ok and "seconds" in found["Slack"].sentence
        assert all(finding.what_to_do for finding in found.values() if not finding.ok)


def test_where_nothing_runs_it_says_where_it_looked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sqlite_url: str, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("TUTTI_PORT", str(unused_tcp_port))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    assert run(["doctor", "--live"]) == 1
    printed = capsys.readouterr().out
    assert f"No Tutti answers at http://127.0.0.1:{unused_tcp_port}." in printed


def test_each_figure_beyond_its_limit_is_said() -> None:
    samples = {
        ("tutti_timer_overdue_seconds", ""): 12.0,
        ("tutti_loop_lag_seconds", ""): 2.5,
        ("tutti_self_check_findings", "without_next_step"): 3.0,
        ("tutti_heartbeats_total", "refused"): 2.0,
        ("tutti_ledger_messages", "uncertain"): 4.0,
    }
    wrong = {finding.subject: finding.sentence for finding in live.judged(samples) if not finding.ok}
    assert wrong == {
        "timers": "The longest waiting step is 12 seconds late.",
        "event loop": "It stood still for 2.50 seconds within the last minute.",
        "next steps": "Open items that had lost their next step, which was set again: 3.",
        "heartbeat": "2 were not taken, 0 withheld since the start.",
        "failed messages": "Refused or in doubt: 4.",
    }
