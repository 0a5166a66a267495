"""The answer to `/tutti who`: one line with the person, the deputy, the hours, and whether it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.i18n import Translator, languages, slack_date, translator
from bot.models import Snapshot
from bot.rules import defaults
from bot.rules.who import Door
from bot.views import kit, names
from bot.views import setting_fields as typed
from bot.views.kit import Rendered
from bot.views.lines import packed

LISTED: Final = 30


def called(snapshot: Snapshot) -> Mapping[str, Sequence[str]]:
    """Everything that can be asked for, with its names in every language: topics, then departments.

    A key is `topic:complaint` or `department:hr`.
    """
    speakers = [translator(language) for language in languages]
    topics = {
        f"topic:{topic.key}": [topic.key, *(names.topic(t, topic.key) for t in speakers)]
        for topic in defaults.topics(snapshot)
    }
    departments = {
        f"department:{one.key}": [one.key, *(names.department_label(t, snapshot, one.key) for t in speakers)]
        for one in snapshot.active
    }
    return {**topics, **departments}


def label(key: str, snapshot: Snapshot, t: Translator) -> str:
    """What `called` calls by this key, as plain text."""
    kind, _, name = key.partition(":")
    return names.topic(t, name) if kind == "topic" else names.department_label(t, snapshot, name)


def door_line(key: str, door: Door, snapshot: Snapshot, t: Translator) -> Rendered:
    """ "*Complaint*: Customer service. Ask Léa, else Tom · mon-fri 09:00-18:00 · reachable now"."""
    line = t(
        "*{subject}*: {department}. {whom} · {hours} · {when}",
        subject=kit.escape(label(key, snapshot, t)),
        department=names.department(t, snapshot, door.department),
        whom=_whom(door, snapshot, t),
        hours=_hours(door, snapshot, t),
        when=_when(door, snapshot, t),
    )
    return Rendered(line, [kit.section(line)])


def several(doors: Sequence[tuple[str, Door]], snapshot: Snapshot, t: Translator, *, top: str) -> Rendered:
    """A short list, a line for each."""
    lines = [
        t(
            "*{subject}*: {department}, {people}",
            subject=kit.escape(label(key, snapshot, t)),
            department=names.department(t, snapshot, door.department),
            people=names.people(t, snapshot, [door.person] if door.person else []),
        )
        for key, door in doors[:LISTED]
    ]
    if more := len(doors) - LISTED if len(doors) > LISTED else 0:
        lines.append(t.n("{count} more.", "{count} more.", more))
    return Rendered(top, packed([top, *lines]))


def unknown(asked: str, near: Sequence[str], snapshot: Snapshot, t: Translator) -> str:
    """Nothing is called so: what is nearest, or how to see all."""
    said = names.said(asked, 60)
    if near:
        found = names.said(t.join([label(key, snapshot, t) for key in near]), 300)
        return t("Nobody is named for “{asked}”. Did you mean {names}?", asked=said, names=found)
    return t("Nobody is named for “{asked}”. Type `/tutti who` to see every subject.", asked=said)


def _whom(door: Door, snapshot: Snapshot, t: Translator) -> str:
    if door.person is None:
        return t("Nobody is named yet")
    person = names.who(snapshot, door.person)
    if door.conducts:
        return t("Nobody is there; ask the orchestrator, {person}", person=person)
    if door.deputy is None:
        return t("Ask {person}", person=person)
    return t("Ask {person}, else {deputy}", person=person, deputy=names.who(snapshot, door.deputy))


def _hours(door: Door, snapshot: Snapshot, t: Translator) -> str:
    department = snapshot.department(door.department)
    shown = typed.hours_shown(department.hours if department else None, t).replace("\n", ", ")
    return kit.escape(kit.cut(shown, 120)) or t("always open")


def _when(door: Door, snapshot: Snapshot, t: Translator) -> str:
    if door.opens is None:
        return t("reachable now")
    zone = snapshot.zone_of(door.department)
    return t("reachable from {time}", time=slack_date(door.opens, t, zone=zone))
