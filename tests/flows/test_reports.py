"""One more telling of an escalation, as the rows keep it."""

from __future__ import annotations

from typing import Any

from bot.flows import reports
from bot.models import Entry, Escalation, Report, Workspace
from bot.store import Db, Store
from tests.rules.organisation import WORKSPACE, a_snapshot, an_escalation, paris

NOW = paris("2026-11-24 10:00")
ADDRESS = "https://tutti.example/archives/C0CS/p1"


def told(**given: Any) -> Report:
    values: dict[str, Any] = {"workspace": WORKSPACE, "escalation": "E1", "by": "U0LEA", "at": NOW}
    return Report(**(values | given))


async def test_a_telling_is_added_to_the_one_that_stands_and_a_source_tells_once(sqlite_url: str) -> None:
    store, book = Store(sqlite_url), a_snapshot()

    def work(db: Db) -> list[str]:
        db.add(Workspace(id=WORKSPACE))
        first, main = an_escalation(id="E1", merged_into="E2"), an_escalation(id="E2")
        db.add(first, main)
        stood = [
            reports.add(db, book, first, told(permalink=ADDRESS, by="U0TOM"), NOW),
            reports.add(db, book, main, told(permalink=ADDRESS), NOW),
            reports.add(db, book, first, told(source="shop", source_id="41"), NOW),
            reports.add(db, book, main, told(source="shop", source_id="41"), NOW),
        ]
        return [one.id for one in stood]

    assert await store.write(work) == ["E2", "E2", "E2", "E2"]
    kept = await store.read(lambda db: db.all(Report, workspace=WORKSPACE))
    assert [(one.escalation, one.permalink, one.source_id) for one in kept] == [
        ("E2", ADDRESS, None),
        ("E2", None, None),
        ("E2", None, "41"),
    ]
    said = await store.read(lambda db: db.all(Entry, workspace=WORKSPACE, notice="E2"))
    assert [one.kind for one in said] == ["reported"] * 3
    assert (await store.read(lambda db: db.get(Escalation, id="E1"))) is not None
    store.close()
