"""What people decide about their own attention: when they are away, and what may reach them when.

Apart from `Person`, which Slack refreshes, and no setting of the workspace: neither stands in the
configuration file nor in the history of settings.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field

from bot.models.base import Noun


class Absence(Noun, table=True):
    """Who is away from when until when, and who stands in. A person's never overlap; over, it is deleted."""

    __table_args__ = (Index("ix_absence_workspace_person", "workspace", "person"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    person: str
    starts_at: datetime
    ends_at: datetime
    """The first instant at which they are there again."""
    deputy: str | None = None
    """None: the deputies of their departments."""

    def covers(self, at: datetime) -> bool:
        """Whether they are away at this instant."""
        return self.starts_at <= at < self.ends_at


class Preference(Noun, table=True):
    """What a person chose for themselves; without a row nothing is narrowed."""

    workspace: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    language: str | None = None
    """fr | en; None: the language of their Slack."""
    quiet: str | None = None
    """Quiet hours as "20:00-08:00" in the person's own zone, across midnight too."""
    rounds: list[str] | None = Field(default=None, sa_type=JSON)
    """Those of the workspace's rounds that may reach them; None: all."""
    monday: bool = True
    """Whether they want the personal message on Monday."""
    only_crisis: bool = False
    """Nothing but a crisis may reach them."""
    unproposed: list[str] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    """Watched channels in which Tutti proposes nothing to them."""
    snoozed_until: datetime | None = None
    status_seen: str = ""
    """A one-way digest of the Slack status that an absence was offered for; the status itself is not kept."""
