"""What the charts of a digest show, and whether Slack draws them itself.

A chart answers one question about the whole organisation or one department; it compares neither departments
nor persons. What would speak of too few is left out and said in words (P9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import dropwhile
from typing import Any, Final

from bot.models import Requester, WeekFacts, Workspace
from bot.rules import facts

ON_TIME: Final = "on_time"
REQUESTERS: Final = "requesters"
LEAST_POINTS: Final = 3
"""Fewer points are no line to look at: the digest's figures say as much."""
TRY_AGAIN: Final = timedelta(weeks=4)
"""So long after a refusal Slack is asked again to draw a chart itself."""


def drawn_by_slack(workspace: Workspace, now: datetime) -> bool:
    """Whether a message may hold Slack's own chart: it was not refused lately."""
    refused = workspace.charts_refused_at
    return refused is None or now - refused > TRY_AGAIN


def on_time(weeks: Sequence[WeekFacts], department: str) -> list[dict[str, Any]]:
    """The chart "Are we answering in time?" as stored facts: {"chart", "weeks": [[week, number, of]…]}.

    A week of too few has None for both numbers; those before anything was asked are no part of it. Nothing
    where less than LEAST_POINTS weeks can be shown.
    """
    points: list[list[Any]] = []
    for week in dropwhile(lambda week: not week.figure("on_time", department).of, weeks):
        figure = week.figure("on_time", department)
        few = facts.too_few(figure)
        points.append([week.week, None if few else figure.number, None if few else figure.of])
    shown = sum(1 for _, number, _of in points if number is not None)
    return [{"chart": ON_TIME, "weeks": points}] if shown >= LEAST_POINTS else []


def requesters(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The chart "Where do the questions come from?": {"chart", "counts": [[requester, number]…]}, most first.

    Nothing where there are too few cases, or all came from one side.
    """
    found = sorted(
        ((one, counts[one]) for one in Requester if counts.get(one)), key=lambda pair: (-pair[1], pair[0])
    )
    if sum(number for _, number in found) < facts.FEW_CASES or len(found) < 2:
        return []
    return [{"chart": REQUESTERS, "counts": [[str(one), number] for one, number in found]}]
