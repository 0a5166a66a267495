"""What Tutti owes Slack and has sent: the ledger, its channels, handled inputs, stored digests."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, false, text
from sqlmodel import Field

from bot.models.base import Noun, choice


class Delivery(StrEnum):
    """Where a message stands between us and Slack."""

    due = "due"
    """Slack does not show the wanted version yet."""
    sent = "sent"
    parked = "parked"
    """Slack refused it for good; an administrator decides."""
    uncertain = "uncertain"
    """Slack may or may not have taken it."""
    dropped = "dropped"
    rolled_up = "rolled_up"
    """A card beyond the channel's number of the day: a roll-up names it until its first answer (N8)."""
    """No longer needed."""


class Message(Noun, table=True):
    """One Slack message that Tutti owes or has sent. Delivery makes Slack agree with `wanted`."""

    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index("ix_message_workspace_state_channel", "workspace", "state", "channel"),
        Index("ix_message_notice", "notice"),
        Index(
            "ix_message_home",
            "workspace",
            sqlite_where=text("kind = 'home'"),
            postgresql_where=text("kind = 'home'"),
        ),
        Index("ix_message_state_not_before", "state", "not_before"),
        Index(
            "ix_message_card",
            "workspace",
            "channel",
            "made_at",
            sqlite_where=text("kind = 'card'"),
            postgresql_where=text("kind = 'card'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    key: str
    """What makes it one: `card:L1`, `request:R1`, `request:R1:U1`, `line:…`."""
    kind: str
    """Names its renderer in `flows.messages`."""
    channel: str
    """C… or G…; U… for a direct message or a Home."""
    notice: str | None = None
    request: str | None = Field(default=None, index=True)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    parent: int | None = None
    """The message whose thread it stands in; it waits for the parent's `ts`."""
    broadcast: bool = False
    """A reply that is also sent to the channel."""
    wanted: int = 1
    sent: int = 0
    """The version that Slack shows; 0: nothing yet."""
    says: str | None = None
    """A digest of the words and blocks that Slack shows: what would change nothing is not sent."""
    state: Delivery = Field(default=Delivery.due, sa_type=choice(Delivery))
    posted_channel: str | None = None
    """The channel id that Slack's answer named."""
    ts: str | None = None
    made_at: datetime
    not_before: float = 0
    """Machine time before which it is not tried (Retry-After, a look-up)."""
    attempts: int = 0
    attempt_at: float | None = None
    """Machine time at which the present attempt left, saved before the bytes go; None: none under way."""
    error: str | None = None
    shown_at: datetime | None = None


class Channel(Noun, table=True):
    """A destination's pacing and lease: whoever holds the lease sends, in order."""

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str = ""
    archived: bool = False
    left: bool = False
    shared: bool | None = None
    """Whether people of another organisation read it (Slack Connect); None: not known yet."""
    joined: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether Slack has said that Tutti is in it: by the read at start, the daily one, or an event."""
    next_at: float = 0
    """Machine time of the next permitted post."""
    lease: str | None = None
    lease_until: float = 0


class Input(Noun, table=True):
    """The key of a Slack input already handled; kept 24 hours."""

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class Digest(Noun, table=True):
    """A week's facts for one audience, stored, then sent."""

    workspace: str = Field(primary_key=True)
    audience: str = Field(primary_key=True)
    """shared, or a department's key."""
    day: str = Field(primary_key=True)
    """The local day it belongs to, ISO."""
    at: datetime
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
