"""How a Block Kit limit is written down: small checks that read like the documentation's tables.

A check takes a value and its JSON pointer and yields sentences in Slack's own form, such as
`must be less than 151 characters [json-pointer:/blocks/0/text/text]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def fault(what: str, at: str) -> str:
    """One line as Slack words it."""
    return f"[ERROR] {what} [json-pointer:{at}]"


def string(limit: int = 3000, pattern: str = "", *, least: int = 1) -> Check:
    """A string of `least` to `limit` characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must be a string", at)
        elif len(value) > limit:
            yield fault(f"must be less than {limit + 1} characters", at)
        elif len(value.strip()) < least:
            yield fault(f"must be more than {least - 1} characters", at)
        elif pattern and not re.fullmatch(pattern, value):
            yield fault(f"does not match pattern {pattern}", at)

    return check


def whole(least: int, most: int) -> Check:
    """A whole number between two bounds."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault("must be an integer", at)
        elif not least <= value <= most:
            yield fault(f"must be between {least} and {most}", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield fault("must be a boolean", at)


def anything(value: Any, at: str) -> Iterator[str]:
    """What the sandbox takes as it is."""
    yield from ()


def one_of(*words: str) -> Check:
    """One of a closed set of words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in words:
            yield fault(f"must be one of {', '.join(words)}", at)

    return check


def text(limit: int, *kinds: str, least: int = 1) -> Check:
    """A text object of the given kinds (plain_text alone by default)."""
    allowed = kinds or ("plain_text",)

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict) or value.get("type") not in allowed:
            yield fault(f"must be a text object of type {' or '.join(allowed)}", at)
            return
        keys = {"type", "text", "emoji"} if value["type"] == "plain_text" else {"type", "text", "verbatim"}
        for key in value.keys() - keys:
            yield fault(f"no more than the known keys allowed, found {key}", f"{at}/{key}")
        yield from string(limit, least=least)(value.get("text"), f"{at}/text")

    return check


def items(check_one: Check, least: int, most: int) -> Check:
    """A list with between `least` and `most` entries, each passing a check."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must be an array", at)
            return
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield fault(f"no fewer than {least} items allowed", at)
        for index, entry in enumerate(value):
            yield from check_one(entry, f"{at}/{index}")

    return check


def shape(keys: Mapping[str, Check], required: str = "") -> Check:
    """An object whose keys are all known, with the required ones (separated by spaces) present."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must be an object", at)
            return
        for key in required.split():
            if value.get(key) is None:
                yield fault(f"missing required field: {key}", at)
        for key, entry in value.items():
            if key not in keys:
                yield fault(f"no such field allowed: {key}", f"{at}/{key}")
            elif entry is not None or key not in required.split():
                yield from keys[key](entry, f"{at}/{key}")

    return check


def kind_of(table: Mapping[str, Check], what: str, only: frozenset[str] | None = None) -> Check:
    """An object checked by its `type`; `only` narrows the types allowed in this place."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = str(value.get("type")) if isinstance(value, dict) else ""
        if kind not in table:
            yield fault(f"unsupported type of {what}: {kind}", f"{at}/type")
        elif only is not None and kind not in only:
            yield fault(f"{what} {kind} is not allowed here", f"{at}/type")
        else:
            yield from table[kind](value, at)

    return check
