"""Settings that name a channel."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.models import Department, Workspace
from bot.store.db import Db, table

_workspace, _department = table(Workspace), table(Department)


def rename_channel(db: Db, workspace: str, before: str, after: str) -> bool:
    """Let every setting that names the channel name its new id; whether there was one."""
    shared = (
        update(_workspace)
        .where(_workspace.c.id == workspace, _workspace.c.integration_channel == before)
        .values(integration_channel=after)
    )
    rooms = (
        update(_department)
        .where(_department.c.workspace == workspace, _department.c.channel == before)
        .values(channel=after)
    )
    return bool(db.run(shared).rowcount + db.run(rooms).rowcount)


def known(db: Db) -> list[str]:
    """The ids of all workspaces, in order."""
    return [row[0] for row in db.run(select(_workspace.c.id).order_by(_workspace.c.id))]
