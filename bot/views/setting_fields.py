"""Settings that are typed as text: hours, days, lengths of time, read in both languages and shown again.

What cannot be read is refused by the rule that the configuration file goes by, at its field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.errors import FormRefusal, Refusal
from bot.i18n import Translator
from bot.rules import calendars, defaults
from bot.rules.words import folded
from bot.views import fields, kit

Value = TypeVar("Value")

_FRENCH = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_TO_ENGLISH = dict(zip(_FRENCH, calendars.DAYS, strict=True))
_TO_FRENCH = dict(zip(calendars.DAYS, _FRENCH, strict=True))
_WORD = re.compile(r"[^\W\d_]+")
_HOUR = re.compile(r"\b(\d{1,2})\s?[hH](\d{2})?\b")
_NONE = frozenset({"none", "never", "aucun", "aucune", "jamais"})
_DAYS = re.compile(r"(\d+)\s*[jJ]")


class Reader:
    """Reads a form field by field and keeps every refusal; `check` raises them together."""

    def __init__(self, view: kit.Block) -> None:
        self.view = view
        self.errors: dict[str, Refusal] = {}

    def of(self, name: str, parse: Callable[[str], Value], empty: Value) -> Value:
        """What `parse` makes of the text; `empty` where there is none or it cannot be read."""
        text = fields.text(self.view, name)
        if not text:
            return empty
        try:
            return parse(text)
        except calendars.Misread as error:
            self.errors.setdefault(name, error.refusal)
            return empty

    def need(self, name: str, msgid: str) -> str:
        """The text; refused with this sentence where there is none."""
        text = fields.text(self.view, name)
        if not text:
            self.errors.setdefault(name, Refusal(msgid))
        return text

    def refuse(self, name: str, refusal: Refusal | None) -> None:
        """Keep a refusal that a rule gave, if it gave one."""
        if refusal is not None:
            self.errors.setdefault(name, refusal)

    def check(self) -> None:
        """Raises FormRefusal if anything was refused."""
        if self.errors:
            raise FormRefusal(self.errors)


def days_shown(text: str, t: Translator) -> str:
    """Days of the week in the reader's language: "mon-fri" is "lun-ven"."""
    return _WORD.sub(lambda word: _TO_FRENCH.get(word[0], word[0]), text) if t.language == "fr" else text


def days_read(text: str) -> str:
    """Days as they are stored, from either language, whole names too; other words stay as they are."""

    def day(word: re.Match[str]) -> str:
        short = word[0].lower()[:3]
        return _TO_ENGLISH.get(short) or (short if short in calendars.DAYS else word[0])

    return _WORD.sub(day, text)


def hours_shown(hours: Mapping[str, str] | None, t: Translator) -> str:
    """Opening hours, a line for each entry; "" for always open."""
    lines = (f"{days_shown(days, t)} {openings}" for days, openings in (hours or {}).items())
    return "\n".join(lines)


def hours(text: str) -> dict[str, str]:
    """Opening hours from lines such as "mon-fri 09:00-18:00" or "lun-ven 9h-12h, 14h-18h". Raises Misread."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        said = _clocks(line)
        start = re.search(r"\d", said)
        days, openings = (said[: start.start()], said[start.start() :]) if start else (said, "")
        days = re.sub(r"\s*([-,–])\s*", r"\1", days_read(days).strip(" :\t\u00a0")).replace("–", "-")
        openings = re.sub(r"\s*[-–]\s*", "-", openings.strip())
        calendars.parse_hours({days: openings}, "UTC")
        found[days] = f"{found[days]}, {openings}" if days in found else openings
    calendars.parse_hours(found, "UTC")
    return found


def zone(text: str) -> str:
    """An IANA time zone. Raises Misread."""
    return calendars.always(text).zone


def country(text: str) -> str:
    """A country, or country and region, whose public holidays are known. Raises Misread."""
    calendars.always("UTC", text.upper())
    return text.upper()


def closed_days(text: str) -> list[str]:
    """Days, apart by commas, blanks or lines, in order and once each. Raises Misread."""
    return sorted({calendars.parse_day(day).isoformat() for day in re.split(r"[\s,;]+", text) if day})


def window(text: str) -> str:
    """A length of time; "2j" is "2d". Raises Misread."""
    return str(calendars.parse_window(_DAYS.sub(r"\1d", text)))


def times(text: str) -> list[str]:
    """Clock times, apart by commas, blanks or lines, in order and once each. Raises Misread."""
    return sorted({calendars.parse_time(time) for time in re.split(r"[\s,;]+", _clocks(text)) if time})


def weekly(text: str) -> str:
    """A weekday and a clock time: "mon 10:00". Raises Misread."""
    return calendars.parse_weekly(days_read(_clocks(text)))


def digest_hour(text: str) -> str:
    """A weekday and a clock time, or the word that switches a digest off. Raises Misread."""
    return defaults.OFF if folded(text.strip()) in _NONE else weekly(text)


def digest_hour_shown(text: str, t: Translator) -> str:
    """The same in the reader's language."""
    return t("none") if text == defaults.OFF else days_shown(text, t)


def _clocks(text: str) -> str:
    """ "9h30" is "09:30", "18h" is "18:00"."""
    return _HOUR.sub(lambda found: f"{int(found[1]):02}:{found[2] or '00'}", text)
