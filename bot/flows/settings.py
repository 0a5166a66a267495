"""Editing a workspace in Slack: the one unit that every edit is, and the pages between the forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import replanning, setup
from bot.flows.answers import Answer
from bot.models import Person, Snapshot, Workspace
from bot.rules import rights, seats, sight
from bot.store import Db, snapshots
from bot.tools import Caller, Tools
from bot.views import refusals
from bot.views import settings as views

Page = dict[str, Any]
Draw = Callable[[Snapshot], Page]
May = Callable[[Snapshot], Refusal | None]
Work = Callable[[Db, Snapshot, datetime], None]


def shown(view: Page, within: Page | None) -> Answer:
    """Show a page or form: in the modal in which the click was made, else in a new one.

    One modal is enough for all settings: Slack stacks three at most, and a page beneath would be out of date.
    """
    if within is not None and within.get("type") == "modal":
        return Answer(updates=view)
    return Answer(opens=view)


async def edit(tools: Tools, caller: Caller, may: May, work: Work, draw: Draw) -> Answer:
    """Make one edit of the settings, exactly once; the answer is the page that shows them after it.

    may: the right to it, asked again inside the unit, where nobody else edits. `work` changes rows by
    `changes` and raises Refusal or FormRefusal for what cannot be.
    """
    now = tools.clock.now()

    def unit(db: Db, _: Snapshot) -> Answer:
        db.lock(Workspace, id=caller.workspace)
        before = snapshots.load(db, caller.workspace)
        refuse(may(before))
        work(db, before, now)
        snapshots.touch(db, caller.workspace)
        after = snapshots.load(db, caller.workspace)
        replanning.replan(db, before, after, now)
        return Answer(updates=draw(after))

    return await tools.write(caller, unit)


async def edit_by_click(
    tools: Tools, caller: Caller, may: May, work: Work, draw: Draw, page: Callable[[Snapshot, str], Page]
) -> Answer:
    """Like `edit`, for a button of a page: what cannot be stands on that page, which would hide a whisper.

    page: the page with the sentence at its top.
    """
    try:
        return await edit(tools, caller, may, work, draw)
    except Refusal as refusal:
        book = await tools.snapshot(caller.workspace)
        refuse(may(book))
        return Answer(updates=page(book, refusals.sentence(refusal, book, caller.t)))


def administers(caller: Caller) -> May:
    """The right of administrators alone."""
    return lambda book: rights.may_administer(book, caller.user)


def refuse_people(db: Db, workspace: str, chosen: dict[str, list[str]]) -> None:
    """FormRefusal at each field that names an app or somebody who has left. chosen: persons by field."""
    errors: dict[str, Refusal] = {}
    for field, people in chosen.items():
        for person in people:
            fault = seats.may_hold(db.get(Person, workspace=workspace, id=person))
            if fault:
                errors.setdefault(field, fault)
    if errors:
        raise FormRefusal(errors)


async def hub(tools: Tools, caller: Caller, within: Page | None) -> Answer:
    """All settings for an administrator; else the departments that this person edits, and who does more.

    While nothing is set up, the first set-up.
    """
    refuse(sight.may_look(caller.person))
    book = await tools.snapshot(caller.workspace)
    if rights.is_set_up(book):
        return await setup.form(tools, caller)
    if rights.may_administer(book, caller.user) is None:
        return shown(views.hub(book, caller.t), within)
    return shown(views.partial_hub(book, caller.t, rights.edited_by(book, caller.user)), within)
