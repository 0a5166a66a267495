"""How many told the same, and what that changes (PRODUCT section 2, "Two clocks of an escalation")."""

from __future__ import annotations

from collections.abc import Iterable

from bot.models import Escalation, Reach, Report
from bot.rules.defaults import MANY_REPORTS
from bot.rules.escalations import UNTOLD


def reporters(reports: Iterable[Report]) -> list[str]:
    """The people who told it, in order, each once; what a webhook or an app told is no person's."""
    return list(dict.fromkeys(report.by for report in reports if report.source is None))


def count(reports: Iterable[Report]) -> int:
    """How many told it: each person once, each message of a webhook or an app once."""
    told = list(reports)
    return len(reporters(told)) + sum(report.source is not None for report in told)


def raise_level(escalation: Escalation, reports: Iterable[Report]) -> bool:
    """Whether so many reports raise a public case, "once, never above high"; the caller asks how far."""
    waits = escalation.state in UNTOLD and escalation.ended_at is None and escalation.merged_into is None
    public = escalation.reach is not Reach.none
    return waits and public and not escalation.raised_by_reports and count(reports) >= MANY_REPORTS
