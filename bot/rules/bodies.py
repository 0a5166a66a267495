"""The body of a webhook: JSON that the database and an expression can bear, or a reason why not."""

from __future__ import annotations

import json
from typing import Any, Final

LARGEST: Final = 256_000
"""Bytes. A ticket with its whole description stays well below."""
DEEPEST: Final = 40
MOST: Final = 20_000
"""Values in one body."""

Json = dict[str, Any] | list[Any]


class Unreadable(ValueError):
    """The body cannot be used; `str()` says why in a few words."""


def read(body: bytes) -> Json:
    """The body as a mapping or a list. Raises Unreadable.

    Stricter than `json`: no key twice, no NaN or Infinity, no number without end, no half characters and no
    NUL, which PostgreSQL cannot keep.
    """
    try:
        found = json.loads(
            body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole
        )
    except RecursionError as error:
        raise Unreadable("too deep") from error
    except UnicodeDecodeError as error:
        raise Unreadable("not UTF-8") from error
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable("not JSON") from error
    if not isinstance(found, dict | list):
        raise Unreadable("neither a mapping nor a list")
    _check(found)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a key twice")
    return found


def _no_constant(_: str) -> Any:
    raise Unreadable("a number that is none")


def _whole(text: str) -> int:
    if len(text) > 30:
        raise Unreadable("a number too long")
    return int(text)


def _check(found: Json) -> None:
    """Depth, size and every text, without recursion."""
    waiting: list[tuple[Any, int]] = [(found, 1)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            raise Unreadable("too deep")
        if seen + len(waiting) > MOST:
            raise Unreadable("too many values")
        if isinstance(value, dict):
            for name in value:
                _check_text(name)
            waiting += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list):
            waiting += [(inner, depth + 1) for inner in value]
        elif isinstance(value, str):
            _check_text(value)
        elif isinstance(value, float) and value in (float("inf"), float("-inf")):
            raise Unreadable("a number that is none")


def _check_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Unreadable("a text with a half character or NUL")
