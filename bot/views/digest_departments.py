"""The weekly digest of one department, in its own channel: "we owe / others owe us / topics rising / our
ratios vs own 4-week mean" (PRODUCT section 2). No person stands in it, and no other department's figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.i18n import Translator
from bot.views import charts, kit
from bot.views import digest_lines as common
from bot.views.digest_lines import Facts, Section, Words

MOST_LAUNCHING, MOST_LAUNCHED, MOST_OTHERS = 4, 2, 4


def department_digest(
    facts: Facts,
    department: str,
    t: Translator,
    *,
    buttons: bool = False,
    ways: charts.Ways = charts.IN_WORDS,
) -> kit.Rendered:
    """What one department owes and is owed, what rises, its figures against its own last four weeks.

    buttons: in the message itself; a preview has none.
    """
    words = Words(facts, t)
    called = words.department_label(department)
    title = t("{department}: weekly digest, week {week}", department=called, week=words.week)
    sections = [
        _owed(words),
        _sent(words),
        common.launching(words, MOST_LAUNCHING),
        common.launched(words, MOST_LAUNCHED),
        common.escalations(words),
        _rising(words),
        _about(words),
        _figures(words),
    ]
    menu = common.behind(words, department) if buttons else []
    pictures = charts.shown(facts, t, ways, table=True)
    return common.digest(words, title, _standing(words), sections, *menu, pictures=pictures)


def _standing(words: Words) -> str:
    """What the department owes, by when, and what it is owed."""
    t, owing, owed = words.t, words.given("waiting"), words.given("sent")
    others = sum(int(given["count"]) for given in owed)
    if not words.facts.get("happened"):
        return t("nothing launches, nothing was escalated, nothing waits.")
    theirs = t.n("Others owe us {count} answer.", "Others owe us {count} answers.", others)
    if not owing:
        return t("We owe nobody an answer. {others}", others=theirs) if others else t("Nobody waits for us.")
    ours = t.n(
        "We owe {count} answer, due {time}.",
        "We owe {count} answers, the oldest due {time}.",
        int(owing[0]["count"]),
        time=words.time(owing[0].get("oldest_due")),
    )
    return t("{ours} {others}", ours=ours, others=theirs) if others else ours


def _owed(words: Words) -> Section:
    lines = [
        words.t("• {title}, due {time}", title=words.title(item), time=words.time(item.get("due")))
        for item in words.given("owed")
    ]
    total = sum(int(given["count"]) for given in words.given("waiting"))
    return Section(
        words.t("*We owe*"), lines, common.list_word(words.t), max(0, total - len(lines)) if lines else 0
    )


def _sent(words: Words) -> Section:
    found = words.given("sent")
    lines = [common.answers(words, item) for item in found[:MOST_OTHERS]]
    return Section(words.t("*Others owe us*"), lines, common.list_word(words.t), len(found[MOST_OTHERS:]))


def _rising(words: Words) -> Section:
    lines = [
        words.t(
            "• {topic}: {cases}, usually {usual} a week",
            topic=words.topic(item["topic"]),
            cases=words.t.n("{count} case", "{count} cases", int(item["count"])),
            usual=_number(words, float(item["usual"])),
        )
        for item in words.given("rising")
    ]
    return Section(words.t("*Rising*"), lines)


def _number(words: Words, value: float) -> str:
    return words.t.number(round(value, 1))


def _about(words: Words) -> Section:
    """What others answered for that concerns this department (PRODUCT mechanism 58)."""
    lines = [
        words.t(
            "• {topic}: {cases}",
            topic=words.topic(key),
            cases=words.t.n("{count} case", "{count} cases", int(count)),
        )
        for key, count in words.facts.get("about") or []
    ]
    return Section(words.t("*About us, answered by others*"), lines)


def _figures(words: Words) -> Section:
    """Our figures against our own last four weeks; too little says nothing (P9)."""
    found = words.given("figures")
    title = words.t("*Our figures, last week*")
    if not any(one.get("share") is not None for one in found):
        return Section(title, [words.t("• too few to say")] if found else [])
    return Section(title, [_figure(words, one) for one in found], least=len(found))


def _figure(words: Words, item: Mapping[str, Any]) -> str:
    t, measure = words.t, common.measure(words, item)
    if item.get("share") is None:
        return t("• {measure}: too few to say", measure=measure)
    if item.get("usual") is None:
        return t("• {measure}: {share}", measure=measure, share=t.percent(item["share"]))
    return t(
        "• {measure}: {share}, in the four weeks before {usual}",
        measure=measure,
        share=t.percent(item["share"]),
        usual=t.percent(item["usual"]),
    )
