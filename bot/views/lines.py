"""Many lines in few blocks, so that Slack's 3,000 characters a section never cut a line in its middle."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Translator
from bot.views import kit

SECTION = 3000


def packed(lines: Sequence[str]) -> list[kit.Block]:
    """Sections that hold the lines in order, as few as fit."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= SECTION:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [kit.section(text) for text in texts]


def newest(lines: Sequence[str], t: Translator, *, limit: int = SECTION) -> str:
    """As many of the last lines as fit in `limit` characters, and how many earlier ones were left out."""
    kept: list[str] = []
    room = limit - 100
    for line in reversed(lines):
        if len(line) + 1 > room:
            break
        kept.insert(0, line)
        room -= len(line) + 1
    if left := len(lines) - len(kept):
        told = t.n("{count} earlier line is not shown.", "{count} earlier lines are not shown.", left)
        kept.insert(0, told)
    return "\n".join(kept)
