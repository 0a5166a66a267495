"""Settings as one immutable value per workspace, read again when its revision moved."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.models import (
    Absence,
    Channel,
    Department,
    LaunchKind,
    Person,
    Preference,
    Seat,
    Snapshot,
    Source,
    Topic,
    Workspace,
)
from bot.store import rotas
from bot.store.db import Db, Statement, table

_workspace = table(Workspace)
_REVISION = Statement(select(_workspace.c.revision).where(_workspace.c.id == bindparam("workspace")))


class Books:
    """The snapshots of all workspaces, kept in memory until a unit finds a newer revision."""

    def __init__(self) -> None:
        self._kept: dict[str, Snapshot] = {}

    def of(self, db: Db, workspace: str) -> Snapshot:
        """The settings at this unit's moment; an empty workspace for one never configured."""
        found = db.look(_REVISION, workspace=workspace)
        kept = self._kept.get(workspace)
        if kept is None or [{"revision": kept.workspace.revision}] != found:
            kept = self._kept[workspace] = load(db, workspace)
        return kept

    def kept(self, workspace: str) -> Snapshot:
        """The settings last read, without asking the database: for wording, never for deciding."""
        return self._kept.get(workspace) or Snapshot(Workspace(id=workspace, revision=0))


def load(db: Db, workspace: str) -> Snapshot:
    """Read a workspace's settings from the database."""
    found = db.get(Workspace, id=workspace)
    if found is None:
        return Snapshot(Workspace(id=workspace, revision=0))
    seats = db.all(Seat, workspace=workspace)
    departments = sorted(db.all(Department, workspace=workspace), key=lambda one: one.position)
    topics = sorted(db.all(Topic, workspace=workspace), key=lambda one: one.position)
    kinds = sorted(db.all(LaunchKind, workspace=workspace), key=lambda one: one.position)
    sources = sorted(db.all(Source, workspace=workspace), key=lambda one: one.position)
    swaps = rotas.swaps(db, workspace)
    named = {seat.person for seat in seats} | {swap.other for swap in swaps}
    named |= set(found.orchestrators + found.leaders + found.administrators)
    named |= {person for person in (found.sponsor, found.installer) if person}
    named |= {department.our_contact for department in departments if department.our_contact}
    named |= {source.by for source in sources}
    absences = db.all(Absence, workspace=workspace)
    named |= {person for absence in absences for person in (absence.person, absence.deputy) if person}
    people = table(Person)
    statement = select(people).where(people.c.workspace == workspace, people.c.id.in_(sorted(named)))
    return Snapshot(
        workspace=found,
        departments=tuple(departments),
        seats=tuple(seats),
        topics=tuple(topics),
        launch_kinds=tuple(kinds),
        swaps=tuple(swaps),
        people={person.id: person for person in db.rows(Person, db.run(statement))},
        absences=tuple(absences),
        preferences={chosen.person: chosen for chosen in db.all(Preference, workspace=workspace)},
        shared=frozenset(one.id for one in db.all(Channel, workspace=workspace, shared=True)),
        sources=tuple(sources),
    )


def touch(db: Db, workspace: str) -> None:
    """Settings changed: every replica reads them again, and Homes that are open show them."""
    db.woken = True
    db.stale_homes.add(workspace)
    columns = _workspace.c
    db.run(_workspace.update().where(columns.id == workspace).values(revision=columns.revision + 1))
