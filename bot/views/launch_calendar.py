"""The calendar of launches: six weeks on a page, week by week, double-booked weeks marked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.i18n import Translator
from bot.rules.launch_calendar import FURTHEST, Week
from bot.rules.lists import Item
from bot.views import kit, lists
from bot.views.home_conducting import overlap_line
from bot.views.lines import packed
from bot.views.list_lines import Reading, line

MOST, MOST_OVERLAPS = 12, 3
"""Lines of one week: launches, and pairs in each other's way; the others are counted."""


@dataclass(frozen=True)
class Shown:
    """Which six weeks (0 begins with this one) of which department; None for all."""

    page: int = 0
    department: str | None = None


def calendar_page(
    weeks: Sequence[Week], items: Mapping[str, Item], shown: Shown, reading: Reading
) -> kit.Block:
    """A page to read. items: the lines of the launches that this person may see, by launch id.

    `weeks` hold only those launches, and pairs of them.
    """
    t = reading.t
    blocks: list[kit.Block] = [
        kit.actions(
            lists.department_menu("calendar_department", shown.department, reading),
            block_id=f"filters:{shown.department or '*'}",
        )
    ]
    for week in weeks:
        blocks += _week(week, items, reading)
    if not any(week.launches for week in weeks):
        example = t(
            "No launch in these six weeks. One that you announce with `/tutti launch` stands in its week."
        )
        blocks.append(kit.section(example))
    blocks += _turn(shown, t)
    kept = json.dumps({"page": shown.page, "department": shown.department})
    return kit.modal(
        "calendar_page", t("Launch calendar"), blocks, submit=None, close=t("Close"), metadata=kept
    )


def _week(week: Week, items: Mapping[str, Item], reading: Reading) -> list[kit.Block]:
    t = reading.t
    title = t("{monday} to {sunday}", monday=t.long_day(week.monday), sunday=t.long_day(week.sunday))
    if not week.launches:
        return [kit.context(t("*{week}*: no launch", week=title))]
    said = t.n("*{week}*: {count} launch", "*{week}*: {count} launches", len(week.launches), week=title)
    if week.double_booked:
        said = t("{week} · :warning: *double-booked*", week=said)
    lines = [t("• {line}", line=line(items[one.id], reading)) for one in week.launches[:MOST]]
    if left := len(week.launches) - len(lines):
        lines.append(t.n("and {count} more", "and {count} more", left))
    blocks = [kit.section(said), *packed(lines)]
    if week.overlaps:
        blocks.append(kit.context(*_overlaps(week, reading)))
    return [*blocks, kit.divider()]


def _overlaps(week: Week, reading: Reading) -> list[str]:
    t = reading.t
    lines = [overlap_line(one, reading) for one in week.overlaps[:MOST_OVERLAPS]]
    if left := len(week.overlaps) - len(lines):
        lines.append(t.n("and {count} more", "and {count} more", left))
    return lines


def _turn(shown: Shown, t: Translator) -> list[kit.Block]:
    """Six weeks back and on, as far as the calendar goes."""
    buttons = [
        kit.button(label, f"calendar_{way}", str(page))
        for label, way, page in (
            (t("Previous Six Weeks"), "back", shown.page - 1),
            (t("Next Six Weeks"), "next", shown.page + 1),
        )
        if -FURTHEST <= page <= FURTHEST
    ]
    return [kit.actions(*buttons, block_id=f"weeks:{shown.page}")]


def read_shown(view: Mapping[str, Any]) -> Shown:
    """What the page was drawn with; the present six weeks of all where that cannot be read."""
    kept = lists.remembered(view)
    page, department = kept.get("page"), kept.get("department")
    return Shown(page if isinstance(page, int) else 0, str(department) if department else None)
