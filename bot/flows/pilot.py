"""The pilot: who takes part, one click each way, and whether it can end (PRODUCT section 3, "Pilot")."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import Refusal, refuse
from bot.flows import changes, setup_posts
from bot.flows.answers import Answer
from bot.models import Message, Role, Snapshot, Workspace
from bot.rules import listening, rights
from bot.rules import pilot as rules
from bot.store import Db, ledger, pilots, snapshots, suggestions
from bot.tools import Caller, Tools
from bot.views import pilot as views


async def page(tools: Tools, caller: Caller) -> Answer:
    """Who takes part, and what still speaks against ending the pilot; for administrators."""
    now = tools.clock.now()

    def look(db: Db) -> Answer:
        book = tools.books.of(db, caller.workspace)
        refuse(rights.may_administer(book, caller.user))
        return Answer(opens=_page(db, caller, book, now))

    return await tools.store.read(look)


def _page(db: Db, caller: Caller, book: Snapshot, now: datetime) -> dict[str, Any]:
    return views.pilot_page(book, caller.t, rules.criteria(book, facts_of(db, book, now), now))


def facts_of(db: Db, book: Snapshot, now: datetime) -> rules.Facts:
    """What the records say since the pilot began; nothing where there is none."""
    workspace, since = book.workspace.id, book.workspace.pilot_since
    if since is None:
        return rules.Facts()
    opened, moved = pilots.routes(db, workspace, since)
    weeks = pilots.pings_by_week(db, workspace, since, (now - since) // rules.WEEK)
    representatives = _holders(book, Role.representative)
    heads = _holders(book, Role.head) - representatives
    states = [one.state for one in suggestions.since(db, workspace, since)]
    decided, refused = listening.proposed_share(states)
    return rules.Facts(
        requests=pilots.requests_due(db, workspace, since, now),
        routed=opened,
        rerouted=moved,
        representative_pings=[max(map(week.__getitem__, representatives), default=0) for week in weeks],
        head_pings=[week[person] for week in weeks for person in sorted(heads)],
        listens=bool(book.workspace.watched_channels),
        proposals=decided,
        refused=refused,
    )


def _holders(book: Snapshot, role: Role) -> set[str]:
    return {person for one in book.active for person in book.holders(one.key, role)}


async def widen(tools: Tools, caller: Caller, department: str) -> Answer:
    """One more department takes part, from the next launch or escalation on; one card says so."""
    return await _change(tools, caller, department, inside=True)


async def narrow(tools: Tools, caller: Caller, department: str) -> Answer:
    """The department is not written to for now; the card of its widening says so."""
    return await _change(tools, caller, department, inside=False)


async def _change(tools: Tools, caller: Caller, department: str, *, inside: bool) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_administer(book, caller.user))
        row = db.lock(Workspace, id=caller.workspace)
        if row is None or department not in [one.key for one in book.active]:
            raise Refusal("This department does not exist any more; choose another.")
        if book.takes_part(department) is inside:
            return Answer(updates=_page(db, caller, book, now))
        pilot = rules.widened(book, department) if inside else rules.narrowed(book, department)
        values = {"pilot": pilot, "pilot_since": row.pilot_since or now}
        changes.edit(db, row, "workspace", now, caller.user, values)
        snapshots.touch(db, caller.workspace)
        settled = snapshots.load(db, caller.workspace)
        _announce(db, settled, department, inside, now)
        setup_posts.refresh(db, caller.workspace)
        return Answer(updates=_page(db, caller, settled, now))

    return await tools.write(caller, work)


def _announce(db: Db, book: Snapshot, department: str, inside: bool, now: datetime) -> None:
    """One card for each widening; taking it back edits that card."""
    channel, workspace = book.workspace.integration_channel, book.workspace.id
    known = [
        one
        for one in db.all(Message, workspace=workspace, kind="pilot")
        if one.values["department"] == department
    ]
    number = len(known) + 1 if inside or not known else len(known)
    if channel:
        ledger.owe(
            db,
            Message(
                workspace=workspace,
                key=f"pilot:{department}:{number}",
                kind="pilot",
                channel=channel,
                values={"department": department},
                made_at=now,
            ),
        )
