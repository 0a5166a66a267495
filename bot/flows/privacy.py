"""What is stored about a person: shown, exported, erased; each export and erasure leaves an audit line."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, SettingsError, refuse
from bot.flows import changes
from bot.flows.answers import Answer
from bot.i18n import Translator, translator
from bot.models import Escalation, Launch, Person, Request, Snapshot, Workspace
from bot.rules import privacy as rules
from bot.rules import rights
from bot.store import Db, Store, notices, snapshots
from bot.store import privacy as stored
from bot.tools import Caller, Tools
from bot.views import privacy as views

Rows = dict[str, list[dict[str, Any]]]

__all__ = ["Erased", "erase_person", "export_person", "form", "page", "sent"]


@dataclass(frozen=True)
class Erased:
    """What an erasure did. `mentioned`: ids of notices in whose typed text the name still stands."""

    rows: int
    mentioned: tuple[str, ...]


# In Slack


async def page(tools: Tools, caller: Caller) -> Answer:
    """What is stored about the person who asks, how long, and whom to ask for the file."""

    def look(db: Db) -> dict[str, Any]:
        counts = _counts(_about(db, caller.workspace, caller.user))
        administers = rights.may_administer(caller.snapshot, caller.user) is None
        return views.page(counts, caller.snapshot, caller.t, administers=administers)

    return Answer(opens=await tools.store.read(look))


async def form(tools: Tools, caller: Caller) -> Answer:
    """An administrator chooses whose data is shown or erased."""
    refuse(rights.may_administer(caller.snapshot, caller.user))
    return Answer(opens=views.form(caller.t))


async def sent(tools: Tools, caller: Caller, wish: views.Wish) -> Answer:
    """What an administrator wanted: how much there is and how to get the file, or its erasure."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_administer(book, caller.user))
        if not wish.erase:
            found = _recorded_export(db, caller.workspace, wish.person, now, caller.user)
            return Answer(views.export_words(wish.person, _counts(found), caller.t))
        try:
            done = _erase(db, book, wish.person, now, caller.user, caller.t)
        except Refusal as refusal:
            raise FormRefusal({"person": refusal}) from refusal
        return Answer(views.erased_words(done.rows, done.mentioned, caller.t))

    return await tools.write(caller, work)


# On the command line


async def export_person(store: Store, workspace: str, person: str, now: datetime) -> dict[str, Any]:
    """Everything stored about them, as JSON holds it; other persons are not named.

    Raises SettingsError where nothing is stored.
    """

    def work(db: Db) -> dict[str, Any]:
        book = snapshots.load(db, workspace)
        found = _recorded_export(db, workspace, person, now, None)
        if not found:
            raise SettingsError(f"Nothing is stored about {person}. Check the id in Slack's profile menu.")
        return {
            "person": person,
            "workspace": workspace,
            "at": now.isoformat(),
            "retention": dict(book.workspace.retention),
            "stored": _without_others(db, workspace, person, found),
        }

    return await store.write(work)


async def erase_person(store: Store, workspace: str, person: str, now: datetime, *, sure: bool) -> Erased:
    """Erase them; without `sure` only count what would be.

    Raises SettingsError that says what must be handed over first, or that nothing is stored.
    """

    def work(db: Db) -> Erased:
        book = snapshots.load(db, workspace)
        found = _about(db, workspace, person)
        if not found:
            raise SettingsError(f"Nothing is stored about {person}. Check the id in Slack's profile menu.")
        t = translator("en")
        try:
            if sure:
                return _erase(db, book, person, now, None, t)
            refuse(_held(db, book, person, t))
        except Refusal as refusal:
            raise SettingsError(refusal.msgid.format(**refusal.fields)) from refusal
        return Erased(sum(map(len, found.values())), ())

    return await store.write(work)


# Within a unit


def _about(db: Db, workspace: str, person: str) -> Rows:
    """Every row that names them, by table."""
    if not person.isalnum():
        return {}
    near = stored.naming(db, workspace, person, rules.PERSONS)
    sure = {
        name: [row for row in rows if any(rules.names(row[place], person) for place in rules.PERSONS[name])]
        for name, rows in near.items()
    }
    return {name: rows for name, rows in sure.items() if rows}


def _counts(found: Rows) -> dict[str, int]:
    return {name: len(rows) for name, rows in found.items()}


def _recorded_export(db: Db, workspace: str, person: str, now: datetime, by: str | None) -> Rows:
    found = _about(db, workspace, person)
    if found:
        changes.record(db, workspace, now, by, "privacy.export", None, {"person": person})
    return found


def _without_others(db: Db, workspace: str, person: str, found: Rows) -> Rows:
    """The rows as JSON holds them; every other person whom we know is "another person"."""
    others = {one.id for one in db.all(Person, workspace=workspace)} - {person}

    def named(one: str) -> str:
        return "another person" if one in others else one

    def plain(row: Mapping[str, Any]) -> dict[str, Any]:
        said = {
            key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()
        }
        return {key: changes.plain(rules.replaced(value, named)) for key, value in said.items()}

    return {name: [plain(row) for row in rows] for name, rows in found.items()}


def _held(db: Db, book: Snapshot, person: str, t: Translator) -> Refusal | None:
    """What they must hand over before they can be erased, in words."""
    workspace = book.workspace.id
    asked: list[tuple[Request, Launch | Escalation]] = []
    for request in stored.open_requests_of(db, workspace, person):
        notice = notices.find(db, workspace, request.notice)
        if notice is not None and notice.ended_at is None:
            asked.append((request, notice))
    owned = [one for one in stored.owned(db, workspace, person) if _answers_for(one) == person]
    held = rules.duties(book, person, [*owned, *stored.answering(db, workspace, person)], asked)
    if not held:
        return None
    return Refusal(
        "To be handed over to somebody else first: {duties}.", duties=views.duties_words(held, book, t)
    )


def _answers_for(notice: Launch | Escalation) -> str | None:
    """Its owner; a launch without one is its announcer's."""
    return notice.owner or (notice.by if isinstance(notice, Launch) else None)


def _erase(db: Db, book: Snapshot, person: str, now: datetime, by: str | None, t: Translator) -> Erased:
    """Their own rows go, elsewhere a pseudonym stands for them that is kept nowhere beside their id."""
    workspace = book.workspace.id
    refuse(_held(db, book, person, t))
    known = db.get(Person, workspace=workspace, id=person)
    found = _about(db, workspace, person)
    pseudonym = f"{rules.FORMER}-{secrets.token_hex(3)}"
    for name, rows in found.items():
        for row in rows:
            _erase_row(db, name, row, person, pseudonym)
    if book.workspace.installer == person:
        db.change(Workspace.model_construct(id=workspace), installer=None)
    snapshots.touch(db, workspace)
    count = sum(map(len, found.values()))
    changes.record(db, workspace, now, by, "privacy.erase", None, {"rows": count})
    return Erased(count, _mentioned(db, workspace, known.name if known else ""))


def _erase_row(db: Db, name: str, row: dict[str, Any], person: str, pseudonym: str) -> None:
    own = rules.THEIRS.get(name)
    if own and rules.names(row[own], person):
        stored.remove(db, name, row)
        return
    values = {
        place: rules.replaced(row[place], lambda one: pseudonym if one == person else one)
        for place in rules.PERSONS[name]
    }
    if name == "absence":
        values["deputy"] = None
    if name == "report" and row["by"] == person:
        values["excerpt"] = None
    if name == "ping" and row["person"] == person:
        values |= {"message": None, "state": "dropped" if row["state"] == "waiting" else row["state"]}
    stored.rewrite(db, name, row, values)


def _mentioned(db: Db, workspace: str, name: str) -> tuple[str, ...]:
    """Notices in whose typed text the name stands: people decide about words, not we."""
    if len(name.strip()) < 3:
        return ()
    found = [*db.all(Launch, workspace=workspace), *db.all(Escalation, workspace=workspace)]
    return tuple(one.id for one in found if any(name in text for text in one.texts.values()))
