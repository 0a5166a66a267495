"""Reading a form back: typed values out of Slack's view, and one clear sentence for what is missing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any

from bot.errors import FormRefusal, Refusal
from bot.views.kit import Block, value_of


def metadata(subject: str, **more: Any) -> str:
    """What a form keeps about itself, as JSON: the id it is about, and what else it must remember."""
    return json.dumps({"id": subject, **more})


def remembered(view: Block) -> dict[str, Any]:
    """What `metadata` put there; nothing where a form keeps nothing."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return kept if isinstance(kept, dict) else {}


def value(view: Block, name: str) -> Any:
    """What stands in the field: text, an option's value, a list of them, a person, Unix seconds; or None."""
    return value_of(view["state"]["values"], name)


def text(view: Block, name: str) -> str:
    """What was typed or chosen, without blanks around it; "" where nothing was."""
    found = value(view, name)
    return found.strip() if isinstance(found, str) else ""


def chosen(view: Block, name: str) -> tuple[str, ...]:
    """Which of several options are ticked, which persons or channels chosen."""
    found = value(view, name)
    return tuple(found) if isinstance(found, list) else ()


def moment(view: Block, name: str) -> datetime | None:
    """The date and hour that were picked, aware UTC."""
    found = value(view, name)
    return datetime.fromtimestamp(found, UTC) if isinstance(found, int) else None


def day(view: Block, name: str) -> date | None:
    """The calendar day that was picked."""
    found = value(view, name)
    return date.fromisoformat(found) if isinstance(found, str) and found else None


def clock(view: Block, name: str) -> time | None:
    """The hour of the clock that was picked."""
    found = value(view, name)
    return time.fromisoformat(found) if isinstance(found, str) and found else None


def need(view: Block, **sentences: str) -> None:
    """Check that each named field holds something; its msgid is what to say if not. Raises FormRefusal."""
    errors = {name: Refusal(sentence) for name, sentence in sentences.items() if _empty(view, name)}
    if errors:
        raise FormRefusal(errors)


def fit(view: Block, **limits: int) -> None:
    """Check that no named field holds more than its number of characters. Raises FormRefusal.

    Slack's own client counts too; what comes from elsewhere is counted here.
    """
    errors = {
        name: Refusal("Use at most {limit} characters here.", limit=limit)
        for name, limit in limits.items()
        if len(text(view, name)) > limit
    }
    if errors:
        raise FormRefusal(errors)


def _empty(view: Block, name: str) -> bool:
    found = value(view, name)
    return not (found.strip() if isinstance(found, str) else found)
