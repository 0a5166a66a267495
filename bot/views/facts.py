"""A week's figures in words, the way to the notices behind them, and the page that lists these.

No person stands in any of it, and nothing private. Where a figure speaks of too few, so does its list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.i18n import N_, Translator
from bot.models import EVERYBODY, MEASURES, Figure, Measure, Snapshot, WeekFacts
from bot.models.notices import Notice
from bot.rules import facts as rules
from bot.views import kit, names
from bot.views.kit import Block
from bot.views.lists import number_of, remembered
from bot.views.paging import turning

__all__ = ["SIZE", "Behind", "Block", "Listed", "behind_button", "behind_menu", "behind_page", "read_behind"]

SIZE: Final = 15
"""Notices on a page."""
_NAMES: Final[Mapping[Measure, str]] = {
    "on_time": N_("Answers in time"),
    "claim": N_("Taken in time"),
    "reply": N_("Requester told in time"),
    "first_route": N_("Right department at once"),
    "bounces": N_("Hand-overs"),
    "loop_closed": N_("Closed with the requester told"),
    "cross_work": N_("Several departments at work"),
    "pings": N_("Calls on people"),
    "crisis": N_("Crises led in time"),
}
_WHOLE: Final[Mapping[Measure, str]] = {
    "on_time": N_("answered in time"),
    "claim": N_("taken in time"),
    "reply": N_("told in time"),
    "first_route": N_("never handed over"),
    "bounces": N_("handed over"),
    "loop_closed": N_("requester told"),
    "cross_work": N_("several departments"),
    "pings": N_("somebody was called"),
    "crisis": N_("led and decided in time"),
}
_NOT_WHOLE: Final[Mapping[Measure, str]] = {
    "on_time": N_("not answered in time"),
    "claim": N_("not taken in time"),
    "reply": N_("not told in time"),
    "first_route": N_("handed over"),
    "bounces": N_("never handed over"),
    "loop_closed": N_("requester not told"),
    "cross_work": N_("one department alone"),
    "crisis": N_("not led or decided in time"),
}
"""What a department's list says of a notice that is, and is not, all in the number."""


@dataclass(frozen=True)
class Behind:
    """Which number somebody wants to see behind; `page` counts from 0."""

    measure: Measure
    department: str
    week: str
    page: int = 0

    @property
    def value(self) -> str:
        """As a button carries it."""
        return f"{self.measure}:{self.department}:{self.week}"


@dataclass(frozen=True)
class Listed:
    """One notice of the list. `whole`: everything of it is in the number."""

    notice: Notice
    url: str | None
    whole: bool


# Figures in words


def measure_name(measure: Measure, t: Translator) -> str:
    """What the number is called: "Answers in time"."""
    return t(_NAMES[measure])


def figure_words(measure: Measure, figure: Figure, t: Translator) -> str:
    """The number with what it is a part of: "8 of 10"; "too few" where it would speak of persons."""
    if rules.too_few(figure):
        return t("too few")
    if measure == "bounces":
        return t.n(
            "{count} hand-over in {of} cases", "{count} hand-overs in {of} cases", figure.number, of=figure.of
        )
    if measure == "pings":
        return t.n("{count} call, {of} people", "{count} calls, {of} people", figure.number, of=figure.of)
    return t("{number} of {of}", number=figure.number, of=figure.of)


def spread_words(measure: Measure, figure: Figure, t: Translator) -> str:
    """Median and 90th percentile as a reader says them; "" where there are none, or too few."""
    if figure.median is None or figure.p90 is None or rules.too_few(figure):
        return ""
    if measure == "pings":
        return t(
            "half of them at most {median} each, nine in ten at most {p90}",
            median=figure.median,
            p90=figure.p90,
        )
    return t(
        "half within {median}, nine in ten within {p90} of working time",
        median=duration(figure.median, t),
        p90=duration(figure.p90, t),
    )


def duration(minutes: int, t: Translator) -> str:
    """ "35 min", "2 h", "2 h 05 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return t("{minutes} min", minutes=rest)
    if not rest:
        return t("{hours} h", hours=hours)
    return t("{hours} h {minutes} min", hours=hours, minutes=f"{rest:02}")


# The way to the list


def behind_button(asked: Behind, t: Translator) -> Block:
    """A button beside one number."""
    return kit.button(t("Show the Items"), "show_behind", asked.value)


def behind_menu(measures: Sequence[Measure], department: str, week: str, t: Translator) -> Block:
    """One menu for several numbers of a department's week, or of everybody's."""
    options = [
        kit.option(measure_name(one, t), Behind(one, department, week).value)
        for one in MEASURES
        if one in measures
    ]
    return kit.select("show_behind", options, placeholder=t("Show the items behind…"))


def read_behind(value: str) -> Behind | None:
    """What a button or an option asks for; None where it is nothing of ours."""
    parts = value.split(":")
    measure = next((one for one in MEASURES if one == parts[0]), None)
    if measure is None or len(parts) != 3:
        return None
    try:
        return Behind(measure, parts[1], rules.parse_week(parts[2]))
    except ValueError:
        return None


def read_page(view: Mapping[str, Any], page: int) -> Behind | None:
    """The same number that the page was drawn for, another page of it."""
    kept = remembered(view)
    asked = read_behind(":".join(str(kept.get(key, "")) for key in ("measure", "department", "week")))
    return Behind(asked.measure, asked.department, asked.week, number_of(page)) if asked else None


# The list


def behind_page(
    asked: Behind,
    figure: Figure,
    listed: Sequence[Listed],
    total: int,
    facts: WeekFacts,
    book: Snapshot,
    t: Translator,
) -> Block:
    """The notices that the number counts, those left out of it first. `total`: how many there are to list."""
    blocks = [kit.header(measure_name(asked.measure, t)), kit.section(_where(asked, facts, book, t))]
    if rules.too_few(figure):
        few = t(
            "Too few to show: fewer than {people} people or {cases} items. A figure would speak of persons.",
            people=rules.FEW_PEOPLE,
            cases=rules.FEW_CASES,
        )
        blocks.append(kit.section(few))
    else:
        blocks += _items(asked, figure, listed, total, t)
    kept = json.dumps(asdict(asked))
    return kit.modal(
        "behind_page", t("Behind this number"), blocks, submit=None, close=t("Close"), metadata=kept
    )


def _where(asked: Behind, facts: WeekFacts, book: Snapshot, t: Translator) -> str:
    """Whose week it is: "*Customer service*, week of 16 Nov 2026"."""
    own = asked.department != EVERYBODY
    department = names.department(t, book, asked.department) if own else t("All departments")
    first = t.date(facts.starts.astimezone(ZoneInfo(book.workspace.timezone)).date())
    if facts.ended:
        return t("*{department}*, week of {day}", department=department, day=first)
    return t("*{department}*, week of {day}, until now", department=department, day=first)


def _items(asked: Behind, figure: Figure, listed: Sequence[Listed], total: int, t: Translator) -> list[Block]:
    said = [figure_words(asked.measure, figure, t), spread_words(asked.measure, figure, t)]
    blocks = [kit.section(t.join([one for one in said if one]))]
    blocks += [kit.section(_line(asked, one, t)) for one in listed]
    if hidden := max(0, figure.cases - total):
        blocks.append(
            kit.context(
                t.n(
                    "{count} private item is counted and not listed.",
                    "{count} private items are counted and not listed.",
                    hidden,
                )
            )
        )
    last = max(0, (total - 1) // SIZE)
    return [*blocks, *turning(asked.page, last, "behind", t, action="behind_turn")]


def _line(asked: Behind, one: Listed, t: Translator) -> str:
    """A notice as a link to its card. Of everybody's number without its outcome: that would tell of a
    department that has too few to be told of."""
    plain = names.title_label(t, one.notice)
    title = kit.link(one.url, kit.cut(plain, 120)) if one.url else names.title(t, one.notice)
    words = (_WHOLE if one.whole else _NOT_WHOLE).get(asked.measure)
    if asked.department == EVERYBODY or words is None:
        return t("• {title}", title=title)
    return t("• {title}: {outcome}", title=title, outcome=t(words))
