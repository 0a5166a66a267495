"""Is a model's sentence true? Each sentence cites records; what they do not say is not sent (P8).

The check trusts nothing: a sentence is split into clauses with a number each, and one cited record must
support everything that a clause says: numbers in digits and in words, dates, hours, departments, topics, and
what is counted. A word that is neither plain, nor of a record, nor in a title quoted whole, is an unsupported
statement. True sentences are lost by that; a template stands in for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from bot.rules.claims import Claim, Fault, Kind, Reader, Unsupported
from bot.rules.records import Record
from bot.rules.wording_words import MARKED, NUMBERS, PLAIN

LONGEST: Final = 240
_FAULTS: Final[Mapping[Kind, Fault]] = {"number": "number", "date": "date", "word": "word"}
_SCOPES: Final[tuple[Kind, ...]] = ("title", "label", "date")
"""What is said of one clause, a reader hears of the next one too."""
_BETWEEN: Final = re.compile(r"[,;:()–—]|\b(?:and|while|et|tandis)\b")
"""Between two clauses."""


def fault(
    text: str, cited: Sequence[str], known: Mapping[str, Record], language: str, week: int | None = None
) -> Fault | None:
    """Why this sentence may not be sent; None: the records that it cites say all of it.

    text: with names and titles put back. cited: ids. known: every record of the digest, by id. language: "fr"
    or "en". week: the number of the digest's week, which any sentence may name.
    """
    if not text.strip():
        return "empty"
    if len(text) > LONGEST:
        return "long"
    if not cited or any(id not in known for id in cited):
        return "record"
    records = [known[id] for id in dict.fromkeys(cited)]
    reader = Reader(unicodedata.normalize("NFC", text), records, list(known.values()), language, week)
    try:
        claims = list(reader.claims())
    except Unsupported as error:
        return error.fault
    return _judge(_clauses(reader.frame, claims), records, list(known.values())) if claims else "empty"


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """Every word that a sentence may have besides labels and titles, for a prompt; without accents."""
    measured: set[str] = set().union(*MARKED[language].values())
    return tuple(sorted(measured | PLAIN[language] | set(NUMBERS[language])))


def _judge(clauses: list[list[Claim]], cited: list[Record], known: list[Record]) -> Fault | None:
    """Each clause needs one cited record that says all of it, and what it is about."""
    said = [{claim.kind for claim in clause} for clause in clauses]
    for clause in clauses:
        if any(_says(record, clause) for record in cited):
            continue
        false = [claim for claim in clause if not any(claim.holds(record) for record in known)]
        return _FAULTS.get(false[0].kind, "record") if false else "other_record"
    if any(not kinds - {"number", "date"} for kinds in said):
        return "empty"
    mixed = any(scope in set.union(*said) - kinds for scope in _SCOPES for kinds in said)
    return "other_record" if mixed else None


def _says(record: Record, clause: list[Claim]) -> bool:
    """A part is no total: a number of one department, topic or title needs its name beside it.

    Without a number a clause says that something happened, which a record of none does not.
    """
    kinds = {claim.kind for claim in clause}
    if "number" not in kinds:
        speaks = any(record.numbers)
    elif record.title:
        speaks = "title" in kinds
    else:
        speaks = "label" in kinds or not record.labels
    return speaks and all(claim.holds(record) for claim in clause)


def _clauses(frame: str, claims: list[Claim]) -> list[list[Claim]]:
    """Claims by clause; one without a number belongs to the next, at the end to the one before.

    frame: the sentence as it was when only its words were left to be read.
    """
    ends = [found.start() for found in _BETWEEN.finditer(frame)] + [len(frame)]
    found: list[list[Claim]] = []
    waiting: list[Claim] = []
    rest = sorted(claims, key=lambda claim: claim.place)
    for end in ends:
        waiting += [claim for claim in rest if claim.place < end]
        rest = [claim for claim in rest if claim.place >= end]
        if any(claim.kind in ("number", "title") for claim in waiting):
            found.append(waiting)
            waiting = []
    if waiting:
        found = [*found[:-1], [*found[-1], *waiting]] if found else [waiting]
    return found
