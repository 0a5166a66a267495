"""Other programs that tell Tutti something: where it comes from, what it became, what was refused.

What a delivery becomes is decided by `rules.hooks`; the tables only keep it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint, false
from sqlmodel import Field

from bot.models.base import Noun


class Source(Noun, table=True):
    """A program that may post to `/hooks/{key}`. Keys are unique over the whole installation."""

    __table_args__ = (UniqueConstraint("key"),)

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    name: str = ""
    """What cards call it: "Zendesk"."""
    by: str = ""
    """Who is answerable for what it opens, and named as its reporter."""
    mapping: str | None = None
    """The shipped mapping that it starts from; None: `rules` say everything."""
    scheme: str | None = None
    """A key of `rules.signatures.SCHEMES`; None: the mapping's."""
    per_minute: int = 20
    """How many notices it may open in a minute; those beyond are bundled."""
    rules: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """opens, each, when, ignore, id, told, closed, again, fields: as the configuration file has them."""
    position: int = 0
    retired: bool = False


class SourceSecret(Noun, table=True):
    """A secret with which a source signs, sealed; two of them while one is being changed."""

    id: int | None = Field(default=None, primary_key=True)
    workspace: str = Field(index=True)
    source: str
    sealed: str
    """What `store.seals` made of it; the secret itself is nowhere."""
    made_at: datetime


class SourceState(Noun, table=True):
    """How a source does: when it was last heard, and its pace."""

    workspace: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    heard_at: datetime | None = None
    minute: int = 0
    """Machine minutes since 1970 in which `opened` was counted."""
    opened: int = 0
    hour: int = 0
    """Machine hours since 1970 in which `notice` was opened."""
    notice: str | None = None
    """The last escalation that it opened: the next ones beyond its pace are counted there."""


class Arrival(Noun, table=True):
    """What a source calls by this id stands on that notice: one id, one notice (P2)."""

    workspace: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    """The source's own."""
    notice: str = Field(index=True)
    at: datetime
    bundled: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """It came too fast for a notice of its own, and is counted on this one."""


class Refused(Noun, table=True):
    """Deliveries of a source that were signed well and opened nothing, by reason."""

    workspace: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    why: str = Field(primary_key=True)
    """A key of `views.hooks.REASONS`."""
    detail: str = ""
    """Of the last one: the field or the key that was wrong, nothing that a requester wrote."""
    count: int = 1
    last_at: datetime
