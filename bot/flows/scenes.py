"""A message of the ledger and what it is about: what its renderer is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.i18n import Translator
from bot.models import Escalation, Launch, Message, Request, Snapshot
from bot.store import Db


@dataclass(frozen=True)
class Scene:
    """A message and what it is about. Channels read the workspace's language, people their own."""

    db: Db
    book: Snapshot
    message: Message
    t: Translator
    now: datetime
    notice: Launch | Escalation | None
    request: Request | None
    scopes: frozenset[str] = frozenset()
    """What our token may do."""

    @property
    def person(self) -> str | None:
        """To whom it goes, if it goes to one person."""
        channel = self.message.channel
        return channel if channel.startswith(("U", "W")) else None
