"""Days and hours in a text: the hour that a requester states, and the day on which something goes live.

A table of our own: the libraries at hand read "17h" as "in 17 hours" and "we" as a Wednesday (README,
"Decisions"). Local clock times become instants by `calendars.local`, daylight-saving nights included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules import calendars
from bot.rules.words import folded

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(18)
"""What "in the morning", "at noon", "in the afternoon", "tonight" and "by the end of the day" mean."""

_WEEKDAYS: Final = {
    name: place
    for names in (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "monday tuesday wednesday thursday friday saturday sunday",
        "- tue wed thu fri",
        "- tues - thurs",
    )
    for place, name in enumerate(names.split())
    if name != "-"
}
"""Of the short ones those that are no other word: "mon" is French for "my", the sun may shine."""
_MONTHS: Final = {
    name: place % 12 + 1
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for place, name in enumerate(names.split())
}


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONTH: Final = rf"(?:{_any(_MONTHS)})\b\.?"
_DAY: Final = re.compile(
    rf"""\b(?:
      (?P<today>aujourd'?hui|today|ce\ soir|tonight|cet\ apres-?midi|this\ (?:afternoon|morning|evening)|ce\ matin
        |ce\ midi|tout\ a\ l'heure|end\ of\ (?:the\ )?day|eod|cob|close\ of\ business|fin\ de\ (?:la\ )?journee)
    | (?P<after>apres-?demain|(?:the\ )?day\ after\ tomorrow)
    | (?P<tomorrow>demain|tomorrow|tmrw|tmw)
    | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<slashed>\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)
    | (?P<dotted>\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}})
    | (?:{_any(_WEEKDAYS)})?\.?,?\ ?(?P<first>1er|\d{{1,2}}(?:st|nd|rd|th)?)(?:\ of)?
        (?:\ ?(?:-|–|au|to|et|and|&|/)\ ?(?:le\ )?\d{{1,2}}(?:st|nd|rd|th)?(?:\ of)?)?\ (?P<month>{_MONTH})(?:,?\ (?P<year>20\d\d))?
    | (?P<month2>{_MONTH})\ (?P<second>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?(?::|h\b|%))(?:,?\ (?P<year2>20\d\d))?
    | (?P<weekday>(?:{_any(_WEEKDAYS)}))\b(?P<next>\ prochain|\ en\ huit)?
        (?:\ (?P<bare>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?(?::|h\b|am|pm|a\.m|p\.m|%|\d)))?
    | (?:le|du|the|dès\ le|des\ le)\ (?P<alone>1er|\d{{1,2}}(?:st|nd|rd|th)?)\b(?!\s?(?:h\b|:|/|%|€|\$|\d|[a-z]))
    )""",
    re.VERBOSE,
)
_CLOCK: Final = re.compile(
    r"""(?<![\d.,/#-])(?:
      (?P<hour>\d{1,2})\s?(?:h|heures?\b|hrs?\b)\s?(?P<minute>[0-5]\d)?(?![\da-z])
    | (?P<hour12>\d{1,2})(?:[:.h](?P<minute12>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?
    | (?P<hour24>\d{1,2}):(?P<minute24>[0-5]\d)(?!\d)
    | \b(?P<noon>midi|noon|midday)\b
    | \b(?P<midnight>minuit|midnight)\b
    | \b(?P<clock>\d{1,2})\s(?:o'clock|sharp|pile)\b
    )""",
    re.VERBOSE,
)
_PART: Final = re.compile(
    r"\b(?:(?P<morning>matin|morning|matinee|first thing)|(?P<afternoon>apres-?midi|afternoon)"
    r"|(?P<evening>soir|soiree|evening|tonight|eod|cob|end of|close of business|fin de))\b"
)
_STATED: Final = re.compile(
    r"\b(?:avant|d'ici|dici|au plus tard|jusqu'(?:a|au)|pour(?= (?:ce |demain|aujourd|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche|midi|minuit|\d{1,2} ?(?:h|:)|le \d|fin de|apres-demain))|by|before|until|till"
    r"|no later than|at the latest|deadlin\w*|delai|bouclage|boucl\w+|close[sd]? at|press at|print\w* at"
    r"|(?:airs?|on air|live|filing|files|publish\w*|goes out) (?:at|tonight|today|tomorrow)|antenne|jt de|journal de|rappel\w*"
    r"|recontact\w*|call(?:ed|ing)?(?: \w+){0,2} back|callback|repon\w*|(?:reply|answer|response|comment|quote|statement) (?:for|at)"
    r"|needs? (?:it|an? \w+|our \w+|something|this) (?:for|at)|parution|due|sent for)\b"
)
_WITHIN: Final = re.compile(
    r"\b(?:within|in|in the next|over the next|dans|dans les?|d'ici|sous|d'ici a|avant|under)\s(?:the\s|les?\s|l')?"
    r"(?:next\s|prochaines?\s)?"
    r"(?P<amount>\d{1,3}|an?|une?|half an|deux|two|trois|three|demi-|l'|the|)\s?"
    r"(?P<unit>heures?|hours?|hrs?|h|minutes?|mins?|min|jours?|days?|demi-heure)\b"
    r"(?:\s(?P<ago>ago|qui suit|avant))?"
)
_AMOUNTS: Final = {
    "": 1.0,
    "a": 1,
    "an": 1,
    "un": 1,
    "une": 1,
    "l'": 1,
    "the": 1,
    "half an": 0.5,
    "demi-": 0.5,
}
_MORE_AMOUNTS: Final = {"deux": 2, "two": 2, "trois": 3, "three": 3}
_BEYOND: Final = 48
"""Characters after "before", "d'ici" and the like in which its hour stands."""
_BARE: Final = re.compile(r"\s(1[0-2]|[1-9])(?=\s*(?:[.,;!)]|$|today|at the latest))")
_OVER: Final = re.compile(r"[.!?\n]\s")
_AFTERWARDS: Final = frozenset({"au plus tard", "at the latest"})
_WEEK: Final = timedelta(days=7)
_TOGETHER: Final = re.compile(
    r"[\s,(]*(?:a|at|avant|by|before|vers|around|des|from|matin|morning|soir|evening|le|on|this|apres-?midi|afternoon|the|pour|-|–|@|pile)?[\s,(]*(?:a|at|des|from|vers|before|avant)?\s*"
)


@dataclass(frozen=True)
class _Mention:
    """A day, an hour or both, from `start` to `end` of the folded text."""

    start: int
    end: int
    day: date | None
    clock: time | None
    weekday: bool = False
    """The day is named by its weekday alone: once it is over, the next one is meant."""


def stated(text: str, said_at: datetime, zone: str) -> datetime | None:
    """The hour by which the requester wants an answer, in UTC; None without one, and for one that has passed.

    said_at: aware. zone: IANA name of whose clock is meant.
    """
    plain = _plain(text)
    local = said_at.astimezone(ZoneInfo(zone))
    found = _within(plain, said_at)
    mentions = _mentions(plain, local.date(), afternoon=EVENING)
    for marker in _STATED.finditer(plain):
        if mention := _meant(plain, marker, mentions):
            found.append(_by(mention, marker[0], local, zone))
        elif bare := _BARE.match(plain, marker.end()):
            hour = int(bare[1]) + (12 if int(bare[1]) < 8 else 0)
            found.append(calendars.local(zone, local.date(), time(hour)))
    return min((at for at in found if at > said_at), default=None)


def _meant(plain: str, marker: re.Match[str], mentions: list[_Mention]) -> _Mention | None:
    """The day or hour that stands just after "before", or just before "at the latest"."""
    if marker[0] in _AFTERWARDS:
        before = [one for one in mentions if 0 <= marker.start() - one.end <= 3]
        if before:
            return before[-1]
    after = next((one for one in mentions if one.start >= marker.end()), None)
    if after is None or after.start - marker.end() > _BEYOND:
        return None
    return None if _OVER.search(plain, marker.end(), after.start) else after


def planned(text: str, said_at: datetime, zone: str) -> datetime | None:
    """The day and hour on which something is to happen, in UTC; 9:00 where no hour stands beside the day.

    The first mention of a day that is not over; None without one.
    """
    plain = _plain(text)
    local = said_at.astimezone(ZoneInfo(zone))
    for mention in _mentions(plain, local.date()):
        if mention.day is None:
            continue
        at = calendars.local(zone, mention.day, mention.clock or MORNING)
        if mention.weekday and at <= said_at:
            at = calendars.local(zone, mention.day + _WEEK, mention.clock or MORNING)
        if at > said_at or (mention.clock is None and mention.day == local.date()):
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
        count = float(amount) if amount.isdigit() else _AMOUNTS.get(amount, _MORE_AMOUNTS.get(amount, 1))
        if unit == "demi-heure":
            count, unit = 0.5, "h"
        minutes = count * (1440 if unit[0] in "jd" else 1 if unit.startswith("min") else 60)
        found.append(said_at + timedelta(minutes=minutes))
    return found


def _mentions(plain: str, today: date, afternoon: time = AFTERNOON) -> list[_Mention]:
    """Days and hours in their order; a day and the hour beside it are one."""
    days = [
        _Mention(
            m.start(),
            m.end(),
            day,
            _part(m[0], plain[m.end() : m.end() + 14], afternoon),
            weekday=bool(m["weekday"] and not m["bare"]),
        )
        for m in _DAY.finditer(plain)
        if (day := _day(m, today)) is not None
    ]
    clocks = [
        _Mention(m.start(), m.end(), None, clock)
        for m in _CLOCK.finditer(plain)
        if (clock := _clock(m)) is not None
    ]
    found: list[_Mention] = []
    for day in days:
        beside = next((one for one in clocks if _beside(plain, day, one)), None)
        if beside is not None:
            clocks.remove(beside)
            day = _Mention(
                min(day.start, beside.start), max(day.end, beside.end), day.day, beside.clock, day.weekday
            )
        found.append(day)
    return sorted([*found, *clocks], key=lambda one: one.start)


def _beside(plain: str, day: _Mention, clock: _Mention) -> bool:
    first, second = sorted((day, clock), key=lambda one: one.start)
    return first.end <= second.start and bool(_TOGETHER.fullmatch(plain, first.end, second.start))


def _day(given: re.Match[str], today: date) -> date | None:
    """The calendar day that is meant; None where there is no such day."""
    part = given.groupdict()
    if part["today"]:
        return today
    if part["tomorrow"] or part["after"]:
        return today + timedelta(days=1 if part["tomorrow"] else 2)
    if part["weekday"]:
        if part["bare"]:
            return _in_month(today, int(part["bare"]))
        ahead = (_WEEKDAYS[part["weekday"]] - today.weekday()) % 7
        return today + timedelta(days=ahead)
    if part["alone"]:
        return _in_month(today, int(re.sub(r"\D", "", part["alone"])))
    return _dated(part, today)


def _dated(part: dict[str, str | None], today: date) -> date | None:
    try:
        if part["iso"]:
            return date.fromisoformat(part["iso"])
        if numbers := part["slashed"] or part["dotted"]:
            day, month, *year = (int(number) for number in re.split(r"[/.]", numbers))
            if month > 12:
                day, month = month, day
            return (
                date(year[0] + (2000 if year[0] < 100 else 0), month, day)
                if year
                else _coming(today, month, day)
            )
        name = part["month"] or part["month2"] or ""
        day = int(re.sub(r"\D", "", part["first"] or part["second"] or ""))
        month = _MONTHS[name.rstrip(".")]
        year_given = part["year"] or part["year2"]
        return date(int(year_given), month, day) if year_given else _coming(today, month, day)
    except ValueError:
        return None


def _coming(today: date, month: int, day: int) -> date:
    """That day of this year, or of the next one where it is more than two months ago."""
    found = date(today.year, month, day)
    return date(today.year + 1, month, day) if (today - found).days > 62 else found


def _in_month(today: date, day: int) -> date | None:
    """That day of this month, or of the next one where it has passed."""
    for first in (today.replace(day=1), (today.replace(day=1) + timedelta(days=32)).replace(day=1)):
        try:
            found = first.replace(day=day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _clock(given: re.Match[str]) -> time | None:
    part = given.groupdict()
    if part["noon"]:
        return NOON
    if part["midnight"]:
        return time(23, 59)
    hour = int(part["hour"] or part["hour12"] or part["hour24"] or part["clock"] or 0)
    minute = int(part["minute"] or part["minute12"] or part["minute24"] or 0)
    if part["half"] and not 1 <= hour <= 12:
        return None
    if part["half"]:
        hour = hour % 12 + (12 if part["half"] == "p" else 0)
    if part["clock"] and hour < 8:
        hour += 12
    if hour == 24:
        return time(23, 59)
    return time(hour, minute) if hour < 24 else None


def _part(day: str, beside: str, afternoon: time) -> time | None:
    """What "tomorrow morning" and "ce soir" say of the hour; None where only a day is named."""
    found = _PART.search(day) or _PART.match(beside.lstrip(" ,"))
    if found is None:
        return NOON if "midi" in day and "apres" not in day else None
    if found["morning"]:
        return MORNING
    return afternoon if found["afternoon"] else EVENING


def _by(mention: _Mention, marker: str, local: datetime, zone: str) -> datetime:
    """The instant of a stated hour: today's where no day is named, the end of the day where no hour is."""
    clock = mention.clock
    if clock is None:
        clock = MORNING if marker in ("avant", "before") and mention.day != local.date() else EVENING
    day = mention.day or local.date()
    at = calendars.local(zone, day, clock)
    return calendars.local(zone, day + _WEEK, clock) if mention.weekday and at <= local else at
