"""Our own short summary of a message, and the initials of who is named in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from bot.rules.hearing.cues import Hit
from bot.rules.hearing.evidence import Evidence

LONGEST: Final = 80
_EMOJI: Final = re.compile(r":[a-z0-9_+-]+:|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
_NUMBERS: Final = re.compile(r"(?<!\w)\+?\d(?:[ .-]?\d){8,}\b")
_GREETING: Final = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|hello|hi|hey|coucou|dear|good (?:morning|afternoon|evening)|morning)"
    r"(?: (?:all|team|everyone|everybody|à tous|a tous|tout le monde|l'équipe|there|folks|guys))?"
    r"|fyi|pour info|urgent|heads up)\s*[,:!.–-]+\s*",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"\b(?:M|Mme|Mlle|Mr|Mrs|Ms|Miss|Dr|Madame|Monsieur|[Cc]liente?|[Cc]ustomer|[Jj]ournaliste?|[Rr]eporter"
    r"|[Pp]atiente?|[Uu]sag(?:er|ère))\.?\s"
    r"(?P<first>[A-ZÀ-Ý][\w'’-]+)(?:\s(?P<last>[A-ZÀ-Ý][\w'’-]+))?"
)


def title(evidence: Evidence, hits: Iterable[Hit]) -> str:
    """The sentence that says most, without greeting, mail address and phone number; at most 80 characters."""
    weights: Counter[int] = Counter()
    for hit in hits:
        weights[hit.sentence] += int(hit.cue.weight * 2)
    written = {place: one.written for place, one in enumerate(evidence.all_sentences)}
    for place, _ in weights.most_common():
        if text := _clean(written.get(place, "")):
            return text
    return next((text for one in written.values() if (text := _clean(one))), "")


def who(evidence: Evidence) -> str:
    """The initials of the first person named with a title: "M. D." is "D."; empty without one."""
    found = _NAMED.search(evidence.text)
    if found is None:
        return ""
    return " ".join(f"{name[0]}." for name in found.groups() if name)


def _clean(written: str) -> str:
    plain = " ".join(_NUMBERS.sub("…", _EMOJI.sub(" ", written)).replace("*", "").split())
    plain = _GREETING.sub("", plain, count=1).strip(" -–—:,;>•")
    if len(plain) > LONGEST:
        cut = plain[: LONGEST - 1]
        plain = (cut[: cut.rfind(" ")] if " " in cut[30:] else cut).rstrip(" ,;:-–") + "…"
    return plain[:1].upper() + plain[1:]
