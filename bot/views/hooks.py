"""What webhooks look like: who told a notice, what was refused and why (issue "Signed webhooks")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import N_, Translator
from bot.models import Notice, Teller
from bot.views import kit, names

NAME = 80
"""Characters of a program's name with the item."""

REASONS: Mapping[str, str] = {
    "unreadable": N_("what was sent cannot be read ({detail})"),
    "unmapped": N_("the mapping has nothing for it ({detail})"),
    "no_id": N_("it has no id"),
    "no_title": N_("it has no title"),
    "no_time": N_("it has no hour ({detail})"),
    "bad_time": N_("its hour cannot be read ({detail})"),
    "past": N_("its hour is over ({detail})"),
    "unknown_topic": N_("no subject fits ({detail})"),
    "unknown_kind": N_("no kind of launch fits ({detail})"),
    "expression": N_("an expression does not fit what was sent ({detail})"),
    "costly": N_("it is too large for the mapping's expressions"),
    "too_many": N_("too many items at once ({detail})"),
    "too_fast": N_("it came too fast, and no open case could count it"),
    "rule": N_("{detail}"),
}
"""Why a signed delivery opened nothing. Fields: detail, the name of a field or key."""


@dataclass(frozen=True)
class RefusedDeliveries:
    """Deliveries of one source that opened nothing for one reason."""

    source: str
    """Its name."""
    why: str
    detail: str
    count: int
    last_at: datetime


def reason(why: str, detail: str, t: Translator) -> str:
    """Why in words, plain text; without the detail where there is none."""
    sentence = t(REASONS.get(why, "{detail}"), detail=detail or "–")
    return sentence.replace(" (–)", "")


def teller_line(notice: Notice, t: Translator) -> str:
    """Which program told it, linked where it has a page for it; "" where a person did. Mrkdwn."""
    name, label = notice.texts.get("source", ""), notice.texts.get("source_label", "")
    if not name:
        return ""
    source = kit.cut(" ".join(Teller(name, "", label).said.split()), NAME)
    link = notice.texts.get("source_link")
    return t("Told by {source}", source=kit.link(link, source) if link else kit.escape(source))


def bundled_lines(notice: Notice, t: Translator) -> list[str]:
    """How many more its source told too fast for a card each; mrkdwn, at most one line."""
    bundled = notice.texts.get("bundled", "")
    if not bundled.isdigit():
        return []
    source = names.said(notice.texts.get("source"), NAME)
    return [
        t.n(
            "And {count} more from {source} within the hour, counted here.",
            "And {count} more from {source} within the hour, counted here.",
            int(bundled),
            source=source,
        )
    ]


def refused_text(refused: Sequence[RefusedDeliveries], total: int, when: Sequence[str], t: Translator) -> str:
    """What an administrator reads of refused deliveries, mrkdwn: the newest first, the others counted.

    when: the time of each, drawn by the caller. total: of all sources and reasons.
    """
    head = t.n(
        "*{count} delivery of another program was refused*: mend its mapping in the configuration file.",
        "*{count} deliveries of other programs were refused*: mend their mapping in the configuration file.",
        total,
    )
    lines = [
        t.n(
            "{source}: once, {time}: {reason}",
            "{source}: {count} times, last {time}: {reason}",
            one.count,
            source=kit.escape(one.source),
            time=time,
            reason=kit.escape(reason(one.why, one.detail, t)),
        )
        for one, time in zip(refused, when, strict=True)
    ]
    return "\n".join([head, *lines])
