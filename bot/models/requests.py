"""Requests and what chases them: ladders, pings, timers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from bot.models.base import Lane, Noun, choice


class RequestState(StrEnum):
    """The moves between them stand in `rules.requests`."""

    waiting = "waiting"
    ready = "ready"
    problem = "problem"
    not_concerned = "not_concerned"
    taken = "taken"
    handed_over = "handed_over"
    answered = "answered"
    """An expert's question."""
    solved = "solved"
    """A problem."""
    unanswered = "unanswered"
    rested = "rested"
    paused = "paused"
    """Its escalation was merged into another one; it waits again once they are separated."""
    dropped = "dropped"
    """Its notice ended, or asked again, before anybody answered."""


class Origin(StrEnum):
    """What made the request."""

    routing = "routing"
    expert = "expert"
    problem = "problem"


class Rung(NamedTuple):
    """One step of a ladder: whom to call, and after which share of the request's window."""

    role: str
    """representative | reminder | deputy | head | orchestrator | sponsor | on_call | owner | person."""
    share: float


OPEN_TO_ALL: Final = (
    "request.state IN ('waiting', 'unanswered') AND NOT request.private AND request.origin <> 'problem'"
)
"""SQL: what a digest counts as waiting, and the index that it is counted by."""


class Request(Noun, table=True):
    """One department's duty to answer one notice by a promised time."""

    __table_args__ = (
        UniqueConstraint("workspace", "notice", "department", "round", "origin", "hop", "parent"),
        Index("ix_request_workspace_state_due_at", "workspace", "state", "due_at"),
        Index("ix_request_workspace_due_at", "workspace", "due_at"),
        Index(
            "ix_request_waiting",
            "workspace",
            "department",
            "due_at",
            sqlite_where=text(OPEN_TO_ALL.replace("request.", "")),
            postgresql_where=text(OPEN_TO_ALL.replace("request.", "")),
        ),
    )

    id: str = Field(primary_key=True)
    workspace: str
    notice: str = Field(index=True)
    lane: Lane = Field(sa_type=choice(Lane))
    department: str
    round: int = 1
    origin: Origin = Field(default=Origin.routing, sa_type=choice(Origin))
    hop: int = 0
    parent: str = ""
    """The request whose problem this is about, or that asked the expert; "" for routing."""
    required: bool = True
    state: RequestState = Field(default=RequestState.waiting, sa_type=choice(RequestState))
    asked_by: str
    asked_at: datetime
    shown_at: datetime | None = None
    """When somebody was first shown it; the ladder's shares run from here."""
    due_at: datetime
    high: bool = False
    """On the high ladder, at once."""
    real_time: bool = False
    """Crisis and stated deadlines run in real time, not in working time."""
    private: bool = False
    in_person: bool = False
    """The department is outside the pilot: `person`, the launch's owner, asks it and answers."""
    ladder: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    """The plan, frozen when it starts: [[role, share], …]; persons are looked up at each rung."""
    step: int = 0
    """Index of the next rung to call."""
    called: list[str] = Field(default_factory=list, sa_type=JSON)
    """Persons already called, in order; one of them is passed over by later rungs."""
    person: str | None = None
    """Who alone is asked: an owner, a named person; None: the department's seats."""
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """question, answer (a problem's reason, an expert's answer), reason (of a hand-over or a rest)."""
    answered_by: str | None = None
    answered_at: datetime | None = None
    answered_first_at: datetime | None = None
    """The answer that the measure keeps when a problem is solved later; None: not answered."""
    answer_minutes: int | None = None
    """From the ask to that answer, in the time in which its window runs (`rules.durations`)."""

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return tuple(Rung(role, share) for role, share in self.ladder)


class PingKind(StrEnum):
    """Why a person is called."""

    ask = "ask"
    reminder = "reminder"
    deputy = "deputy"
    head = "head"
    orchestrator = "orchestrator"
    sponsor = "sponsor"
    on_call = "on_call"
    named = "named"
    """The orchestrator named this person."""
    problem = "problem"
    """The owner, of a problem on their launch."""
    solved = "solved"
    """Whoever raised a problem: is it solved?"""
    last_answer = "last_answer"
    """The owner: every answer is there."""
    unanswered = "unanswered"
    """The owner: a department did not answer by its time."""
    undecided = "undecided"
    """The owner: go, postpone or cancel?"""
    held = "held"
    """The owner: a crisis or a case holds your launch; release, postpone or cancel?"""
    from_launch = "from_launch"
    """The owner of a live launch: an escalation was raised from it."""
    still_yours = "still_yours"
    """The owner of an escalation: the requester is not told yet."""
    reply_late = "reply_late"
    """The orchestrator: the requester was not told in time."""
    raise_level = "raise_level"
    """The orchestrator: a high public case waits; raise it to crisis?"""
    statement = "statement"
    """The lead of a crisis: the statement is due."""
    handed = "handed"
    second_hand_over = "second_hand_over"
    """The orchestrator: a second hand-over was asked for."""
    expert_answer = "expert_answer"
    """Who asked an expert: the answer is there."""
    merged = "merged"
    """The owner of an escalation that was merged into another one."""
    answered = "answered"
    """Whoever told an escalation: it is answered, or closed."""
    without_next = "without_next"
    """Nobody is left on the ladder."""


class Ping(Noun, table=True):
    """One call on one person's attention. Unique by person, kind, notice and request step."""

    __table_args__ = (
        UniqueConstraint("workspace", "person", "key"),
        Index("ix_ping_workspace_person_state", "workspace", "person", "state"),
        Index(
            "ix_ping_workspace_shown",
            "workspace",
            "shown_at",
            sqlite_where=text("shown_at IS NOT NULL"),
            postgresql_where=text("shown_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    person: str
    kind: PingKind = Field(sa_type=choice(PingKind))
    key: str
    notice: str = Field(index=True)
    request: str | None = Field(default=None, index=True)
    urgent: bool = False
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    not_before: datetime
    made_at: datetime
    message: int | None = Field(default=None, index=True)
    """The ledger row it went out with."""
    shown_at: datetime | None = None
    state: str = "waiting"
    """waiting | sent | dropped (answered meanwhile)."""


class Timer(Noun, table=True):
    """Anything that has a time. One per kind and subject in a workspace; claimed by being deleted."""

    __table_args__ = (Index("ix_timer_at", "at"),)

    workspace: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    at: datetime
    tries: int = 0
    """How often handling it failed; it is tried again later each time."""
