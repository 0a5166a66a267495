"""Whether a message tells of an escalation: topic, who asks, how grave, how many can see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.models import Reach, Requester, Severity
from bot.rules.hearing import weighing
from bot.rules.hearing.cues import Hit
from bot.rules.hearing.evidence import Evidence

NEEDED: Final = 0.4
"""How likely it must be to be doubtful; below it is nothing."""
SURE: Final = 0.65
"""From how likely on it is proposed without asking a model, and a crisis suspected."""
SOON: Final = timedelta(hours=12)
"""An answer wanted within it is high."""

_HARD: Final = ("training", "hypothetical", "resolved")
"""Contexts in which what is doubtful is nothing."""
_NEVER: Final = "hr_grievance"
"""What people at work tell is told by them, never proposed (PRODUCT section 2, "Private")."""
_FEW: Final = ("1 ", "2 ", "3 ", "two ", "three ", "deux ", "trois ")
"""So few people hurt are grave and no crisis."""
_BY_TOPIC: Final[Mapping[str, tuple[Requester, ...]]] = {
    "press": (Requester.journalist, Requester.blogger),
    "influencer": (Requester.blogger,),
    "partner_delay": (Requester.partner,),
    "employer_brand": (Requester.employee, Requester.prospect),
}
_ALWAYS: Final[Mapping[str, Requester]] = {
    "press": Requester.journalist,
    "influencer": Requester.blogger,
    "partner_delay": Requester.partner,
}
_ELSE: Final = (
    Requester.prospect,
    Requester.customer,
    Requester.partner,
    Requester.employee,
    Requester.blogger,
)
_OF_CUSTOMERS: Final = frozenset(
    {"complaint", "delivery", "billing", "product_defect", "product_change", "advertising", "data_privacy"}
)
"""Topics that a customer tells of where nobody else is named."""


@dataclass(frozen=True)
class Told:
    """An escalation as the words tell it. likely: from 0 to 1; hits: the words that speak for it."""

    topic: str
    requester: Requester
    severity: Severity
    reach: Reach
    crisis: bool
    likely: float
    hits: tuple[Hit, ...]


def told(evidence: Evidence, likely: float, topics: Collection[str]) -> Told | None:
    """The escalation that the message tells of; None for nothing, and for what concerns people at work.

    likely: that it is one at all. topics: the keys that the workspace has; nothing else is recognised.
    """
    if likely < (SURE if evidence.has("context", *_HARD) else NEEDED):
        return None
    crisis = [hit for hit in evidence.of("crisis", "suspected") if not hit.words.startswith(_FEW)]
    crisis = crisis if likely >= SURE and _may_be_crisis(evidence) else []
    topic = weighing.likeliest(evidence, "topic", set(topics) - {_NEVER})
    if topic is None or _about_work(evidence, topic):
        return None
    reach = _reach(evidence)
    return Told(
        topic=topic,
        requester=_requester(evidence, topic),
        severity=Severity.high if crisis else _severity(evidence, topic, reach),
        reach=reach,
        crisis=bool(crisis),
        likely=likely,
        hits=tuple([*crisis, *evidence.of("topic", topic)]),
    )


def _harmless(context: str, evidence: Evidence) -> bool:
    """Whether a context says nothing here: the canteen where somebody from outside ate, and praise that is
    none: "Well done, the third parcel lost in a month"."""
    if context == "inside":
        return evidence.has("requester", "customer")
    if context != "thanks":
        return False
    heard_outside = evidence.has("requester", "customer") or evidence.has("reach", "local", "wide")
    return heard_outside and evidence.has("trouble", "problem")


def _about_work(evidence: Evidence, topic: str) -> bool:
    """Grievances and moods of colleagues are told by a person, never proposed (PRODUCT, "Private")."""
    if not evidence.has("context", "hr", "mood"):
        return False
    plain = evidence.score("topic", topic) >= weighing.PLAIN
    if plain and evidence.has("requester", "journalist"):
        return False
    if plain and topic == "employer_brand" and evidence.has("reach", "local", "wide"):
        return False
    outsider = evidence.has("requester", "customer", "blogger", "partner", "prospect")
    return evidence.has("context", "hr") or not (plain and outsider)


def _may_be_crisis(evidence: Evidence) -> bool:
    cancelled = (name for name in weighing.CANCELLING if evidence.has("context", name))
    return not evidence.only_asks and all(_harmless(name, evidence) for name in cancelled)


def _requester(evidence: Evidence, topic: str) -> Requester:
    others = () if topic in _ALWAYS else _ELSE
    named: tuple[Requester, ...] = (*_BY_TOPIC.get(topic, ()), *others)
    usual = Requester.customer if topic in _OF_CUSTOMERS else Requester.unknown
    found = (requester for requester in named if evidence.has("requester", requester.value))
    return next(found, _ALWAYS.get(topic, usual))


def _reach(evidence: Evidence) -> Reach:
    if evidence.has("reach", "wide"):
        return Reach.wide
    return Reach.local if evidence.has("reach", "local") else Reach.none


def _severity(evidence: Evidence, topic: str, reach: Reach) -> Severity:
    """High where it hurts, leaks, hurries or spreads; low where they say that it can wait, and for wishes."""
    by_name = topic in ("press", "influencer")
    if topic == "safety" or (topic == "data_privacy" and not evidence.has("rights", "asked")):
        return Severity.high
    if evidence.stated_at is not None and evidence.stated_at - evidence.said.at < SOON:
        return Severity.high
    if topic == "influencer" and reach is Reach.wide and evidence.has("trouble", "problem"):
        return Severity.high
    if topic in ("product_change", "other"):
        return Severity.low
    if not by_name and (evidence.has("level", "high") or reach is Reach.wide):
        return Severity.high
    if by_name and evidence.has("level", "hurried"):
        return Severity.high
    return Severity.low if evidence.has("level", "low") else Severity.normal
