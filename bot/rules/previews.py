"""Which digest somebody asks to see (PRODUCT section 2, "Commands"); whether they may is `rules.sight`."""

from __future__ import annotations

from typing import Final

from bot.errors import Refusal
from bot.models import Snapshot
from bot.rules import lists
from bot.rules.lists import folded

SHARED, LEADERSHIP, PERSONAL = "shared", "leadership", "personal"
_WORDS: Final = {
    SHARED: ("", "shared", "everybody", "commun", "tous"),
    LEADERSHIP: ("leadership", "leaders", "direction"),
    PERSONAL: ("personal", "mine", "personnel", "moi"),
}
_PREVIEW: Final = ("preview", "apercu")
"""May stand before the audience."""


def audience_of(snapshot: Snapshot, text: str) -> str:
    """shared, leadership, personal, or a department's key, from words in either language.

    Nothing is the shared one. Refusal that names the audiences for what is none, or more than one.
    """
    first, _, rest = folded(text).partition(" ")
    wanted = rest if first in _PREVIEW else folded(text)
    for audience, words in _WORDS.items():
        if wanted in words:
            return audience
    found = lists.named(snapshot, wanted)
    if len(found) == 1:
        return found[0]
    raise Refusal(
        "No single digest is called “{words}”. Write shared, leadership, personal, or one of {departments}.",
        words=text.strip()[:60],
        departments=list(found or [one.key for one in snapshot.active]),
    )
