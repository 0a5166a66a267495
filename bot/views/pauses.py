"""The form that ends a pause: what was held, by place, and that it goes out now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import N_, Translator, slack_date
from bot.models import Snapshot
from bot.views import admin, fields, kit
from bot.views.lines import packed

MOST = 40
"""Lines shown; the others are counted."""


@dataclass(frozen=True)
class Held:
    """Messages of one kind to one place that were not sent, the oldest made at `oldest`."""

    kind: str
    channel: str
    count: int
    oldest: datetime


def release_form(held: Sequence[Held], book: Snapshot, t: Translator) -> kit.Block:
    """What goes out when it is sent; the places with the most messages first."""
    total = sum(one.count for one in held)
    if not total:
        blocks = [kit.section(t("Nothing was held. From now on messages are sent again."))]
    else:
        count = t.n(
            "{count} message goes out as soon as you end the pause:",
            "{count} messages go out as soon as you end the pause:",
            total,
        )
        lines = [_line(one, book, t) for one in held[:MOST]]
        if left := sum(one.count for one in held[MOST:]):
            lines.append(t.n("and {count} more", "and {count} more", left))
        late = t("Each says what is true when it is sent; what is no longer needed is left out.")
        blocks = [kit.section(count), *packed(lines), kit.context(late)]
        if book.workspace.restored_at:
            blocks.append(_choice(t))
    return kit.modal(
        "pause_release_form", t("End the pause"), blocks, submit=t("Send"), close=t("Keep Holding")
    )


def _choice(t: Translator) -> kit.Block:
    """After a restore: what was held may have been sent already, before the backup was put back."""
    options = [
        kit.option(t("Send everything"), "everything", t("Also calls that some may have had already.")),
        kit.option(
            t("Only bring cards and requests up to date"),
            "cards",
            t("Calls and lines are left out for good."),
        ),
    ]
    label = t("Tutti was restored from a backup: what of it goes out?")
    return kit.field_of("held", label, kit.radio("held", options, initial="cards"))


def read_everything(view: kit.Block) -> bool:
    """Whether all that was held goes out; without the question, it does."""
    return bool(fields.value(view, "held") != "cards")


def _line(held: Held, book: Snapshot, t: Translator) -> str:
    person = held.channel.startswith(("U", "W"))
    place = kit.person(held.channel) if person else f"<#{kit.escape(held.channel)}>"
    return t.n(
        "• {place}: {count} message ({kind}), since {time}",
        "• {place}: {count} messages ({kind}), since {time}",
        held.count,
        place=place,
        kind=t(admin.MESSAGES.get(held.kind, N_("a message"))),
        time=slack_date(held.oldest, t, zone=book.workspace.timezone),
    )


def released(count: int, t: Translator) -> str:
    """What the administrator is told once the pause has ended."""
    if not count:
        return t("The pause has ended. Nothing was held.")
    return t.n(
        "The pause has ended: {count} message goes out now.",
        "The pause has ended: {count} messages go out now.",
        count,
    )
