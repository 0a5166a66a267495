"""Timers that one unit of work sets several times."""

from __future__ import annotations

from datetime import timedelta

from bot.models import Timer
from bot.store import Db, Store
from bot.store.timers import set_timer, stop_timer, upcoming
from tests.rules.organisation import WORKSPACE, paris

NOW = paris("2026-11-24 10:00")
LATER = NOW + timedelta(hours=6)


async def timers(url: str, *works: list[tuple[str, bool]]) -> list[Timer]:
    """The timers after these units, each a list of (now | later | stop, earliest)."""
    store = Store(url)
    try:
        for work in works:
            await store.write(lambda db, work=work: _set(db, work))  # type: ignore[misc]
        return await store.read(lambda db: upcoming(db))
    finally:
        store.close()


def _set(db: Db, work: list[tuple[str, bool]]) -> None:
    for at, earliest in work:
        if at == "stop":
            stop_timer(db, WORKSPACE, "round", "U0ANA")
        else:
            moment = NOW if at == "now" else LATER
            set_timer(db, WORKSPACE, "round", "U0ANA", moment, earliest=earliest)


async def test_two_calls_on_one_person_in_one_unit_keep_the_earlier_round(database_url: str) -> None:
    found = await timers(database_url, [("now", True), ("later", True)])
    assert [timer.at for timer in found] == [NOW]


async def test_an_earlier_round_of_another_unit_stays(database_url: str) -> None:
    found = await timers(database_url, [("now", True)], [("later", True)])
    assert [timer.at for timer in found] == [NOW]


async def test_a_timer_that_was_stopped_is_set_anew(database_url: str) -> None:
    found = await timers(database_url, [("now", False)], [("stop", False), ("later", True)])
    assert [timer.at for timer in found] == [LATER]
