"""The noise rules hold in a random week; `python -m tests.weeks` plays more of them."""

from __future__ import annotations

from tests.weeks import figures, rules
from tests.weeks.__main__ import played


async def test_a_random_week_breaks_no_noise_rule(sqlite_url: str) -> None:
    record = await played(sqlite_url, 1, seed=5)
    assert rules.broken(record) == []
    assert record.lost == []
    shown = {figure.what: figure.value for figure in figures.figures(record, 1)}
    assert len(record.notices) >= 36 and len(record.pings) > 40, shown
    assert int(shown["pings a week, all"]) <= 123, "what PRODUCT's own simulation needs"
