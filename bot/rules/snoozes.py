"""How long a person may snooze, and until when exactly (PRODUCT section 2, "Commands", N13)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from bot.errors import Refusal
from bot.rules import calendars
from bot.rules.calendars import Hours
from bot.rules.moments import Moment

LONGEST: Final = timedelta(days=7)


def until(moment: Moment, now: datetime, hours: Hours) -> datetime:
    """When the snooze ends: the hour that was typed, or when the person next works from that day on.

    hours: the person's. Refusal for what is past, and for what needs an absence instead.
    """
    day = calendars.local(hours.zone, moment.day, time())
    found = moment.at or calendars.next_opening(hours, day)
    if found <= now:
        raise Refusal("This is past; write a later hour or day, such as 2h or tomorrow.")
    if found - now > LONGEST:
        raise Refusal(
            "A snooze lasts a week at most. For longer use `/tutti away`, so that somebody stands in for you."
        )
    return found
