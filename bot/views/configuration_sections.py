"""Each section of the configuration file, read into the columns of the nouns (DESIGN section 8).

A mistake is noted at its line and reading goes on. What a section leaves out has its default, since a section
that is present is the whole truth for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.i18n import languages
from bot.models import DepartmentKind, Requester, Role
from bot.rules import defaults, seats
from bot.views.configuration_values import (
    KEY,
    cards_per_day,
    channel_id,
    closed_days,
    country,
    department_key,
    digest_hour,
    each,
    given_or,
    group_id,
    known_department,
    listening_of,
    one_or_more,
    opening_hours,
    person_id,
    person_ids,
    rounds_of,
    texts,
    window,
    words_heard,
    words_to_say,
    zone,
)
from bot.views.marked import Value

Columns = dict[str, Any]
"""Column name of a noun -> value."""

_WORKSPACE: Final = (
    "integration_channel",
    "language",
    "timezone",
    "orchestrator",
    "sponsor",
    "leaders",
    "administrators",
    "watched_channels",
    "listening",
    "rounds",
    "cards_per_day",
    "here_allowed",
    "model_allowed",
    "model_tokens_per_day",
    "holidays",
    "pilot",
)
_DEPARTMENT: Final = (
    "key",
    "name",
    "kind",
    "our_contact",
    "channel",
    "representative",
    "deputies",
    "head",
    "on_call",
    "on_call_group",
    "weekly_turns",
    "hours",
    "timezone",
    "holidays",
    "closed_days",
    "members_may_answer",
)
_TOPIC: Final = ("key", "department", "consulted", "informed", "words", "words_heard")


@dataclass(frozen=True)
class Part:
    """One department, topic or launch kind: its key, its columns, and the persons in a department's seats."""

    key: str
    values: Columns
    seats: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)


def workspace(section: Value) -> Columns:
    """Columns of `Workspace`."""
    given = section.given(_WORKSPACE)
    rounds = given.get("rounds")
    return {
        "integration_channel": channel_id(given.get("integration_channel")),
        "language": given_or(given.get("language"), lambda value: value.one_of(languages), "en"),
        "timezone": zone(given.get("timezone")) or "UTC",
        "orchestrators": one_or_more(given.get("orchestrator")),
        "sponsor": person_id(given.get("sponsor")),
        "leaders": person_ids(given.get("leaders")),
        "administrators": person_ids(given.get("administrators")),
        "watched_channels": each(given.get("watched_channels"), channel_id),
        "listening": listening_of(given.get("listening"), given.get("watched_channels")),
        "rounds": rounds_of(rounds)
        if rounds
        else {key: list(hours) for key, hours in defaults.ROUNDS.items()},
        "cards_per_day": cards_per_day(given.get("cards_per_day")),
        "here_allowed": given_or(given.get("here_allowed"), Value.yes_or_no, False),
        "model_allowed": given_or(given.get("model_allowed"), Value.yes_or_no, False),
        "model_tokens_per_day": given_or(
            given.get("model_tokens_per_day"), lambda value: value.whole(1), defaults.MODEL_TOKENS_PER_DAY
        ),
        "holidays": country(given.get("holidays")),
        "pilot": each(given["pilot"], department_key) if "pilot" in given else None,
    }


def departments(section: Value) -> tuple[Part, ...]:
    """Columns of `Department`, and its seats, in the file's order."""
    return parts(section, "departments", _DEPARTMENT, _department)


def topics(section: Value, known: Collection[str]) -> tuple[Part, ...]:
    """Columns of `Topic`. known: keys of the departments that a topic can name."""

    def one(key: str, given: dict[str, Value]) -> Part:
        values = {
            "department": known_department(given.get("department"), known),
            "consulted": each(given.get("consulted"), lambda value: known_department(value, known)),
            "informed": each(given.get("informed"), lambda value: known_department(value, known)),
            "words": words_to_say(given.get("words")),
            "words_heard": words_heard(given.get("words_heard")),
        }
        return Part(key, values)

    return parts(section, "topics", _TOPIC, one, needed=("department",))


def launch_kinds(section: Value) -> tuple[Part, ...]:
    """Columns of `LaunchKind`. A department that the workspace lacks may be named: it is not asked."""
    return parts(section, "launch_kinds", ("key", "departments", "required"), _launch_kind)


def windows(section: Value, usual: Mapping[str, str]) -> dict[str, str]:
    """Lengths of time by key, those of `usual` where the file has none."""
    given = section.given(tuple(usual))
    return {key: given_or(given.get(key), window, length) for key, length in usual.items()}


def requester_windows(section: Value) -> dict[str, str]:
    """Lengths of time by requester type; one that the file leaves out has none of its own."""
    given = section.given(tuple(Requester))
    found = {key: window(given[key]) for key in Requester if key in given}
    return {key.value: length for key, length in found.items() if length}


def digest(section: Value) -> dict[str, str]:
    """Weekday and clock time by audience: "mon 10:00"."""
    given = section.given(tuple(defaults.DIGEST))
    return {key: given_or(given.get(key), digest_hour, hour) for key, hour in defaults.DIGEST.items()}


def parts(
    section: Value,
    name: str,
    known: tuple[str, ...],
    read: Callable[[str, dict[str, Value]], Part],
    needed: tuple[str, ...] = (),
) -> tuple[Part, ...]:
    """Items of a section by their keys, in the file's order; a key that stands there twice is a mistake."""
    found: dict[str, Part] = {}
    lines: dict[str, int] = {}
    for item in section.items():
        given = item.given(known, ("key", *needed))
        key = (
            given["key"].like(KEY, "a key; write small letters, digits and _, such as customer_service")
            if ("key" in given)
            else None
        )
        if key is None:
            key = item.path
        elif key in lines:
            given["key"].wrong(f"“{key}” stands here twice; the first is in line {lines[key]}.")
        lines.setdefault(key, item.line)
        within = {field: value.named(f"{name}.{key}.{field}") for field, value in given.items()}
        found.setdefault(key, Part(key, {}))
        found[key] = read(key, within)
    return tuple(found.values())


def _department(key: str, given: dict[str, Value]) -> Part:
    kind = given_or(
        given.get("kind"), lambda value: value.one_of(tuple(DepartmentKind)), DepartmentKind.internal
    )
    values = {
        "name": texts(given.get("name")),
        "kind": DepartmentKind(kind),
        "our_contact": person_id(given.get("our_contact")),
        "channel": channel_id(given.get("channel")),
        "hours": opening_hours(given.get("hours")),
        "timezone": zone(given.get("timezone")),
        "holidays": country(given.get("holidays")),
        "on_call_group": group_id(given.get("on_call_group")),
        "weekly_turns": given_or(given.get("weekly_turns"), Value.yes_or_no, False),
        "closed_days": closed_days(given.get("closed_days")),
        "members_may_answer": given_or(given.get("members_may_answer"), Value.yes_or_no, False),
    }
    if kind == DepartmentKind.partner and "our_contact" not in given:
        given["kind"].wrong("a partner needs “our_contact”, the colleague who speaks for it here.")
    if "on_call" in given and values["on_call_group"]:
        given["on_call"].wrong("give either “on_call” or “on_call_group”, whose members are the rota.")
    return Part(key, values, _seats(given))


def _seats(given: dict[str, Value]) -> dict[Role, tuple[str, ...]]:
    representative = person_id(given.get("representative"))
    deputies = person_ids(given.get("deputies"))
    if fault := seats.deputy_fault(representative, deputies):
        given["deputies"].wrong(fault.msgid.format_map(fault.fields))
    head = person_id(given.get("head"))
    return {
        Role.representative: (representative,) if representative else (),
        Role.deputy: tuple(deputies),
        Role.head: (head,) if head else (),
        Role.on_call: tuple(person_ids(given.get("on_call"))),
    }


def _launch_kind(key: str, given: dict[str, Value]) -> Part:
    asked = each(given.get("departments"), department_key)
    required = each(given["required"], department_key) if "required" in given else list(asked)
    for missing in dict.fromkeys(name for name in required if name not in asked):
        given["required"].wrong(f"“{missing}” is required but does not stand in “departments”.")
    return Part(key, {"departments": asked, "required": required})
