"""What the weeks came to, beside the figures that PRODUCT section 2 gives for the noise rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from statistics import median, quantiles
from typing import NamedTuple

from bot.models import Escalation, Lane, Origin, Severity
from tests.weeks import organisation as of
from tests.weeks.play import role_of
from tests.weeks.rules import Record

ROLES = {"representative": "representatives", "deputy": "deputies", "head": "heads"}


class Figure(NamedTuple):
    """One line of the table. `product` is PRODUCT's figure, or what it allows."""

    what: str
    value: str
    product: str


def figures(record: Record, weeks: int) -> list[Figure]:
    """Pings by role, and answers in time."""
    return [*_pings(record, weeks), *_in_time(record)]


def _pings(record: Record, weeks: int) -> list[Figure]:
    """A ping is one message on a person's attention, whatever number of items it holds."""
    messages = {(ping.person, ping.message): record.shown(ping) for ping in record.pings}
    per_week: dict[str, Counter[int]] = defaultdict(Counter)
    for (person, _), at in messages.items():
        per_week[person][_week(at)] += 1
    busiest = max(of.representatives(), key=lambda person: per_week[person].total())
    first = min((_week(at) for at in messages.values()), default=0)
    return [
        Figure("pings a week, all", f"{len(messages) / weeks:.0f}", "123 simulated (248 without the rules)"),
        *(
            Figure(f"pings a week, {plural}", f"{_of_role(per_week, role) / weeks:.0f}", "")
            for role, plural in ROLES.items()
        ),
        _spread("busiest representative", per_week[busiest], first, weeks, "≤ 20, ≤ 25"),
        _spread(
            "busiest head", max((per_week[one] for one in of.HEADS), key=Counter.total), first, weeks, "≤ 5"
        ),
    ]


def _of_role(per_week: dict[str, Counter[int]], role: str) -> int:
    return sum(counts.total() for person, counts in per_week.items() if role_of(person) == role)


def _spread(what: str, counts: Counter[int], first: int, weeks: int, allowed: str) -> Figure:
    """Median and 90th percentile over the weeks, those without any included."""
    values = [counts[first + week] for week in range(weeks)]
    high = quantiles(values, n=10)[-1] if len(values) > 1 else values[0]
    return Figure(f"{what}, median and p90 a week", f"{median(values):.0f}, {high:.0f}", allowed)


def _week(at: datetime) -> int:
    """Weeks are numbered through, so that a new year begins no new count."""
    return (at.toordinal() - 1) // 7


def _in_time(record: Record) -> list[Figure]:
    requests = [
        request
        for request in record.requests.values()
        if request.lane == Lane.escalation and request.origin == Origin.routing
    ]
    cases = {key: one for key, one in record.notices.items() if isinstance(one, Escalation)}
    return [
        Figure(
            f"{severity} requests taken before *told by*",
            _share(
                request.answered_at is not None
                and request.answered_at <= cases[request.notice].told_first_due_at
                for request in requests
                if cases[request.notice].severity == severity
            ),
            expected,
        )
        for severity, expected in ((Severity.normal, "84 %"), (Severity.high, "96 %"))
    ] + [
        Figure(
            "requester told in time",
            _share(
                one.told_at is not None and one.told_at <= one.told_first_due_at for one in cases.values()
            ),
            "68 % (43 % without the rules)",
        )
    ]


def _share(hits: Iterable[bool]) -> str:
    found = list(hits)
    return f"{sum(found) / len(found):.0%} of {len(found)}" if found else "none"
