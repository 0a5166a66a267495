"""A day or an hour as people type it behind a command, in French and in English.

Few forms, and a sentence for everything else: nothing is guessed. Days stand before months, as in both
languages here; a day without a year is the nearest one to come.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.errors import Refusal
from bot.rules import calendars
from bot.rules.workweek import zone_of

_WEEKDAYS: Final = (
    ("monday", "mon", "lundi"),
    ("tuesday", "tue", "mardi"),
    ("wednesday", "wed", "mercredi"),
    ("thursday", "thu", "jeudi"),
    ("friday", "fri", "vendredi"),
    ("saturday", "sat", "samedi"),
    ("sunday", "sun", "dimanche"),
)
_MONTHS: Final = (
    ("january", "jan", "janvier", "janv"),
    ("february", "feb", "fevrier", "fevr"),
    ("march", "mar", "mars"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet", "juil"),
    ("august", "aug", "aout"),
    ("september", "sep", "sept", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "decembre"),
)
_WEEKDAY: Final = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NEAR: Final = {
    "today": 0,
    "aujourd'hui": 0,
    "tomorrow": 1,
    "demain": 1,
    "apres-demain": 2,
    "apres demain": 2,
    "day after tomorrow": 2,
    "yesterday": -1,
    "hier": -1,
}
_UNITS: Final = {
    "m": "minutes",
    "mn": "minutes",
    "min": "minutes",
    "minute": "minutes",
    "h": "hours",
    "heure": "hours",
    "hour": "hours",
    "d": "days",
    "j": "days",
    "jour": "days",
    "day": "days",
    "semaine": "weeks",
    "week": "weeks",
}
_LENGTH: Final = re.compile(r"(?:in |for |dans |pendant |pour )?(\d{1,4})\s*([a-z]+)")
_CLOCK: Final = re.compile(
    r"(?:(?:a|at|vers) )?(\d{1,2})(?::|h)(\d{2})?|(?:at )?(\d{1,2})(?::(\d{2}))?\s*([ap]m)"
)
_WITH_CLOCK: Final = re.compile(
    r"(.+?),? (?:(?:a|at) )?(\d{1,2}(?::|h)(?:\d{2})?|\d{1,2}(?::\d{2})?\s*[ap]m)"
)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?\.?")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? (?:of )?([a-z]+)\.?(?:,? (\d{4}))?")
_MONTH_DAY: Final = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_UNTIL: Final = re.compile(r"(?:until|till|to|jusqu'au|jusqu'a|jusque|au)(?: (?:the|le|a|au))? ")
_ARTICLE: Final = re.compile(r"(?:on|the|le|ce|this|next) | prochaine?$")
_JUST_PAST: Final = timedelta(days=92)
"""A day of this year that passed more recently is taken for a mistake, not for next year's."""


@dataclass(frozen=True)
class Moment:
    """A local day and, where an hour or a length of time was typed, the instant, aware UTC."""

    day: date
    at: datetime | None = None


def read(text: str, now: datetime, zone: str) -> Moment:
    """What was typed, in the person's zone; it may lie in the past. Refusal for what is no day and no hour.

    "2h" is a length of time, "until 14h", "14h30" and "14:00" are hours of the clock, of today.
    """
    said = folded(text)
    bare = _UNTIL.sub("", said, count=1) if _UNTIL.match(said) else said
    quoted = text if bare == said else bare
    today = now.astimezone(zone_of(zone)).date()
    if bare == said and (found := _length(bare)):
        at = now + found
        whole = found >= timedelta(days=1)
        return Moment(at.astimezone(zone_of(zone)).date(), None if whole else at)
    if clock := _clock(bare):
        return Moment(today, _instant(today, clock, zone))
    if parts := _WITH_CLOCK.fullmatch(bare):
        day, clock = _day(parts[1], today, quoted), _clock(parts[2])
        if clock is None:
            raise _unknown(quoted)
        return Moment(day, _instant(day, clock, zone))
    return Moment(_day(bare, today, quoted))


def folded(text: str) -> str:
    """The text without case, accents and superfluous blanks; every apostrophe is the straight one."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("\u2019", "'"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _length(said: str) -> timedelta | None:
    match = _LENGTH.fullmatch(said)
    if match is None:
        return None
    unit = _UNITS.get(match[2]) or _UNITS.get(match[2].removesuffix("s"))
    return timedelta(**{unit: int(match[1])}) if unit else None


def _clock(said: str) -> time | None:
    match = _CLOCK.fullmatch(said)
    if match is None:
        return None
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    if match[5]:
        hour = hour % 12 + (12 if match[5] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(said: str, today: date, text: str) -> date:
    bare = _ARTICLE.sub("", said).strip()
    if said in _NEAR or bare in _NEAR:
        return today + timedelta(days=_NEAR.get(said, _NEAR.get(bare, 0)))
    if bare in _WEEKDAY:
        return today + timedelta(days=(_WEEKDAY[bare] - today.weekday() - 1) % 7 + 1)
    if match := _ISO.fullmatch(bare):
        return _date(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _NUMBERS.fullmatch(bare):
        return _dated(int(match[1]), int(match[2]), match[3], today, text)
    if (match := _DAY_MONTH.fullmatch(bare)) and match[2] in _MONTH:
        return _dated(int(match[1]), _MONTH[match[2]], match[3], today, text)
    if (match := _MONTH_DAY.fullmatch(bare)) and match[1] in _MONTH:
        return _dated(int(match[2]), _MONTH[match[1]], match[3], today, text)
    raise _unknown(text)


def _dated(day: int, month: int, year: str | None, today: date, text: str) -> date:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day, text)
    if (month, day) == (2, 29):
        leap = next(found for found in range(today.year, today.year + 9) if _is_leap(found))
        return date(leap, 2, 29)
    found = _date(today.year, month, day, text)
    return found if today - found <= _JUST_PAST else _date(today.year + 1, month, day, text)


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal(
            "“{text}” is no day of the calendar; write one that exists, such as 28/02.",
            text=text.strip()[:60],
        ) from None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _instant(day: date, clock: time, zone: str) -> datetime:
    return calendars.local(zone, day, clock)


def _unknown(text: str) -> Refusal:
    return Refusal(
        "“{text}” is no day or hour that Tutti understands. Write, for example, tomorrow, friday, 24/12, "
        "2026-12-24 or tomorrow 14:00.",
        text=text.strip()[:60],
    )
