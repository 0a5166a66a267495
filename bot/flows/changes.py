"""The history of settings: each edit, from Slack or a file, leaves who changed what, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from bot.models import Change, Department, LaunchKind, Source, Topic, Workspace
from bot.store import Db

SECTIONS = ("deadlines", "deadlines_by_requester", "digest", "retention")
"""Columns of `Workspace` that are a section of the configuration file by themselves."""

Setting = Workspace | Department | Topic | LaunchKind | Source


def record(
    db: Db, workspace: str, at: datetime, by: str | None, setting: str, before: Any, after: Any
) -> None:
    """Keep one line of the history. `setting` is a path such as `departments.hr.head`.

    by: a Slack user id, or None for the configuration file.
    """
    db.add(
        Change(workspace=workspace, at=at, by=by, setting=setting, before=plain(before), after=plain(after))
    )


def edit(db: Db, row: Setting, path: str, at: datetime, by: str | None, values: Mapping[str, Any]) -> bool:
    """Within a unit of work: change the columns that differ, a line of history for each; whether any did.

    path: of the row, such as `departments.hr`. Whoever edits what a `Snapshot` holds calls `snapshots.touch`
    after it.
    """
    changed = different(row, values)
    for name, value in changed.items():
        edit_one(db, row, f"{path}.{name}", name, at, by, value)
    return bool(changed)


def edit_one(db: Db, row: Setting, setting: str, name: str, at: datetime, by: str | None, value: Any) -> None:
    """Within a unit of work: set one column, with a line of history, if it differs."""
    if getattr(row, name) == value:
        return
    workspace = row.id if isinstance(row, Workspace) else row.workspace
    record(db, workspace, at, by, setting, getattr(row, name), value)
    db.change(row, **{name: value})


def different(row: Setting, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of these values, those that the row does not hold yet."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def plain(value: Any) -> Any:
    """The value as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
