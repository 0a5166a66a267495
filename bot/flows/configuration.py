"""Importing and exporting a workspace's configuration file (DESIGN section 8, "Configuration file").

A section that the file holds is the whole truth for it; what is no longer in it is retired, never deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.aside import aside
from bot.errors import SettingsError
from bot.flows import changes, replanning, retiring
from bot.flows.findings import stored_revision
from bot.models import Department, LaunchKind, Role, Seat, Source, Topic, Workspace
from bot.rules import defaults
from bot.slack import Slack, SlackError
from bot.store import PATIENT_SECONDS, Db, Store, migrate, snapshots
from bot.views.configuration import Configuration, Part, read, write

Kept = Department | Topic | LaunchKind | Source

NOTHING: Final = "Nothing to change."


@dataclass
class Book:
    """One import under way: where it writes, and what it has changed so far, in lines for a person."""

    db: Db
    workspace: str
    at: datetime
    by: str | None
    lines: list[str] = field(default_factory=list)
    touched: bool = False

    def changed(self, setting: str, before: Any, after: Any, line: str) -> None:
        """Keep who changed what from what to what, and the line that says so."""
        self.touched = True
        self.lines.append(line)
        changes.record(self.db, self.workspace, self.at, self.by, setting, before, after)


async def prepare(store: Store, text: str) -> None:
    """Before an import: an empty database gets its tables, unless the text has mistakes.

    Raises ConfigurationErrors then, and SettingsError for a schema that is not this code's.
    """
    if await aside(lambda: stored_revision(store.url)) is None:
        read(text)
        await aside(store.migrate)
    await aside(lambda: require_schema(store))


def require_schema(store: Store) -> None:
    """Raises SettingsError for a database that is empty or whose schema is not this code's."""
    revision = stored_revision(store.url)
    if revision is None:
        raise SettingsError("The database is empty. Run tutti config import FILE first.")
    if revision != migrate.head():
        raise SettingsError(
            f"The database's schema is {revision}, this Tutti needs {migrate.head()}. Run tutti migrate."
        )


async def import_file(store: Store, text: str, workspace: str, at: datetime) -> list[str]:
    """Make the workspace what this YAML text says, all or nothing; one line for each change.

    Raises views.configuration.ConfigurationErrors with every mistake of the text; then nothing is changed.
    """
    before = await store.read(lambda db: snapshots.load(db, workspace), within=PATIENT_SECONDS)
    configuration = read(text, known=[department.key for department in before.active])
    return await store.write(lambda db: apply(db, workspace, configuration, at))


async def export_file(store: Store, workspace: str) -> str:
    """The workspace as a configuration file. Raises SettingsError for one that is not stored."""
    snapshot = await store.read(lambda db: snapshots.load(db, workspace))
    if snapshot.workspace.revision == 0:
        raise SettingsError(
            f"Nothing is stored about the workspace {workspace}. Import a configuration first."
        )
    return write(snapshot)


async def pick_workspace(store: Store, slack: Slack | None, named: str | None) -> str:
    """The id of the named workspace, else of the token's, else of the only one stored.

    Raises SettingsError, with what to do, where none of the three says which.
    """
    if named:
        return named
    silence = "SLACK_BOT_TOKEN is not set"
    if slack is not None:
        try:
            return str((await slack.call("auth.test"))["team_id"])
        except SlackError as error:
            silence = f"Slack did not say whose token this is ({error.code})"
    stored = await store.read(lambda db: [workspace.id for workspace in db.all(Workspace)])
    if len(stored) == 1:
        return stored[0]
    several = f"{len(stored)} workspaces are stored" if stored else "no workspace is stored"
    raise SettingsError(f"{silence} and {several}. Name the workspace with --workspace T0123ABCD.")


def apply(
    db: Db, workspace: str, configuration: Configuration, at: datetime, by: str | None = None
) -> list[str]:
    """Within a unit of work: change what differs, and say it, a line each; "Nothing to change." otherwise.

    by: who did it; None for the configuration file. Each change leaves a Change row; the revision grows once.
    """
    book = Book(db, workspace, at, by)
    known, before = db.lock(Workspace, id=workspace) or _new(book), snapshots.load(db, workspace)
    for columns in _columns(configuration):
        _change_workspace(book, known, columns)
    if known.pilot is not None and known.pilot_since is None:
        book.db.change(known, pilot_since=at)
    if known.installer is None and known.administrators:
        # DESIGN section 7: with tokens in the environment the installer is the first administrator.
        _change_workspace(book, known, {"installer": known.administrators[0]})
    if configuration.departments is not None:
        retired = _change_parts(book, Department, "departments", configuration.departments)
        for part in configuration.departments:
            _change_seats(book, part)
        for key in retired:
            retiring.pass_on(db, workspace, key, at, by=by)
    if configuration.topics is not None:
        _change_parts(book, Topic, "topics", configuration.topics)
    if configuration.launch_kinds is not None:
        _change_parts(book, LaunchKind, "launch_kinds", configuration.launch_kinds)
    if configuration.hooks is not None:
        _refuse_taken(db, workspace, [part.key for part in configuration.hooks])
        _change_parts(book, Source, "hooks", configuration.hooks)
    if book.touched:
        snapshots.touch(db, workspace)
        replanning.replan(db, before, snapshots.load(db, workspace), at)
    return book.lines or [NOTHING]


def _refuse_taken(db: Db, workspace: str, keys: Collection[str]) -> None:
    """The address `/hooks/{key}` names no workspace, so that a key belongs to one of them."""
    for key in keys:
        taken = db.get(Source, key=key)
        if taken is not None and taken.workspace != workspace:
            raise SettingsError(f"hooks.{key}: another workspace has this key; choose another one.")


def _new(book: Book) -> Workspace:
    """A workspace with the settings that everybody starts with."""
    made = Workspace(
        id=book.workspace,
        rounds={key: list(hours) for key, hours in defaults.ROUNDS.items()},
        deadlines=dict(defaults.DEADLINES),
        digest=dict(defaults.DIGEST),
        retention=dict(defaults.RETENTION),
    )
    book.db.add(made)
    book.changed("workspace", None, book.workspace, f"added: workspace {book.workspace}")
    return made


def _columns(configuration: Configuration) -> list[dict[str, Any]]:
    """What the file says of columns of `Workspace`, section by section."""
    periods = {
        "deadlines": configuration.deadlines,
        "deadlines_by_requester": configuration.deadlines_by_requester,
        "digest": configuration.digest,
        "retention": configuration.retention,
    }
    kept = {name: section for name, section in periods.items() if section is not None}
    return [configuration.workspace or {}, kept]


def _change_workspace(book: Book, known: Workspace, columns: Mapping[str, Any]) -> None:
    different = changes.different(known, columns)
    for name, value in different.items():
        path = name if name in changes.SECTIONS else f"workspace.{name}"
        _say_change(book, path, getattr(known, name), value)
    book.db.change(known, **different)


def _change_parts(book: Book, noun: type[Kept], section: str, parts: tuple[Part, ...]) -> list[str]:
    """Add, change, bring back and retire, so that what is not retired is what the file says.

    The keys of those that were retired.
    """
    known: dict[str, Kept] = {row.key: row for row in book.db.all(noun, workspace=book.workspace)}
    order = sorted((row for row in known.values() if not row.retired), key=lambda row: row.position)
    before = [row.key for row in order]
    for position, part in enumerate(parts):
        path = f"{section}.{part.key}"
        row = known.get(part.key)
        if row is None:
            book.db.add(noun(workspace=book.workspace, key=part.key, position=position, **part.values))
            book.changed(path, None, part.values, f"added: {path}")
            continue
        different = changes.different(row, part.values)
        for name, value in different.items():
            _say_change(book, f"{path}.{name}", getattr(row, name), value)
        if row.retired:
            book.changed(f"{path}.retired", True, False, f"brought back: {path}")
        moved = changes.different(row, {"position": position, "retired": False})
        book.touched |= bool(moved)
        book.db.change(row, **different, **moved)
    after = [part.key for part in parts]
    gone = [key for key in before if key not in after]
    for row in (known[key] for key in gone):
        book.changed(f"{section}.{row.key}.retired", False, True, f"retired: {section}.{row.key}")
        book.db.change(row, retired=True)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        book.changed(section, before, after, f"changed: the order of {section}")
    return gone


def _change_seats(book: Book, part: Part) -> None:
    """Seat the persons that the file names; who it names counts as having accepted (PRODUCT, N10)."""
    known = book.db.all(Seat, workspace=book.workspace, department=part.key)
    from_group = part.values.get("on_call_group")
    for role in Role:
        if role is Role.on_call and from_group:
            continue  # `flows.duty_groups` reads who is in it.
        seated = sorted((seat for seat in known if seat.role == role), key=lambda seat: seat.position)
        before = [seat.person for seat in seated]
        after = list(part.seats.get(role, ()))
        for seat in seated if before == after else ():
            book.touched |= not seat.accepted
            book.db.change(seat, **({} if seat.accepted else {"accepted": True}))
        if before != after:
            book.db.remove(Seat, workspace=book.workspace, department=part.key, role=role)
            for position, person in enumerate(after):
                book.db.add(_seat(book.workspace, part.key, role, person, position))
            _say_change(book, f"departments.{part.key}.{role.value}", before, after)


def _seat(workspace: str, department: str, role: Role, person: str, position: int) -> Seat:
    return Seat(workspace=workspace, department=department, role=role, person=person, position=position)


def _say_change(book: Book, path: str, before: Any, after: Any) -> None:
    book.changed(path, before, after, f"changed: {path}: {_worded(before)} → {_worded(after)}")


def _worded(value: Any) -> str:
    """A value in a line for a person: "none", "a, b", "seats 09:15, 11:45"."""
    plain = changes.plain(value)
    if plain is None or plain in ([], {}, ""):
        return "none"
    if isinstance(plain, Mapping):
        return ", ".join(f"{key} {_worded(inner)}" for key, inner in plain.items())
    if isinstance(plain, list):
        return ", ".join(map(_worded, plain))
    return {True: "yes", False: "no"}[plain] if isinstance(plain, bool) else str(plain)
