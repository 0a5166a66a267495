"""The messages of the first set-up: owed once, edited as it goes on."""

from __future__ import annotations

from datetime import datetime

from bot.models import Message, Setup
from bot.store import Db, ledger, posts

KINDS = ("setup", "intro", "channel_refused", "invitation", "pilot")
"""Messages that show how far the set-up is and who has accepted."""


def tell(db: Db, workspace: str, person: str, now: datetime) -> None:
    """Owe this person the message of the set-up; it is edited as the set-up goes on."""
    ledger.owe(
        db, Message(workspace=workspace, key=f"setup:{person}", kind="setup", channel=person, made_at=now)
    )


def refresh(db: Db, workspace: str) -> None:
    """The messages about the set-up and the card in the channel show the present state."""
    posts.refresh_kinds(db, workspace, *KINDS)
    db.stale_homes.add(workspace)


def may_go_on(setup: Setup, person: str) -> bool:
    """Whether the message to this person still offers the set-up: it was not passed on."""
    return setup.by == person or setup.finished_at is not None
