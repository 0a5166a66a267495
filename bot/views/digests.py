"""The weekly digest in words, for everybody (PRODUCT section 2, "Shared weekly digest").

No person stands in the counts, and no private notice anywhere. `flows.digest_facts` says what facts hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.i18n import Translator
from bot.views import charts, kit, names
from bot.views import digest_lines as common
from bot.views.digest_lines import Facts, Section, Words

MOST_LAUNCHING, MOST_LAUNCHED, MOST_WAITING, MOST_ASKS = 6, 3, 4, 4


class Taken(NamedTuple):
    """Who took a frequent question on, and until when."""

    person: str
    until: str


def shared_digest(
    facts: Facts,
    t: Translator,
    *,
    day: str | None = None,
    taken: Mapping[str, Taken] | None = None,
    ways: charts.Ways = charts.IN_WORDS,
) -> kit.Rendered:
    """At most 25 lines for everybody; one line when nothing happened and nothing waits.

    day: of the digest, for its buttons; None draws none. taken: by topic, who makes content of it.
    """
    words = Words(facts, t)
    title, summary = t("Weekly digest, week {week}", week=words.week), _summary(words)
    sections = [
        common.launching(words, MOST_LAUNCHING),
        common.launched(words, MOST_LAUNCHED),
        common.escalations(words),
        _asked_most(words, day, taken or {}),
        _waiting(words),
        _lessons(words),
        _help(words),
        _asks(words),
    ]
    pictures = charts.shown(facts, t, ways)
    return common.digest(words, title, summary, sections, *_controls(words, day), pictures=pictures)


def _summary(words: Words) -> str:
    """The week in one sentence."""
    t = words.t
    waiting = sum(int(given["count"]) for given in words.given("waiting"))
    launching = len(words.given("launching")) + words.count("launching_more")
    if not words.facts.get("happened"):
        return t("nothing launches, nothing was escalated, nothing waits.")
    return t(
        "{launches}, {escalations}, {answers}.",
        launches=t.n("{count} launch this week", "{count} launches this week", launching),
        escalations=t.n(
            "{count} escalation last week", "{count} escalations last week", words.count("opened")
        ),
        answers=t.n("{count} answer awaited", "{count} answers awaited", waiting),
    )


FREQUENT = 2
"""Cases from which on a subject was asked often: one case is no signal."""


def _asked_most(words: Words, day: str | None, taken: Mapping[str, Taken]) -> Section:
    """The three most frequent subjects; whoever wants makes content of one (PRODUCT mechanism 53)."""
    found = [(str(key), int(count)) for key, count in words.facts.get("topics") or []]
    t, topics = words.t, [one for one in found if one[1] >= FREQUENT or one[0] in taken]
    buttons = [
        kit.button(t("Make Content"), "content_take", f"{topic}:{day}")
        if day and topic not in taken
        else None
        for topic, _ in topics
    ]
    lines = [_asked(words, topic, count, taken.get(topic)) for topic, count in topics]
    return Section(t("*Asked most often*"), lines, buttons=buttons, least=len(lines))


def _asked(words: Words, topic: str, count: int, taken: Taken | None) -> str:
    t = words.t
    cases = t.n("{count} case", "{count} cases", count)
    if taken is None:
        return t("• {topic}: {cases}", topic=words.topic(topic), cases=cases)
    return t(
        "• {topic}: {cases}. {person} makes content of it by {time}.",
        topic=words.topic(topic),
        cases=cases,
        person=kit.person(taken.person),
        time=words.time(taken.until),
    )


def _waiting(words: Words) -> Section:
    found = words.given("waiting")
    lines = [common.answers(words, item) for item in found[:MOST_WAITING]]
    return Section(words.t("*Answers awaited*"), lines, common.list_word(words.t), len(found[MOST_WAITING:]))


def _lessons(words: Words) -> Section:
    """What closed cases taught: the best learning is in the open (PRODUCT mechanism 86)."""
    lines = [
        words.t(
            "• {lesson} ({title})",
            lesson=names.said(item.get("lesson"), common.SAID),
            title=words.title(item),
        )
        for item in words.given("lessons")
        if names.said(item.get("lesson"), common.SAID)
    ]
    return Section(words.t("*Learned*"), lines)


def _help(words: Words) -> Section:
    """Goals that others can help with (PRODUCT mechanism 36)."""
    lines = [
        words.t(
            "• {title}. Goal: {goal}. You can help: {help}",
            title=words.title(item),
            goal=names.said(item.get("goal"), 80).rstrip("."),
            help=names.said(item["help"], common.SAID),
        )
        for item in (*words.given("launching"), *words.given("launched"))
        if item.get("help") and item.get("goal")
    ]
    return Section(words.t("*How you can help*"), lines)


def _asks(words: Words) -> Section:
    """What somebody took on until a date."""
    found = words.given("asks")
    lines = [_ask(words, item) for item in found[:MOST_ASKS]]
    return Section(words.t("*Promised*"), lines, hidden=len(found[MOST_ASKS:]))


def _ask(words: Words, item: Mapping[str, Any]) -> str:
    t, topic = words.t, words.topic(item["topic"])
    person, time = kit.person(str(item.get("owner") or "")), words.time(item.get("due"))
    if item.get("what") == "content":
        return t("• {person}: content about “{topic}” by {time}", person=person, topic=topic, time=time)
    return t("• {person}: “{topic}” answered in time, a way by {time}", person=person, topic=topic, time=time)


def _controls(words: Words, day: str | None) -> list[kit.Block]:
    return [kit.actions(kit.button(words.t("Make the Agenda"), "agenda_make", day))] if day else []
