"""Whether two tellings are of the same event (PRODUCT section 1, mechanism 49; noise rule N9).

A telling is compared by its fingerprint: what it names (numbers, addresses, places, persons) and what it is
about (stems of its words; French and English words of one meaning are one). Only a digest of each word is
kept, so that nobody reads a text out of it. Nothing here decides for people: *likely* is only proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2s
from threading import Lock
from typing import Final, NamedTuple

from Stemmer import Stemmer

from bot.models import Requester
from bot.rules.bilingual import EMPTY, GENERIC, MEANINGS, TITLES
from bot.rules.words import folded

SAME_EVENT: Final = timedelta(minutes=10)
"""N9: the same told within so long is the same event."""
WINDOW: Final = timedelta(days=7)
"""What is alike is proposed so long, also where it was answered meanwhile."""
MOST_WORDS: Final = 150
MOST_PROPOSED: Final = 3

ADDRESS, NUMBER, PERSON, PLACE, WORD, GENERAL, COUNT = "anpLwgc"
WEIGHTS: Final[Mapping[str, float]] = {
    ADDRESS: 4.0,
    NUMBER: 4.0,
    PERSON: 2.0,
    PLACE: 2.0,
    WORD: 1.0,
    COUNT: 0.5,
    GENERAL: 0.25,
}
ENOUGH: Final = 2.0
"""Of shared weight: one name, number or two words that mean something."""
CERTAIN_WEIGHT: Final = 3.0
THRESHOLD, FOR_ONE_REQUESTER, FOR_ANOTHER_SUBJECT = 0.5, -0.15, 0.1

_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_NUMBER = re.compile(r"\b[A-Za-z]{0,5}[-#]?\d(?:[ .-]?\d){3,}\b")
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(19|20)\d\d")
_PRICE = re.compile(r"\d+[.,]\d\d")
_INITIALS = re.compile(r"(?:^|[,;/(] *)((?:[^\W\d_a-z]\.?[ -]?){2,3})\)?$")
_SENTENCE_END = ".!?:;\n•"
_french, _english = Stemmer("french", 0), Stemmer("english", 0)
_one_at_a_time = Lock()
"""A stemmer keeps the word it is at in itself, and units of work run in several threads. None keeps words
that it has seen: `_stem` does."""


class Likeness(StrEnum):
    """How sure it is that two tellings are of one event."""

    certain = "certain"
    """The same message, the same id of a source, or the same words within ten minutes."""
    likely = "likely"


class Telling(NamedTuple):
    """What one report says, as far as it is compared. `requester` as `requester_key` gives it."""

    at: datetime
    topic: str
    department: str
    fingerprint: str | None = ""
    requester: str | None = None
    permalink: str | None = None
    source: str | None = None
    source_id: str | None = None


class Trace(NamedTuple):
    """As much of a known telling as says whether it may be like a new one; `report` finds the rest."""

    report: int
    fingerprint: str | None = None
    permalink: str | None = None
    source: str | None = None
    source_id: str | None = None


class Candidate(NamedTuple):
    """An escalation that is like the telling. `likeness`, then `score` from 0 to 1, say how much."""

    escalation: str
    likeness: Likeness
    score: float


# What is kept of a telling


def requester_key(requester: Requester, where: str) -> str | None:
    """Whose complaint it is: "customer:md" for a customer of "Instagram, M. D."; None where the initials or
    who asks are not known."""
    found = _INITIALS.search(where.strip())
    if found is None or requester is Requester.unknown:
        return None
    return f"{requester.value}:{''.join(_WORD.findall(folded(found[1])))}"


@lru_cache(maxsize=16)
def fingerprint(text: str) -> str:
    """What a telling names and is about, as digests that `likeness` compares, e.g. "L3fa90c w81b2d4".

    Asked twice of each telling: to find what is like it, and to keep it.
    """
    kinds: dict[str, str] = {}
    for kind, token in _tokens(text):
        digest = blake2s(token.encode(), digest_size=4).hexdigest()
        if WEIGHTS[kind] > WEIGHTS.get(kinds.get(digest, ""), 0):
            kinds[digest] = kind
    return " ".join(sorted(kind + digest for digest, kind in kinds.items()))


def _tokens(text: str) -> Iterable[tuple[str, str]]:
    for address in _ADDRESS.findall(text):
        yield ADDRESS, re.sub(r"^https?://(www\.)?|[/?#]+$", "", address.casefold())
    plain = _ADDRESS.sub(" ", text)
    for number in _NUMBER.findall(plain):
        if not _YEAR.fullmatch(number) and not _PRICE.fullmatch(number):
            yield NUMBER, re.sub(r"\D", "", number)
    yield from _words(_NUMBER.sub(" ", plain))


def _words(text: str) -> Iterable[tuple[str, str]]:
    shouted = text.upper() == text
    before, end = "", 0
    for found in list(_WORD.finditer(text))[:MOST_WORDS]:
        said, word = found[0], folded(found[0])
        begins = not text[:1].strip() or found.start() == 0 or _ends(text[end : found.start()])
        named = said[:1].isupper() and not shouted
        end = found.end()
        if word.isdigit():
            yield COUNT, word
        elif named and before in TITLES:
            yield PERSON, word
        elif word not in EMPTY and word not in TITLES and len(word) > 1:
            yield _kind_of(word, named=named and not begins), _stem(word)
        before = word


def _ends(between: str) -> bool:
    return any(mark in _SENTENCE_END for mark in between)


def _kind_of(word: str, *, named: bool) -> str:
    stem = _stem(word)
    if stem.startswith("="):
        return GENERAL if stem[1:] in _general() else WORD
    return PLACE if named else WORD


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """The word's meaning ("=oven") where it is known, else its stem, whichever of the languages it is of."""
    stem = _cut(word)
    meaning = _meanings().get(stem)
    return f"={meaning}" if meaning else stem


def _cut(word: str) -> str:
    with _one_at_a_time:
        stem: str = _english.stemWord(_french.stemWord(word))
    return stem.rstrip("ei") or stem


@lru_cache(maxsize=1)
def _meanings() -> Mapping[str, str]:
    """Stem -> the first English word of its meaning."""
    found: dict[str, str] = {}
    for line in f"{GENERIC.strip()}\n{MEANINGS.strip()}".splitlines():
        words = line.replace("|", " ").split()
        for word in words:
            found.setdefault(_cut(word), words[0])
    return found


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    return frozenset(line.split()[0] for line in GENERIC.strip().splitlines())


# Comparing


def likeness(new: Telling, known: Telling) -> tuple[Likeness, float] | None:
    """How alike two tellings are, and from 0 to 1 how much; None where they are not.

    Likely only within seven days and for the same topic or department. Another order's number, place or
    person makes it another event.
    """
    if _is_same(new, known):
        return Likeness.certain, 1.0
    apart = abs(new.at - known.at)
    related = new.topic == known.topic or new.department == known.department
    if apart > WINDOW or not related:
        return None
    one, other = _signs(new.fingerprint), _signs(known.fingerprint)
    alike = bool(one.every) and one.every == other.every
    if alike and apart <= SAME_EVENT and _is_certain(new, known, one):
        return Likeness.certain, 1.0
    score = 1.0 if alike else _score(one, other)
    needed = THRESHOLD
    if new.requester and new.requester == known.requester:
        needed += FOR_ONE_REQUESTER
    if new.topic != known.topic:
        needed += FOR_ANOTHER_SUBJECT
    return (Likeness.likely, score) if score >= needed else None


def near(new: Telling, known: Iterable[Trace]) -> list[int]:
    """The reports that may be like the telling; `likeness` says of which that is so.

    Asked before the ack of hundreds, nearly all of which are of something else.
    """
    one, may_be_same = _signs(new.fingerprint), bool(new.permalink or new.source_id)
    return [
        trace.report
        for trace in known
        if (may_be_same and _is_same(new, trace)) or _is_near(one, _signs(trace.fingerprint))
    ]


def _is_near(one: _Signs, other: _Signs) -> bool:
    if one.names[0] and other.names[0] and one.sure.isdisjoint(other.every):
        return False  # Another order's number.
    return bool(one.every) and (
        one.every == other.every or _score(one, other) >= THRESHOLD + FOR_ONE_REQUESTER
    )


def _is_same(new: Telling, known: Telling | Trace) -> bool:
    """The same message, or the same id of a source."""
    if new.permalink and new.permalink == known.permalink:
        return True
    return bool(new.source_id) and (new.source, new.source_id) == (known.source, known.source_id)


def _is_certain(new: Telling, known: Telling, said: _Signs) -> bool:
    """Whether the very same words are of one event: enough of them, and not of two requesters."""
    if new.topic != known.topic:
        return False
    others = new.requester and known.requester and new.requester != known.requester
    return not others and sum(WEIGHTS[kind] for kind in said.kinds.values()) >= CERTAIN_WEIGHT


class _Signs(NamedTuple):
    """A fingerprint, read: each digest's kind, the digests of words, of numbers, persons and places, of all,
    and of numbers and addresses, their weight.

    An address that only one telling gives is no sign of another event, so that it has no weight of its own.
    """

    kinds: Mapping[str, str]
    words: frozenset[str]
    names: tuple[frozenset[str], frozenset[str], frozenset[str]]
    every: frozenset[str]
    sure: frozenset[str]
    weight: float


_NONE: Final[frozenset[str]] = frozenset()


@lru_cache(maxsize=4096)
def _signs(fingerprint: str | None) -> _Signs:
    kinds = {one[1:]: one[0] for one in (fingerprint or "").split() if one[0] in WEIGHTS}
    told = {kind: frozenset(each for each in kinds if kinds[each] == kind) for kind in set(kinds.values())}
    # What it has none of is one empty set for all: thousands of tellings are kept here.
    of = dict.fromkeys(WEIGHTS, _NONE) | told
    weight = sum(WEIGHTS[kind] for kind in kinds.values() if kind != ADDRESS)
    names = (of[NUMBER], of[PERSON], of[PLACE])
    return _Signs(kinds, of[WORD], names, frozenset(kinds), of[NUMBER] | of[ADDRESS], weight)


def _score(one: _Signs, other: _Signs) -> float:
    """The weight of what both say, as a share of the shorter one and of both; 0 where names contradict."""
    shared = one.every & other.every
    sure = not shared.isdisjoint(one.sure)
    if not shared or (not sure and _contradict(one, other, shared)):
        return 0.0
    both = sum(max(WEIGHTS[one.kinds[digest]], WEIGHTS[other.kinds[digest]]) for digest in shared)
    if both < ENOUGH or not (sure or _means_something(one, other, shared)):
        return 0.0
    first, second = (_weight(signs, shared, both) for signs in (one, other))
    if sure:
        return max(0.7, both / min(first, second))
    return 0.5 * both / min(first, second) + both / (first + second)


def _contradict(one: _Signs, other: _Signs, shared: frozenset[str]) -> bool:
    """Both name something of a kind, and nothing of that kind is the same."""
    for ours, theirs in zip(one.names, other.names, strict=True):
        if ours and theirs and shared.isdisjoint(ours) and shared.isdisjoint(theirs):
            return True
    return False


def _means_something(one: _Signs, other: _Signs, shared: frozenset[str]) -> bool:
    """Not one name alone: a word beside it, or another name."""
    names = frozenset().union(*one.names[1:], *other.names[1:])
    return len(shared) > 1 and bool(shared & one.words & other.words or len(shared & names) > 1)


def _weight(signs: _Signs, shared: frozenset[str], both: float) -> float:
    """What one telling says in all, with what both say as heavy as it is in either."""
    said = sum(WEIGHTS[signs.kinds[digest]] for digest in shared if signs.kinds[digest] != ADDRESS)
    return signs.weight - said + both


def best(new: Telling, known: Iterable[tuple[str, Telling]]) -> Sequence[Candidate]:
    """The escalations that are like the telling, the likeliest first, each once, at most three.

    known: the reports there are, by escalation.
    """
    found: dict[str, Candidate] = {}
    for escalation, telling in known:
        alike = likeness(new, telling)
        if alike is None:
            continue
        candidate = Candidate(escalation, *alike)
        if escalation not in found or _rank(candidate) > _rank(found[escalation]):
            found[escalation] = candidate
    return sorted(found.values(), key=_rank, reverse=True)[:MOST_PROPOSED]


def _rank(candidate: Candidate) -> tuple[bool, float]:
    return candidate.likeness is Likeness.certain, candidate.score
