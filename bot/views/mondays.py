"""The personal Monday message: what one person owes this week, oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.lists import Item
from bot.views import kit, list_lines
from bot.views.lines import packed
from bot.views.list_lines import Reading

MOST = 12
"""Named one by one; of more the number is said, and where they stand."""


def monday_message(items: Sequence[Item], total: int, reading: Reading, *, late: bool) -> kit.Rendered:
    """One line for each thing. `items` must not be empty; total: with those that are not among them."""
    t = reading.t
    lines = [t("• {line}", line=list_lines.line(item, reading)) for item in items[:MOST]]
    first = t.n(
        "This week {count} thing waits for you. {line}",
        "This week {count} things wait for you. First: {line}",
        total,
        line=list_lines.line(items[0], reading),
    )
    left = total - len(lines)
    blocks = [kit.section(_title(total, reading)), *packed(lines)]
    if left > 0:
        blocks.append(
            kit.context(
                t.n(
                    "and {count} more; all of it stands under `/tutti mine`",
                    "and {count} more; all of it stands under `/tutti mine`",
                    left,
                )
            )
        )
    why = t(
        "You get this on Mondays, because something waits for you. Choose in `/tutti preferences` to get it "
        "no more."
    )
    delay = t("This comes late: Tutti could not send it at its hour.") if late else ""
    return kit.Rendered(first, [*blocks, kit.context(why, delay)])


def _title(total: int, reading: Reading) -> str:
    return reading.t.n(
        "*This week {count} thing waits for you*", "*This week {count} things wait for you*", total
    )
