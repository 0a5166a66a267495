"""The words that an administrator adds to a topic: what they may be."""

from __future__ import annotations

import re
from typing import Final

from bot.errors import Refusal
from bot.rules.calendars import Misread
from bot.rules.hearing.text import words_of

MOST: Final = 50
"""Words of one topic."""
LONGEST: Final = 60
_BETWEEN: Final = re.compile(r"[,;\n]")


def parse(text: str) -> list[str]:
    """Words separated by commas or lines, each once, in order. Misread for one that cannot be heard."""
    given = (" ".join(part.split()) for part in _BETWEEN.split(text))
    found = list(dict.fromkeys(checked(word) for word in given if word))
    if len(found) > MOST:
        raise Misread(Refusal("{count} words are too many; keep {limit}.", count=len(found), limit=MOST))
    return found


def checked(word: str) -> str:
    """The word, or words in order. Misread where there is no letter in it or it is too long."""
    if len(word) > LONGEST:
        raise Misread(Refusal("“{word}…” is too long; write one to four words.", word=word[:20]))
    if not any(part.isalpha() and len(part) > 1 for part in words_of(word)):
        raise Misread(Refusal("“{word}” cannot be heard; write a word, such as: brioche.", word=word))
    return word
