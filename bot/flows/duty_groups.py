"""A Slack user group as the source of a duty rota: whoever is in the group is asked, and accepts or declines.

Read when the group is named, at start and every day (scope usergroups:read), and followed by the event that
tells who joined and left it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.flows import rotas, workspaces
from bot.models import Snapshot, Timer
from bot.rules import rotas as rules
from bot.rules import routing
from bot.slack import SlackError
from bot.store import PATIENT_SECONDS, Db, timers
from bot.tools import Tools

log = structlog.get_logger(__name__)


async def run(tools: Tools, timer: Timer) -> None:
    """A group was named for a rota: read who is in it."""
    await tools.store.write(lambda db: timers.take(db, timer))
    await read(tools, timer.workspace, timer.subject)


async def read_all(tools: Tools, workspace: str) -> None:
    """Read the group of every department that has one."""
    book = await tools.store.read(lambda db: tools.books.of(db, workspace), within=PATIENT_SECONDS)
    for department in book.active:
        if department.on_call_group:
            await read(tools, workspace, department.key)


async def read(tools: Tools, workspace: str, key: str) -> None:
    """Make the rota what the group is; where Slack refuses, it stays and `doctor` says what is missing."""
    book = await tools.store.read(lambda db: tools.books.of(db, workspace), within=PATIENT_SECONDS)
    department, now = book.department(key), tools.clock.now()
    if department is None or not department.on_call_group:
        return
    try:
        members = await tools.slack.group(department.on_call_group)
    except SlackError as error:
        log.warning("user group not read", department=key, error=error.code)
        return
    await tools.store.write(lambda db: _become(db, tools.books.of(db, workspace), key, members, now))


async def changed(
    tools: Tools, workspace: str, key: str, group: str, added: Sequence[str], removed: Sequence[str]
) -> None:
    """Slack tells who joined and left a user group."""
    now = tools.clock.now()

    def work(db: Db) -> bool:
        book = tools.books.of(db, workspace)
        ours = [department.key for department in book.active if department.on_call_group == group]
        for department in ours:
            kept = [one for one in rules.members(book, department) if one not in removed]
            _become(db, book, department, [*kept, *added], now)
        return bool(ours)

    await workspaces.once(tools, workspace, key, work)


def _become(db: Db, book: Snapshot, department: str, people: Sequence[str], now: datetime) -> None:
    """Whoever is on duty already keeps their place; guests and who has left are passed over."""
    before = rules.members(book, department)
    by = book.workspace.installer or routing.orchestrator(book, now) or ""
    stay = [person for person in before if person in people]
    fresh = [person for person in dict.fromkeys(people) if person not in before]
    able = [person for person in fresh if rotas.may_be_on_duty(db, book.workspace.id, person) is None]
    rotas.become(db, rotas.Editor(book.workspace.id, by), department, [*stay, *able], before, now)
