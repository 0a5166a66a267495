"""Opening hours and windows of time as a workspace writes them (DESIGN section 8, "Configuration file").

Reading them is here; what follows from them for an instant is in `rules.calendars`.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import holidays

Minutes = tuple[int, int]
"""Opening and closing of one stretch of a day, in minutes since local midnight; 1440 is 24:00."""

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Names of the days in the configuration, in the order of `date.weekday`."""

DAY_MINUTES: Final = 24 * 60
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_WINDOW: Final = re.compile(r"([0-9]{1,7})\s*([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST_WINDOW: Final = timedelta(days=3660)


@dataclass(frozen=True)
class Hours:
    """The working time of a department or of a person.

    zone: IANA name. week: seven entries from Monday, each its openings in minutes since local midnight, in
    order. holidays: country of the public holidays ("FR"), or country and region ("DE-BY"). closed: more
    days without any opening.
    """

    zone: str
    week: tuple[tuple[Minutes, ...], ...]
    holidays: str | None = None
    closed: frozenset[date] = frozenset()


def always(zone: str, holidays: str | None = None, closed: frozenset[date] = frozenset()) -> Hours:
    """Hours that are open day and night, except on the holidays and closed days given.

    The zone matters even so: a window of days keeps the clock time of that zone.
    """
    return _checked(Hours(zone, (((0, DAY_MINUTES),),) * 7, holidays, closed))


ALWAYS: Final = Hours("UTC", (((0, DAY_MINUTES),),) * 7)
"""Open at every instant, in UTC; what "hours omitted" means when no zone is known."""


@dataclass(frozen=True)
class Window:
    """A length of time as the configuration writes it: an amount and s, m, h or d ("20m", "2d")."""

    amount: int
    unit: str

    @property
    def real(self) -> timedelta:
        """Its length in real time; a day is 24 hours."""
        return timedelta(**{_UNITS[self.unit]: self.amount})

    def __str__(self) -> str:
        """As the configuration writes it."""
        return f"{self.amount}{self.unit}"


def parse_hours(
    text: dict[str, str],
    zone: str,
    holidays: str | None = None,
    closed: frozenset[date] = frozenset(),
) -> Hours:
    """Hours from the configuration: `{"mon-fri": "09:00-18:00", "sat": "09:00-12:00, 14:00-17:00"}`.

    Days are single, ranges (a range may pass Sunday: "sun-thu") or lists of both with commas; a day that is
    not named is closed. Openings of one day that touch become one. An opening across midnight is refused: it
    is written as two, one until 24:00 and one from 00:00.

    Raises ValueError with one sentence for an unknown day, a bad time, an end before its start, an overlap,
    no opening at all, an unknown time zone or country.
    """
    week: list[list[Minutes]] = [[] for _ in DAYS]
    for days, openings in text.items():
        parsed = [_parse_opening(part) for part in str(openings).split(",")]
        for index in _parse_days(str(days)):
            week[index] += parsed
    if not any(week):
        raise ValueError("The hours name no opening; leave them out for a department that is always open.")
    ordered = tuple(_joined(DAYS[index], sorted(day)) for index, day in enumerate(week))
    return _checked(Hours(zone, ordered, holidays, closed))


def parse_window(text: str) -> Window:
    """A window from "30s", "20m", "4h" or "2d"; ValueError with one sentence for anything else, zero too."""
    match = _WINDOW.fullmatch(text.strip())
    if match is None or int(match[1]) == 0:
        raise ValueError(
            f"“{text}” is not a length of time; write a number and s, m, h or d, such as 20m or 2d."
        )
    window = Window(int(match[1]), match[2])
    if window.real > _LONGEST_WINDOW:
        raise ValueError(f"“{text}” is longer than ten years.")
    return window


def _parse_days(text: str) -> list[int]:
    found: list[int] = []
    for part in text.lower().split(","):
        first, _, last = (name.strip() for name in part.partition("-"))
        for name in (first, last or first):
            if name not in DAYS:
                raise ValueError(
                    f"“{name}” is not a day; write {', '.join(DAYS)}, or a range such as mon-fri."
                )
        start = DAYS.index(first)
        length = (DAYS.index(last or first) - start) % 7 + 1
        found += [(start + step) % 7 for step in range(length)]
    return found


def _parse_opening(text: str) -> Minutes:
    opening, dash, closing = text.strip().partition("-")
    if not dash:
        raise ValueError(f"“{text.strip()}” is not an opening; write it as 09:00-18:00.")
    start, end = _parse_clock(opening), _parse_clock(closing)
    if end <= start:
        raise ValueError(
            f"“{text.strip()}” ends before it starts; "
            "write an opening across midnight as two, one until 24:00 and one from 00:00 on the next day."
        )
    return start, end


def _parse_clock(text: str) -> int:
    match = _CLOCK.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else DAY_MINUTES + 1
    if minutes > DAY_MINUTES:
        raise ValueError(f"“{text.strip()}” is not a time; write it as 09:00, from 00:00 to 24:00.")
    return minutes


def _joined(day: str, openings: list[Minutes]) -> tuple[Minutes, ...]:
    for (_, end), (start, _) in pairwise(openings):
        if start < end:
            raise ValueError(f"Two openings on {day} overlap.")
    joined: list[Minutes] = []
    for start, end in openings:
        if joined and joined[-1][1] == start:
            start = joined.pop()[0]
        joined.append((start, end))
    return tuple(joined)


def _checked(hours: Hours) -> Hours:
    zone_of(hours.zone)
    if hours.holidays is not None:
        public_holidays(hours.holidays, 2026)
    return hours


@lru_cache(maxsize=1024)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country, or of country and region; ValueError for one that is not known."""
    name, _, region = country.partition("-")
    try:
        found = holidays.country_holidays(name, subdiv=region or None, years=year)
    except NotImplementedError:
        raise ValueError(
            f"“{country}” is not a country whose public holidays are known; write FR, for example."
        ) from None
    return frozenset(found)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The IANA time zone; ValueError with one sentence for an unknown name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"“{name}” is not a time zone; write Europe/Paris, for example.") from None
