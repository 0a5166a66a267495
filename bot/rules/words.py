"""Words that people type, compared without case and accents."""

from __future__ import annotations

import unicodedata


def folded(word: str) -> str:
    """The word without case and accents: `Réglages` is `reglages`."""
    if word.isascii():
        return word.casefold()
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", word.casefold())
        if not unicodedata.combining(letter)
    )
