"""Those behind whom an ack waits take turns with the others; nobody is left standing."""

from __future__ import annotations

import pytest

from bot.store.lines import Lines


@pytest.mark.parametrize(
    ("waiting", "taken"),
    [
        ("aaa", "aaa"),
        ("ooo", "ooo"),
        ("ooa", "aoo"),
        ("oooaaa", "aoaoao"),
        ("aaaaao", "aoaaaa"),
        ("aooo", "aooo"),
        ("", ""),
    ],
)
def test_the_lines_take_turns(waiting: str, taken: str) -> None:
    """a: an ack waits for it, o: for another none does. One is taken from the line whose turn it is."""
    lines: Lines[str] = Lines()
    for one in waiting:
        lines.put(one, acked=one == "a")
    lines.close()
    found = ""
    while (line := lines.next()) is not None:
        found += line.popleft()
    assert found == taken
