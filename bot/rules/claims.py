"""What a sentence of a digest claims: numbers, dates, titles, names, and what its numbers count.

Read for `rules.wording`, which asks the records. Whatever is neither a claim nor a plain word makes the
sentence unsupported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, Literal

from babel.core import Locale

from bot.rules.records import Record
from bot.rules.wording_words import COMPARISONS, LARGER, MARKED, NUMBERS, PLAIN, QUANTITIES
from bot.rules.words import folded

Fault = Literal[
    "empty", "long", "markup", "record", "number", "other_record", "date", "quantity", "comparison", "word"
]
"""Why a sentence is dropped. other_record: what it says is true of a record not cited, or of two together."""

Kind = Literal["number", "title", "label", "date", "word"]
"""What a claim is; "word" says what a number counts."""

_MARKUP: Final = re.compile(r"[<>*_`@#\[\]{}|\\\x00-\x09\x0b-\x1f\x7f]|https?:|www\.", re.I)
_NUMBER: Final = re.compile(r"\d+(?:[ ,.\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?(?:[ \u00a0\u202f]?%)?")
_DECIMAL: Final = re.compile(r"[.,]\d{1,2}$")
_SIGNS: Final = frozenset("-–—−+±≈~./")
_CLOCK: Final = re.compile(r"\b(\d{1,2})(?:[:h](\d{2})\b| ?h\b| ?(am|pm)\b)")
_NUMERIC_DATE: Final = re.compile(r"\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?")
_WEEK: Final = re.compile(r"\b(?:week|semaine) (\d{1,2})\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_POINTS: Final = re.compile(r"[\s.,;:!?'’\"«»“”()–—…-]*")
"""What stands between words; a picture or a sign would say something that no record does."""
_HELD: Final = "\ue000"
"""Stands where something was read already; a clause is told by what is left."""


@dataclass(frozen=True)
class Claim:
    """Something that a sentence says at a place of it; `holds` asks a record whether it says so too."""

    place: int
    kind: Kind
    holds: Callable[[Record], bool]


class Unsupported(Exception):
    """The sentence says what no record does; `fault` says which."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


class Reader:
    """Reads a sentence from the surest to the vaguest; what was read is held out of what follows."""

    def __init__(
        self, text: str, cited: list[Record], known: list[Record], language: str, week: int | None
    ) -> None:
        self.language, self.week = language, week
        self.cited, self.known = cited, known
        self.text = text
        self.frame = ""

    def claims(self) -> Iterator[Claim]:
        if _HELD in self.text:
            raise Unsupported("markup")
        yield from self._titles()
        if _MARKUP.search(self.text):
            raise Unsupported("markup")
        self.text = folded(self.text)
        yield from self._labels()
        yield from self._dates()
        yield from self._numbers()
        self.frame = self.text
        yield from self._words()
        if not _POINTS.fullmatch(self.text.replace(_HELD, "")):
            raise Unsupported("markup")

    def _take(self, found: re.Match[str]) -> int:
        """Hold what was found out of what follows; its place."""
        length = found.end() - found.start()
        self.text = self.text[: found.start()] + _HELD * length + self.text[found.end() :]
        return found.start()

    def _each(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        while found := pattern.search(self.text):
            yield self._take(found), found

    def _titles(self) -> Iterator[Claim]:
        """Quoted whole, letter by letter: what somebody typed is theirs to say, in no other words."""
        titles = sorted({record.title for record in self.cited if record.title}, key=len, reverse=True)
        for title in titles:
            # In quotation marks, so that a title such as "half" is read as a title.
            pattern = re.compile(rf"[“«\"][ \u00a0\u202f]?{re.escape(title)}[ \u00a0\u202f]?[”»\"]")
            for place, _ in self._each(pattern):
                yield Claim(place, "title", _titled(title))

    def _labels(self) -> Iterator[Claim]:
        labels = {folded(label) for record in self.known for label in record.labels if label}
        for label in sorted(labels, key=len, reverse=True):
            for place, _ in self._each(re.compile(rf"(?<!\w){re.escape(label)}s?(?!\w)")):
                yield Claim(place, "label", _labelled(label))

    def _dates(self) -> Iterator[Claim]:
        months, days = _calendar(self.language)
        for pattern in _day_patterns(self.language):
            for place, found in self._each(pattern):
                given = found.groupdict()
                wanted = {
                    "day": int(given["day"]),
                    "month": months[given["month"]],
                    "year": int(given["year"]) if given["year"] else None,
                    "weekday": days[given["weekday"]] if given["weekday"] else None,
                }
                yield Claim(place, "date", _moment(**wanted))
        for place, found in self._each(_CLOCK):
            yield Claim(place, "date", _moment(clock=_clock(found)))
        if _NUMERIC_DATE.search(self.text):
            raise Unsupported("date")
        for name, number in months.items():
            for place, _ in self._each(re.compile(rf"\b{name}\b")):
                yield Claim(place, "date", _moment(month=number))
        for name, number in days.items():
            for place, _ in self._each(re.compile(rf"\b{name}s?\b")):
                yield Claim(place, "date", _moment(weekday=number))

    def _numbers(self) -> Iterator[Claim]:
        for _, found in self._each(_WEEK):
            if int(found[1]) != self.week:
                raise Unsupported("number")
        while digits := _NUMBER.search(self.text):
            number = _whole(digits[0])
            before, after = self.text[: digits.start()][-1:], self.text[digits.end() :][:1]
            if number is None or after.isalnum() or before in _SIGNS:
                raise Unsupported("number")
            yield Claim(self._take(digits), "number", _numbered(number))

    def _words(self) -> Iterator[Claim]:
        plain, marked, numbers = PLAIN[self.language], MARKED[self.language], NUMBERS[self.language]
        known = frozenset().union(*marked.values())
        for place, found in self._each(_WORD):
            word = found[0]
            if word in numbers:
                yield Claim(place, "number", _numbered(numbers[word]))
            elif word in known:
                yield Claim(place, "word", _measured(word, marked))
            elif word in LARGER:
                raise Unsupported("number")
            elif word in QUANTITIES:
                raise Unsupported("quantity")
            elif word in COMPARISONS:
                raise Unsupported("comparison")
            elif word not in plain:
                raise Unsupported("word")


def _whole(said: str) -> int | None:
    """A number in digits, with or without separators; None for a share, a decimal, foreign digits."""
    if _DECIMAL.search(said):
        return None
    digits = re.sub(r"[ ,.\u00a0\u202f]", "", said)
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _titled(title: str) -> Callable[[Record], bool]:
    return lambda record: record.title == title


def _labelled(label: str) -> Callable[[Record], bool]:
    return lambda record: any(folded(one) == label for one in record.labels)


def _numbered(number: int) -> Callable[[Record], bool]:
    return lambda record: number in record.numbers


def _measured(word: str, marked: Mapping[str, frozenset[str]]) -> Callable[[Record], bool]:
    """A word that says what is counted needs a record that counts that."""
    return lambda record: word in marked.get(record.measure, ())


def _moment(**wanted: Any) -> Callable[[Record], bool]:
    """Whether a moment of the record has these parts; a part that is None is not asked."""
    asked = {name: value for name, value in wanted.items() if value is not None}
    return lambda record: any(
        all(_part(moment, name) == value for name, value in asked.items()) for moment in record.moments
    )


def _part(moment: datetime, name: str) -> Any:
    if name == "weekday":
        return moment.weekday()
    return (moment.hour, moment.minute) if name == "clock" else getattr(moment, name)


def _clock(found: re.Match[str]) -> tuple[int, int]:
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    return (hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)


@cache
def _calendar(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Months and days of the week by their folded names."""
    locale = Locale.parse(language)
    months = {folded(name): number for number, name in locale.months["format"]["wide"].items()}
    return months, {folded(name): number for number, name in locale.days["format"]["wide"].items()}


@cache
def _day_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    months, days = ("|".join(names) for names in _calendar(language))
    weekday = rf"(?:\b(?P<weekday>{days}),? )?"
    year = r"(?:,? (?P<year>\d{4})\b)?"
    day_first = rf"{weekday}\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)? (?:of )?(?P<month>{months})\b{year}"
    month_first = rf"{weekday}\b(?P<month>{months}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{year}"
    patterns = (day_first, month_first) if language == "en" else (day_first,)
    return tuple(re.compile(pattern) for pattern in patterns)
