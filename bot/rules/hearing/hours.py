"""Days and hours in a text: the hour that a requester states, and the day on which something goes live.

Local clock times become instants by `calendars.local`, daylight-saving nights included.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules import calendars
from bot.rules.hearing.mentions import EVENING, MORNING, Mention, mentions
from bot.rules.words import folded

_STATED: Final = re.compile(
    r"\b(?:avant|d'ici|dici|au plus tard|jusqu'(?:a|au)|pour(?= (?:ce |demain|aujourd|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche|midi|minuit|\d{1,2} ?(?:h|:)|le \d|fin de|apres-demain))|by|before"
    r"|until|till|no later than|at the latest|deadlin\w*|delai|bouclage|boucl\w+|close[sd]? at|press at"
    r"|print\w* at|(?:airs?|on air|live|filing|files|publish\w*|goes out)(?= (?:at|tonight|today|tomorrow))"
    r"|antenne|jt de|journal de|rappel\w*|recontact\w*|call(?:ed|ing)?(?: \w+){0,2} back|callback|repon\w*"
    r"|(?:reply|answer|response|comment|quote|statement) (?:for|at)|sent for|parution|due"
    r"|needs? (?:it|an? \w+|our \w+|something|this)(?= (?:for|at|tomorrow|today|tonight)))\b"
)
_WITHIN: Final = re.compile(
    r"\b(?:within|in|in the next|over the next|dans|dans les?|d'ici|sous|d'ici a|avant|under)\s"
    r"(?:the\s|les?\s|l')?(?:next\s|prochaines?\s)?"
    r"(?P<amount>\d{1,3}|an?|une?|half an|deux|two|trois|three|demi-|l'|the|)\s?"
    r"(?P<unit>heures?|hours?|hrs?|h|minutes?|mins?|min|jours?|days?|demi-heure)\b"
    r"(?:\s(?P<ago>ago|qui suit|avant))?"
)
_AMOUNTS: Final = {"half an": 0.5, "demi-": 0.5, "deux": 2, "two": 2, "trois": 3, "three": 3}
_BEYOND: Final = 48
"""Characters after "before", "d'ici" and the like in which its hour stands."""
_BARE: Final = re.compile(r"\s(1[0-2]|[1-9])(?=\s*(?:[.,;!)]|$|today|at the latest))")
_OVER: Final = re.compile(r"[.!?\n]\s")
_AFTERWARDS: Final = frozenset({"au plus tard", "at the latest"})
_WEEK: Final = timedelta(days=7)


def stated(text: str, said_at: datetime, zone: str) -> datetime | None:
    """The hour by which the requester wants an answer, in UTC; None without one, and for one that has passed.

    said_at: aware. zone: IANA name of whose clock is meant.
    """
    plain = _plain(text)
    local = said_at.astimezone(ZoneInfo(zone))
    found = _within(plain, said_at)
    named = mentions(plain, local.date(), afternoon=EVENING)
    for marker in _STATED.finditer(plain):
        if mention := _meant(plain, marker, named):
            found.append(_by(mention, marker[0], local, zone))
        elif bare := _BARE.match(plain, marker.end()):
            hour = int(bare[1]) + (12 if int(bare[1]) < 8 else 0)
            found.append(calendars.local(zone, local.date(), time(hour)))
    return min((at for at in found if at > said_at), default=None)


def _meant(plain: str, marker: re.Match[str], named: list[Mention]) -> Mention | None:
    """The day or hour that stands just after "before", or just before "at the latest"."""
    if marker[0] in _AFTERWARDS:
        before = [one for one in named if 0 <= marker.start() - one.end <= 3]
        if before:
            return before[-1]
    after = next((one for one in named if one.start >= marker.end()), None)
    if after is None or after.start - marker.end() > _BEYOND:
        return None
    return None if _OVER.search(plain, marker.end(), after.start) else after


def planned(text: str, said_at: datetime, zone: str) -> datetime | None:
    """The day and hour on which something is to happen, in UTC; 9:00 where no hour stands beside the day.

    The first day named that is not over, at the first hour named with it; None without one.
    """
    plain = _plain(text)
    local = said_at.astimezone(ZoneInfo(zone))
    named = mentions(plain, local.date())
    for first in named:
        if first.day is None:
            continue
        mention = next((one for one in named if one.day == first.day and one.clock), first)
        at = calendars.local(zone, first.day, mention.clock or MORNING)
        if first.weekday and at <= said_at:
            at = calendars.local(zone, first.day + _WEEK, mention.clock or MORNING)
        if at > said_at or (mention.clock is None and first.day == local.date()):
            return at
    return None


def _plain(text: str) -> str:
    return folded(text).replace("’", "'").replace("\u202f", " ").replace("\xa0", " ")


def _within(plain: str, said_at: datetime) -> list[datetime]:
    """ "Within the hour", "dans les 2 heures", "sous 48 h"."""
    found = []
    for given in _WITHIN.finditer(plain):
        amount, unit = given["amount"].strip(), given["unit"]
        vague = not amount and not given[0].endswith(("hour", "heure", "day", "demi-heure"))
        if given["ago"] or vague or (given[0].startswith("in ") and unit.startswith(("d", "j"))):
            continue
        if given[0].startswith("avant") or (
            unit == "h" and given[0].startswith("d'ici") and int(amount or 0) > 8
        ):
            continue
        count = float(amount) if amount.isdigit() else _AMOUNTS.get(amount, 1)
        if unit == "demi-heure":
            count, unit = 0.5, "h"
        minutes = count * (1440 if unit[0] in "jd" else 1 if unit.startswith("min") else 60)
        found.append(said_at + timedelta(minutes=minutes))
    return found


def _by(mention: Mention, marker: str, local: datetime, zone: str) -> datetime:
    """The instant of a stated hour: today's where no day is named, the end of the day where no hour is."""
    clock = mention.clock
    if clock is None:
        clock = MORNING if marker in ("avant", "before") and mention.day != local.date() else EVENING
    day = mention.day or local.date()
    at = calendars.local(zone, day, clock)
    return calendars.local(zone, day + _WEEK, clock) if mention.weekday and at <= local else at
