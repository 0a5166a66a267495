"""From the commit to Slack: at rest, a launch to many departments, replicas side by side, calls counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from benchmarks import databases, filled, organisation, servers
from benchmarks.cast import RAISER, TEAM, room
from benchmarks.rows import Row, above, below
from benchmarks.run import Run, now
from bot.models import Entry, Message, Workspace
from bot.store.db import Db, table
from bot.store.engines import short_engine

POST_SECONDS = 1.0
"""Slack permits one message a second in a channel (PLATFORM section 2)."""
WHY = "a post takes some 4 ms of CPU, ours and PostgreSQL's, and the cores are shared with Slack's part"
"""What stands between us and the permitted rate, where that is not reached."""
SLACK_SECONDS = 0.2
"""How long the slow Slack takes to answer."""


def measure(run: Run) -> Iterator[Row]:
    """At rest on both databases, then replicas on PostgreSQL."""
    for kind in databases.BOTH:
        run.say(f"commit → posts, {kind}")
        yield from _at_rest(run, kind)
    for channels in run.sizes.channels:
        run.say(f"replicas, {channels} channels")
        yield from _replicas(run, channels)


def _at_rest(run: Run, kind: str) -> Iterator[Row]:
    url, departments = run.databases.new(kind), run.sizes.departments
    organisation.settle(url, departments, now())
    with ExitStack() as stack:
        slack = servers.null_slack(stack)
        server = servers.tutti(stack, url, slack)
        time.sleep(2)
        calls = slack.counts()["calls"]
        known = ("auth.test", "bots.info", "users.list", "users.conversations")
        extra = sum(calls.values()) - sum(calls.get(name, 0) for name in known)
        yield below(
            f"Slack calls of a start beside who we are, who is there and where we are, {kind}",
            float(extra),
            "",
            0.0,
        )
        first = [_first_post(server, slack, number) for number in range(run.sizes.repeats * 3)]
        worst = sorted(first)[int(len(first) * 0.95)]
        what = f"commit → first post at rest, {kind}: p95"
        yield below(what, worst * 1000, "ms", 150, repeats=len(first))
        _calm(slack)
        yield from _launch(run, kind, server, slack)
        slack.reset()
        time.sleep(3)
        at_rest = sum(slack.counts()["calls"].values())
        yield below(f"Slack calls at rest in 3 s, {kind}", float(at_rest), "", 0.0)


def _first_post(server: servers.Server, slack: servers.Slack, number: int) -> float:
    """Seconds from a form's ack to its first message in a channel."""
    _calm(slack)
    acked = servers.load(server, "form", connections=1, count=1, first=number).last_at
    return float(_channel_posts(slack, 1)[0][0]) - acked


def _launch(run: Run, kind: str, server: servers.Server, slack: servers.Slack) -> Iterator[Row]:
    """A launch to every department: when the last of card and requests is there, and what it cost."""
    slack.reset()
    acked = servers.load(server, "launch", connections=1, count=1).last_at
    wanted = run.sizes.departments + 1
    posts = _channel_posts(slack, wanted)
    what = f"launch to {run.sizes.departments} departments, {kind}"
    yield below(f"{what}: card and requests posted", posts[-1][0] - acked, "s", 3.0)
    counts = _calm(slack)
    rooms = [post for post in counts["posts"] if post[1].startswith("C")]
    yield below(f"{what}: posts in channels", float(len(rooms)), "", float(wanted))
    yield below(f"{what}: posts too fast for Slack", float(counts["too_fast"]), "", 0.0)


def _channel_posts(slack: servers.Slack, wanted: int, wait: float = 30.0) -> list[Any]:
    """The first so many posts in channels since the reset; fewer if they do not come in time."""
    end = time.monotonic() + wait
    while time.monotonic() < end:
        found = sorted(post for post in slack.counts()["posts"] if post[1].startswith("C"))
        if len(found) >= wanted:
            return found[:wanted]
        time.sleep(0.02)
    raise TimeoutError(f"{wanted} posts were awaited")


def _calm(slack: servers.Slack) -> dict[str, Any]:
    """Wait until Slack was not called for two seconds, then forget; what was counted until then."""
    calls, since = -1, time.monotonic()
    counts: dict[str, Any] = {}
    while time.monotonic() - since < 2.0:
        counts = slack.counts()
        if (total := sum(counts["calls"].values())) != calls:
            calls, since = total, time.monotonic()
        time.sleep(0.05)
    slack.reset()
    return counts


def _replicas(run: Run, channels: int) -> Iterator[Row]:
    """Channels full of messages, emptied by 1, 2, … equal processes; without the workspace's own limit."""
    rates: dict[int, float] = {}
    permitted = channels / POST_SECONDS
    for replicas in run.sizes.replicas:
        counts = _emptied(run, channels, replicas)
        rates[replicas] = len(counts["posts"]) / run.sizes.posts_seconds
        what = f"{replicas} replica{'s' * (replicas > 1)}, Slack in 200 ms, {channels:,} channels"
        met = rates[replicas] >= 0.9 * permitted
        yield Row(
            f"{what}: posts",
            rates[replicas],
            "/s",
            "≥ 90% of the permitted rate",
            met,
            rates[replicas] / permitted,
            permitted,
            "permitted",
            "" if met else WHY,
        )
        yield below(f"{what}: posted twice", float(counts["twice"]), "", 0.0)
        yield below(f"{what}: posts too fast for Slack", float(counts["too_fast"]), "", 0.0)
    falls = min(rates[two] / rates[one] for one, two in zip(rates, list(rates)[1:], strict=False))
    what = f"replicas, {channels:,} channels: each step against the one before"
    yield above(what, falls, "×", 0.97, note="all on two cores")


def _emptied(run: Run, channels: int, replicas: int) -> dict[str, Any]:
    """What Slack saw in the measured seconds. All sending is paused until every replica has started."""
    url = run.databases.new(databases.POSTGRESQL)
    organisation.settle(url, 1, now())
    _owed(url, channels, int(run.sizes.posts_seconds * 2) + 5)
    _pause(url, on=True)
    with ExitStack() as stack:
        slack = servers.null_slack(stack, delay=SLACK_SECONDS)
        for _ in range(replicas):
            servers.tutti(stack, url, slack, module="benchmarks.replica")
        slack.reset()
        _pause(url, on=False)
        # The end of a pause is seen within a second; the rate is that of the sending that follows.
        _channel_posts(slack, 1)
        slack.reset()
        time.sleep(run.sizes.posts_seconds)
        return slack.counts()


def _pause(url: str, *, on: bool) -> None:
    engine = short_engine(url)
    workspace = table(Workspace)
    with engine.begin() as connection:
        connection.execute(workspace.update().values(pause=on, revision=workspace.c.revision + 1))
    engine.dispose()


def _owed(url: str, channels: int, each: int) -> None:
    """So many messages for each channel: lines about a launch, which need no thread."""
    engine = short_engine(url)
    at = now() - timedelta(minutes=1)
    with engine.begin() as connection:
        filled.launches(connection, 1, at)
        entry = Entry(workspace=TEAM, notice="L0", at=at, kind="announced", by=RAISER)
        Db(connection).add(entry)
        lines = [_line(entry, room(number), turn) for turn in range(each) for number in range(channels)]
        connection.execute(table(Message).insert(), lines)
    engine.dispose()


def _line(entry: Entry, channel: str, turn: int) -> dict[str, Any]:
    message = Message(
        workspace=TEAM,
        key=f"line:{channel}:{turn}",
        kind="line",
        channel=channel,
        notice=entry.notice,
        values={"entry": entry.id},
        made_at=entry.at,
    )
    return message.model_dump(exclude={"id"})
