"""The end of the first set-up: its forms become settings, and the card is owed to the channel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.flows import changes, replanning, setup, setup_posts
from bot.flows.answers import Answer
from bot.models import Department, Message, Role, Seat, Setup, Snapshot, Workspace
from bot.rules import setup as rules
from bot.store import Db, ledger, snapshots
from bot.tools import Caller, Tools
from bot.views import setup as pages
from bot.views import setup_forms as forms


async def finish(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """The third form was sent: all of it becomes settings, and the card is owed to the channel."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        draft = forms.peek(view, setup.draft_of(db, caller, book))
        known = setup.known(db, caller, draft)
        rules.check_place(draft)
        rules.check_people(draft, known)
        rules.check_hours(draft)
        setup.keep(db, tools, caller, draft)
        made = rules.organised(book, draft, caller.user, known, now)
        _settle(db, made, caller.user, now)
        begun = db.lock(Setup, workspace=caller.workspace)
        if begun:
            db.change(begun, finished_at=now)
        settled = snapshots.load(db, caller.workspace)
        replanning.replan(db, book, settled, now)
        _introduce(db, settled, now)
        setup_posts.tell(db, caller.workspace, caller.user, now)
        db.stale_homes.add(caller.workspace)
        return Answer(updates=pages.done_page(caller.t, settled))

    return await tools.write(caller, work)


COLUMNS = (
    *("integration_channel", "language", "timezone", "holidays", "installer", "administrators"),
    *("pilot", "pilot_since"),
)


def _settle(db: Db, made: Snapshot, by: str, now: datetime) -> None:
    """Save the workspace as the forms made it, with a line of history for each setting."""
    workspace = made.workspace.id
    row = db.lock(Workspace, id=workspace)
    if row is None:
        raise LookupError(workspace)
    values = {name: getattr(made.workspace, name) for name in COLUMNS}
    changes.edit(db, row, "workspace", now, by, values)
    for department in made.departments:
        _settle_department(db, department, by, now)
    for department in made.active:
        _settle_seats(db, made, department.key, by, now)
    snapshots.touch(db, workspace)


def _settle_department(db: Db, made: Department, by: str, now: datetime) -> None:
    path = f"departments.{made.key}"
    known = db.get(Department, workspace=made.workspace, key=made.key)
    if known is None:
        db.add(made)
        changes.record(db, made.workspace, now, by, path, None, made.name)
        return
    columns = {name: getattr(made, name) for name in ("hours", "holidays", "retired")}
    changes.edit(db, known, path, now, by, columns)


def _settle_seats(db: Db, made: Snapshot, department: str, by: str, now: datetime) -> None:
    workspace, role = made.workspace.id, Role.representative
    known = db.all(Seat, workspace=workspace, department=department, role=role)
    wanted = [seat for seat in made.seats if seat.department == department and seat.role == role]
    before, after = [seat.person for seat in known], [seat.person for seat in wanted]
    if before == after:
        return
    db.remove(Seat, workspace=workspace, department=department, role=role)
    db.add(*wanted)
    changes.record(db, workspace, now, by, f"departments.{department}.{role}", before, after)


def _introduce(db: Db, book: Snapshot, now: datetime) -> None:
    """Owe the card that says who answers; a channel that is to be created is made before it is posted."""
    place = book.workspace.integration_channel
    if place:
        workspace = book.workspace.id
        ledger.owe(
            db, Message(workspace=workspace, key=f"intro:{place}", kind="intro", channel=place, made_at=now)
        )
