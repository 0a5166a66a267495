"""Launch kinds edited in Slack: whom each asks, and who must answer before *Go*."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, settings
from bot.flows.answers import Answer
from bot.flows.settings import Page, edit, shown
from bot.models import LaunchKind, Snapshot
from bot.rules import defaults, rights, routing
from bot.store import Db
from bot.tools import Caller, Tools
from bot.views import launch_kinds as views

MOST = 100
"""Kinds: what one list of a form offers."""


async def index(tools: Tools, caller: Caller, page: str, within: Page | None) -> Answer:
    """Every launch kind in use."""
    book = await _book(tools, caller)
    number = int(page) if page.isdigit() else 0
    return shown(views.kinds_page(defaults.launch_kinds(book), book, caller.t, number), within)


async def form(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """The form of one kind; with an empty key the form that adds one."""
    book = await _book(tools, caller)
    refuse(rights.has_departments(book))
    return shown(views.kind_form(_found(book, key) if key else None, book, caller.t), within)


async def _book(tools: Tools, caller: Caller) -> Snapshot:
    book = await tools.snapshot(caller.workspace)
    refuse(rights.may_administer(book, caller.user))
    return book


def _found(book: Snapshot, key: str) -> LaunchKind:
    kind = routing.launch_kind(book, key)
    if kind is None:
        raise Refusal("This kind of launch does not exist any more; choose another one.")
    return kind


async def save(tools: Tools, caller: Caller, wanted: views.Kind, *, new: bool) -> Answer:
    """Whom the kind asks from now on; launches that were announced stay as they are."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        _refuse_unfit(book, wanted, new=new)
        own(db, book)
        known = db.get(LaunchKind, workspace=caller.workspace, key=wanted.key)
        if known is None:
            position = len(db.all(LaunchKind, workspace=caller.workspace))
            known = LaunchKind(workspace=caller.workspace, key=wanted.key, position=position)
            db.add(known)
        values = wanted.values | {
            name: [*wanted.values[name], *_not_offered(book, getattr(known, name))]
            for name in ("departments", "required")
        }
        changes.edit(db, known, f"launch_kinds.{known.key}", now, caller.user, values)

    def draw(book: Snapshot) -> Page:
        return views.kinds_page(defaults.launch_kinds(book), book, caller.t, saved=caller.t("Saved."))

    return await edit(tools, caller, settings.administers(caller), work, draw)


def _not_offered(book: Snapshot, departments: list[str]) -> list[str]:
    """Departments that the workspace lacks, or has retired: a form cannot show them, so they stay."""
    in_use = {department.key for department in book.active}
    return [key for key in departments if key not in in_use]


def _refuse_unfit(book: Snapshot, wanted: views.Kind, *, new: bool) -> None:
    kinds = defaults.launch_kinds(book)
    if _not_offered(book, wanted.values["departments"]):
        gone = Refusal("This department does not exist any more; choose another.")
        raise FormRefusal({"departments": gone})
    if new and any(kind.key == wanted.key for kind in kinds):
        raise FormRefusal({"name": Refusal("There is a kind of this name already; edit it instead.")})
    if new and len(kinds) >= MOST:
        most = Refusal("There are {limit} kinds already, which is the most.", limit=MOST)
        raise FormRefusal({"name": most})
    if wanted.values["retired"] and [kind.key for kind in kinds] == [wanted.key]:
        raise FormRefusal({"retire": Refusal("This is the last kind; add another before you retire it.")})


def own(db: Db, book: Snapshot) -> None:
    """Before the first edit: the kinds that everybody starts with become the workspace's own rows."""
    if any(not kind.retired for kind in book.launch_kinds):
        return
    for kind in defaults.launch_kinds(book):
        values: dict[str, Any] = {
            "departments": kind.departments,
            "required": kind.required,
            "position": kind.position,
            "retired": False,
        }
        row = db.get(LaunchKind, workspace=book.workspace.id, key=kind.key)
        if row is None:
            db.add(LaunchKind(workspace=book.workspace.id, key=kind.key, **values))
        else:
            db.change(row, **values)
