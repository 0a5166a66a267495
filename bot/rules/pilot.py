"""The pilot: who takes part, and whether it can end (PRODUCT section 3, "Pilot").

Every criterion is computed from records of departments, never of persons (P9); one that fails names the
smallest fix, one without enough records says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Final, Literal

from bot.models import Request, RequestState, Role, Snapshot

Name = Literal["week_2", "week_4", "routed", "proposals", "pings", "seats"]
Verdict = Literal["met", "failed", "too_early"]

IN_TIME: Final[Mapping[Name, tuple[int, float]]] = {"week_2": (2, 0.70), "week_4": (4, 0.80)}
"""Week of the pilot -> share of answers that must be in time."""
RIGHT_ROUTES: Final = 0.85
REFUSED: Final = 0.10
FEW: Final = 5
"""Below so many records a share says nothing."""
PINGS: Final = {"turning": (12, 17), "alone": (20, 25)}
"""N15: median and 90th percentile of the busiest representative's pings a week, where the day's asks turn
between several people, and where one person represents."""
HEAD_MEDIAN: Final = 5
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Criterion:
    """One exit criterion: its verdict, what was measured and wanted, and the departments that fail it."""

    name: Name
    verdict: Verdict
    measured: float | None = None
    wanted: float | None = None
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the records say of the pilot.

    requests: of departments, that fell due since it began. routed, rerouted: escalations opened since, and
    those that were handed over. representative_pings, head_pings: shown pings a week, the busiest
    representative's and each head's, without names. listens: whether a channel is watched. proposals,
    refused: what people decided about since, and how many of these they refused.
    """

    requests: Sequence[Request] = ()
    routed: int = 0
    rerouted: int = 0
    representative_pings: Sequence[int] = ()
    head_pings: Sequence[int] = ()
    listens: bool = False
    proposals: int = 0
    refused: int = 0


def widened(snapshot: Snapshot, department: str) -> list[str] | None:
    """The pilot with one more department; None where all take part, which ends it."""
    inside = {*(snapshot.workspace.pilot or ()), department}
    kept = [one.key for one in snapshot.active if one.key in inside]
    return None if len(kept) == len(snapshot.active) else kept


def narrowed(snapshot: Snapshot, department: str) -> list[str]:
    """The pilot without one department."""
    return [one.key for one in snapshot.active if snapshot.takes_part(one.key) and one.key != department]


def criteria(snapshot: Snapshot, facts: Facts, now: datetime) -> tuple[Criterion, ...]:
    """The exit criteria in order."""
    return (
        *(_in_time(snapshot, facts, name, now) for name in IN_TIME),
        _routes(facts),
        _proposals(facts),
        _pings(snapshot, facts),
        _seats(snapshot),
    )


def may_end(found: Sequence[Criterion]) -> bool:
    """Whether nothing speaks against ending the pilot."""
    return all(one.verdict == "met" for one in found)


def in_time(request: Request) -> bool:
    """Whether the department answered by the time first promised."""
    answered = request.state not in (RequestState.waiting, RequestState.unanswered, RequestState.rested)
    return answered and request.answered_at is not None and request.answered_at <= request.due_at


def _in_time(snapshot: Snapshot, facts: Facts, name: Name, now: datetime) -> Criterion:
    number, wanted = IN_TIME[name]
    since = snapshot.workspace.pilot_since
    if since is None or now < since + number * WEEK:
        return Criterion(name, "too_early", wanted=wanted)
    start, end = since + (number - 1) * WEEK, since + number * WEEK
    asked = [one for one in facts.requests if start <= one.due_at < end]
    if len(asked) < FEW:
        return Criterion(name, "too_early", wanted=wanted)
    late = [one.department for one in asked if not in_time(one)]
    share = 1 - len(late) / len(asked)
    worst = sorted(set(late), key=lambda key: (-late.count(key), key))[:1]
    return _judged(name, share, wanted, share >= wanted, tuple(worst))


def _routes(facts: Facts) -> Criterion:
    if facts.routed < FEW:
        return Criterion("routed", "too_early", wanted=RIGHT_ROUTES)
    share = 1 - facts.rerouted / facts.routed
    return _judged("routed", share, RIGHT_ROUTES, share >= RIGHT_ROUTES)


def _proposals(facts: Facts) -> Criterion:
    """At most a tenth refused; where nothing listens, nothing is proposed and nothing can be refused."""
    if facts.listens and facts.proposals < FEW:
        return Criterion("proposals", "too_early", wanted=REFUSED)
    share = facts.refused / facts.proposals if facts.proposals else 0.0
    return _judged("proposals", share, REFUSED, share <= REFUSED)


def _pings(snapshot: Snapshot, facts: Facts) -> Criterion:
    """N15 kept: of weeks that are over."""
    typical, peak = PINGS["alone" if _one_represents(snapshot) else "turning"]
    if not facts.representative_pings:
        return Criterion("pings", "too_early", wanted=typical)
    weeks = list(facts.representative_pings)
    ninth = quantiles(weeks, n=10, method="inclusive")[8] if len(weeks) > 1 else weeks[0]
    heads = median(facts.head_pings) if facts.head_pings else 0
    kept = median(weeks) <= typical and ninth <= peak and heads <= HEAD_MEDIAN
    return _judged("pings", median(weeks), typical, kept)


def _one_represents(snapshot: Snapshot) -> bool:
    """Whether some department of the pilot has one representative alone."""
    inside = [one.key for one in snapshot.active if snapshot.takes_part(one.key)]
    return any(len(snapshot.holders(key, Role.representative)) <= 1 for key in inside)


def _seats(snapshot: Snapshot) -> Criterion:
    """Every department has a representative and a deputy who accepted."""
    lacking = tuple(
        one.key
        for one in snapshot.active
        if not snapshot.holders(one.key, Role.representative) or not snapshot.holders(one.key, Role.deputy)
    )
    return Criterion("seats", "failed" if lacking else "met", departments=lacking)


def _judged(
    name: Name, measured: float, wanted: float, met: bool, departments: tuple[str, ...] = ()
) -> Criterion:
    return Criterion(name, "met" if met else "failed", measured, wanted, () if met else departments)
