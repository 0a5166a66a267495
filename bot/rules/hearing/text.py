"""A message taken apart: sentences of plain words, what is quoted, what was forwarded.

Slack's marks become words or vanish (docs.slack.dev/messaging/formatting-message-text); case, accents and the
doubled letters of long words do not count, so that "réclammation" is "reclamation".
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from bot.rules.words import folded

MOST: Final = 4000
"""Characters of a message that are read; what follows changes nothing."""

_CODE: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_LINK: Final = re.compile(r"<(?:[^<>|]*\|)?([^<>]*)>")
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
_ENDS: Final = re.compile(r"(?<=[.!?…])(?=[\s\"»)])|[;\n]|(?<=\s)[-–—•·](?=\s)")
_TITLES: Final = re.compile(r"\b(M|Mme|Mlle|MM|Mr|Mrs|Ms|Dr|Pr|St|No|nb|env|tel|tél)\.(?=\s)", re.IGNORECASE)
_WORD: Final = re.compile(
    r":[a-z0-9_+-]+:|\b[a-z]{1,3}\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th|e|er|eme|ere)\b|[a-z]+|\d+|[%€$£#,:]|[\U0001f300-\U0001faff\u2600-\u27bf]"
)
_HEADER: Final = re.compile(
    r"\W*(?:de|from|a|to|cc|envoye|sent|date|reply-to|repondre a|expediteur|sender)\s*:.*"
)
_SUBJECT: Final = re.compile(r"\W*(?:objet|subject|sujet|tr|fwd?|re)\s*:\s*", re.IGNORECASE)
_FORWARDED: Final = re.compile(
    r"-{2,}\s*(?:forwarded message|original message|message d'origine|message transfere|message initial)"
    r"|begin forwarded message|debut du message|(?:^|\W)(?:fwd?|tr)\s*:|^le .{6,60} a ecrit\s*:"
    r"|^on .{6,60} wrote\s*:"
    r"|^\W*(?:from|de|expediteur)\s*:\s.*(?:@|\n\W*(?:to|a|sent|envoye|date|objet|subject)\s*:)",
    re.MULTILINE,
)
_SAID_BY: Final = re.compile(r"^(?:le .{6,60} a ecrit|on .{6,60} wrote)\s*:\s*$")
_CONTRACTIONS: Final = (
    (re.compile(r"\b(?:can|won|ain)'?t\b"), "not"),
    (re.compile(r"n't\b|\b(?<=does)nt\b|\b(?<=do)nt\b|\b(?<=is)nt\b"), " not"),
    (re.compile(r"\baujourd'hui\b"), "aujourdhui"),
    (re.compile(r"\bquelqu'un"), "quelquun"),
)
_DOUBLED: Final = re.compile(r"([a-z])\1")
_LONG: Final = 7
"""From so many letters on a doubled letter counts as one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """words: folded, in order. written: as it stood, without Slack's marks. line: which of the message."""

    words: tuple[str, ...]
    written: str
    line: int
    quoted: bool
    asks: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A message in sentences. forwarded: it holds a mail that somebody else wrote."""

    sentences: tuple[Sentence, ...]
    forwarded: bool


def heard(text: str) -> Heard:
    """The message in sentences; code is left out, and so are the headers of a forwarded mail."""
    shown = _CODE.sub("\n", text[:MOST])
    shown = html.unescape(_LINK.sub(_label, shown)).replace("’", "'").replace("\u202f", " ")
    forwarded = bool(_FORWARDED.search(folded(shown)))
    found: list[Sentence] = []
    for number, line in enumerate(shown.splitlines()):
        found += _sentences(line, number, forwarded=forwarded)
    return Heard(tuple(found), forwarded)


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a text is compared."""
    plain = folded(text).replace("œ", "oe").replace("æ", "ae")
    for contraction, written in _CONTRACTIONS:
        plain = contraction.sub(written, plain)
    return tuple(single(word) if len(word) >= _LONG else word for word in _WORD.findall(plain))


def single(word: str) -> str:
    """The word with every doubled letter single; a longer word is compared so."""
    return _DOUBLED.sub(r"\1", word)


def _sentences(line: str, number: int, *, forwarded: bool) -> list[Sentence]:
    line = line.strip()
    quoted = line.startswith(">")
    line = line.lstrip("> \t")
    if forwarded and (_HEADER.fullmatch(folded(line)) or _SAID_BY.match(folded(line))):
        return []
    line = _SUBJECT.sub("", line, count=1) if forwarded else line
    found = []
    for part in _ENDS.split(_TITLES.sub(r"\1", _ADDRESS.sub(" ", line))):
        written = part.strip(" *_~`\t")
        if words := words_of(written):
            found.append(Sentence(words, written, number, quoted, written.rstrip("\"') »*_").endswith("?")))
    return found


def _label(link: re.Match[str]) -> str:
    """What a reader sees of a link, a channel or a person: its label, else nothing."""
    return f" {link[1]} " if "|" in link[0] else " "


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    """The small words of each language, and those that may stand between the words of a cue."""
    file = resources.files("bot.rules.hearing") / "words" / "small.toml"
    return {name: frozenset(words) for name, words in tomllib.loads(file.read_text("utf-8")).items()}
