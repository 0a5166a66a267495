"""What Tutti hears in watched channels, and what it proposed there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Lane, Noun, choice
from bot.models.notices import Reach, Requester, Severity


@dataclass(frozen=True)
class Heard:
    """A message of a channel as Slack tells it: said, edited or deleted. No text of it is stored.

    ts: Slack's id of the message in its channel. thread: of the thread's first message; None outside threads.
    before: an edited message's former text; None for one that is new.
    """

    channel: str
    ts: str
    text: str = ""
    at: datetime | None = None
    thread: str | None = None
    author: str | None = None
    """The person; None for an app."""
    app: str | None = None
    """The app (A…), or its bot id (B…) where Slack names no app."""
    app_name: str = ""
    speakers: frozenset[str] = frozenset()
    """Every id under which it was said: the person's, or the app's, its bot's and its bot user's."""
    hidden: bool = False
    """It stands in a private channel."""
    before: str | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Watch:
    """How one channel is listened to, as the workspace's `listening` says.

    apps: those whose messages open by themselves; answerable: who answers for these, as their reporter.
    """

    channel: str
    mode: str = "suggest"
    """suggest | shadow."""
    apps: tuple[str, ...] = field(default=())
    answerable: str | None = None


class SuggestionState(StrEnum):
    """What became of a proposal."""

    offered = "offered"
    shadow = "shadow"
    """Only noted for the orchestrator: the channel is under observation."""
    automatic = "automatic"
    """Opened by itself, for an app that the channel is set to open for."""
    opened = "opened"
    corrected = "corrected"
    """Opened with something changed."""
    refused = "refused"
    expired = "expired"
    """The message was deleted, or no longer says it."""


class Suggestion(Noun, table=True):
    """One message that was taken for a launch or an escalation: what was filled in, never what was said."""

    __table_args__ = (
        UniqueConstraint("workspace", "channel", "ts"),
        Index("ix_suggestion_workspace_made_at", "workspace", "made_at"),
        Index("ix_suggestion_notice", "notice"),
    )

    id: str = Field(primary_key=True)
    """S…"""
    workspace: str
    channel: str
    ts: str
    thread: str
    """Slack's id of the thread it stands in; its own where it stands in none."""
    author: str | None = None
    app: str | None = None
    app_name: str = ""
    state: SuggestionState = Field(default=SuggestionState.offered, sa_type=choice(SuggestionState))
    lane: Lane = Field(sa_type=choice(Lane))
    kind: str | None = None
    topic: str | None = None
    department: str | None = None
    severity: Severity = Field(default=Severity.normal, sa_type=choice(Severity))
    requester: Requester = Field(default=Requester.unknown, sa_type=choice(Requester))
    reach: Reach = Field(default=Reach.none, sa_type=choice(Reach))
    at: datetime | None = None
    stated_at: datetime | None = None
    private: bool = False
    crisis: bool = False
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """title: our own short summary; who: initials."""
    rule: str | None = None
    """Which rule proposed it: a topic, a kind. The words that it found are shown once and not kept."""
    made_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    notice: str | None = None
    """What was opened."""
    more: int = 0
    """Messages after it that were only counted: too many came at once (N8)."""
    counted_at: datetime | None = None
    """When the last of them came."""
    told: int = 0
    """Of these, how many the roll-up named already."""
