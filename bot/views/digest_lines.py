"""What the digests of all audiences are made of: words of facts, and sections that share the lines there are.

A digest is drawn from its stored facts and nothing else, so that it reads the same for ever. Facts are JSON
(`flows.digest_facts`); a missing key counts as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.i18n import Translator, slack_date
from bot.models import MEASURES, LaunchState
from bot.views import charts, kit, names, timeline
from bot.views.facts import behind_menu, measure_name
from bot.views.lines import packed

Facts = Mapping[str, Any]
LINES = 25
"""A digest has at most so many (PRODUCT section 2)."""
TITLE, SAID = 90, 160
"""Characters of a title, and of what somebody wrote."""


@dataclass(frozen=True)
class Words:
    """Facts in one language."""

    facts: Facts
    t: Translator

    @property
    def week(self) -> str:
        """The number of the ISO week "2026-W07": "7"."""
        return str(self.facts.get("week", "")).rpartition("W")[2].lstrip("0")

    def given(self, name: str) -> Sequence[Mapping[str, Any]]:
        """A list of the facts."""
        found = self.facts.get(name)
        return found if isinstance(found, list) else []

    def count(self, name: str) -> int:
        return int(self.facts.get(name) or 0)

    def department(self, key: object) -> str:
        """The department's name when the facts were counted, escaped."""
        return kit.escape(self.department_label(key))

    def department_label(self, key: object) -> str:
        """The same as plain text."""
        called = self.facts.get("names", {}).get(key) or {}
        return str(called.get(self.t.language) or next(iter(called.values()), names.own(str(key))))

    def time(self, text: object) -> str:
        """A stored instant as a date token; "–" where there is none."""
        at = timeline.moment(text)
        return slack_date(at, self.t, zone=self.facts.get("zone") or "UTC") if at else "–"

    def title(self, item: Mapping[str, Any]) -> str:
        """What a notice is called, linked to its card; its topic where the title was taken away."""
        typed = kit.cut(" ".join(str(item.get("title") or "").split()), TITLE)
        typed = typed or (names.topic(self.t, str(item["topic"])) if item.get("topic") else "–")
        url = item.get("url")
        return kit.link(url, typed) if url else kit.escape(typed)

    def topic(self, key: object) -> str:
        return kit.escape(names.topic(self.t, str(key)))

    def state(self, item: Mapping[str, Any]) -> str:
        """Where a launch stood."""
        state = item.get("state")
        known = state in set(LaunchState)
        return names.launch_state(self.t, LaunchState(str(state))) if known else kit.escape(str(state or "–"))


@dataclass(frozen=True)
class Section:
    """A titled list of which some lines may have to be left out; the title then says how many and where.

    hidden: so many more are not among the lines. buttons: one for each line, in its order. least: lines that
    are never left out.
    """

    title: str
    lines: Sequence[str]
    where: str = ""
    hidden: int = 0
    buttons: Sequence[kit.Block | None] = field(default_factory=tuple)
    least: int = 1

    def heading(self, total: int, t: Translator) -> str:
        """The title; with how many of how many are shown, where that is not all."""
        shown = len(self.lines)
        if shown == total:
            return self.title
        if not self.where:
            return t("{title} · {shown} of {total}", title=self.title, shown=shown, total=total)
        return t(
            "{title} · {shown} of {total}, all of them in {where}",
            title=self.title,
            shown=shown,
            total=total,
            where=self.where,
        )


def fitted(sections: Sequence[Section], room: int, t: Translator) -> list[kit.Block]:
    """The sections in `room` lines: what has most to spare gives way first, and is counted."""
    kept = [one for one in sections if one.lines]
    totals = [len(one.lines) + one.hidden for one in kept]
    while sum(1 + len(one.lines) for one in kept) > room:
        longest = max(range(len(kept)), key=lambda number: _spare(kept[number]))
        if not _spare(kept[longest]):
            break
        kept[longest] = replace(kept[longest], lines=kept[longest].lines[:-1])
    return [
        block for one, total in zip(kept, totals, strict=True) for block in _drawn(one, one.heading(total, t))
    ]


def _spare(section: Section) -> int:
    """How many of its lines may be left out; the section with the most gives way first."""
    return max(0, len(section.lines) - section.least)


def _drawn(section: Section, heading: str) -> list[kit.Block]:
    if not any(section.buttons):
        return packed([heading, *section.lines])
    buttons = [*section.buttons, *[None] * len(section.lines)]
    pairs = zip(section.lines, buttons, strict=False)
    return [kit.section(heading), *(kit.section(line, accessory=button) for line, button in pairs)]


def launching(words: Words, most: int) -> Section:
    """What goes out in the seven days ahead."""
    return _launches(words, "launching", words.t("*Launching this week*"), most)


def launched(words: Words, most: int) -> Section:
    """What went out in the seven days behind, with what came of it."""
    return _launches(words, "launched", words.t("*Launched*"), most)


def _launches(words: Words, name: str, title: str, most: int) -> Section:
    items = words.given(name)
    return Section(
        title,
        [_launch(words, item) for item in items[:most]],
        "`/tutti calendar`" if words.t.language == "en" else "`/tutti calendrier`",
        len(items[most:]) + words.count(f"{name}_more"),
    )


def _launch(words: Words, item: Mapping[str, Any]) -> str:
    t, title, state = words.t, words.title(item), words.state(item)
    if progress := names.said(item.get("progress"), SAID):
        return t("• {title}: {progress}", title=title, progress=progress)
    if timeline.moment(item.get("at")):
        return t("• {title}, {time}: {state}", title=title, time=words.time(item["at"]), state=state)
    return t("• {title}: {state}", title=title, state=state)


def list_word(t: Translator) -> str:
    """The command that lists all that is open."""
    return "`/tutti list`" if t.language == "en" else "`/tutti liste`"


def answers(words: Words, item: Mapping[str, Any]) -> str:
    """How many answers a department owes, and since when."""
    t, department = words.t, words.department(item["department"])
    number = t.n("{count} answer", "{count} answers", int(item["count"]))
    if timeline.moment(item.get("oldest_due")):
        time = words.time(item["oldest_due"])
        return t(
            "• {department}: {answers}, the oldest due {time}",
            department=department,
            answers=number,
            time=time,
        )
    return t("• {department}: {answers}", department=department, answers=number)


def measure(words: Words, item: Mapping[str, Any]) -> str:
    """What a figure is called."""
    key = str(item["measure"])
    return next((measure_name(one, words.t) for one in MEASURES if one == key), names.own(key))


def behind(words: Words, department: str) -> list[kit.Block]:
    """One menu that opens the list behind each figure that says something."""
    told = [str(item["measure"]) for item in words.given("figures") if item.get("share") is not None]
    week = str(words.facts.get("figures_week") or "")
    shown = [one for one in MEASURES if one in told]
    return [kit.actions(behind_menu(shown, department, week, words.t))] if shown and week else []


def opening(words: Words) -> list[kit.Block]:
    """The paragraph that a model wrote and that was checked against the facts, in its own language."""
    said = words.facts.get("words") or {}
    text = str(said.get("text") or "") if said.get("language") == words.t.language else ""
    return [kit.section(kit.escape(kit.cut(" ".join(text.split()), 900)))] if text else []


def lateness(words: Words) -> list[kit.Block]:
    """That it was sent after its hour."""
    late = words.t("This digest comes late: Tutti could not send it at its hour.")
    return [kit.context(late)] if words.facts.get("late_sent") else []


def digest(
    words: Words,
    title: str,
    summary: str,
    sections: Sequence[Section],
    *controls: kit.Block,
    pictures: charts.Shown = charts.NOTHING,
) -> kit.Rendered:
    """One line where nothing happened; else title, summary and sections in 25 lines, charts, a button."""
    line = words.t("{title}: {summary}", title=kit.escape(title), summary=summary)
    if not words.facts.get("happened", True) or not any(one.lines for one in sections):
        return kit.Rendered(text=line, blocks=[kit.section(line), *lateness(words)])
    opened, late = opening(words), lateness(words)
    said = [kit.context(pictures.said)] if pictures.said else []
    blocks = [
        kit.header(title),
        kit.section(summary),
        *opened,
        *fitted(sections, LINES - 2 - len(opened) - len(late) - len(said), words.t),
        *pictures.blocks,
        *said,
        *late,
    ]
    return pictures.added(kit.Rendered(text=line, blocks=[*blocks, *controls]))


def escalations(words: Words) -> Section:
    """How many came and were told in time; one is named only if it is open for over a week."""
    t = words.t
    counts = {key: words.count(key) for key in ("opened", "told_in_time", "late", "closed")}
    if not any(counts.values()) and not words.given("long_open"):
        return Section(t("*Escalations*"), [])
    counted = t(
        "{opened} · {told} · {late} · {closed}",
        opened=t.n("{count} opened", "{count} opened", counts["opened"]),
        told=t.n("{count} told in time", "{count} told in time", counts["told_in_time"]),
        late=t.n("{count} late", "{count} late", counts["late"]),
        closed=t.n("{count} closed", "{count} closed", counts["closed"]),
    )
    named = [
        t(
            "• Open since {time}: {title}, {department}",
            time=words.time(item.get("since")),
            title=words.title(item),
            department=words.department(item["department"]),
        )
        for item in words.given("long_open")
    ]
    return Section(t("*Escalations*"), [counted, *named], list_word(t), words.count("long_open_more"))
