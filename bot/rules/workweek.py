"""Opening hours and windows of time as a workspace writes them (DESIGN section 8, "Configuration file").

Reading them is here; what follows from them for an instant is in `rules.calendars`. What cannot be read is a
`Misread`: the configuration file shows its English sentence, a form the same one in the person's language.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import Refusal

Minutes = tuple[int, int]
"""Opening and closing of one stretch of a day, in minutes since local midnight; 1440 is 24:00."""

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Names of the days in the configuration, in the order of `date.weekday`."""

DAY_MINUTES: Final = 24 * 60
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_WINDOW: Final = re.compile(r"([0-9]{1,7})\s*([smhd])")
_WEEKLY: Final = re.compile(rf"({'|'.join(DAYS)})\s+([01]?[0-9]|2[0-3]):([0-5][0-9])", re.IGNORECASE)
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST_WINDOW: Final = timedelta(days=3660)


class Misread(ValueError):
    """A text that is no day, time, opening, window, zone or country; `refusal` says what to write."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.msgid.format_map(refusal.fields))
        self.refusal = refusal


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

    Raises Misread with one sentence for an unknown day, a bad time, an end before its start, an overlap,
    no opening at all, an unknown time zone or country.
    """
    week: list[list[Minutes]] = [[] for _ in DAYS]
    for days, openings in text.items():
        parsed = [_parse_opening(part) for part in str(openings).split(",")]
        for index in _parse_days(str(days)):
            week[index] += parsed
    if not any(week):
        raise Misread(
            Refusal("The hours name no opening; leave them out for a department that is always open.")
        )
    ordered = tuple(_joined(DAYS[index], sorted(day)) for index, day in enumerate(week))
    return _checked(Hours(zone, ordered, holidays, closed))


def parse_window(text: str) -> Window:
    """A window from "30s", "20m", "4h" or "2d"; Misread with one sentence for anything else, zero too."""
    match = _WINDOW.fullmatch(text.strip())
    if match is None or int(match[1]) == 0:
        raise Misread(
            Refusal(
                "“{text}” is not a length of time; write a number and s, m, h or d, such as 20m or 2d.",
                text=text,
            )
        )
    window = Window(int(match[1]), match[2])
    if window.real > _LONGEST_WINDOW:
        raise Misread(Refusal("“{text}” is longer than ten years.", text=text))
    return window


def parse_day(text: str) -> date:
    """A calendar day from "2026-12-24"; Misread for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Misread(
            Refusal("“{text}” is not a day of the calendar; write it as 2026-12-24.", text=text.strip())
        ) from None


def parse_time(text: str) -> str:
    """A time of the day with two digits for the hour, from "9:15"; Misread for anything else, 24:00 too."""
    minutes = _parse_clock(text)
    if minutes == DAY_MINUTES:
        raise Misread(Refusal("“{text}” is not a time; write it as 09:15.", text=text.strip()))
    return f"{minutes // 60:02}:{minutes % 60:02}"


def parse_weekly(text: str) -> str:
    """A weekday and a clock time, "mon 10:00", from "Mon 9:05"; Misread for anything else."""
    match = _WEEKLY.fullmatch(text.strip())
    if match is None:
        raise Misread(Refusal("“{text}” is not a day and a time; write it as mon 10:00.", text=text.strip()))
    return f"{match[1].lower()} {int(match[2]):02}:{match[3]}"


def _parse_days(text: str) -> list[int]:
    found: list[int] = []
    for part in text.lower().split(","):
        first, _, last = (name.strip() for name in part.partition("-"))
        for name in (first, last or first):
            if name not in DAYS:
                raise Misread(
                    Refusal(
                        "“{text}” is not a day; write mon, tue, wed, thu, fri, sat, sun, "
                        "or a range such as mon-fri.",
                        text=name,
                    )
                )
        start = DAYS.index(first)
        length = (DAYS.index(last or first) - start) % 7 + 1
        found += [(start + step) % 7 for step in range(length)]
    return found


def _parse_opening(text: str) -> Minutes:
    opening, dash, closing = text.strip().partition("-")
    if not dash:
        raise Misread(Refusal("“{text}” is not an opening; write it as 09:00-18:00.", text=text.strip()))
    start, end = _parse_clock(opening), _parse_clock(closing)
    if end <= start:
        raise Misread(
            Refusal(
                "“{text}” ends before it starts; write an opening across midnight as two, "
                "one until 24:00 and one from 00:00 on the next day.",
                text=text.strip(),
            )
        )
    return start, end


def _parse_clock(text: str) -> int:
    match = _CLOCK.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else DAY_MINUTES + 1
    if minutes > DAY_MINUTES:
        raise Misread(
            Refusal("“{text}” is not a time; write it as 09:00, from 00:00 to 24:00.", text=text.strip())
        )
    return minutes


def _joined(day: str, openings: list[Minutes]) -> tuple[Minutes, ...]:
    for (_, end), (start, _) in pairwise(openings):
        if start < end:
            raise Misread(Refusal("Two openings on {weekday} overlap.", weekday=day))
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
    """The public holidays of a country, or of country and region; Misread for one that is not known."""
    # With the first country that is named, all two hundred and fifty are loaded: twelve megabytes.
    import holidays

    name, _, region = country.partition("-")
    try:
        found = holidays.country_holidays(name, subdiv=region or None, years=year)
    except NotImplementedError:
        raise Misread(
            Refusal(
                "“{text}” is not a country whose public holidays are known; write FR, for example.",
                text=country,
            )
        ) from None
    return frozenset(found)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The IANA time zone; Misread with one sentence for an unknown name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Misread(
            Refusal("“{text}” is not a time zone; write Europe/Paris, for example.", text=name)
        ) from None
