"""Whether a message tells of an escalation: topic, who asks, how grave, how many can see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.models import Reach, Requester, Severity
from bot.rules.hearing.cues import Hit
from bot.rules.hearing.evidence import Evidence, scored

NEEDED: Final = 3.5
"""How much must speak for it."""
SURE: Final = 4.5
OUTSIDER, TOLD, URGENT, HANDED = 0.75, 0.75, 0.5, 1.0
"""What adds: somebody from outside; that they said so; urgency; a forwarded mail or an app's ticket."""
TROUBLE, REMEDY = 1.0, 0.75
"""What adds besides where somebody from outside is named: what went wrong; what they want done."""
OTHERS: Final = 0.75
"""What the words of other topics add at most."""
AGAINST: Final = {
    "joke": 3.0,
    "past": 2.5,
    "resolved": 3.0,
    "process": 2.5,
    "how": 2.5,
    "hypothetical": 3.0,
    "elsewhere": 3.0,
    "training": 3.0,
    "thanks": 2.0,
    "inside": 3.0,
}
"""What a context takes away, and at least half of what speaks for it."""
_HARD: Final = frozenset({"joke", "training", "resolved", "hypothetical"})
"""Contexts that take two thirds away."""
ASKED: Final = 1.5
"""What a message that only asks loses."""
CRISIS: Final = 3.0
SOON: Final = timedelta(hours=12)
"""An answer wanted within it is high."""

_OUTSIDERS: Final = ("customer", "prospect", "journalist", "blogger", "employee", "partner")
_GENERAL: Final = ("complaint", "other")
_FEW: Final = ("1 ", "2 ", "3 ", "two ", "three ", "deux ", "trois ")
"""So few people hurt are grave and no crisis."""
_GRAVE: Final = ("data_privacy", "press", "influencer", "employer_brand", "partner_delay")
"""Topics that win where another one's words say as much."""
_CANCELLING: Final = (*AGAINST, "hr", "mood")
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
    """An escalation as the words tell it. strength: against `NEEDED`; hits: the words that speak for it."""

    topic: str
    requester: Requester
    severity: Severity
    reach: Reach
    crisis: bool
    strength: float
    score: float
    """What the words of the topic say alone."""
    hits: tuple[Hit, ...]


def told(evidence: Evidence, topics: Collection[str]) -> Told | None:
    """The escalation that the message tells of; None for nothing, and for what concerns people at work.

    topics: the keys that the workspace has; nothing else is recognised.
    """
    crisis = [hit for hit in evidence.of("crisis", "suspected") if not hit.words.startswith(_FEW)]
    crisis = crisis if _may_be_crisis(evidence) else []
    scores = {key: evidence.score("topic", key) for key in evidence.named("topic") if key in topics}
    scores.pop("hr_grievance", None)
    topic = _topic(evidence, scores) or _fallback(evidence, topics, suspected=bool(crisis))
    if topic is None or _about_work(evidence, scores, topic):
        return None
    strength = _strength(evidence, scores, topic) + (CRISIS if crisis else 0)
    if strength < NEEDED:
        return None
    reach = _reach(evidence)
    return Told(
        topic=topic,
        requester=_requester(evidence, topic),
        severity=Severity.high if crisis else _severity(evidence, topic, reach),
        reach=reach,
        crisis=bool(crisis),
        strength=strength,
        score=scores.get(topic, 0.0),
        hits=tuple([*crisis, *evidence.of("topic", topic)]),
    )


def _strength(evidence: Evidence, scores: dict[str, float], topic: str) -> float:
    everything = scored(hit for hit in evidence.hits if hit.cue.group == "topic")
    strength = scores.get(topic, 0.0) + min(max(everything - scores.get(topic, 0.0), 0.0) / 2, OTHERS)
    if evidence.has("requester", *_OUTSIDERS):
        strength += OUTSIDER
        strength += TROUBLE if evidence.has("trouble", "problem") else 0
        strength += REMEDY if evidence.has("trouble", "remedy") else 0
    strength += TOLD if evidence.has("says", "report") else 0
    strength += URGENT if evidence.has("level", "high") else 0
    strength += HANDED if evidence.heard.forwarded or evidence.said.by_app else 0
    strength -= ASKED if evidence.only_asks else 0
    return _weakened(strength, evidence)


def _weakened(strength: float, evidence: Evidence) -> float:
    """What is left after the contexts that speak against it."""
    now = evidence.has("context", "now")
    for context, taken in AGAINST.items():
        if not evidence.has("context", context) or _harmless(context, evidence):
            continue
        share = 0.67 if context in _HARD else 0.5
        strength -= taken / 2 if context == "past" and now else max(taken, strength * share)
    return strength


def _harmless(context: str, evidence: Evidence) -> bool:
    """Whether a context says nothing here: the canteen where somebody from outside ate, and praise that is
    none: "Well done, the third parcel lost in a month"."""
    if context == "inside":
        return evidence.has("requester", "customer")
    if context != "thanks":
        return False
    heard_outside = evidence.has("requester", "customer") or evidence.has("reach", "local", "wide")
    return heard_outside and evidence.has("trouble", "problem")


def _topic(evidence: Evidence, scores: dict[str, float]) -> str | None:
    """The one that is told: the press before all, then what is named exactly, then a complaint."""
    if scores.get("press", 0) >= 3 and evidence.has("requester", "journalist"):
        return "press"
    if scores.get("safety", 0) >= 3:
        return "safety"
    if evidence.has("requester", "partner") and not evidence.has("requester", "customer"):
        if scores.get("partner_delay", 0) >= 3:
            return "partner_delay"
    elif "partner_delay" in scores and evidence.has("requester", "customer"):
        scores = {**scores, "partner_delay": scores["partner_delay"] - 3}
    exact = {key: score for key, score in scores.items() if key not in _GENERAL and score >= 2}
    if exact:
        best = max(exact, key=lambda key: (exact[key], key in _GRAVE))
        if exact[best] >= 3 or scores.get("complaint", 0) - exact[best] < 2:
            return best
    return max(scores, key=lambda key: scores[key], default=None)


def _fallback(evidence: Evidence, topics: Collection[str], *, suspected: bool) -> str | None:
    """Trouble that a customer tells of and that no topic's words name is a complaint."""
    if evidence.has("requester", "customer") and evidence.has("trouble", "problem"):
        return "complaint" if "complaint" in topics else None
    return "other" if suspected and "other" in topics else None


def _about_work(evidence: Evidence, scores: dict[str, float], topic: str) -> bool:
    """Grievances and moods of colleagues are told by a person, never proposed (PRODUCT, "Private")."""
    if not evidence.has("context", "hr", "mood"):
        return False
    plain = scores.get(topic, 0) >= 3
    if plain and evidence.has("requester", "journalist"):
        return False
    if plain and topic == "employer_brand" and evidence.has("reach", "local", "wide"):
        return False
    outsider = evidence.has("requester", "customer", "blogger", "partner", "prospect")
    return evidence.has("context", "hr") or not (plain and outsider)


def _may_be_crisis(evidence: Evidence) -> bool:
    cancelled = (name for name in _CANCELLING if evidence.has("context", name))
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
