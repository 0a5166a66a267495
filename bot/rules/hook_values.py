"""Single values of a webhook's body: texts, choices, moments, initials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

MILLISECONDS: Final = 100_000_000_000
"""A number beyond is milliseconds: as seconds it would be after the year 5138."""


class Wrong(Exception):
    """An item that cannot be used. `why` is a key of `views.hooks.REASONS`, `detail` the field or key."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail


def text_of(value: Any, most: int) -> str:
    """The value as one line of at most so many characters; empty for nothing, a list or a mapping."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = " ".join(str(value).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def flag(value: Any) -> bool:
    """Whether it holds, as JMESPath counts: not for nothing, empty, or false; nor for the words of false."""
    if isinstance(value, str):
        return value.strip().casefold() not in ("", "false", "no", "0")
    return not (value is None or value is False or value in ([], {}))


def choice_of(value: Any, table: Mapping[str, str]) -> str | None:
    """What the table says of the value, or of the first of a list's that it knows; letters' case is equal."""
    known = {name.casefold(): chosen for name, chosen in table.items()}
    for one in value if isinstance(value, list) else [value]:
        if (found := known.get(text_of(one, 200).casefold())) is not None:
            return found
    return None


def initials(name: str) -> str:
    """Initials of a person's name or mail address: "M. D."; a full name is not kept (PRODUCT, "Collect")."""
    local = name.partition("@")[0]
    words = [word for word in re.split(r"[\s._+\-]+", local) if word[:1].isalpha()]
    return " ".join(f"{word[0].upper()}." for word in words[:3])


def is_address(text: str) -> bool:
    """Whether it is one web address, which can be shown as a link."""
    return text.startswith(("https://", "http://")) and not re.search(r"[\s<>|]", text)


def moment(value: Any, zone: str) -> datetime | None:
    """An aware UTC instant from ISO 8601, a mail's date or a Unix time; None for anything else.

    zone: of a time that names none.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if abs(value) > MILLISECONDS else value
            return datetime.fromtimestamp(seconds, UTC)
        text = text_of(value, 60)
        at = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
