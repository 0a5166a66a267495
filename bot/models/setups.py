"""The first set-up of a workspace, kept from its first form to its last, so that closing it loses nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from bot.models.base import Noun


class Setup(Noun, table=True):
    """How far the first set-up is, and what was typed into its forms: one for each workspace."""

    workspace: str = Field(primary_key=True)
    by: str
    """Who does it now: the installer, or the colleague it was passed to."""
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What was typed, as the columns of a `SetupDraft`."""
    started_at: datetime
    finished_at: datetime | None = None
