"""Answers typed in a request's thread: "c'est bon pour nous", "I'll take it"; a person confirms (P7).

A wrong offer costs trust and a missed one only a click, so a message counts only if it says nothing else:
each of its clauses is a known phrase of `thread_words`, or small talk without any word of doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Final, Literal, NamedTuple

from bot.models import Lane, Origin, Request, RequestState
from bot.rules import thread_words as words
from bot.rules.words import folded

Kind = Literal["ready", "problem", "not_concerned", "take", "told"]

LONGEST: Final = 1500
"""Characters of a message that are read; a problem's words are kept up to here."""
SHORT: Final = 240
"""Characters beyond which a message is more than an answer, unless it tells a problem."""
CHATTER: Final = 12
"""So many words a clause that is no answer may have beside one that is."""
OPEN: Final = (RequestState.waiting, RequestState.unanswered, RequestState.rested)


class Typed(NamedTuple):
    """What somebody typed, taken for an answer. `words`: of a problem, what stands in the way, as typed."""

    kind: Kind
    words: str = ""


def load() -> None:
    """Read the phrases, so that no message waits for it."""
    _answers()
    _trouble()


def read(text: str) -> Typed | None:
    """What a message in a request's thread answers; None for anything that leaves a doubt."""
    said = text[:LONGEST].strip()
    if not said or len(text) > LONGEST or _is_quoted(said) or _is_joke(said):
        return None
    if problem := _problem(said):
        return Typed("problem", problem)
    if len(said) > SHORT or "?" in said or any(mark in said for mark in ("…", "...")):
        return None
    return _answer(_clauses(said))


def fits(typed: Typed, request: Request) -> bool:
    """Whether this request can be answered so: only a case is taken or told, only a launch is ready."""
    if request.lane is Lane.launch:
        asked = request.origin is Origin.routing and request.state in OPEN
        return asked and typed.kind in ("ready", "problem", "not_concerned")
    if request.origin is not Origin.routing:
        return False
    if typed.kind == "take":
        return request.state in (RequestState.waiting, RequestState.rested)
    return typed.kind == "told" and request.state is RequestState.taken


def _answer(clauses: Sequence[str]) -> Typed | None:
    """The one answer that the clauses give; None where they give none, two, or a doubt beside one."""
    found: set[Kind] = set()
    if not words.IRONY.isdisjoint(clauses):
        return None
    for clause in clauses:
        kind = _kind(clause)
        if kind is None and not _is_harmless(clause):
            return None
        if kind is not None:
            found.add(kind)
    return Typed(found.pop()) if len(found) == 1 else None


def _kind(clause: str) -> Kind | None:
    for kind, pattern in _answers():
        if pattern.fullmatch(clause):
            return kind
    return None


def _is_harmless(clause: str) -> bool:
    said = clause.split()
    return len(said) <= CHATTER and words.DOUBT.isdisjoint(said)


def _problem(said: str) -> str:
    """What stands in the way, as typed; "" where no problem is told."""
    head, mark, rest = said.partition(":")
    label = _plain(head)
    if mark and rest.strip() and (label in words.LABELS or _trouble().fullmatch(label)):
        return "" if _starts_with_question(head) else rest.strip()
    first = re.split(r"[.!;\n,]", said, maxsplit=1)[0]
    if "?" in first or not _trouble().match(_plain(first)):
        return ""
    return said


def _starts_with_question(head: str) -> bool:
    return "?" in head


def _clauses(said: str) -> list[str]:
    """The message's clauses, plain, without mentions, emoji and addresses; empty ones are left out."""
    bare = re.sub(r"<[^<>]*>|:[a-z0-9_+'-]+:", " ", said.casefold())
    found = (_plain(part) for part in re.split(r"[.!;,:\n()–—]|(?<=\w) - ", bare))
    return [clause for clause in found if clause]


def _plain(text: str) -> str:
    """Lower case, no accents, words with one blank between them; apostrophes count as blanks."""
    return " ".join(re.findall(r"[a-z0-9]+", folded(text.replace("œ", "oe"))))


def _is_quoted(said: str) -> bool:
    return said.startswith((">", "&gt;", "```", "«", '"', "“"))


def _is_joke(said: str) -> bool:
    lower = said.casefold()
    return any(mark in lower for mark in words.SARCASM) or not words.JOKES.isdisjoint(_plain(said).split())


def _pattern(phrases: Collection[str]) -> re.Pattern[str]:
    """A clause that is one of these phrases, with small words before and after it."""
    return re.compile(rf"(?:{words.BEFORE} ){{0,4}}(?:{'|'.join(phrases)})(?: {words.AFTER}){{0,3}}")


@cache
def _answers() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return (
        ("not_concerned", _pattern(words.NOT_CONCERNED)),
        ("told", _pattern([*words.TOLD, *(rf"{words.DONE} {one}" for one in words.TOLD)])),
        ("take", _pattern(words.TAKE)),
        ("ready", _pattern(words.READY)),
    )


@cache
def _trouble() -> re.Pattern[str]:
    return re.compile(rf"(?:{words.BEFORE} ){{0,3}}(?:{'|'.join(words.PROBLEM)})(?: |$)")
