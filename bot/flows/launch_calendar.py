"""`/tutti calendar`: six weeks of launches, as this person may see them (PRODUCT mechanism 42)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.flows.answers import Answer
from bot.flows.listing import Look, standing
from bot.rules import launch_calendar as rules
from bot.rules import lists, routing
from bot.store import Db, homes
from bot.tools import Caller, Tools
from bot.views import launch_calendar as views
from bot.views.launch_calendar import Shown
from bot.views.list_lines import Reading

MOST = 500
"""So many launches of six weeks are looked at."""


async def show(tools: Tools, caller: Caller) -> Answer:
    """This week and the five after it."""
    return Answer(opens=await _page(tools, caller, Shown()))


async def turn(tools: Tools, caller: Caller, view: dict[str, Any], page: int) -> Answer:
    """Other weeks of the same department."""
    within = min(max(page, -rules.FURTHEST), rules.FURTHEST)
    return Answer(updates=await _page(tools, caller, replace(views.read_shown(view), page=within)))


async def of_department(tools: Tools, caller: Caller, view: dict[str, Any], chosen: str) -> Answer:
    """The same weeks of another department."""
    there = chosen in [one.key for one in caller.snapshot.active]
    shown = replace(views.read_shown(view), department=chosen if there else None)
    return Answer(updates=await _page(tools, caller, shown))


async def _page(tools: Tools, caller: Caller, shown: Shown) -> dict[str, Any]:
    book, now = caller.snapshot, tools.clock.now()
    zone = book.workspace.timezone
    start, end = rules.span(now, zone, shown.page)

    def look(db: Db) -> dict[str, Any]:
        seen = Look(db, book, caller.user, caller.person, now)
        found = homes.launches_from(db, caller.workspace, start, end, MOST).rows
        concerned = [one for one in found if rules.shows(one, shown.department)]
        items = {one.notice.id: one for one in seen.seen(standing(concerned), len(concerned)).items}
        weeks = rules.weeks([one for one in concerned if _known(items, one.id)], start, zone)
        reading = Reading(book, caller.t, now, routing.orchestrator(book, now), seen.departments)
        return views.calendar_page(weeks, items, shown, reading)

    return await tools.store.read(look)


def _known(items: dict[str, lists.Item], launch: str) -> bool:
    """Whether they may see it; what they may only know of stands in no calendar."""
    return launch in items and not items[launch].hidden
