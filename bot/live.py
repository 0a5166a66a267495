"""What a running Tutti says of itself over HTTP (`tutti doctor --live`). Nothing is posted or changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.flows.findings import Finding
from bot.settings import Settings

PATIENCE: Final = aiohttp.ClientTimeout(total=5)
Samples = dict[tuple[str, str], float]
"""(name, value of its label) -> what was measured."""

PROMISED_SECONDS: Final = 5
"""So late at most is a due step handled (P3)."""
LAG_SECONDS: Final = 60
ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


async def examine(settings: Settings) -> list[Finding]:
    """Ask the Tutti at TUTTI_HOST and TUTTI_PORT how it does; one finding if nobody answers."""
    host = ANYWHERE.get(settings.tutti_host, settings.tutti_host)
    base = f"http://{f'[{host}]' if ':' in host else host}:{settings.tutti_port}"
    try:
        async with aiohttp.ClientSession(base, timeout=PATIENCE) as session:
            async with session.get("/readyz") as answer:
                ready = await answer.json()
            async with session.get("/metrics") as answer:
                samples = read(await answer.text())
    except (aiohttp.ClientError, TimeoutError, ValueError):
        sentence = f"No Tutti answers at {base}."
        todo = "Start tutti serve, or set TUTTI_HOST and TUTTI_PORT to where it runs."
        return [Finding(False, "running", sentence, todo)]
    return [*_ready(ready, base), *judged(samples)]


def read(text: str) -> Samples:
    """The samples of a Prometheus page, without the histograms' buckets."""
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "le" not in sample.labels
    }


def _ready(state: object, base: str) -> Iterable[Finding]:
    parts = state if isinstance(state, dict) else {}
    wrong = [str(name) for name, well in parts.items() if not well]
    if wrong or not parts:
        sentence = f"The Tutti at {base} is not ready: {', '.join(wrong) or 'it does not say why'}."
        return [Finding(False, "running", sentence, "Read its log; restart it if nothing is said there.")]
    return [Finding(True, "running", f"The Tutti at {base} is ready ({', '.join(parts)}).")]


def judged(samples: Samples) -> list[Finding]:
    """What the figures say: inputs, timers, delivery, Slack, the event loop, next steps, the heartbeat."""
    return [
        _within(
            samples.get(("tutti_timer_overdue_seconds", ""), 0),
            PROMISED_SECONDS,
            "timers",
            "The longest waiting step is {seconds:.0f} seconds late.",
            "Look at the load of the machine and of the database.",
        ),
        _within(
            samples.get(("tutti_slack_silent_seconds", ""), 0),
            LAG_SECONDS,
            "Slack",
            "Slack has not answered for {seconds:.0f} seconds.",
            "Check the network and Slack's status page; what is owed is sent afterwards.",
        ),
        _within(
            max(
                samples.get(("tutti_ledger_oldest_seconds", ""), 0),
                samples.get(("tutti_card_lag_seconds", ""), 0),
            ),
            LAG_SECONDS,
            "delivery",
            "The message that waits longest waits for {seconds:.0f} seconds.",
            "Look at what failed on an administrator's Home; after a flood it takes its time.",
        ),
        _settled(samples),
        _within(
            samples.get(("tutti_loop_lag_seconds", ""), 0),
            1,
            "event loop",
            "It stood still for {seconds:.2f} seconds within the last minute.",
            "Look at the load of the machine; inputs are answered late meanwhile.",
        ),
        _none(
            samples.get(("tutti_self_check_findings", "without_next_step"), 0),
            "next steps",
            "Open items that had lost their next step, which was set again: {count:.0f}.",
            "Please report this with the log's lines “open without a next step”.",
        ),
        *_heartbeat(samples),
    ]


def _settled(samples: Samples) -> Finding:
    failed = samples.get(("tutti_ledger_messages", "parked"), 0)
    failed += samples.get(("tutti_ledger_messages", "uncertain"), 0)
    todo = "An administrator decides about them on Tutti's Home in Slack."
    return _none(failed, "failed messages", "Refused or in doubt: {count:.0f}.", todo)


def _heartbeat(samples: Samples) -> list[Finding]:
    count = {result: samples.get(("tutti_heartbeats_total", result), 0) for result in ("refused", "withheld")}
    if not any(name == "tutti_heartbeats_total" for name, _ in samples):
        return []
    sentence = f"{count['refused']:.0f} were not taken, {count['withheld']:.0f} withheld since the start."
    todo = "Check TUTTI_HEARTBEAT_URL; a withheld one is explained in the log."
    return [Finding(not any(count.values()), "heartbeat", sentence, todo if any(count.values()) else "")]


def _within(seconds: float, limit: float, subject: str, sentence: str, todo: str) -> Finding:
    well = seconds <= limit
    return Finding(well, subject, sentence.format(seconds=seconds), "" if well else todo)


def _none(count: float, subject: str, sentence: str, todo: str) -> Finding:
    return Finding(
        not count, subject, sentence.format(count=count) if count else "None.", todo if count else ""
    )
