"""The words of which a model may make a digest's sentences, without accents and in small letters.

Whatever is not here, in a record's labels or quoted whole as a title, is a statement that nothing supports.
Words of `MARKED` say what a number counts: they need a record of that measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLAIN: Final[Mapping[str, frozenset[str]]] = {
    "en": _words(
        "the this these those of in on at by for from to with and or as is are was were has have had been "
        "be being it its they their there here about over week which that while also then come comes "
        "came takes take took place stand stands stood remain remains remained follow follows go goes "
        "concern concerns concerned include includes named called s"
    ),
    "fr": _words(
        "le la les l ce cet cette ces de du des d en sur a au aux par pour dans avec et ou est sont etait "
        "etaient ont avait avaient ete etre ne n il ils elle elles leur leurs son sa ses y ici semaine qui "
        "que dont tandis aussi puis reste restent resta vient viennent figure figurent concerne "
        "concernent concernant se s c"
    ),
}
"""They say nothing by themselves; no noun of which there could be a number, and no relation of time."""

_CASES = {
    "en": "escalation escalations case cases",
    "fr": "escalade escalades remontee remontees signalement signalements cas",
}
_LAUNCHES = {"en": "launch launches", "fr": "lancement lancements"}

MARKED: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "en": {
        "opened": _words(f"{_CASES['en']} opened open new reported received arrived raised"),
        "told_in_time": _words(
            f"{_CASES['en']} told answered replied requester requesters time reply replies"
        ),
        "late": _words(f"{_CASES['en']} late overdue delayed"),
        "closed": _words(f"{_CASES['en']} closed settled resolved finished ended"),
        "topics": _words(f"{_CASES['en']} opened new reported received often"),
        "launching": _words(
            f"{_LAUNCHES['en']} launching live starts start planned ahead coming next scheduled"
        ),
        "launched": _words(f"{_LAUNCHES['en']} launched live went started past last"),
        "waiting": _words(
            "answer answers request requests await awaits awaited waiting wait waits pending due owe owes "
            "owed oldest first promised expected"
        ),
        "long_open": _words(f"{_CASES['en']} open opened still waiting since"),
    },
    "fr": {
        "opened": _words(
            f"{_CASES['fr']} ouvert ouverts ouverte ouvertes nouveau nouveaux nouvelle nouvelles recu "
            "recus "
            "recue recues signale signales signalee signalees arrive arrives arrivee arrivees"
        ),
        "told_in_time": _words(
            f"{_CASES['fr']} prevenu prevenus demandeur demandeurs repondu temps delai delais reponse "
            "reponses"
        ),
        "late": _words(f"{_CASES['fr']} retard retards tard tardif tardive"),
        "closed": _words(
            f"{_CASES['fr']} clos close closes cloture clotures cloturee cloturees termine termines"
        ),
        "topics": _words(
            f"{_CASES['fr']} ouvert ouverts ouverte ouvertes nouveau nouveaux nouvelle nouvelles recu "
            "recus "
            "souvent"
        ),
        "launching": _words(
            f"{_LAUNCHES['fr']} prevu prevus prevue prevues prochain prochains prochaine prochaines lance "
            "lances debute debutent commence commencent venir"
        ),
        "launched": _words(
            f"{_LAUNCHES['fr']} lance lances lancee lancees demarre demarres passe passee derniere"
        ),
        "waiting": _words(
            "reponse reponses attendu attendus attendue attendues attend attendent attente demande "
            "demandes "
            "ancienne ancien echeance due dues promise promis doit doivent"
        ),
        "long_open": _words(f"{_CASES['fr']} ouvert ouverts ouverte ouvertes encore toujours attente depuis"),
    },
}
"""By language and measure of a record."""

NUMBERS: Final[Mapping[str, Mapping[str, int]]] = {
    "en": {
        **dict.fromkeys(("no", "none", "nothing", "nobody", "zero"), 0),
        **dict.fromkeys(("a", "an", "one", "single"), 1),
        **{
            word: number
            for number, word in enumerate(
                ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
                2,
            )
        },
    },
    "fr": {
        **dict.fromkeys(("aucun", "aucune", "zero", "rien", "personne"), 0),
        **dict.fromkeys(("un", "une", "seul", "seule"), 1),
        **{
            word: number
            for number, word in enumerate(
                ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"], 2
            )
        },
    },
}
"""Numbers in words; one that is not here is no number that can be checked."""

LARGER: Final = _words(
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred hundreds thousand thousands million millions dozen dozens score "
    "treize quatorze quinze seize vingt vingts trente quarante cinquante soixante septante "
    "nonante cent cents "
    "mille milliers milliard dizaine dizaines douzaine douzaines centaine centaines"
)
QUANTITIES: Final = _words(
    "half twice thrice double doubled triple tripled quarter third thirds most majority many "
    "few several some "
    "all every each both percent per "
    "moitie demi demie double triple tiers quart plupart majorite beaucoup peu plusieurs "
    "quelques tous toutes "
    "tout toute chaque fois pourcent"
)
"""Shares and rough counts: no record states one."""
COMPARISONS: Final = _words(
    "more less fewer than higher lower better worse best worst highest lowest rose risen rise "
    "fell fallen fall "
    "increase increased decrease decreased grew dropped up down record trend again usual "
    "plus moins mieux pire meilleur meilleure davantage hausse baisse augmente augmentent augmentation "
    "diminue diminuent diminution progresse recul monte descend tendance encore habitude"
)
"""From one week or department to another: no record says what follows from two."""
