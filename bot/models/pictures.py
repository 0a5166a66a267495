"""Pictures of a digest's charts, for a Slack that does not draw its own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from bot.models.base import Noun, choice


class PictureState(StrEnum):
    """Where a picture stands between us and Slack."""

    handed_in = "handed_in"
    """Slack has it, and has not made it ready yet."""
    ready = "ready"
    failed = "failed"
    """It could not be made or handed in: its words stand alone."""


class Picture(Noun, table=True):
    """One chart in one language as a file in Slack; equal charts share it. No person and no text is in it."""

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    """A digest of all that it shows."""
    state: PictureState = Field(sa_type=choice(PictureState))
    file: str | None = None
    """Slack's file id (F…), kept before any message shows it."""
    looks: int = 0
    """How often Slack was asked whether it is ready."""
    at: datetime
    """When it was handed in, or failed."""
