"""Single values of the configuration file: ids, keys, times, hours, lengths, texts by language.

Each reads one marked value, notes what is wrong with it, and gives None or nothing then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Final

from bot.i18n import languages
from bot.rules import calendars, defaults
from bot.rules.hearing import own_words
from bot.views.marked import Value

_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{2,}")
_PERSON: Final = re.compile(r"[UW][A-Z0-9]{2,}")
_APP: Final = re.compile(r"[AB][A-Z0-9]{2,}")
_GROUP: Final = re.compile(r"S[A-Z0-9]{2,}")
KEY: Final = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
WATCH_MODES: Final = ("suggest", "shadow")
_WORDS: Final = ("say", "privately", "gesture", "never")


def given_or(value: Value | None, read: Callable[[Value], Any], usual: Any) -> Any:
    """What `read` makes of the value; `usual` where there is none or it is wrong."""
    found = read(value) if value else None
    return usual if found is None else found


def each(value: Value | None, read: Callable[[Value], str | None]) -> list[str]:
    """A list of texts; one that stands there twice is a mistake."""
    found: list[str] = []
    for item in value.items() if value else ():
        one = read(item)
        if one is not None and one in found:
            item.wrong(f"“{one}” stands in this list twice.")
        elif one is not None:
            found.append(one)
    return found


def channel_id(value: Value | None) -> str | None:
    """A channel's id."""
    return value.like(_CHANNEL, "a channel's id, such as C0123ABCD") if value else None


def person_id(value: Value | None) -> str | None:
    """A person's id."""
    return value.like(_PERSON, "a person's id, such as U0123ABCD") if value else None


def group_id(value: Value | None) -> str | None:
    """A Slack user group's id."""
    return value.like(_GROUP, "a user group's id, such as S0123ABCD") if value else None


def person_ids(value: Value | None) -> list[str]:
    """Persons, in the file's order."""
    return each(value, person_id)


def one_or_more(value: Value | None) -> list[str]:
    """A person, or a list of persons."""
    if value is None or value.is_list:
        return person_ids(value)
    person = person_id(value)
    return [person] if person else []


def department_key(value: Value) -> str | None:
    """A department's key, whether or not there is such a department."""
    return value.like(KEY, "a department's key")


def known_department(value: Value | None, departments: Collection[str]) -> str | None:
    """The key of one of these departments."""
    found = value.text() if value else None
    if value is None or found is None or found in departments:
        return found
    value.wrong(f"no department has the key “{found}”; there are {', '.join(departments) or 'none'}.")
    return None


def texts(value: Value | None) -> dict[str, str]:
    """A text by language; at least one."""
    if value is None:
        return {}
    texts = {language: text.text() for language, text in value.given(languages).items()}
    found = {language: text for language, text in texts.items() if text}
    if not texts and value.is_mapping:
        value.wrong("give the text in at least one language, such as {fr: Ventes, en: Sales}.")
    return found


def words_to_say(value: Value | None) -> dict[str, dict[str, str]]:
    """Words to say by kind (say, privately, gesture, never), each by language."""
    return {kind: texts(text) for kind, text in value.given(_WORDS).items()} if value else {}


def words_heard(value: Value | None) -> list[str]:
    """Words by which a topic is recognised; no more than one topic can have."""
    found = each(value, lambda word: word.checked(own_words.checked))
    if value is not None and len(found) > own_words.MOST:
        value.wrong(f"{len(found)} words are too many; keep {own_words.MOST}.")
    return found


def zone(value: Value | None) -> str | None:
    """An IANA time zone."""
    return value.checked(calendars.always) if value else None


def country(value: Value | None) -> str | None:
    """A country whose public holidays are known."""
    return value.checked(lambda country: calendars.always("UTC", country)) if value else None


def closed_days(value: Value | None) -> list[str]:
    """Days without any opening, in order; YAML may read an ISO day as text or as a date."""
    return sorted(each(value, lambda day: day.checked(calendars.parse_day, kinds=("str", "timestamp"))))


def window(value: Value) -> str | None:
    """A length of time such as 20m."""
    return value.checked(calendars.parse_window)


def clock(value: Value) -> str | None:
    """A local clock time, with two digits for the hour."""
    found = value.like(_CLOCK, "a time; write it as 09:15")
    return found.zfill(5) if found else None


def digest_hour(value: Value) -> str | None:
    """A weekday and a clock time: "mon 10:00"; or the word none, which switches it off."""
    if value.is_word("none"):
        return defaults.OFF
    found = value.checked(calendars.parse_weekly)
    return calendars.parse_weekly(found) if found else None


def cards_per_day(value: Value | None) -> int | None:
    """A number of cards; None for the word none, the usual number where it is left out."""
    if value is None:
        return defaults.CARDS_PER_DAY
    return None if value.is_word("none") else value.whole(1)


def rounds_of(value: Value) -> dict[str, list[str]] | None:
    """Local hours for seats and heads; None for the word none: everything at once."""
    if value.is_word("none"):
        return None
    found: dict[str, list[str]] = {}
    given = value.given(tuple(defaults.ROUNDS))
    for key, usual in defaults.ROUNDS.items():
        hours = sorted(each(given[key], clock)) if key in given else list(usual)
        if key in given and given[key].is_list and not given[key].items():
            given[key].wrong("name at least one hour, or write “rounds: none” to reach people at once.")
        found[key] = hours
    return found


def listening_of(value: Value | None, watched: Value | None) -> dict[str, dict[str, Any]]:
    """How watched channels are listened to, by channel; what is as usual is left out."""
    found: dict[str, dict[str, Any]] = {}
    rooms = [item.node.value for item in watched.items()] if watched and watched.is_list else []
    for channel, entry in (value.fields(None) if value else {}).items():
        if channel not in rooms:
            entry.wrong(f"“{channel}” does not stand in “watched_channels”.")
        given = entry.given(("mode", "apps", "answerable"))
        kept = {
            "mode": given_or(given.get("mode"), lambda one: one.one_of(WATCH_MODES), "suggest"),
            "apps": each(given.get("apps"), app_id),
            "answerable": person_id(given.get("answerable")),
        }
        if kept["apps"] and "answerable" not in given:
            given["apps"].wrong("name with “answerable” who answers for what these apps open.")
        if changed := {key: one for key, one in kept.items() if one not in ("suggest", [], None)}:
            found[channel] = changed
    return found


def app_id(value: Value) -> str | None:
    """An app's id, or that of its bot."""
    return value.like(_APP, "an app's id, such as A0123ABCD, or its bot's, such as B0123ABCD")


def opening_hours(value: Value | None) -> dict[str, str] | None:
    """Openings by day or range of days, each checked at its own line, then all together."""
    if value is None:
        return None
    texts = {days: opening.text() for days, opening in value.fields(None).items()}
    found = {days: opening for days, opening in texts.items() if opening}
    entries = value.fields(None)
    wrong = len(found) < len(texts)
    for days, opening in found.items():
        try:
            calendars.parse_hours({days: opening}, "UTC")
        except ValueError as error:
            wrong = True
            entries[days].wrong(str(error))
    if not wrong and value.is_mapping:
        try:
            calendars.parse_hours(found, "UTC")
        except ValueError as error:
            value.wrong(str(error))
    return found
