"""`/tutti check`: proves who can be reached in the coming weeks, and names the holes."""

from __future__ import annotations

from bot.errors import refuse
from bot.flows.answers import Answer
from bot.rules import coverage as rules
from bot.rules import sight
from bot.store import rotas
from bot.tools import Caller, Tools
from bot.views import coverage as views


async def check(tools: Tools, caller: Caller) -> Answer:
    """The holes of the coming four weeks, in the caller's language."""
    refuse(sight.may_look(caller.person))
    book, now = caller.snapshot, tools.clock.now()
    seated = [seat.person for seat in book.seats]
    numbers = await tools.store.read(lambda db: rotas.with_number(db, caller.workspace, seated))
    found = rules.holes(book, now, away=rules.away_in(book), with_number=numbers)
    page = views.check_page(found, book, caller.t)
    return Answer(page.text, page.blocks)


async def page(tools: Tools, caller: Caller) -> Answer:
    """The same on a page, for a button: a Home or a form would hide a private answer."""
    found = await check(tools, caller)
    return Answer(opens=views.check_modal(found.blocks, caller.t))
