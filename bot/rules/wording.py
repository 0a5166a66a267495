"""Is a model's sentence true? Each sentence cites records; what they do not say is not sent (P8).

The check trusts nothing: a sentence is split into clauses with a number each, and one cited record must
support everything that a clause says: numbers in digits and in words, dates, hours, departments, topics, and
what is counted. A word that is neither plain, nor of a record, nor in a title quoted whole, is an unsupported
statement. True sentences are lost by that; a template stands in for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, Literal

from babel.core import Locale

from bot.rules.records import Record
from bot.rules.wording_words import COMPARISONS, LARGER, MARKED, NUMBERS, PLAIN, QUANTITIES
from bot.rules.words import folded

LONGEST: Final = 240
Fault = Literal[
    "empty", "long", "markup", "record", "number", "other_record", "date", "quantity", "comparison", "word"
]
"""Why a sentence is dropped. other_record: what it says is true of a record not cited, or of two together."""

Kind = Literal["number", "title", "label", "date", "word"]
"""What a claim is; "word" says what a number counts."""
_FAULTS: Final[Mapping[Kind, Fault]] = {"number": "number", "date": "date", "word": "word"}
_SCOPES: Final[tuple[Kind, ...]] = ("title", "label", "date")
"""What is said of one clause, a reader hears of the next one too."""

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
_BETWEEN: Final = re.compile(r"[,;:()–—]|\b(?:and|while|et|tandis)\b")
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


def fault(
    text: str, cited: Sequence[str], known: Mapping[str, Record], language: str, week: int | None = None
) -> Fault | None:
    """Why this sentence may not be sent; None: the records that it cites say all of it.

    text: with names and titles put back. cited: ids. known: every record of the digest, by id. language: "fr"
    or "en". week: the number of the digest's week, which any sentence may name.
    """
    if not text.strip():
        return "empty"
    if len(text) > LONGEST:
        return "long"
    if not cited or any(id not in known for id in cited):
        return "record"
    records = [known[id] for id in dict.fromkeys(cited)]
    reader = _Reader(unicodedata.normalize("NFC", text), records, list(known.values()), language, week)
    try:
        claims = list(reader.claims())
    except Unsupported as error:
        return error.fault
    return _judge(_clauses(reader.frame, claims), records, list(known.values())) if claims else "empty"


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """Every word that a sentence may have besides labels and titles, for a prompt; without accents."""
    measured: set[str] = set().union(*MARKED[language].values())
    return tuple(sorted(measured | PLAIN[language] | set(NUMBERS[language])))


def _judge(clauses: list[list[Claim]], cited: list[Record], known: list[Record]) -> Fault | None:
    """Each clause needs one cited record that says all of it, and what it is about."""
    said = [{claim.kind for claim in clause} for clause in clauses]
    for clause in clauses:
        if any(_says(record, clause) for record in cited):
            continue
        false = [claim for claim in clause if not any(claim.holds(record) for record in known)]
        return _FAULTS.get(false[0].kind, "record") if false else "other_record"
    if any(not kinds - {"number", "date"} for kinds in said):
        return "empty"
    mixed = any(scope in set.union(*said) - kinds for scope in _SCOPES for kinds in said)
    return "other_record" if mixed else None


def _says(record: Record, clause: list[Claim]) -> bool:
    """A part is no total: a number of one department, topic or title needs its name beside it.

    Without a number a clause says that something happened, which a record of none does not.
    """
    kinds = {claim.kind for claim in clause}
    if "number" not in kinds:
        speaks = any(record.numbers)
    elif record.title:
        speaks = "title" in kinds
    else:
        speaks = "label" in kinds or not record.labels
    return speaks and all(claim.holds(record) for claim in clause)


def _clauses(frame: str, claims: list[Claim]) -> list[list[Claim]]:
    """Claims by clause; one without a number belongs to the next, at the end to the one before.

    frame: the sentence as it was when only its words were left to be read.
    """
    ends = [found.start() for found in _BETWEEN.finditer(frame)] + [len(frame)]
    found: list[list[Claim]] = []
    waiting: list[Claim] = []
    rest = sorted(claims, key=lambda claim: claim.place)
    for end in ends:
        waiting += [claim for claim in rest if claim.place < end]
        rest = [claim for claim in rest if claim.place >= end]
        if any(claim.kind in ("number", "title") for claim in waiting):
            found.append(waiting)
            waiting = []
    if waiting:
        found = [*found[:-1], [*found[-1], *waiting]] if found else [waiting]
    return found


class _Reader:
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
