"""Pictures that were handed to Slack, in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from bot.models import Picture
from bot.store.db import Db, table

_picture = table(Picture)


def known(db: Db, workspace: str, keys: Collection[str]) -> dict[str, Picture]:
    """Those of these pictures that were begun, by key."""
    where = (_picture.c.workspace == workspace, _picture.c.key.in_(sorted(keys)))
    rows = db.rows(Picture, db.run(select(_picture).where(*where))) if keys else []
    return {one.key: one for one in rows}


def forget(db: Db, workspace: str, before: datetime) -> None:
    """Pictures of old digests; one that is edited later gets its picture anew."""
    db.run(delete(_picture).where(_picture.c.workspace == workspace, _picture.c.at < before))


def of_files(db: Db, workspace: str, files: Collection[str]) -> list[Picture]:
    """Those that are these files of Slack's."""
    where = (_picture.c.workspace == workspace, _picture.c.file.in_(sorted(files)))
    return db.rows(Picture, db.run(select(_picture).where(*where))) if files else []
