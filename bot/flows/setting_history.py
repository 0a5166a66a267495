"""The history of settings: who changed what, from what to what."""

from __future__ import annotations

from bot.errors import refuse
from bot.flows.answers import Answer
from bot.flows.settings import Page, shown
from bot.models import Change
from bot.rules import rights
from bot.store import Db, changes
from bot.tools import Caller, Tools
from bot.views import changes as views


async def page(tools: Tools, caller: Caller, number: str, within: Page | None) -> Answer:
    """A page of the history; who edits a department sees what was set about it, administrators all."""
    book = await tools.snapshot(caller.workspace)
    refuse(rights.may_read_history(book, caller.user))
    all_of_it = rights.may_administer(book, caller.user) is None
    theirs = None if all_of_it else rights.edited_by(book, caller.user)
    at = max(0, int(number)) if number.isdigit() else 0

    def look(db: Db) -> tuple[list[Change], int]:
        return changes.newest(
            db, caller.workspace, skip=at * views.PAGE, limit=views.PAGE, departments=theirs
        )

    found, total = await tools.store.read(look)
    return shown(views.history_page(found, total, at, book, caller.t), within)
