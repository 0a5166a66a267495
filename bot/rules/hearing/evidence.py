"""What a message holds: the cues found in it, those that injected or quoted lines lend it left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from bot.models import Said
from bot.rules.hearing import hours, lexicon, text
from bot.rules.hearing.cues import Hit, Lexicon
from bot.rules.hearing.text import Heard, Sentence, heard

SENTENCES: Final = 60
"""Sentences of a message that are gone through."""
MOST_SCORE: Final = 6.0
MOST_WEAK: Final = 1.5
"""What the weak cues of one topic say together at most."""

_YEAR: Final = re.compile(r"20[0-3]\d")


@dataclass(frozen=True)
class Evidence:
    """A message and its cues. zone: whose clock its hours are read by."""

    said: Said
    heard: Heard
    all_sentences: tuple[Sentence, ...]
    """As the hits count them, those left out included."""
    hits: tuple[Hit, ...]
    zone: str

    @cached_property
    def _found(self) -> dict[tuple[str, str], list[Hit]]:
        found: dict[tuple[str, str], list[Hit]] = {}
        for hit in self.hits:
            found.setdefault((hit.cue.group, hit.cue.name), []).append(hit)
        return found

    def of(self, group: str, *names: str) -> list[Hit]:
        """The hits of these names, in order."""
        return [hit for name in names for hit in self._found.get((group, name), ())]

    def has(self, group: str, *names: str) -> bool:
        if (group, "past") == (group, *names) and group == "context" and self._names_past_year:
            return True
        return any((group, name) in self._found for name in names)

    @cached_property
    def _names_past_year(self) -> bool:
        """Whether a year that is over is named: "Black Friday 2025"."""
        years = (int(word) for one in self.heard.sentences for word in one.words if _YEAR.fullmatch(word))
        return any(year < self.said.at.year for year in years)

    @property
    def groups(self) -> Iterable[tuple[str, str]]:
        """Group and name of every cue that was found, each once."""
        return self._found.keys()

    def named(self, group: str) -> list[str]:
        """Which names of a group were found."""
        return [name for found, name in self._found if found == group]

    def score(self, group: str, name: str) -> float:
        """How much its cues say together; of cues in the same words only the weightiest counts."""
        return self._scores.get((group, name), 0.0)

    @cached_property
    def _scores(self) -> dict[tuple[str, str], float]:
        return {key: scored(hits) for key, hits in self._found.items() if key[0] in ("topic", "launch")}

    @cached_property
    def text(self) -> str:
        """What is left to read hours in: the sentences that count."""
        return ".\n".join(sentence.written for sentence in self.heard.sentences)

    @cached_property
    def stated_at(self) -> datetime | None:
        return hours.stated(self.text, self.said.at, self.zone)

    @cached_property
    def planned_at(self) -> datetime | None:
        return hours.planned(self.text, self.said.at, self.zone)

    @property
    def only_asks(self) -> bool:
        """Whether every sentence is a question."""
        return all(sentence.asks for sentence in self.heard.sentences if len(sentence.words) > 3)


def gathered(said: Said, own: Lexicon | None, zone: str) -> Evidence:
    """The message with its cues. own: the words that the workspace added."""
    message = heard(said.text)
    words = lexicon.shipped(_language(message, said.language))
    found: list[Hit] = []
    for place, sentence in enumerate(message.sentences[:SENTENCES]):
        found += words.hits(sentence.words, place)
        found += own.hits(sentence.words, place) if own else ()
    injected = {
        message.sentences[hit.sentence].line
        for hit in found
        if (hit.cue.group, hit.cue.name) == ("context", "injection")
    }
    kept = [
        hit
        for hit in found
        if message.sentences[hit.sentence].line not in injected and _asks_how(message, hit)
    ]
    left = tuple(one for one in message.sentences if one.line not in injected)
    voiced = tuple(_own_voice(message, kept))
    return Evidence(said, Heard(left, message.forwarded), message.sentences, voiced, zone)


def scored(hits: Iterable[Hit]) -> float:
    """The weights of hits that do not stand in the same words, weak ones and all together limited."""
    taken: list[Hit] = []
    total = weak = 0.0
    for hit in sorted(hits, key=lambda hit: (-hit.cue.weight, hit.start - hit.end)):
        if any(hit.sentence == one.sentence and hit.start < one.end and one.start < hit.end for one in taken):
            continue
        taken.append(hit)
        if hit.cue.weight <= 1:
            weak = min(weak + hit.cue.weight, MOST_WEAK)
        else:
            total += hit.cue.weight
    return min(total + weak, MOST_SCORE)


def _asks_how(message: Heard, hit: Hit) -> bool:
    """Whether "how do we …" really asks: in a question, or as a sentence begins; true of any other cue."""
    if (hit.cue.group, hit.cue.name) != ("context", "how"):
        return True
    return hit.start <= 1 or message.sentences[hit.sentence].asks


def _own_voice(message: Heard, hits: list[Hit]) -> list[Hit]:
    """Quoted lines count where the message itself says who told them, else not."""
    own = [hit for hit in hits if not message.sentences[hit.sentence].quoted]
    told = message.forwarded or any(hit.cue.group in ("requester", "topic") for hit in own)
    return hits if told else own


def _language(message: Heard, known: str | None) -> str | None:
    """The language of its small words; None where they do not tell."""
    words = [word for sentence in message.sentences[:12] for word in sentence.words]
    small = text.small_words()
    french, english = (sum(word in small[language] for word in words) for language in lexicon.LANGUAGES)
    if french == english:
        return known if known in lexicon.LANGUAGES else None
    return "fr" if french > english else "en"
