"""Departments edited in Slack: added, named, seated, opened and closed, retired and brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, channels, invitations, retiring, settings
from bot.flows.answers import Answer
from bot.flows.settings import May, Page, edit, edit_by_click, shown
from bot.models import Department, Person, Role, Seat, Snapshot
from bot.rules import defaults, rights
from bot.store import Db, snapshots
from bot.tools import Caller, Tools
from bot.views import department_forms as forms
from bot.views import departments as views
from bot.views import names

MOST = 60
"""Departments: what one form's list and one launch's strip can show."""


# Pages


async def index(tools: Tools, caller: Caller, page: str, within: Page | None) -> Answer:
    """Every department; for administrators."""
    book = await tools.snapshot(caller.workspace)
    refuse(rights.may_administer(book, caller.user))
    number = int(page) if page.isdigit() else 0
    return shown(views.departments_page(book, caller.t, number), within)


async def one(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """One department with what can be edited."""
    book, _ = await _editable(tools, caller, key)
    return shown(_page(book, caller, key), within)


async def identity_form(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """The form for name and channel; with an empty key the form that adds a department."""
    if not key:
        book = await tools.snapshot(caller.workspace)
        refuse(rights.may_administer(book, caller.user))
        return shown(forms.identity_form(None, caller.t), within)
    _, department = await _editable(tools, caller, key)
    return shown(forms.identity_form(department, caller.t), within)


async def people_form(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """The form for representative, deputies and head."""
    book, department = await _editable(tools, caller, key)
    return shown(forms.people_form(department, book, caller.t), within)


async def hours_form(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """The form for hours, zone, holidays and closing days."""
    book, department = await _editable(tools, caller, key)
    return shown(forms.hours_form(department, book, caller.t), within)


async def _editable(tools: Tools, caller: Caller, key: str) -> tuple[Snapshot, Department]:
    book = await tools.snapshot(caller.workspace)
    refuse(rights.may_edit_department(book, key, caller.user))
    return book, _found(book, key)


def _found(book: Snapshot, key: str) -> Department:
    department = book.department(key)
    if department is None:
        raise Refusal("This department does not exist any more; choose another.")
    return department


def _page(book: Snapshot, caller: Caller, key: str, saved: str = "") -> Page:
    topics = [topic for topic in defaults.topics(book) if topic.department == key]
    return views.department_page(_found(book, key), book, caller.t, topics, saved=saved)


def _edits(caller: Caller, key: str) -> May:
    return lambda book: rights.may_edit_department(book, key, caller.user)


# Saved


async def save_identity(tools: Tools, caller: Caller, wanted: forms.Identity, *, new: bool) -> Answer:
    """Name, kind and channel of a department, or a new one. FormRefusal for a channel that cannot be used."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        known = book.department(wanted.key)
        before = known.channel if known else None
        rooms = [wanted.values["channel"]] if wanted.values["channel"] else []
        kept = [before] if before else []
        to_join = channels.refuse_unfit(db, caller.workspace, "channel", rooms, kept, join=wanted.join)
        contact = wanted.values["our_contact"]
        settings.refuse_people(db, caller.workspace, {"our_contact": [contact] if contact else []})
        if new:
            _add(db, book, caller, wanted, now)
        else:
            row = _found(book, wanted.key)
            changes.edit(db, row, f"departments.{row.key}", now, caller.user, wanted.values)
        channels.join(db, caller.workspace, to_join, now)

    def draw(book: Snapshot) -> Page:
        return _page(book, caller, wanted.key, caller.t("Saved."))

    may = settings.administers(caller) if new else _edits(caller, wanted.key)
    return await edit(tools, caller, may, work, draw)


def _add(db: Db, book: Snapshot, caller: Caller, wanted: forms.Identity, now: datetime) -> None:
    taken = {name.casefold() for one in book.departments for name in one.name.values()}
    for field, language in (("name_fr", "fr"), ("name_en", "en")):
        if wanted.values["name"][language].casefold() in taken:
            raise FormRefusal(
                {field: Refusal("There is a department of this name already; edit it, or bring it back.")}
            )
    if book.department(wanted.key) is not None:
        raise FormRefusal(
            {"name_en": Refusal("There is a department of this name already; edit it, or bring it back.")}
        )
    if len(book.departments) >= MOST:
        raise FormRefusal(
            {"name_en": Refusal("There are {limit} departments already, which is the most.", limit=MOST)}
        )
    position = max((one.position for one in book.departments), default=-1) + 1
    path = f"departments.{wanted.key}"
    db.add(Department(workspace=caller.workspace, key=wanted.key, position=position, **wanted.values))
    changes.record(db, caller.workspace, now, caller.user, path, None, wanted.values)


async def save_people(tools: Tools, caller: Caller, key: str, wanted: dict[Role, list[str]]) -> Answer:
    """Who sits where from now on; whoever keeps a seat keeps its answer to the invitation.

    Whoever is new is proposed and asked, and sits there after accepting (PRODUCT section 2, N10).
    """
    asked: list[str] = []

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        _found(book, key)
        fields = {"representative": Role.representative, "deputies": Role.deputy, "head": Role.head}
        fresh = {name: _fresh(book, key, role, wanted[role]) for name, role in fields.items()}
        settings.refuse_people(db, caller.workspace, fresh)
        new = [
            (person, role)
            for role, people in wanted.items()
            for person in seat(db, book, key, role, people, now, by=caller.user)
        ]
        settled = snapshots.load(db, caller.workspace)
        for person in dict.fromkeys(person for person, _ in new):
            seats = [(key, role) for one, role in new if one == person]
            invitations.ask(db, settled, person, caller.user, now, again=seats)
            asked.append(person)

    def draw(book: Snapshot) -> Page:
        return _page(book, caller, key, _saved_words(caller, asked))

    return await edit(tools, caller, _edits(caller, key), work, draw)


def _saved_words(caller: Caller, asked: list[str]) -> str:
    t = caller.t
    if not asked:
        return t("Saved.")
    people = t.join([f"<@{person}>" for person in asked])
    return t("Saved. {people} must accept first, and were asked.", people=people)


def _fresh(book: Snapshot, key: str, role: Role, people: list[str]) -> list[str]:
    held = {one.person for one in book.seats if (one.department, one.role) == (key, role)}
    return [person for person in people if person not in held]


def seat(
    db: Db, book: Snapshot, key: str, role: Role, people: list[str], now: datetime, *, by: str
) -> list[str]:
    """Seat these persons, in this order, and keep the change in the history; who of them must accept first.

    Nobody is asked who kept a seat, who names oneself, or whom Tutti cannot write to: people from outside.
    """
    workspace = book.workspace.id
    held = [one for one in book.seats if (one.department, one.role) == (key, role)]
    held = sorted(held, key=lambda one: one.position)
    before = [one.person for one in held]
    if before == people:
        return []
    accepted = {one.person: one.accepted for one in held}
    new = [person for person in people if person not in accepted and _is_asked(db, workspace, person, by)]
    db.remove(Seat, workspace=workspace, department=key, role=role)
    place: dict[str, Any] = {"workspace": workspace, "department": key, "role": role}
    for position, person in enumerate(people):
        agreed = accepted.get(person, person not in new)
        db.add(Seat(**place, person=person, position=position, accepted=agreed))
    changes.record(db, workspace, now, by, f"departments.{key}.{role.value}", before, people)
    return new


def _is_asked(db: Db, workspace: str, person: str, by: str) -> bool:
    known = db.get(Person, workspace=workspace, id=person)
    return person != by and not (known and known.external)


async def save_hours(tools: Tools, caller: Caller, key: str, values: dict[str, object]) -> Answer:
    """When the department works from now on. What was promised on a card stays (DESIGN section 2)."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        changes.edit(db, _found(book, key), f"departments.{key}", now, caller.user, values)

    def draw(book: Snapshot) -> Page:
        said = caller.t("Saved. What was promised on a card already stays as it is.")
        return _page(book, caller, key, said)

    return await edit(tools, caller, _edits(caller, key), work, draw)


# Retired, and back


async def retire(tools: Tools, caller: Caller, key: str) -> Answer:
    """Ask the department nothing any more; what it still owes goes to the orchestrator.

    While a topic goes to it the page says so: whoever retires it says first who takes these.
    """

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        row = _found(book, key)
        routed = [topic for topic in book.topics if topic.department == key and not topic.retired]
        if routed:
            raise Refusal(
                "Subjects still go to {department}: {topics}. Give each of them to another department first.",
                department=key,
                topics=caller.t.join([names.topic(caller.t, topic.key) for topic in routed]),
            )
        path = f"departments.{key}"
        changes.edit(db, row, path, now, caller.user, {"retired": True})
        for topic in book.topics:
            told = {
                name: [one for one in getattr(topic, name) if one != key]
                for name in ("consulted", "informed")
            }
            changes.edit(db, topic, f"topics.{topic.key}", now, caller.user, told)
        retiring.pass_on(db, book.workspace.id, key, now, by=caller.user)

    def draw(book: Snapshot) -> Page:
        return views.departments_page(book, caller.t, saved=caller.t("Retired."))

    def page(book: Snapshot, sentence: str) -> Page:
        return _page(book, caller, key, sentence)

    return await edit_by_click(tools, caller, settings.administers(caller), work, draw, page)


async def bring_back(tools: Tools, caller: Caller, key: str) -> Answer:
    """The department is asked again from now on."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        changes.edit(db, _found(book, key), f"departments.{key}", now, caller.user, {"retired": False})

    def draw(book: Snapshot) -> Page:
        return _page(book, caller, key, caller.t("Brought back."))

    return await edit(tools, caller, settings.administers(caller), work, draw)
