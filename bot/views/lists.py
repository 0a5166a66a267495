"""The pages behind `/tutti mine` and `/tutti list`: drawn, and their filters read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.i18n import N_
from bot.rules.lists import EVERYWHERE, WHATS, Page, What
from bot.views import kit, names
from bot.views.list_lines import Reading, block, heading, pager, shown_range

SIZE = 10
"""Items on a page."""
_WHATS: Mapping[What, str] = {
    "all": N_("Everything open"),
    "waiting": N_("Waiting for an answer"),
    "late": N_("Late"),
    "launches": N_("Launches"),
    "escalations": N_("Escalations"),
}


@dataclass(frozen=True)
class Filters:
    """What a list shows: a department's key or None for all, which items, which page (from 0)."""

    department: str | None = None
    what: What = "all"
    page: int = 0


def mine_page(owed: Page, mine: Page, reading: Reading) -> kit.Block:
    """What this person owes, then what is theirs; each with its own pages."""
    t = reading.t
    blocks = [heading(t("What you owe now"), owed, t)]
    if owed.items:
        blocks += [*(block(item, reading) for item in owed.items), *pager(owed, "owed", "mine", t)]
    else:
        blocks.append(kit.section(t("Nothing waits for you.")))
    blocks += [kit.divider(), heading(t("What is yours"), mine, t)]
    if mine.items:
        blocks += [*(block(item, reading) for item in mine.items), *pager(mine, "mine", "mine", t)]
    else:
        example = t("Nothing yet: what you announce with `/tutti launch` or report with `/tutti escalate`.")
        blocks.append(kit.section(example))
    numbers = json.dumps({"owed": owed.number, "mine": mine.number})
    return kit.modal("mine_page", t("My list"), blocks, submit=None, close=t("Close"), metadata=numbers)


def list_page(page: Page, filters: Filters, reading: Reading) -> kit.Block:
    """Everything open that this person may see, by deadline, with two filters that are kept."""
    t = reading.t
    where = _where(filters, reading)
    blocks: list[kit.Block] = [_filters(filters, reading)]
    if page.items:
        count = t.n("*{where}*: {count} item", "*{where}*: {count} items", page.total, where=where)
        blocks.append(kit.section(count))
        blocks += [block(item, reading) for item in page.items]
    else:
        blocks.append(kit.section(t("*{where}*: nothing. Choose another department or kind.", where=where)))
    if page.total > page.size:
        blocks += [kit.context(shown_range(page, t)), *pager(page, "list", "list", t)]
    return kit.modal(
        "list_page",
        t("What is open"),
        blocks,
        submit=None,
        close=t("Close"),
        metadata=json.dumps(_kept(filters, page.number)),
    )


def _filters(filters: Filters, reading: Reading) -> kit.Block:
    t = reading.t
    whats = [kit.option(t(_WHATS[what]), what) for what in WHATS]
    return kit.actions(
        department_menu("list_department", filters.department, reading),
        kit.select("list_what", whats, initial=filters.what),
        block_id=f"filters:{filters.department or EVERYWHERE}:{filters.what}",
    )


def department_menu(action: str, chosen: str | None, reading: Reading) -> kit.Block:
    """All departments or one of those that the reader may choose."""
    book, t = reading.book, reading.t
    offered = [
        one.key for one in book.active if reading.departments is None or one.key in reading.departments
    ]
    options = [
        kit.option(t("All departments"), EVERYWHERE),
        *(kit.option(names.department_label(t, book, key), key) for key in offered[:99]),
    ]
    return kit.select(action, options, initial=chosen if chosen in offered else EVERYWHERE)


def _where(filters: Filters, reading: Reading) -> str:
    """Which department and what: "Customer service · Late"."""
    t = reading.t
    key = filters.department
    department = names.department(t, reading.book, key) if key else t("All departments")
    return t("{department} · {what}", department=department, what=t(_WHATS[filters.what]))


def _kept(filters: Filters, number: int) -> dict[str, Any]:
    return {"department": filters.department, "what": filters.what, "page": number}


def read_filters(view: Mapping[str, Any]) -> Filters:
    """The filters that the page was drawn with; those of a new list where they cannot be read."""
    kept = remembered(view)
    return Filters(
        department=str(kept["department"]) if kept.get("department") else None,
        what=kind_of(kept.get("what")),
        page=number_of(kept.get("page")),
    )


def kind_of(given: Any) -> What:
    """The items that this word names; all of them where it names none."""
    return next((one for one in WHATS if one == given), "all")


def read_mine(view: Mapping[str, Any]) -> tuple[int, int]:
    """The two page numbers of `mine_page`: owed, mine."""
    kept = remembered(view)
    return number_of(kept.get("owed")), number_of(kept.get("mine"))


def remembered(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a page keeps with itself; {} where that is nothing of ours."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def number_of(given: Any) -> int:
    """A page number from 0; 0 where it is none."""
    return int(given) if str(given).isdigit() else 0
