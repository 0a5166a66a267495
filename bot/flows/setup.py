"""The first set-up: from the one message to the installer to the card in the channel (PRODUCT section 3).

What a form holds is kept when it is sent and when one goes back; the last form makes all of it at once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import refuse
from bot.flows import changes, invitations, setup_channels, setup_posts
from bot.flows.answers import Answer
from bot.i18n import translator
from bot.models import Person, Setup, SetupDraft, Snapshot, Workspace
from bot.rules import appointments, rights
from bot.rules import setup as rules
from bot.store import Db, snapshots
from bot.tools import Caller, Tools, keyed
from bot.views import setup as pages
from bot.views import setup_forms as forms

# Who comes first


def greet(db: Db, book: Snapshot, user: str, now: datetime) -> None:
    """With tokens in `.env` the first Slack admin who comes is the installer and gets the one message."""
    person = db.get(Person, workspace=book.workspace.id, id=user)
    row = db.lock(Workspace, id=book.workspace.id)
    if row is None or row.installer or not appointments.is_first_administrator(book, person):
        return
    db.change(row, installer=user)
    snapshots.touch(db, row.id)
    if rights.is_set_up(book):
        setup_posts.tell(db, row.id, user, now)


async def needed(tools: Tools, caller: Caller) -> Answer:
    """What `/tutti` says while nothing is set up: *Start Setup*, or whom to ask."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(appointments.may_set_up(book, caller.user, caller.person))
        greet(db, book, caller.user, now)
        said = pages.needed(caller.t, begun=db.get(Setup, workspace=caller.workspace) is not None)
        return Answer(said.text, said.blocks)

    return await tools.write(caller, work)


# The forms


async def form(tools: Tools, caller: Caller) -> Answer:
    """The first form with what was typed before; where all is set up, the page of what comes next."""

    def look(db: Db) -> Answer:
        book = tools.books.of(db, caller.workspace)
        refuse(appointments.may_set_up(book, caller.user, caller.person))
        if rights.is_set_up(book) is None and not rules.lacks_channel(book):
            return Answer(opens=pages.done_page(caller.t, book, invitations.invited(db, book)))
        return Answer(opens=forms.place_form(draft_of(db, caller, book), caller.t))

    return await tools.store.read(look)


async def place(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """The first form was sent: keep it and show the second."""

    def work(db: Db, book: Snapshot) -> Answer:
        draft = forms.peek(view, draft_of(db, caller, book))
        rules.check_place(draft)
        keep(db, tools, caller, draft)
        if rules.lacks_channel(book):
            return setup_channels.choose(db, tools, caller, draft)
        return Answer(updates=forms.people_form(draft, caller.t))

    return await _unkeyed(tools, caller, work)


async def people(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """The second form was sent: keep it and show the third, with the card as it will stand."""

    def work(db: Db, book: Snapshot) -> Answer:
        draft = forms.peek(view, draft_of(db, caller, book))
        rules.check_people(draft, known(db, caller, draft))
        keep(db, tools, caller, draft)
        return Answer(updates=_hours_form(db, tools, caller, book, draft))

    return await _unkeyed(tools, caller, work)


async def back(tools: Tools, caller: Caller, view: dict[str, Any], to: str) -> Answer:
    """*Back*: keep what stands in the form, without complaint, and show the form before it."""

    def work(db: Db, book: Snapshot) -> Answer:
        draft = forms.peek(view, draft_of(db, caller, book))
        keep(db, tools, caller, draft)
        drawn = forms.place_form if to == forms.PLACE else forms.people_form
        return Answer(updates=drawn(draft, caller.t))

    return await _unkeyed(tools, caller, work)


def _hours_form(db: Db, tools: Tools, caller: Caller, book: Snapshot, draft: SetupDraft) -> dict[str, Any]:
    preview = rules.organised(book, draft, caller.user, known(db, caller, draft), tools.clock.now())
    return forms.hours_form(draft, caller.t, preview, translator(preview.workspace.language))


async def _unkeyed(tools: Tools, caller: Caller, work: Any) -> Answer:
    """A step of the forms may be repeated: it keeps the same and shows the same."""
    answer: Answer = await tools.write(keyed(caller, ""), work)
    return answer


def draft_of(db: Db, caller: Caller, book: Snapshot) -> SetupDraft:
    """What was typed so far, over what the forms propose. Refusal for who may not set Tutti up."""
    refuse(appointments.may_set_up(book, caller.user, caller.person))
    begun = db.get(Setup, workspace=caller.workspace)
    draft = rules.proposed(book, caller.user, caller.person, caller.t.language)
    return rules.remembered(draft, begun.values) if begun else draft


def keep(db: Db, tools: Tools, caller: Caller, draft: SetupDraft) -> None:
    now = tools.clock.now()
    begun = db.lock(Setup, workspace=caller.workspace)
    if begun is None:
        begun = Setup(workspace=caller.workspace, by=caller.user, started_at=now)
        db.add_if_new(begun)
    db.change(begun, values=rules.kept(draft))
    setup_posts.refresh(db, caller.workspace)


def known(db: Db, caller: Caller, draft: SetupDraft) -> dict[str, Person]:
    """What we know of the people who are named."""
    found = (db.get(Person, workspace=caller.workspace, id=person) for person in set(draft.people.values()))
    return {person.id: person for person in found if person}


async def pass_form(tools: Tools, caller: Caller) -> Answer:
    """Who shall go on?"""
    refuse(appointments.may_set_up(caller.snapshot, caller.user, caller.person))
    return Answer(opens=forms.pass_form(caller.t))


async def pass_on(tools: Tools, caller: Caller, person: str) -> Answer:
    """*Pass setup to…*: the colleague becomes administrator and installer, and gets the one message."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(appointments.may_set_up(book, caller.user, caller.person))
        known = db.get(Person, workspace=caller.workspace, id=person)
        row = db.lock(Workspace, id=caller.workspace)
        if row is None:
            raise LookupError(caller.workspace)
        rules.check_successor(known, person, caller.user)
        both = list(dict.fromkeys([*row.administrators, caller.user, person]))
        changes.edit(db, row, "workspace", now, caller.user, {"installer": person, "administrators": both})
        snapshots.touch(db, caller.workspace)
        begun = db.lock(Setup, workspace=caller.workspace)
        if begun is None:
            begun = Setup(workspace=caller.workspace, by=person, started_at=now)
            db.add_if_new(begun)
        db.change(begun, by=person)
        setup_posts.tell(db, caller.workspace, person, now)
        setup_posts.refresh(db, caller.workspace)
        return Answer(caller.t("The set-up is passed on; {person} gets a message.", person=f"<@{person}>"))

    return await tools.write(caller, work)
