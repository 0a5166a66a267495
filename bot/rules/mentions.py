"""What somebody wants who names Tutti in a message."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.rules.words import folded

HELP: Final = frozenset({"help", "aide", "aidez moi", "help me", "menu", "commands", "commandes"})
SIREN: Final = "rotating_light"
"""The reaction that asks for an offer to open an escalation (PRODUCT section 2, "Reactions")."""


class Wish(NamedTuple):
    """What follows the mention. words: without it, as typed; "" where nothing was said."""

    words: str
    help: bool = False


def wish(text: str, bot_user: str | None) -> Wish:
    """The message without the mention of Tutti; alone or with "help", help is what is wanted."""
    words = " ".join(re.sub(rf"<@{re.escape(bot_user or '')}(?:\|[^<>]*)?>", " ", text).split())
    said = " ".join(re.findall(r"[a-z]+", folded(words)))
    return Wish(words, help=said in HELP)
