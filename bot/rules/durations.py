"""How long answers and replies took: written when they come, and the same for ever after.

Editing hours later moves no number of a week that is over (DESIGN section 2, "a promise on a card").
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from bot.models import Request
from bot.rules import calendars
from bot.rules.calendars import Hours

UNANSWERED: Final[dict[str, Any]] = {"answered_first_at": None, "answer_minutes": None}
"""What a request says once its answer was taken back."""


def minutes(hours: Hours, start: datetime, end: datetime) -> int:
    """Whole minutes of this working time from one moment to the other."""
    return int(calendars.working_between(hours, start, end).total_seconds() // 60)


def answered(request: Request, hours: Hours, now: datetime) -> dict[str, Any]:
    """What the request says of an answer at this moment, from when it was asked; a later one changes nothing.

    hours: those in which its window runs. A hand-over keeps the ask's hour, so the new department's time
    counts from the first signal (P6).
    """
    if request.answered_first_at is not None:
        return {}
    return {"answered_first_at": now, "answer_minutes": minutes(hours, request.asked_at, now)}
