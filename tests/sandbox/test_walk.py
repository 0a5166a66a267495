"""A jump in time stops at everything that is due on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.walk import next_monday, next_morning
from bot.sandbox.world import World
from tests.sandbox.conftest import TUESDAY


class Agenda:
    """An app that has things due, and notes when it was woken."""

    def __init__(self, world: World, *minutes: int) -> None:
        self.world = world
        self.due = [(TUESDAY + timedelta(minutes=m), f"after {m} minutes") for m in minutes]
        self.done: list[datetime] = []

    async def settle(self) -> None:
        """Do what is due now."""
        now = self.world.clock.now()
        self.done += [at for at, _ in self.due if at <= now]
        self.due = [step for step in self.due if step[0] > now]

    async def next_due(self) -> list[tuple[datetime, str]]:
        """What is left."""
        return list(self.due)


async def test_every_due_time_on_the_way_is_visited_at_its_time(bare: World) -> None:
    agenda = Agenda(bare, 90, 10, 10, 25)
    bare.walk_with(agenda.settle, agenda.next_due)
    walked = await bare.walk.by(timedelta(hours=1))
    assert [what for _, what in walked] == ["after 10 minutes", "after 10 minutes", "after 25 minutes"]
    assert bare.clock.now() == TUESDAY + timedelta(hours=1)
    assert await bare.walk.next_due() == [(TUESDAY + timedelta(minutes=90), "after 90 minutes")]


async def test_next_goes_to_the_next_due_time_and_no_further(bare: World) -> None:
    agenda = Agenda(bare, 30, 40)
    bare.walk_with(agenda.settle, agenda.next_due)
    await bare.walk.to_next()
    assert bare.clock.now() == TUESDAY + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("now", "morning", "monday"),
    [
        ((2026, 12, 1, 8, 0), (2026, 12, 2, 7, 30), (2026, 12, 7, 9, 0)),
        ((2026, 12, 7, 8, 59), (2026, 12, 8, 7, 30), (2026, 12, 7, 9, 0)),
        ((2026, 12, 7, 9, 0), (2026, 12, 8, 7, 30), (2026, 12, 14, 9, 0)),
        ((2027, 3, 27, 12, 0), (2027, 3, 28, 6, 30), (2027, 3, 29, 8, 0)),
    ],
)
def test_mornings_and_mondays_are_local(
    now: tuple[int, ...], morning: tuple[int, ...], monday: tuple[int, ...]
) -> None:
    def at(parts: tuple[int, ...]) -> datetime:
        year, month, day, hour, minute = parts
        return datetime(year, month, day, hour, minute, tzinfo=UTC)

    assert next_morning(at(now), "Europe/Paris") == at(morning)
    assert next_monday(at(now), "Europe/Paris") == at(monday)
