"""What every part of the box shares: the workspace, the clock, the app's keys, and what happened.

`calls` is what the app asked of Slack, `inputs` what Slack gave the app; nothing is forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.sandbox.limits import RESPONSE_SECONDS, RESPONSE_USES, TRIGGER_SECONDS, Pace
from bot.sandbox.workspace import Json, Post, Workspace, new_id


class Refused(Exception):
    """Slack's `ok: false`. `error` is Slack's word; `extra` goes into the answer beside it."""

    def __init__(self, error: str, messages: Iterable[str] = (), **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        told = list(messages)
        self.extra = extra | ({"errors": told, "response_metadata": {"messages": told}} if told else {})


@dataclass
class Call:
    """One Web API call: `tick` machine seconds, `now` product time, `elapsed` seconds it took."""

    n: int
    method: str
    args: Json
    tick: float
    now: datetime
    answer: Json = field(default_factory=dict)
    elapsed: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether Slack did it."""
        return bool(self.answer.get("ok"))


@dataclass
class Input:
    """One delivery to the app. `status` 0 means no answer: cut, refused or over 3 seconds."""

    n: int
    kind: str
    name: str
    payload: Json
    tick: float
    now: datetime
    retry: int = 0
    status: int = 0
    answer: Any = None
    elapsed: float = 0.0
    no_retry: bool = False
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged with a 2xx in time."""
        return 200 <= self.status < 300


@dataclass
class Faults:
    """What goes wrong on purpose, until it is used up. Seconds of `slow` are real, of `down` machine time."""

    tick: Callable[[], float]
    slow_by: dict[str, float] = field(default_factory=dict)
    failing: dict[str, tuple[str, int]] = field(default_factory=dict)
    retry_after: dict[str, int] = field(default_factory=dict)
    losing: Counter[str] = field(default_factory=Counter)
    down_until: float = 0.0
    no_charts: bool = False
    """Whether messages with a chart or a sortable table are refused, as by a Slack that has neither."""

    def slow(self, method: str, seconds: float) -> None:
        """Every call of `method` takes that long from now on; 0 ends it."""
        self.slow_by[method] = seconds

    def fail(self, method: str, error: str, times: int = 1, retry_after: int = 1) -> None:
        """The next calls of `method` are refused with `error`.

        `http_503` is a bare status, `not_json` a page instead of an answer.
        `retry_after` is what Slack says with `ratelimited`, whole seconds.
        """
        self.failing[method] = (error, times)
        self.retry_after[method] = retry_after

    def lose_answer(self, method: str, times: int = 1) -> None:
        """The next calls of `method` are done, and their answer is lost with the connection."""
        self.losing[method] += times

    def down(self, seconds: float) -> None:
        """Slack answers nobody for so long: connections are cut."""
        self.down_until = self.tick() + seconds

    def next_failure(self, method: str) -> str:
        """The error the next call must get, or an empty string."""
        error, times = self.failing.get(method, ("", 0))
        if times <= 0:
            return ""
        self.failing[method] = (error, times - 1)
        return error

    def loses(self, method: str) -> bool:
        """Whether this call's answer is lost; counts it."""
        if self.losing[method] <= 0:
            return False
        self.losing[method] -= 1
        return True


@dataclass
class Trigger:
    """Permission to open one form within 3 seconds; `view` is the modal it was pressed in."""

    user: str
    born: float
    view: str = ""
    used: bool = False


@dataclass
class Hook:
    """A response_url: where it speaks, to whom, and how often it still may."""

    channel: str
    user: str
    thread_ts: str
    post: Post | None
    born_tick: float
    born_now: datetime
    uses: int = RESPONSE_USES


@dataclass
class Box:
    """The workspace with its app installed: keys, scopes, manifest, rates, faults and the record."""

    workspace: Workspace
    clock: Clock
    manifest: Json
    scopes: set[str]
    token: str = "xoxb-sandbox-0001"
    app_token: str = "xapp-sandbox-0001"
    signing_secret: str = "sandbox-signing-secret"
    base: str = ""
    installed: bool = True
    calls: list[Call] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    journal: list[Call | Input] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    pace: Pace = field(init=False)
    faults: Faults = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(self.clock.tick)
        self.faults = Faults(self.clock.tick)

    @property
    def down(self) -> bool:
        """Whether Slack is away just now."""
        return self.clock.tick() < self.faults.down_until

    def done(self, what: Call | Input) -> None:
        """Write down a call or an input once its answer is known."""
        self.journal.append(what)
        self.workspace.changed("calls")

    def feature(self, name: str) -> list[Json]:
        """A list of the manifest's features, such as `slash_commands`."""
        return list(self.manifest.get("features", {}).get(name) or ())

    def subscribed(self, event: str) -> bool:
        """Whether the manifest asks for this bot event."""
        settings = self.manifest.get("settings", {})
        return event in settings.get("event_subscriptions", {}).get("bot_events", ())

    def new_trigger(self, user: str, view: str = "") -> str:
        """A trigger id for something a person just did."""
        trigger_id = f"{len(self.triggers) + 1}.{new_id('')}"
        self.triggers[trigger_id] = Trigger(user, self.clock.tick(), view)
        return trigger_id

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Spend a trigger id. Raises Refused when it is unknown, late or spent."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.clock.tick() - trigger.born > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(self, channel: str, user: str, thread_ts: str = "", post: Post | None = None) -> str:
        """An address where the app may answer this person a few times."""
        name = new_id("R")
        self.hooks[name] = Hook(channel, user, thread_ts, post, self.clock.tick(), self.clock.now())
        return f"{self.base}/respond/{name}"

    def use_hook(self, name: str) -> Hook:
        """Spend one use of a response_url. Raises Refused when it is unknown, late or used up."""
        hook = self.hooks.get(name)
        if hook is None:
            raise Refused("invalid_url")
        age = max(self.clock.tick() - hook.born_tick, (self.clock.now() - hook.born_now).total_seconds())
        if age > RESPONSE_SECONDS:
            raise Refused("expired_url")
        if hook.uses <= 0:
            raise Refused("used_url")
        hook.uses -= 1
        return hook
