"""The hourly roll-up of what the channel got no card of its own for (PRODUCT section 2, N8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.i18n import Translator
from bot.models import Escalation, Launch, Request, Snapshot
from bot.rules import launches as launch_rules
from bot.views import escalation_lines, kit, launch_lines, ping_lines

MOST = 40
"""Named one by one; of more than that the number is said."""


class Item(NamedTuple):
    """A notice without a card, what it asks of whom, and where that stands."""

    notice: Launch | Escalation
    requests: Sequence[Request]
    url: str | None


def rollup_message(
    items: Sequence[Item], snapshot: Snapshot, t: Translator, *, now: datetime, orchestrator: str | None
) -> kit.Rendered:
    """One line for each notice: what it is, who must act by when."""
    first = t.n(
        "{count} more item today; it gets a card with its first answer.",
        "{count} more items today; each gets a card with its first answer.",
        len(items),
    )
    blocks = [
        kit.section(f"*{first}*"),
        *(_block(item, snapshot, t, now, orchestrator) for item in items[:MOST]),
    ]
    if (left := len(items) - MOST) > 0:
        blocks.append(kit.context(t.n("and {count} more", "and {count} more", left)))
    return kit.Rendered(first, blocks)


def _block(
    item: Item, snapshot: Snapshot, t: Translator, now: datetime, orchestrator: str | None
) -> kit.Block:
    details = "launch_details" if isinstance(item.notice, Launch) else "escalation_details"
    button = kit.button(t("Details"), details, item.notice.id)
    return kit.section(_line(item, snapshot, t, now, orchestrator), accessory=button)


def _line(item: Item, snapshot: Snapshot, t: Translator, now: datetime, orchestrator: str | None) -> str:
    notice = item.notice
    plain = ping_lines.title(notice, t)
    title = kit.link(item.url, plain) if item.url else kit.escape(plain)
    if isinstance(notice, Launch):
        asked = launch_rules.current(notice, item.requests)
        line = launch_lines.first_line(notice, asked, snapshot, t, now=now)
    else:
        line = escalation_lines.lead_line(notice, snapshot, t, orchestrator=orchestrator, now=now)
    return t("• {title} · {line}", title=title, line=line)
