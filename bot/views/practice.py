"""*Try it alone*: a form that is only practised, and the card that its tester alone then sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.i18n import Translator, slack_date
from bot.models import Snapshot
from bot.views import kit, names
from bot.views.kit import Block, Rendered

FORMS: Final = {
    "launch_announce": "launch_practice",
    "escalation_open": "escalation_practice",
    "crisis_open": "crisis_practice",
}
"""Callback id of a form -> the same form in practice."""
DRAWN: Final = ("type", "callback_id", "title", "submit", "close", "blocks", "private_metadata")
"""What Slack takes back of a view that it sent."""


def offer(form: Block, t: Translator) -> Block:
    """The form with *Try It Alone* under its fields."""
    action = "practice_launch" if form["callback_id"] == "launch_announce" else "practice_escalation"
    button = kit.actions(kit.button(t("Try It Alone"), action, "practice"), block_id="practice")
    return form | {"blocks": [*form["blocks"], button][: kit.VIEW_BLOCKS]}


def practised(view: Block, t: Translator) -> Block:
    """The form as it stands, marked as practice; Slack keeps what was typed, since no field changes."""
    kept = {key: view[key] for key in DRAWN if view.get(key) is not None}
    blocks = [one for one in view["blocks"] if one.get("block_id") not in ("practice", "practising")]
    note = t(
        "*Practice*: only you will see the card. Nobody is asked, nothing is counted or kept as a notice."
    )
    return kept | {
        "callback_id": FORMS.get(view["callback_id"], view["callback_id"]),
        "submit": kit.plain(t("Try It"), 24),
        "blocks": [kit.section(note, block_id="practising"), *blocks],
    }


def is_practised(view: Block) -> bool:
    """Whether the form is one in practice."""
    return view.get("callback_id") in FORMS.values()


def practice_card(
    card: Rendered, asked: Sequence[tuple[str, datetime]], snapshot: Snapshot, t: Translator
) -> Rendered:
    """The card as it would stand in the channel, without buttons, and who would have been asked.

    asked: departments and when each would answer, aware UTC.
    """
    first = t("Practice: only you see this. Nobody was asked.")
    zone = snapshot.workspace.timezone
    lines = [
        t(
            "*{department}* would be asked to answer by {due}.",
            department=names.department(t, snapshot, key),
            due=slack_date(due, t, zone=zone),
        )
        for key, due in asked[:12]
    ]
    shown: list[dict[str, Any]] = [one for one in card.blocks if one["type"] != "actions"]
    end = [kit.section("\n".join(lines))] if lines else []
    return Rendered(f"{first} {card.text}", [kit.section(f"*{first}*"), kit.divider(), *shown, *end])
