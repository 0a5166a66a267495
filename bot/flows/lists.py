"""`/tutti mine` and `/tutti list`: pages of what this person owes, and of all that is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.errors import Refusal
from bot.flows.answers import Answer
from bot.flows.listing import Look, standing
from bot.models import Snapshot
from bot.rules import lists as rules
from bot.rules import rights, routing
from bot.store import Db
from bot.store import lists as store
from bot.tools import Caller, Tools
from bot.views import lists as views
from bot.views.list_lines import Reading
from bot.views.lists import Filters


async def mine(tools: Tools, caller: Caller) -> Answer:
    """What I owe and what is mine, from the first page."""
    return Answer(opens=await _mine(tools, caller, 0, 0))


async def turn_mine(tools: Tools, caller: Caller, view: dict[str, Any], section: str, number: int) -> Answer:
    """Another page of one of the two."""
    owed, own = views.read_mine(view)
    owed, own = (number, own) if section == "owed" else (owed, number)
    return Answer(updates=await _mine(tools, caller, owed, own))


async def _mine(tools: Tools, caller: Caller, owed: int, mine: int) -> dict[str, Any]:
    now = tools.clock.now()

    def look(db: Db) -> dict[str, Any]:
        seen = Look(db, caller.snapshot, caller.user, caller.person, now)
        return views.mine_page(
            seen.owed((owed + 1) * views.SIZE).page(owed, views.SIZE),
            seen.mine((mine + 1) * views.SIZE).page(mine, views.SIZE),
            _reading(caller, seen),
        )

    return await tools.store.read(look)


async def everything(tools: Tools, caller: Caller, words: str = "") -> Answer:
    """All that is open, of the department that these words name."""
    return Answer(opens=await _list(tools, caller, Filters(_department(caller, words))))


async def turn(tools: Tools, caller: Caller, view: dict[str, Any], number: int) -> Answer:
    """Another page with the same filters."""
    filters = replace(views.read_filters(view), page=number)
    return Answer(updates=await _list(tools, caller, filters))


async def of_department(tools: Tools, caller: Caller, view: dict[str, Any], chosen: str) -> Answer:
    """Another department, from its first page."""
    department = None if chosen == rules.EVERYWHERE else chosen
    filters = replace(views.read_filters(view), department=department, page=0)
    return Answer(updates=await _list(tools, caller, filters))


async def of_kind(tools: Tools, caller: Caller, view: dict[str, Any], chosen: str) -> Answer:
    """Other items, from the first page."""
    filters = replace(views.read_filters(view), what=views.kind_of(chosen), page=0)
    return Answer(updates=await _list(tools, caller, filters))


async def _list(tools: Tools, caller: Caller, filters: Filters) -> dict[str, Any]:
    now = tools.clock.now()

    def look(db: Db) -> dict[str, Any]:
        seen = Look(db, caller.snapshot, caller.user, caller.person, now)
        given = _kept(caller.snapshot, filters)
        ids, total, number = _ids(seen, given)
        found = store.notices(db, caller.workspace, ids)
        items = standing(found[one] for one in ids if one in found)
        shown = seen.seen(items, total)
        page = rules.Page(tuple(shown.items), shown.total, number, views.SIZE)
        return views.list_page(page, given, _reading(caller, seen))

    return await tools.store.read(look)


def _ids(seen: Look, filters: Filters) -> tuple[list[str], int, int]:
    """The ids of a page, how many items there are, and the page's number: the last one if it is gone."""
    number = filters.page
    while True:
        ids, total = store.page(
            seen.db,
            seen.workspace,
            seen.reader,
            seen.now,
            department=filters.department,
            what=filters.what,
            offset=number * views.SIZE,
            limit=views.SIZE,
        )
        if ids or not number:
            return ids, total, number
        number = rules.clamp(number, total, views.SIZE)


def _kept(book: Snapshot, filters: Filters) -> Filters:
    """The filters without a department that was retired meanwhile."""
    there = filters.department in [one.key for one in book.active]
    return filters if there else replace(filters, department=None)


def _department(caller: Caller, words: str) -> str | None:
    """The department that the words name; None for no words. Refusal where they name none, or several."""
    if not words:
        return None
    book, outside = caller.snapshot, rights.guest(caller.person)
    offered = rules.seated(book, caller.user) if outside else [one.key for one in book.active]
    found = [key for key in rules.named(book, words) if key in offered]
    if len(found) == 1:
        return found[0]
    raise Refusal(
        "No single department is called “{words}”. Write one of these after list: {departments}.",
        words=words[:60],
        departments=list(found or offered),
    )


def _reading(caller: Caller, look: Look) -> Reading:
    conducts = routing.orchestrator(caller.snapshot, look.now)
    return Reading(caller.snapshot, caller.t, look.now, conducts, look.departments)
