"""What every part of the box shares: the workspace, the clock, the app's keys, and what happened.

`calls` is what the app asked of Slack, `inputs` what Slack gave the app; nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.sandbox.faults import Faults
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
    lost: bool = False
    """Slack did it, and its answer was lost with the connection."""

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
