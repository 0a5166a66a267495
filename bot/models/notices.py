"""Notices: what stands on one card. Launches are planned, escalations are reactive."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Lane, Noun, choice


class LaunchState(StrEnum):
    """The moves between them stand in `rules.launches`."""

    announced = "announced"
    go = "go"
    reservations = "reservations"
    """Go with reservations."""
    no_go = "no_go"
    not_confirmed = "not_confirmed"
    """Its hour passed undecided."""
    live = "live"
    cancelled = "cancelled"
    reviewed = "reviewed"


class EscalationState(StrEnum):
    """The moves between them stand in `rules.escalations`."""

    open = "open"
    taken = "taken"
    told = "told"
    closed = "closed"
    not_escalation = "not_escalation"


class Severity(StrEnum):
    low = "low"
    normal = "normal"
    high = "high"
    crisis = "crisis"


class Requester(StrEnum):
    """Who asks: the person type, never the channel (PRODUCT mechanism 81)."""

    customer = "customer"
    prospect = "prospect"
    journalist = "journalist"
    blogger = "blogger"
    employee = "employee"
    partner = "partner"
    colleague = "colleague"
    unknown = "unknown"


class Reach(StrEnum):
    """How many people can see it."""

    none = "none"
    local = "local"
    wide = "wide"


class Notice(Noun):
    """What launches and escalations share. `id` starts with L or E."""

    id: str = Field(primary_key=True)
    workspace: str = Field(index=True)
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """All that people typed, by field; `title` is always there until it is erased."""
    by: str
    """Who announced or told it first."""
    owner: str | None = None
    round: int = 1
    """Grows when a change asks again or an escalation is reopened."""
    private: bool = False
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def title(self) -> str:
        return self.texts.get("title", "")


class Launch(Notice, table=True):
    """A planned notice. `at` is its hour. Texts: title, gain, goal, and, once completed, what, audience,
    price, offer, terms, claim, kit, media; reservations, reason (of cancelling or no-go)."""

    __table_args__ = (
        Index("ix_launch_workspace_at", "workspace", "at"),
        Index("ix_launch_workspace_state", "workspace", "state"),
        Index("ix_launch_workspace_ended_at", "workspace", "ended_at"),
    )

    kind: str
    at: datetime
    state: LaunchState = Field(default=LaunchState.announced, sa_type=choice(LaunchState))
    answerer: str | None = None
    """Who answers comments."""
    approver: str | None = None
    embargo: datetime | None = None
    high: bool = False
    """Announced later than its departments can answer in ordinary time."""
    department: str | None = None
    """The announcing department, which counts as ready."""
    asked: list[str] = Field(default_factory=list, sa_type=JSON)
    required: list[str] = Field(default_factory=list, sa_type=JSON)
    """Of those asked, whose answer *Go* waits for."""
    without: list[str] = Field(default_factory=list, sa_type=JSON)
    """Required departments that the orchestrator decided to go without."""
    decided_by: str | None = None
    decided_at: datetime | None = None
    held: bool = False
    """An open crisis keeps it from going out by itself."""
    released_by: str | None = None

    @property
    def lane(self) -> Lane:
        return Lane.launch


class Escalation(Notice, table=True):
    """A reactive notice. Texts: title (the summary), where (place or link), who (initials), lesson, reason,
    promised (what the requester was told to expect), told_where, statement."""

    __table_args__ = (
        Index("ix_escalation_workspace_state", "workspace", "state"),
        Index("ix_escalation_workspace_created_at", "workspace", "created_at"),
        Index("ix_escalation_workspace_told_at", "workspace", "told_at"),
        Index("ix_escalation_workspace_told_first_due_at", "workspace", "told_first_due_at"),
        Index("ix_escalation_workspace_ended_at", "workspace", "ended_at"),
        Index("ix_escalation_workspace_merged_into", "workspace", "merged_into"),
    )

    topic: str
    department: str
    """The responsible one now."""
    severity: Severity = Field(sa_type=choice(Severity))
    requester: Requester = Field(default=Requester.unknown, sa_type=choice(Requester))
    reach: Reach = Field(default=Reach.none, sa_type=choice(Reach))
    state: EscalationState = Field(default=EscalationState.open, sa_type=choice(EscalationState))
    stated_at: datetime | None = None
    """The deadline that the requester stated, e.g. a journalist's 17:00."""
    taken_due_at: datetime
    told_due_at: datetime
    told_first_due_at: datetime
    """The first promise, which the measure keeps when *more time* moves `told_due_at`."""
    taken_at: datetime | None = None
    told_at: datetime | None = None
    told: str | None = None
    """yes | not_needed, once recorded."""
    reply_minutes: int | None = None
    """From the first signal to the requester's reply, in the department's working time."""
    told_asked_at: datetime | None = None
    """When the owner was asked "Still yours?" for the present `told_due_at`."""
    late: bool = False
    """The card says "reply late"."""
    rises: int = 0
    """How often waiting has raised its level."""
    hops: int = 0
    """Hand-overs so far; a second one needs the orchestrator (P6)."""
    statement: str | None = None
    """Of a crisis: publish | hold | silent, once decided."""
    statement_at: datetime | None = None
    mood: str | None = None
    """At closing: happy | neutral | unhappy | unknown."""
    merged_into: str | None = None
    """The escalation that it is the same as; None: it stands for itself (`rules.merges`)."""
    before_merges: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Of one that others are merged into: its own level and clocks, to which separating goes back."""
    raised_by_reports: bool = False
    """Many reports have raised its level, which happens once."""

    @property
    def lane(self) -> Lane:
        return Lane.escalation


class Report(Noun, table=True):
    """One telling of an escalation: who told it, and where it was said."""

    __table_args__ = (
        UniqueConstraint("workspace", "permalink", "escalation"),
        Index("ix_report_workspace_source", "workspace", "source", "source_id"),
        Index("ix_report_workspace_at", "workspace", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    escalation: str = Field(index=True)
    by: str
    at: datetime
    permalink: str | None = None
    excerpt: str | None = None
    """A piece of the source's text, kept 30 days; never of a hidden or private source."""
    gone_at: datetime | None = None
    """When the message that it was told with was deleted."""
    source: str | None = None
    """The webhook or app that told it; None: a person did."""
    source_id: str | None = None
    """What the source calls it."""
    requester: str | None = None
    """Whose complaint it is: type and initials, "customer:md" (`rules.sameness.requester_key`)."""
    fingerprint: str | None = None
    """Of what was told, to find the same told in other words (`rules.sameness.fingerprint`)."""


class Entry(Noun, table=True):
    """One line of a notice's timeline; worded only when shown (`views.timeline`)."""

    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    notice: str = Field(index=True)
    at: datetime
    kind: str
    by: str | None = None
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
