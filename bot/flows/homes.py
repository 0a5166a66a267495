"""The App Home: what this person owes now, what is theirs, the week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.flows import links, people, setup
from bot.i18n import Translator
from bot.models import Delivery, Message, Person, Snapshot
from bot.rules import rights, routing
from bot.store import Db, ledger, notices
from bot.tools import Tools
from bot.views import home

FRESH = timedelta(minutes=15)
"""A Home opened since then is published again when something changes (DESIGN section 5)."""
WEEK = timedelta(days=7)


async def opened(tools: Tools, workspace: str, user: str) -> None:
    """Somebody opened their Home: publish it, and keep it fresh for a while."""
    await people.caller(tools, workspace, user, "", None)
    now = tools.clock.now()

    def work(db: Db) -> None:
        message = ledger.owe(
            db,
            Message(workspace=workspace, key=f"home:{user}", kind="home", channel=user, made_at=now),
        )
        db.change(message, made_at=now, state=Delivery.due, error=None, not_before=0)
        setup.greet(db, tools.books.of(db, workspace), user, now)

    await tools.store.write(work)


def view(db: Db, book: Snapshot, user: str, t: Translator, now: datetime) -> dict[str, Any]:
    """What this person's Home shows now; nothing private that is not theirs."""
    workspace = book.workspace.id
    person = db.get(Person, workspace=workspace, id=user)
    departments = book.departments_of(user)
    waiting = [
        request
        for request in notices.waiting(db, workspace)
        if request.person == user or (request.person is None and request.department in departments)
    ]
    addresses = links.to_requests(db, book, waiting)
    owed = []
    for request in waiting:
        notice = notices.find(db, workspace, request.notice)
        if notice is not None and notice.ended_at is None:
            owed.append((request, notice, addresses.get(request.id)))
    return home.home_view(
        user,
        book,
        t,
        owed=owed,
        mine=notices.owned(db, workspace, user),
        week=notices.launches_between(db, workspace, now, now + WEEK),
        newcomer=not departments,
        now=now,
        orchestrator=routing.orchestrator(book, now),
        guest=rights.guest(person),
    )
