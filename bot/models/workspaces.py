"""A workspace and how it is organised: people, departments, seats, topics, launch kinds."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, false
from sqlmodel import Field

from bot.models.base import Noun, choice

Names = dict[str, str]
"""A text in each language: {"fr": …, "en": …}."""


class Workspace(Noun, table=True):
    """A Slack workspace that installed Tutti. `revision` grows with every change of its settings."""

    id: str = Field(primary_key=True)
    """Slack's team id."""
    name: str = ""
    domain: str = ""
    """Base address of its permalinks, e.g. "https://acme.slack.com/"."""
    app: str | None = None
    """Slack's app id, from `bots.info`; None where it could not be read."""
    bot: str | None = None
    """The bot's own bot id (B…)."""
    bot_user: str | None = None
    installer: str | None = None
    integration_channel: str | None = None
    language: str = "en"
    timezone: str = "UTC"
    orchestrators: list[str] = Field(default_factory=list, sa_type=JSON)
    """One person, or a weekly rota in this order (ISO week number modulo length)."""
    sponsor: str | None = None
    leaders: list[str] = Field(default_factory=list, sa_type=JSON)
    administrators: list[str] = Field(default_factory=list, sa_type=JSON)
    watched_channels: list[str] = Field(default_factory=list, sa_type=JSON)
    listening: dict[str, dict[str, Any]] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"}
    )
    """Of watched channels that are not simply proposed in: {"C0DESK": {"mode": "shadow", "apps": ["A0DESK"],
    "answerable": "U0KARIM"}}. See `rules.listening.watch`."""
    rounds: dict[str, list[str]] | None = Field(default=None, sa_type=JSON)
    """{"seats": ["09:15", …], "heads": […]} in each person's zone; None: everything at once."""
    deadlines: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """{"crisis": "20m", "high": "1h", "normal": "4h", "low": "1d", "launch": "2d"}."""
    deadlines_by_requester: dict[str, str] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"}
    )
    """{"journalist": "1h"}: told by the earlier of this and the level's window, except in a crisis."""
    digest: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """{"shared": "mon 10:00", …} in the workspace's zone."""
    retention: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    cards_per_day: int | None = 12
    here_allowed: bool = False
    model_allowed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether the language model may be asked, where one is configured."""
    model_tokens_per_day: int = Field(default=200_000, sa_column_kwargs={"server_default": "200000"})
    """Tokens read and written in a local day; beyond them rules and templates answer."""
    holidays: str | None = None
    """Country code of those without a department."""
    pilot: list[str] | None = Field(default=None, sa_type=JSON)
    """Departments that take part in the pilot; None: no pilot, all of them."""
    pilot_since: datetime | None = None
    """When the pilot began: its weeks are counted from here."""
    pause: bool = False
    restored_at: datetime | None = None
    """When it was restored from a backup; None once an administrator has ended the pause that began then."""
    revoked_at: datetime | None = None
    """When Slack took our token away; nothing is sent until it is given again."""
    charts_refused_at: datetime | None = None
    """When Slack last refused a chart of its own kind; see `rules.charts.drawn_by_slack`."""
    revision: int = 1


class Person(Noun, table=True):
    """What Tutti knows of a Slack user, kept by a read at start, a daily read and events."""

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str = ""
    locale: str | None = None
    """Slack's, e.g. "fr-FR"."""
    timezone: str | None = None
    guest: bool = False
    external: bool = False
    deactivated: bool = False
    admin: bool = False
    bot: bool = False
    direct_channel: str | None = None
    """The D… channel of Tutti's direct messages with this person, once it was opened."""
    read_at: datetime | None = None
    welcome_until: datetime | None = None
    """Until when their Home explains who does what; None: they never opened it."""


class DepartmentKind(StrEnum):
    internal = "internal"
    partner = "partner"


class Department(Noun, table=True):
    """A trade of the organisation. A retired one is kept for its history and asked nothing."""

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    name: Names = Field(default_factory=dict, sa_type=JSON)
    kind: DepartmentKind = Field(default=DepartmentKind.internal, sa_type=choice(DepartmentKind))
    our_contact: str | None = None
    channel: str | None = None
    hours: dict[str, str] | None = Field(default=None, sa_type=JSON)
    """{"mon-fri": "09:00-18:00"}; None: always open."""
    timezone: str | None = None
    """None: the workspace's."""
    holidays: str | None = None
    on_call_group: str | None = None
    """A Slack user group (S…) whose members are the duty rota; None: it is named person by person."""
    weekly_turns: bool = False
    """Whether the first of the duty rota changes every week; else its order stays."""
    closed_days: list[str] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    """More days without any opening, ISO, in order."""
    members_may_answer: bool = False
    """Whether every member of the channel may answer, not only the seats."""
    position: int = 0
    retired: bool = False


class Role(StrEnum):
    """What a seat makes of a person in a department."""

    representative = "representative"
    deputy = "deputy"
    head = "head"
    on_call = "on_call"


class Seat(Noun, table=True):
    """A person's place in a department; deputies and the duty rota are ordered by `position`."""

    workspace: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    role: Role = Field(primary_key=True, sa_type=choice(Role))
    person: str = Field(primary_key=True)
    position: int = 0
    accepted: bool = True


class Topic(Noun, table=True):
    """What routes an escalation: the responsible department, those consulted and informed, words to say."""

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    department: str | None = None
    consulted: list[str] = Field(default_factory=list, sa_type=JSON)
    informed: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    """Departments that read a line of it and are asked nothing."""
    words: dict[str, Names] = Field(default_factory=dict, sa_type=JSON)
    """say, privately, gesture, never -> text in each language."""
    words_heard: list[str] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    """Words by which a message is recognised as this, besides those that Tutti knows."""
    position: int = 0
    retired: bool = False


class LaunchKind(Noun, table=True):
    """What a launch of this kind asks of whom; the required ones can block *Go*."""

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    departments: list[str] = Field(default_factory=list, sa_type=JSON)
    required: list[str] = Field(default_factory=list, sa_type=JSON)
    position: int = 0
    retired: bool = False


class Change(Noun, table=True):
    """Who edited which setting, from what to what."""

    id: int | None = Field(default=None, primary_key=True)
    workspace: str = Field(index=True)
    at: datetime
    by: str | None = None
    """None: the configuration file."""
    setting: str
    """A path such as `departments.hr.head`."""
    before: Any = Field(default=None, sa_type=JSON)
    after: Any = Field(default=None, sa_type=JSON)
