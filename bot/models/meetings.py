"""What leaders decide and what the joint meeting goes through: rows that outlive one digest."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Noun, choice


class DecisionKind(StrEnum):
    """What may be put before leaders, and nothing else (PRODUCT section 2, "Leadership")."""

    second_hand_over = "second_hand_over"
    undecided = "undecided"
    """A launch within 48 hours that nobody has decided about."""
    seat_empty = "seat_empty"
    """A department without anybody who represents it for over five days."""
    overlap = "overlap"
    """Two launches for the same people in one week."""
    late_topic = "late_topic"
    """Late twice in four weeks."""


class Decision(Noun, table=True):
    """A choice between two ways for those who lead; the first click is the decision."""

    __table_args__ = (Index("ix_decision_workspace_decided_at", "workspace", "decided_at"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    """Kind, subject and occasion, as "undecided:L1:1": the same question is asked once."""
    kind: DecisionKind = Field(sa_type=choice(DecisionKind))
    subject: str
    """A department's key, a launch, a topic's key, a request."""
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What its words need besides: keys, ids and times, nothing that people typed."""
    since: datetime
    """When Tutti first saw that it is so."""
    day: str | None = None
    """The local day of the digest that first offered it, ISO; None: not offered yet."""
    choice: str | None = None
    """act | accept, once a leader chose; settled where it became needless by itself."""
    decided_by: str | None = None
    decided_at: datetime | None = None


class PointKind(StrEnum):
    """Why a point stands on the agenda; their order is the agenda's."""

    decide = "decide"
    blocked = "blocked"
    late = "late"
    promised = "promised"
    """Somebody named took it on until a date."""
    launching = "launching"
    lesson = "lesson"


class Point(Noun, table=True):
    """A point of the joint meeting; it stays on the agenda, week after week, until somebody ticks it."""

    __table_args__ = (UniqueConstraint("workspace", "kind", "subject", "first_day"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    """Starts with A."""
    kind: PointKind = Field(sa_type=choice(PointKind))
    subject: str
    """A notice's id; of what was promised a topic's key. Its words are the subject's own, when shown."""
    first_day: str
    """The local day of the digest on whose agenda it first stood, ISO."""
    made_at: datetime
    owner: str | None = None
    due_at: datetime | None = None
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What was promised: {"what": "content" | "topic"}."""
    done_by: str | None = None
    """None although done: it was settled without the meeting."""
    done_at: datetime | None = None
