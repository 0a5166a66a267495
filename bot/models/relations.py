"""What ties the two lanes: a launch and an escalation that concern each other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index
from sqlmodel import Field

from bot.models.base import Noun, choice


class RelationKind(StrEnum):
    raised = "raised"
    """The escalation was raised from the launch."""
    holds = "holds"
    """The launch does not go out because of the escalation, until somebody releases it."""


class Relation(Noun, table=True):
    """One tie between a launch and an escalation. A hold ends (`ended_at`); who raised what stays."""

    __table_args__ = (Index("ix_relation_workspace_escalation", "workspace", "escalation"),)

    workspace: str = Field(primary_key=True)
    launch: str = Field(primary_key=True)
    escalation: str = Field(primary_key=True)
    kind: RelationKind = Field(primary_key=True, sa_type=choice(RelationKind))
    by: str
    at: datetime
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """reason (of a hold), shown only while the escalation is not private."""
    ended_by: str | None = None
    ended_at: datetime | None = None
    """When a hold was released, or its launch cancelled or given a new date."""
