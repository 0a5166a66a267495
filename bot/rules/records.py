"""A digest's facts as records that a sentence can cite: each says a few things, and nothing follows from two.

Facts are those that a digest stores (`views.digests`); a key that is missing makes no record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

Facts = Mapping[str, Any]
COUNTED: Final = ("opened", "told_in_time", "late", "closed")
LAUNCHES: Final = ("launching", "launched")
TALLIES: Final = ("topics", "about")
"""Pairs of topic and number."""
MOST: Final = 12
"""Records of one list that a model is shown."""


@dataclass(frozen=True)
class Record:
    """What one record says. `moments` are local to the workspace; `labels` are names of departments, topics.

    title: typed by somebody; it may only be quoted whole. notice: the id of whose title it is.
    """

    id: str
    measure: str
    numbers: frozenset[int] = frozenset()
    moments: tuple[datetime, ...] = ()
    labels: tuple[str, ...] = ()
    title: str = ""
    notice: str | None = None
    topic: str | None = None

    def line(self, title: str) -> str:
        """The record in words for a model, with its title as it may be shown there."""
        parts = [
            *(f'"{title}"' for _ in (title,) if title),
            *self.labels,
            *(str(number) for number in sorted(self.numbers)),
            *(f"{moment:%A} {moment.day} {moment:%B %Y %H:%M}" for moment in self.moments),
        ]
        return f"[{self.id}] {self.measure.replace('_', ' ')}: {', '.join(parts)}"


Label = Callable[[str], str]


def records(facts: Facts, zone: str, department: Label, topic: Label) -> tuple[Record, ...]:
    """Everything in the facts that can be cited.

    department, topic: their names by key, in the language of the digest.
    """
    found = [*_counts(facts), *_launches(facts, zone), *_waiting(facts, zone, department)]
    for name in TALLIES:
        for place, (key, number) in enumerate(facts.get(name, [])[:MOST], 1):
            found.append(_of_topic(f"{name}.{place}", str(key), topic, int(number)))
    for place, one in enumerate(facts.get("long_open", [])[:MOST], 1):
        named = ((department, one.get("department")), (topic, one.get("topic")))
        labels = tuple(label(str(key)) for label, key in named if key)
        moments = _moments(zone, one.get("since"))
        found.append(_item(f"long_open.{place}", "long_open", one, moments, labels))
    return tuple(found)


def _counts(facts: Facts) -> Iterator[Record]:
    for name in COUNTED:
        if name in facts:
            yield Record(name, name, frozenset({int(facts[name])}))


def _launches(facts: Facts, zone: str) -> Iterator[Record]:
    for name in LAUNCHES:
        if name not in facts:
            continue
        items = facts[name]
        count = len(items) + int(facts.get(f"{name}_more", 0))
        yield Record(name, name, frozenset({count}))
        for place, one in enumerate(items[:MOST], 1):
            yield _item(f"{name}.{place}", name, one, _moments(zone, one.get("at")))


def _waiting(facts: Facts, zone: str, department: Label) -> Iterator[Record]:
    for name in ("waiting", "sent"):
        items = facts.get(name, [])
        if name in facts:
            total = sum(int(one["count"]) for one in items)
            yield Record(name, "waiting", frozenset({total}))
        for place, one in enumerate(items[:MOST], 1):
            numbers, moments = frozenset({int(one["count"])}), _moments(zone, one.get("oldest_due"))
            labels = (department(one["department"]),)
            yield Record(f"{name}.{place}", "waiting", numbers, moments, labels)


def _of_topic(id: str, key: str, topic: Label, number: int) -> Record:
    return Record(id, "topics", frozenset({number}), labels=(topic(key),), topic=key)


def _item(
    id: str, measure: str, one: Facts, moments: tuple[datetime, ...], labels: tuple[str, ...] = ()
) -> Record:
    """A record of one notice: its title, and the number one."""
    title = " ".join(str(one.get("title", "")).split())
    return Record(id, measure, frozenset({1}), moments, labels, title, one.get("id"))


def _moments(zone: str, at: str | None) -> tuple[datetime, ...]:
    return (datetime.fromisoformat(at).astimezone(ZoneInfo(zone)),) if at else ()
