"""What the language model was asked, counted on both databases."""

from __future__ import annotations

from datetime import timedelta

from bot.models import ModelCall, Outcome
from bot.store import Db, Store, model_calls
from bot.store.model_calls import Used
from tests.rules.organisation import paris

NOW = paris("2026-11-24 10:00")


def call(
    workspace: str, hours: int, outcome: Outcome, *, task: str = "recognise", dropped: int = 0
) -> ModelCall:
    at = NOW - timedelta(hours=hours)
    used = {"tokens_in": 100, "tokens_out": 10, "cost": 21}
    return ModelCall(
        workspace=workspace, at=at, task=task, model="m", outcome=outcome, dropped=dropped, **used
    )


async def test_a_workspace_is_counted_by_itself_and_metrics_count_all(database_url: str) -> None:
    store = Store(database_url)

    def arrange(db: Db) -> None:
        db.add(call("T1", 30, Outcome.answered))
        db.add(call("T1", 3, Outcome.answered, task="digest", dropped=2))
        db.add(call("T1", 2, Outcome.slow))
        db.add(call("T1", 1, Outcome.asked))
        db.add(call("T2", 1, Outcome.answered))

    def look(db: Db) -> tuple[object, ...]:
        since = NOW - timedelta(hours=24)
        return (
            model_calls.used(db, "T1", since),
            model_calls.used(db, "T3", since),
            model_calls.recent(db, "T1", 2),
            model_calls.totals(db, since),
        )

    try:
        await store.write(arrange)
        used, nothing, recent, totals = await store.read(look)
        assert used == Used(calls=3, failed=1, tokens=330, cost=63, dropped=2)
        assert nothing == Used()
        assert recent == [
            (NOW - timedelta(hours=2), Outcome.slow),
            (NOW - timedelta(hours=3), Outcome.answered),
        ], "what is under way says nothing yet"
        counted = {
            ("digest", "answered"): 1,
            ("recognise", "slow"): 1,
            ("recognise", "asked"): 1,
            ("recognise", "answered"): 1,
        }
        assert totals == model_calls.Totals(counted, 400, 40, 84, 2)
        await store.write(lambda db: model_calls.forget(db, "T1", NOW - timedelta(hours=24)))
        assert len(await store.read(lambda db: db.all(ModelCall))) == 4
    finally:
        store.close()
