"""A workspace whose Tutti has a scripted model, for the flows that ask one."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import BoxClock
from bot.llm import of_settings
from bot.models import ModelCall, Person, Snapshot, Workspace
from bot.slack import Slack
from bot.store import Db, Store
from bot.tools import Tools
from tests.llm.scripted import Scripted, scripted
from tests.rules.organisation import WORKSPACE, a_department, a_workspace, paris

NOW = paris("2026-11-24 10:00")
PEOPLE = {"U0LEA": "Léa Martin", "U0KARIM": "Karim Benali"}


@dataclass
class Asking:
    """The tools, the model behind them, and the clock."""

    tools: Tools
    server: Scripted
    clock: BoxClock

    async def book(self) -> Snapshot:
        return await self.tools.snapshot(WORKSPACE)

    async def calls(self) -> list[ModelCall]:
        """What was asked, oldest first."""
        return await self.tools.store.read(lambda db: db.all(ModelCall), within=60)

    async def hurries(self) -> None:
        """From now on the model is waited for a moment only."""
        await self.tools.model.stop()
        self.tools.model = of_settings(self.server.settings(openai_timeout=0.2))

    async def allows(self, **values: Any) -> None:
        """Change the workspace's settings."""

        def work(db: Db) -> None:
            known = db.get(Workspace, id=WORKSPACE)
            assert known is not None
            db.change(known, revision=known.revision + 1, **values)

        await self.tools.store.write(work)


@contextlib.asynccontextmanager
async def asking(database_url: str, at: datetime = NOW, **settings: Any) -> AsyncIterator[Asking]:
    """A workspace with six departments that allows the model."""
    async with scripted() as server:
        made = server.settings(**({"openai_timeout": 30} | settings))
        clock, store = BoxClock(at), Store(database_url)
        tools = Tools(made, clock, store, Slack("", "http://127.0.0.1:1/"), of_settings(made))
        try:
            await store.write(_arrange)
            yield Asking(tools, server, clock)
        finally:
            await tools.model.stop()
            store.close()


def _arrange(db: Db) -> None:
    db.add(a_workspace(model_allowed=True))
    for place, key in enumerate(("communication", "marketing", "pr", "customer_service", "hr", "product")):
        db.add(a_department(key, name={"fr": key, "en": key.replace("_", " ").title()}, position=place))
    db.add(*(Person(workspace=WORKSPACE, id=id, name=name) for id, name in PEOPLE.items()))
