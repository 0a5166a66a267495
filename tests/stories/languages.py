"""What a story in both languages waits for, and the words of the other language, which nobody may read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

from tests.stories.seats import Seat

SURE = 14
"""Characters from which words are of one language only."""


@dataclass(frozen=True)
class Words:
    """What people type and read in one language."""

    launch: str
    title: str
    departments: str
    gain: str
    ready: str
    reminder: str
    reason: str
    go: str
    complaint: str
    where: str
    told: str
    digest: str
    live: str


WORDS = {
    "fr": Words(
        launch="/tutti lancer Fête de la galette",
        title="Fête de la galette",
        departments="Communication et Service client",
        gain="Une part offerte pour une achetée",
        ready="prêt",
        reminder="Relance",
        reason="Qui tient la caisse ?",
        go="Feu vert",
        complaint="Une cliente a trouvé un noyau dans sa galette",
        where="En réponse à son message",
        told="informé",
        digest="Point hebdo",
        live="C’est lancé",
    ),
    "en": Words(
        launch="/tutti launch Galette fair",
        title="Galette fair",
        departments="Communication and Customer service",
        gain="One slice free for each one bought",
        ready="ready",
        reminder="Reminder",
        reason="Who minds the till?",
        go="Go",
        complaint="A customer found a stone in her galette",
        where="In answer to her message",
        told="told",
        digest="Weekly digest",
        live="Live",
    ),
}


async def foreign(seat: Seat, lang: str) -> list[str]:
    """Words of the other language that stand on this person's page."""
    shown = await seat.page.evaluate("document.body.innerText")
    return [words for words in _others(lang) if words in shown]


@cache
def _others(lang: str) -> list[str]:
    """The sentences of the catalogue that are not of this language, cut where a name or markup stands."""
    with (files("bot") / "locale/fr/LC_MESSAGES/tutti.po").open("rb") as file:
        catalogue = read_po(file)
    said: dict[str, set[str]] = {"en": set(), "fr": set()}
    for entry in catalogue:
        for language, texts in (("en", entry.id), ("fr", entry.string)):
            for text in (texts,) if isinstance(texts, str) else texts or ():
                pieces = (piece.strip() for piece in re.split(r"\{.*?\}|[*_`<>\n]", text))
                said[language] |= {piece for piece in pieces if len(piece) >= SURE}
    other = "en" if lang == "fr" else "fr"
    return sorted(said[other] - said[lang])
