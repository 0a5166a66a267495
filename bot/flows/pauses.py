"""The pause-all switch: hold every message, and see what was held before it goes out (DESIGN section 7)."""

from __future__ import annotations

from typing import Any

from bot.errors import Refusal, refuse
from bot.flows import changes
from bot.flows.answers import Answer
from bot.models import Snapshot, Workspace
from bot.rules import rights
from bot.store import Db, health, ledger, snapshots
from bot.tools import Caller, Tools
from bot.views import pauses


async def hold(tools: Tools, caller: Caller) -> Answer:
    """Nothing is sent any more, Homes excepted; what is made waits in the ledger."""

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_administer(book, caller.user))
        if not _switch(db, tools, caller, on=True):
            raise Refusal("Everything is held already.")
        return Answer(caller.t("Every message is held until an administrator ends the pause."))

    return await tools.write(caller, work)


async def release_form(tools: Tools, caller: Caller) -> Answer:
    """What was held, and whether it goes out now."""

    def look(db: Db) -> dict[str, Any]:
        refuse(rights.may_administer(caller.snapshot, caller.user))
        if not caller.snapshot.workspace.pause:
            raise Refusal("Nothing is held; the pause has ended already.")
        held = health.waiting(db, caller.workspace)
        shown = [pauses.Held(one.kind, one.channel, one.count, one.oldest) for one in held]
        return pauses.release_form(shown, caller.snapshot, caller.t)

    return Answer(opens=await tools.store.read(look))


async def release(tools: Tools, caller: Caller, *, everything: bool) -> Answer:
    """Send again, beginning with what was held; without `everything` only cards and requests of it."""

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_administer(book, caller.user))
        if book.workspace.pause and not everything:
            health.leave_out(db, caller.workspace, keep=ledger.LIVE)
        count = sum(one.count for one in health.waiting(db, caller.workspace))
        if not _switch(db, tools, caller, on=False):
            raise Refusal("Nothing is held; the pause has ended already.")
        return Answer(pauses.released(count, caller.t))

    return await tools.write(caller, work)


def _switch(db: Db, tools: Tools, caller: Caller, *, on: bool) -> bool:
    """Whether that changed anything; everybody's Home says so, and the history of settings."""
    row = db.lock(Workspace, id=caller.workspace)
    now = tools.clock.now()
    if row is None or not changes.edit(db, row, "workspace", now, caller.user, {"pause": on}):
        return False
    db.change(row, restored_at=None)
    snapshots.touch(db, caller.workspace)
    db.stale_homes.add(caller.workspace)
    db.woken = True
    return True
