"""What becomes of two escalations that are the same (PRODUCT section 2, "Everything can be taken back").

"Merge: earliest clock, higher severity, stricter privacy, first owner, the other told; never a private one
into a public one." A merge only points from one to the other: the merged one keeps all its own values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from bot.errors import Refusal
from bot.models import Escalation, Severity
from bot.rules.deadlines import Times
from bot.rules.escalations import UNTOLD

_SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class Clock:
    """The level of an escalation and its two clocks, aware UTC."""

    severity: Severity
    taken_due_at: datetime
    told_due_at: datetime
    told_first_due_at: datetime
    stated_at: datetime | None = None
    """The earliest hour that a requester stated."""

    @classmethod
    def of(cls, escalation: Escalation) -> Self:
        """As it stands now."""
        return cls(
            escalation.severity,
            escalation.taken_due_at,
            escalation.told_due_at,
            escalation.told_first_due_at,
            escalation.stated_at,
        )

    @classmethod
    def kept(cls, stored: Mapping[str, str]) -> Self:
        """As `stored` gave it."""
        moments = {name: datetime.fromisoformat(at) for name, at in stored.items() if name != "severity"}
        return cls(Severity(stored["severity"]), **moments)

    @property
    def stored(self) -> dict[str, str]:
        """As JSON keeps it."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else str(value)
            for name, value in asdict(self).items()
            if value is not None
        }


def pair(one: Escalation, other: Escalation) -> tuple[Escalation, Escalation]:
    """Which of the two stays and which is merged into it, whichever of them was named first.

    The private one stays; else a crisis, whose lead goes on; else the one taken first; else the older one.
    """
    first, second = sorted((one, other), key=_seniority)
    return first, second


def _seniority(escalation: Escalation) -> tuple[bool, bool, bool, datetime, datetime, str]:
    taken = escalation.taken_at or escalation.created_at
    public, ordinary = not escalation.private, escalation.severity is not Severity.crisis
    return public, ordinary, escalation.owner is None, taken, escalation.created_at, escalation.id


def own(main: Escalation) -> Clock:
    """Its level and clocks without what was merged into it; what a person changed since stays changed."""
    now = Clock.of(main)
    if not main.before_merges:
        return now
    before, made = Clock.kept(main.before_merges["own"]), Clock.kept(main.before_merges["made"])
    values = {
        name: value if value != getattr(made, name) else getattr(before, name)
        for name, value in vars(now).items()
    }
    return Clock(**values)


def together(main: Clock, members: Iterable[Escalation]) -> Clock:
    """The highest level and the earliest hours of all of them; one already answered counts no more."""
    clocks = [main, *(Clock.of(one) for one in members if one.state in UNTOLD)]
    return Clock(
        severity=max((clock.severity for clock in clocks), key=_SEVERITIES.index),
        taken_due_at=min(clock.taken_due_at for clock in clocks),
        told_due_at=min(clock.told_due_at for clock in clocks),
        told_first_due_at=min(clock.told_first_due_at for clock in clocks),
        stated_at=min((clock.stated_at for clock in clocks if clock.stated_at), default=None),
    )


def remembered(own: Clock, made: Clock) -> dict[str, Any]:
    """What the main one keeps, so that separating goes back: `Escalation.before_merges`."""
    return {"own": own.stored, "made": made.stored}


def higher(severity: Severity, other: Severity) -> Severity:
    """The higher of two levels; a report never opens a crisis (P7)."""
    if other is Severity.crisis:
        return severity
    return max(severity, other, key=_SEVERITIES.index)


def sooner(escalation: Escalation, times: Times, stated_at: datetime | None) -> dict[str, datetime]:
    """The due times that one more report brings forward, by column; {} for none.

    stated_at: the hour that its requester stated.
    """
    if escalation.state not in UNTOLD or times.told_due_at >= escalation.told_due_at:
        return {}
    found = {
        "taken_due_at": min(escalation.taken_due_at, times.taken_due_at),
        "told_due_at": times.told_due_at,
        "told_first_due_at": min(escalation.told_first_due_at, times.told_due_at),
    }
    return found | ({"stated_at": stated_at} if stated_at else {})


def is_real(escalation: Escalation) -> bool:
    """Whether it runs in real time: a crisis, or a stated hour."""
    return escalation.severity is Severity.crisis or escalation.stated_at is not None


def is_high(escalation: Escalation) -> bool:
    """Whether it is chased on the high ladder."""
    return is_real(escalation) or escalation.severity is Severity.high


def is_running(escalation: Escalation) -> bool:
    """Whether its clocks count: its requester waits, and it is merged into no other."""
    waits = escalation.state in UNTOLD and escalation.ended_at is None
    return waits and escalation.merged_into is None


def may_merge(one: Escalation, other: Escalation) -> Refusal | None:
    """Two that stand for themselves and are not over; both already resolved to what they were merged into."""
    if one.id == other.id:
        return Refusal("These are the same already; nothing was changed.")
    if one.ended_at is not None or other.ended_at is not None:
        return Refusal("One of them is closed; reopen it first, or close the other one too.")
    return None
