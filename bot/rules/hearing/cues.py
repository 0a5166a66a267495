"""Cues: the words that speak for a topic, a launch kind, a person or a context; where a sentence has them.

How one is written, in `words/*.toml` and by an administrator:

- `panne` is that word; `rembours*` every word that begins so; `late|delayed` either word;
- `jamais recu` are words in this order, with articles, possessives and "very" allowed in between;
- `order .. late` allows up to seven other words in between; `#` is any number.

Case, accents and doubled letters do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

from bot.rules.hearing.text import single, small_words, words_of

NUMBER: Final = "#"
GAP: Final = 7
"""Words that `..` may stand for."""

_SKIPPED: Final = 3
"""Small words that may stand in a row between those of a cue."""
_DENYING: Final = {"no": 2, "aucun": 3, "aucune": 3, "sans": 2, "without": 2, "zero": 2, "jamais": 1}
"""Words that deny what follows within so many words."""
_DENIABLE: Final = frozenset({"topic", "launch", "crisis", "level"})
_DENYING_NEXT: Final = frozenset({"not", "pas", "plus"})
_BETWEEN: Final = frozenset({"de", "d", "a", "an", "any", "un", "une", "the", "really", "vraiment", "encore"})


def is_number(word: str) -> bool:
    """Whether it is a number above one, in digits or spelled."""
    return word.isdigit() or word in small_words()["numbers"]


class Element(NamedTuple):
    """One word of a cue: one of `exact`, or beginning with one of `stems`; neither: a gap."""

    exact: frozenset[str]
    stems: tuple[str, ...]

    def fits(self, word: str) -> bool:
        if word in self.exact or (bool(self.stems) and word.startswith(self.stems)):
            return True
        return NUMBER in self.exact and is_number(word)


_NONE: Final[frozenset[str]] = frozenset()
_ANYTHING: Final = Element(_NONE, ())
"""What `..` stands for."""


@dataclass(frozen=True, slots=True)
class Cue:
    """group: topic, launch, requester, context, …; name: which one; weight: how much it says."""

    group: str
    name: str
    weight: float
    elements: tuple[Element, ...]

    @property
    def denies(self) -> bool:
        """Whether it holds the denial itself, as "not delivered" does."""
        return any(
            {"not", "pas", "jamais", "never", "no", "sans", "plus", "aucun"} & one.exact
            for one in self.elements
        )


class Hit(NamedTuple):
    """A cue found in a sentence, from word `start` up to and without word `end`."""

    cue: Cue
    start: int
    end: int
    sentence: int
    words: str
    """As they were read."""


def cue(group: str, name: str, weight: float, written: str) -> Cue:
    """A cue as it is written. ValueError for one without a word, or that begins or ends with a gap."""
    elements = tuple(_element(part) for part in written.split())
    if not elements or _ANYTHING in (elements[0], elements[-1]):
        raise ValueError(f"“{written}” is no cue: write a word, or words in order.")
    return Cue(group, name, weight, elements)


@lru_cache(maxsize=1024)
def _element(part: str) -> Element:
    """Shared by all cues that hold it: a group of words such as `@customer` stands in hundreds of them."""
    if part == "..":
        return _ANYTHING
    exact: set[str] = set()
    stems: list[str] = []
    for word in part.split("|"):
        plain = word.rstrip("*")
        known = (plain,) if plain == "#" or plain.startswith(":") else words_of(plain)
        if len(known) != 1:
            raise ValueError(f"“{word}” is no single word of a cue.")
        if word.endswith("*"):
            stems += dict.fromkeys((intern(known[0]), intern(single(known[0]))))
        else:
            exact.add(NUMBER if plain == "#" else intern(known[0]))
    return Element(frozenset(exact) if exact else _NONE, tuple(stems))


class Lexicon:
    """Cues by their first word, so that a sentence is gone through once."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        exact: dict[str, list[Cue]] = defaultdict(list)
        stems: dict[str, list[Cue]] = defaultdict(list)
        for one in cues:
            for word in one.elements[0].exact:
                exact[word].append(one)
            for stem in one.elements[0].stems:
                stems[stem].append(one)
        self.begin: Callable[[str], tuple[Cue, ...]] = _beginning(exact, stems)

    def hits(self, words: Sequence[str], sentence: int = 0) -> list[Hit]:
        """Every cue of the sentence that is not denied, in order."""
        found = []
        present = {NUMBER, *words}
        beginnings = {word[:length] for word in words for length in range(1, len(word) + 1)}
        for start, word in enumerate(words):
            for one in self.begin(word):
                last = one.elements[-1]
                if last.exact.isdisjoint(present) and beginnings.isdisjoint(last.stems):
                    continue  # A sentence without a cue's last word is not gone through.
                end = _end(one.elements, words, start)
                if end and not (one.group in _DENIABLE and not one.denies and _denied(words, start)):
                    found.append(Hit(one, start, end, sentence, " ".join(words[start:end])))
        return found


def _beginning(exact: dict[str, list[Cue]], stems: dict[str, list[Cue]]) -> Callable[[str], tuple[Cue, ...]]:
    lengths = sorted({len(stem) for stem in stems})

    @lru_cache(maxsize=8192)
    def begin(word: str) -> tuple[Cue, ...]:
        found = [*exact.get(word, ()), *(exact.get(NUMBER, ()) if is_number(word) else ())]
        for length in lengths:
            if length > len(word):
                break
            found += stems.get(word[:length], ())
        return tuple(dict.fromkeys(found))

    return begin


def _end(elements: tuple[Element, ...], words: Sequence[str], start: int) -> int:
    """Where the cue ends that begins at `start`; 0 where the words do not go on so."""
    at, allowed = start + 1, _SKIPPED
    for element in elements[1:]:
        if element is _ANYTHING:
            allowed = -GAP
            continue
        found = _next(element, words, at, allowed)
        if found < 0:
            return 0
        at, allowed = found + 1, _SKIPPED
    return at


def _next(element: Element, words: Sequence[str], at: int, allowed: int) -> int:
    """The place of the next word that fits; a negative `allowed` passes over any words. -1: none."""
    left, small, fits = abs(allowed), small_words()["passed_over"], element.fits
    for place in range(at, len(words)):
        word = words[place]
        if fits(word):
            return place
        passed_over = word in small
        if left == 0 or (allowed > 0 and not passed_over):
            return -1
        if allowed > 0 or not passed_over:
            left -= 1
    return -1


def _denied(words: Sequence[str], start: int) -> bool:
    """Whether a word before it denies it: "aucune réclamation", "not a complaint"."""
    place = start - 1
    while place >= 0 and words[place] in _BETWEEN:
        place -= 1
    if place >= 0 and words[place] in _DENYING_NEXT:
        return True
    return any(_DENYING.get(words[start - back], 0) >= back for back in range(1, 4) if start - back >= 0)
