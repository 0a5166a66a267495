"""The words that ship with Tutti, read once from `words/*.toml`, and those that a workspace adds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from bot.models import Topic
from bot.rules.hearing.cues import Cue, Lexicon, cue
from bot.rules.hearing.text import words_of

LANGUAGES: Final = ("fr", "en")
WEIGHTS: Final[Mapping[str, float]] = {"strong": 3, "fair": 2, "weak": 1}
"""What a cue of a topic or a launch kind says: strong is enough alone."""
OWN_PHRASE, OWN_WORD = 3.0, 2.0
"""What an administrator's words say: several words are enough alone, a single one is not."""


def written(subject: str, language: str) -> dict[str, dict[str, list[str]]]:
    """A file of words as it is written: name → strength or sort → cues, its groups of words put in.

    subject: "topics", "launches" or "around". Without the groups themselves.
    """
    file = resources.files("bot.rules.hearing") / "words" / f"{subject}.{language}.toml"
    found: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    groups = {name: "|".join(words) for name, words in found.pop("groups", {}).items()}
    return {
        name: {sort: [_spelled(one, groups) for one in cues] for sort, cues in sorts.items()}
        for name, sorts in found.items()
    }


def _spelled(one: str, groups: Mapping[str, str]) -> str:
    """The cue with `@customer` and the like put in."""
    words = [
        "|".join(groups[part[1:]] if part.startswith("@") else part for part in word.split("|"))
        for word in one.split()
    ]
    return " ".join(words)


@cache
def shipped(language: str | None) -> Lexicon:
    """The words of one language; None: of both, for a message whose language is not clear."""
    languages = (language,) if language else LANGUAGES
    return Lexicon(one for name in languages for one in _cues(name))


@lru_cache(maxsize=256)
def own(words: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    """The words that a workspace's topics are heard by besides: topic → words."""
    return Lexicon([_own(topic, one) for topic, listed in words for one in listed])


def heard_by(topics: Iterable[Topic]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What `own` is given for these topics; empty where none has words of its own."""
    return tuple(
        (topic.key, tuple(topic.words_heard)) for topic in topics if topic.words_heard and not topic.retired
    )


def _own(topic: str, said: str) -> Cue:
    """A word stands for its endings too: "brioche" is heard in "brioches"."""
    plain = [one for one in words_of(said) if one.isalnum()]
    elements = [f"{one.rstrip('es') or one}*" if len(one) > 3 and one.isalpha() else one for one in plain]
    return cue("topic", topic, OWN_PHRASE if len(elements) > 1 else OWN_WORD, " ".join(elements))


@cache
def _cues(language: str) -> tuple[Cue, ...]:
    return tuple(_read(language))


def _read(language: str) -> Iterator[Cue]:
    for topic, strengths in written("topics", language).items():
        for strength, cues in strengths.items():
            for one in cues:
                yield from _both_ways(topic, WEIGHTS[strength], one)
    for name, sorts in written("launches", language).items():
        for sort, cues in sorts.items():
            group = "launch" if sort in WEIGHTS else name
            key = name if sort in WEIGHTS else sort
            yield from (cue(group, key, WEIGHTS.get(sort, 1), one) for one in cues)
    for group, names in written("around", language).items():
        for name, cues in names.items():
            yield from (cue(group, name, 1, one) for one in cues)


def _both_ways(topic: str, weight: float, one: str) -> Iterator[Cue]:
    """Two things told of a topic in one sentence are told in either order."""
    yield cue("topic", topic, weight, one)
    first, gap, second = one.partition(" .. ")
    if gap and " .. " not in second:
        yield cue("topic", topic, weight, f"{second} .. {first}")
