"""The history of settings, read in pages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.models import Change
from bot.store.db import Db, table

_change = table(Change)


def newest(
    db: Db, workspace: str, *, skip: int, limit: int, departments: Sequence[str] | None = None
) -> tuple[list[Change], int]:
    """A page of the history, the newest first, and how many lines there are in all.

    departments: only what was set about these; None: everything.
    """
    where = _about(workspace, departments)
    statement = select(_change).where(where).order_by(_change.c.id.desc()).offset(skip).limit(limit)
    total = db.run(select(func.count()).select_from(_change).where(where)).scalar()
    return db.rows(Change, db.run(statement)), int(total or 0)


def _about(workspace: str, departments: Sequence[str] | None) -> ColumnElement[bool]:
    here = _change.c.workspace == workspace
    if departments is None:
        return here
    paths = [f"departments.{key}" for key in departments]
    named = [_change.c.setting == path for path in paths]
    below = [_change.c.setting.startswith(f"{path}.", autoescape=True) for path in paths]
    return and_(here, or_(False, *named, *below))
