"""A week's facts: what the records say of each department's week, one figure for each measure.

Weeks are ISO weeks in the workspace's zone, written "2026-W47". Figures are of departments, never of persons
(P9); durations are working minutes of who was asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import JSON, Index
from sqlmodel import Field

from bot.models.base import Noun

Measure = Literal[
    "on_time",
    "claim",
    "reply",
    "first_route",
    "bounces",
    "loop_closed",
    "cross_work",
    "pings",
    "crisis",
]
"""The core numbers of PRODUCT section 1, each with what it counts in `number` of `of`:

on_time: requests answered by their promise, of those promised for this week, with the time to an answer.
claim: escalations taken by their promise, of those promised for this week, with the time to an owner.
reply: requesters told by the first promise, of those promised for this week, with the time to their reply.
first_route: escalations never handed over, of those closed this week.
bounces: hand-overs, of the escalations closed this week; more than one an item is possible.
loop_closed: requesters told, of the escalations closed this week whose requester was to be told.
cross_work: notices in which another department took part, of those that ended this week.
pings: calls shown this week, of the people called; median and p90 are calls a person, not minutes.
crisis: crises with lead and statement decided by their clock, of those whose clock ended this week.
"""
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)

EVERYBODY: Final = ""
"""The department that stands for the whole organisation."""


@dataclass(frozen=True)
class Figure:
    """One number of one department's week. `rules.facts.too_few` says whether it may be shown."""

    number: int = 0
    of: int = 0
    median: int | None = None
    p90: int | None = None
    """Median and 90th percentile: working minutes; None where the measure has no duration, or nothing did
    happen."""
    people: int = 0
    """Different persons whose acts are counted."""
    cases: int = 0
    """Different notices that are counted."""

    @property
    def share(self) -> float | None:
        """`number` as a part of `of`; over 1 only for bounces and pings. None where nothing is counted."""
        return self.number / self.of if self.of else None


Figures = Mapping[Measure, Figure]
NOTHING: Final = Figure()


@dataclass(frozen=True)
class WeekFacts:
    """One week of the workspace. `ended`: the week is over; else it is counted until now."""

    week: str
    starts: datetime
    ends: datetime
    """The first instant after it."""
    ended: bool = True
    figures: Mapping[str, Figures] = field(default_factory=dict)
    """By department, EVERYBODY included; a department of which nothing is counted is not among them."""

    def figure(self, measure: Measure, department: str = EVERYBODY) -> Figure:
        """That number of that department; of zeros where nothing was counted."""
        return self.figures.get(department, {}).get(measure, NOTHING)

    def departments(self) -> Iterator[str]:
        """Keys of the departments of which something is counted."""
        return (key for key in self.figures if key != EVERYBODY)


class Cell(Noun, table=True):
    """A department's week that is over, counted: what `store.cells` keeps so that a year is read at once.

    A change of a record that counts marks it `dirty` in the same unit; then the records are asked again. A
    `final` one stays as it is: the people in its records are forgotten (`rules.retention`).
    """

    __table_args__ = (Index("ix_cell_workspace_ends", "workspace", "ends"),)

    workspace: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    """A key, or EVERYBODY."""
    week: str = Field(primary_key=True)
    starts: datetime
    ends: datetime
    """Kept, so that a change of the workspace's zone moves no week that was counted."""
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """By measure: [number, of, median, p90, people, cases]."""
    revision: int = 1
    """Grows with every mark: what was counted before one is not kept."""
    dirty: bool = True
    final: bool = False
    made_at: datetime
    """When the row was made; it is filled a moment later, when no unit from before is under way."""
