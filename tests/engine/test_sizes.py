"""A unit takes as many timers of a kind as take a moment; each kind has its own measure."""

from __future__ import annotations

import pytest

from bot.engine.sizes import FIRST, MOST, UNIT_SECONDS, Sizes


@pytest.mark.parametrize(
    ("done", "seconds", "then"),
    [
        (FIRST, UNIT_SECONDS / 100, 2 * FIRST),
        (FIRST, UNIT_SECONDS, FIRST),
        (FIRST, 2 * UNIT_SECONDS, FIRST // 2),
        (FIRST, 100 * UNIT_SECONDS, 1),
        (FIRST - 1, UNIT_SECONDS / 100, FIRST),
        (1, 10 * UNIT_SECONDS, 1),
        (FIRST, 0.0, 2 * FIRST),
    ],
)
def test_one_unit_says_how_many_the_next_one_takes(done: int, seconds: float, then: int) -> None:
    sizes = Sizes()
    sizes.learn("round", done, seconds)
    assert (sizes.of("round"), sizes.of("rung")) == (then, FIRST)


def test_there_is_a_most() -> None:
    sizes = Sizes()
    for _ in range(20):
        sizes.learn("rung", sizes.of("rung"), UNIT_SECONDS / 1000)
    assert sizes.of("rung") == MOST
