"""Days and hours as people write them: "demain matin", "24/11", "Friday 2 p.m.", "17h30".

A table of our own: the libraries at hand read "17h" as "in 17 hours" and "we" as a Wednesday (README,
"Decisions").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice
from typing import Final

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(18)
"""What "in the morning", "at noon", "in the afternoon", "tonight" and "by the end of the day" mean."""

MOST: Final = 20
"""Days, and hours, of a text that are looked at."""
_MIDNIGHT: Final = time(23, 59)
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


_WEEKDAY: Final = _any(_WEEKDAYS)
_MONTH: Final = rf"(?:{_any(_MONTHS)})\b\.?"
_NUMBER: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY: Final = re.compile(
    rf"""\b(?:
      (?P<today>aujourd'?hui|today|ce\ soir|tonight|cet\ apres-?midi|this\ (?:afternoon|morning|evening)
        |ce\ matin|ce\ midi|tout\ a\ l'heure|end\ of\ (?:the\ )?day|eod|cob|close\ of\ business
        |fin\ de\ (?:la\ )?journee)
    | (?P<after>apres-?demain|(?:the\ )?day\ after\ tomorrow)
    | (?P<tomorrow>demain|tomorrow|tmrw|tmw)
    | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?:(?:{_WEEKDAY})\.?,?\ )?(?P<slashed>\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)
    | (?P<dotted>\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}})
    | (?:{_WEEKDAY})?\.?,?\ ?(?P<first>1er|{_NUMBER})(?:\ of)?
        (?:\ ?(?:-|–|au|to|et|and|&|/)\ ?(?:le\ )?{_NUMBER}(?:\ of)?)?
        \ (?P<month>{_MONTH})(?:,?\ (?P<year>20\d\d))?
    | (?:(?:{_WEEKDAY})\.?,?\ )?(?P<month2>{_MONTH})\ (?P<second>{_NUMBER})\b(?!\s?(?::|h\b|%))
        (?:,?\ (?P<year2>20\d\d))?
    | (?<!black\ )(?<!cyber\ )(?<!blue\ )(?P<weekday>(?:{_WEEKDAY}))\b(?:\ prochain|\ en\ huit)?
        (?:\ (?P<bare>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?(?::|h\b|am|pm|a\.m|p\.m|%|\d)))?
    | (?:le|du|the)\ (?P<alone>1er|{_NUMBER})\b(?!\s?(?:h\b|:|/|%|€|\$|\d|[a-z]))
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
_TOGETHER: Final = re.compile(
    r"[\s,(]*(?:a|at|avant|by|before|vers|around|des|de|from|matin|morning|soir|evening|le|on|this|apres-?midi"
    r"|afternoon|the|pour|-|–|@|pile)?[\s,(]*(?:a|at|des|from|vers|before|avant)?\s*"
)


@dataclass(frozen=True)
class Mention:
    """A day, an hour or both, from `start` to `end` of the folded text."""

    start: int
    end: int
    day: date | None
    clock: time | None
    weekday: bool = False
    """The day is named by its weekday alone: once it is over, the next one is meant."""


def mentions(plain: str, today: date, afternoon: time = AFTERNOON) -> list[Mention]:
    """Days and hours in their order; a day and the hour beside it are one."""
    days = [
        Mention(
            m.start(),
            m.end(),
            day,
            _part(m[0], plain[m.end() : m.end() + 14], afternoon),
            weekday=bool(m["weekday"] and not m["bare"]),
        )
        for m in islice(_DAY.finditer(plain), MOST)
        if (day := _day(m, today)) is not None
    ]
    clocks = [
        Mention(m.start(), m.end(), None, clock)
        for m in islice(_CLOCK.finditer(plain), MOST)
        if (clock := _clock(m)) is not None
    ]
    found: list[Mention] = []
    for one in days:
        beside = next((clock for clock in clocks if _beside(plain, one, clock)), None)
        if beside is not None:
            clocks.remove(beside)
        found.append(_joined(one, beside) if beside else one)
    return sorted([*found, *clocks], key=lambda one: one.start)


def _joined(day: Mention, clock: Mention) -> Mention:
    start, end = min(day.start, clock.start), max(day.end, clock.end)
    return Mention(start, end, day.day, clock.clock, day.weekday)


def _beside(plain: str, day: Mention, clock: Mention) -> bool:
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
            return _in_numbers(numbers, today)
        name = part["month"] or part["month2"] or ""
        day = int(re.sub(r"\D", "", part["first"] or part["second"] or ""))
        month = _MONTHS[name.rstrip(".")]
        year_given = part["year"] or part["year2"]
        return date(int(year_given), month, day) if year_given else _coming(today, month, day)
    except ValueError:
        return None


def _in_numbers(numbers: str, today: date) -> date | None:
    """24/11 or 24/11/2026, the European way unless the second is no month; "24/7" is no day."""
    if numbers in ("24/7", "7/7"):
        return None
    day, month, *year = (int(number) for number in re.split(r"[/.]", numbers))
    if month > 12:
        day, month = month, day
    if not year:
        return _coming(today, month, day)
    return date(year[0] + (2000 if year[0] < 100 else 0), month, day)


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
        return _MIDNIGHT
    hour = int(part["hour"] or part["hour12"] or part["hour24"] or part["clock"] or 0)
    minute = int(part["minute"] or part["minute12"] or part["minute24"] or 0)
    if part["half"]:
        return time(hour % 12 + (12 if part["half"] == "p" else 0), minute) if 1 <= hour <= 12 else None
    if part["clock"] and hour < 8:
        hour += 12
    if hour == 24:
        return _MIDNIGHT
    return time(hour, minute) if hour < 24 else None


def _part(day: str, beside: str, afternoon: time) -> time | None:
    """What "tomorrow morning" and "ce soir" say of the hour; None where only a day is named."""
    found = _PART.search(day) or _PART.match(beside.lstrip(" ,"))
    if found is None:
        return NOON if "midi" in day and "apres" not in day else None
    if found["morning"]:
        return MORNING
    return afternoon if found["afternoon"] else EVENING
