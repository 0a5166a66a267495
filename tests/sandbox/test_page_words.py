"""The page's own words: each has its French, and whatever falls due is said in both languages."""

from __future__ import annotations

import re

import pytest

from bot.flows.timers import ALONE, HANDLERS
from bot.sandbox.browser import static
from bot.sandbox.demo import UNSEEN

WORDS = (static() / "words.js").read_text(encoding="utf-8")
FRENCH, ENGLISH = WORDS.split("const ENGLISH")


def keys(words: str) -> set[str]:
    """The sentences that have a translation there."""
    return {a or b for a, b in re.findall(r'^  (?:"(.+?)"|(\w+)):', words, re.MULTILINE)}


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_the_strip_says_in_words_what_falls_due(words: str) -> None:
    kinds = {kind.removesuffix("_again") for kind in [*HANDLERS, *ALONE]} - {*UNSEEN}
    assert {f"due {kind}" for kind in kinds} <= keys(words), "say it in words.js"


def test_every_sentence_of_the_page_has_its_french() -> None:
    said = set()
    for file in static().glob("*.js"):
        said |= set(re.findall(r'\bt\("([^"]+)"', file.read_text(encoding="utf-8")))
    assert len(said) > 40 and said <= keys(FRENCH)
