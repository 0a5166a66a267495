"""What a message weighs: how likely it is of each lane, and which topic or kind it is most likely of.

A logistic regression whose weights are data, in `words/weights.toml`: everybody can read what a signal or a
word says. They are learned from the examples (`python -m tests.eval.learn`, docs/words.md).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib import resources
from math import exp
from typing import Final

from bot.models import Lane
from bot.rules.hearing.evidence import Evidence
from bot.rules.hearing.text import small_words

STEM: Final = 6
"""Words that begin with the same so many letters weigh the same."""
MOST: Final = 4.0
"""What the cues of a topic or a kind count beside the learned words at most."""
GENERAL: Final = {"complaint": 0.5, "other": 0.5}
"""The share of it that counts for topics which others make more exact: a late parcel is a complaint too."""
LEAST: Final = 2.0
"""What must speak for a topic or kind that stands in for one which the workspace lacks."""
WORD: Final = 0.6
"""What a word counts beside a cue, which stands for many."""
PLAIN: Final = 3.0
"""From how much on a topic's or kind's own words name it."""
PLAINLY: Final = 0.7
"""How likely an escalation at least is that is told plainly, whatever its other words weigh."""
CANCELLING: Final = (
    "joke",
    "trifle",
    "past",
    "resolved",
    "process",
    "how",
    "hypothetical",
    "elsewhere",
    "training",
    "thanks",
    "inside",
    "hr",
    "mood",
)
"""Contexts that speak against an escalation."""
_OUTSIDERS: Final = ("customer", "prospect", "journalist", "blogger", "employee", "partner")
_PERSONS: Final = ("speaker", "ourselves", "others", "addressed")
"""Of whom a message speaks, by its pronouns: jokes and moods are told of oneself, complaints of others."""
_MOST_TROUBLE: Final = 4
_WORDS: Final = 40
"""A message of so many words is of usual length."""
_NAMED: Final = frozenset({"requester", "trouble", "crisis", "rights", "reach"})
"""Groups of cues that tell which topic it is."""


def lanes(evidence: Evidence) -> dict[Lane, float]:
    """How likely an escalation and a launch are, each from 0 to 1; what is left is neither."""
    names = {lane: lane.value for lane in (Lane.escalation, Lane.launch)}
    known, given = weights("lane"), {**signals(evidence), **stems(evidence)}
    told = {lane: exp(min(_total(known[name], given), 30.0)) for lane, name in names.items()}
    everything = 1 + sum(told.values())
    shares = {lane: value / everything for lane, value in told.items()}
    if shares[Lane.launch] < PLAINLY and _plainly_told(evidence):
        shares[Lane.escalation] = max(shares[Lane.escalation], PLAINLY)
    return shares


def likeliest(evidence: Evidence, group: str, has: Collection[str]) -> str | None:
    """The topic ("topic") or launch kind ("launch") that most speaks for, of those that the workspace has.

    None where the likeliest is one that it lacks, and nothing that it has is named instead.
    """
    known, given = weights(group), {**named(evidence, group), **stems(evidence)}
    scores = {key: evidence.score(group, key) for key in evidence.named(group)}
    totals = {
        key: ruled(evidence, group, key) + _total(known.get(key, {}), given)
        for key in sorted({*known, *(set(has) & set(scores))})
    }
    best = max(totals, key=lambda key: totals[key], default=None)
    if best in has:
        return best
    own = [key for key in totals if key in has and scores.get(key, 0.0) >= LEAST]
    return max(own, key=lambda key: totals[key], default=None)


def ruled(evidence: Evidence, group: str, key: str) -> float:
    """What the cues of a topic or kind count beside the learned words."""
    return min(evidence.score(group, key), MOST) * GENERAL.get(key, 1.0)


def signals(evidence: Evidence) -> dict[str, float]:
    """What is known of a message besides its words: which cues it has, how it is written."""
    found = {f"{group}.{name}": 1.0 for group, name in evidence.groups if group not in ("topic", "launch")}
    if evidence.has("context", "past"):
        found["context.past"] = 1.0
    for group in ("topic", "launch"):
        best = max((evidence.score(group, key) for key in evidence.named(group)), default=0.0)
        found |= {f"{group}.best": best / 3, f"{group}.named": float(best >= PLAIN)}
    outside = evidence.has("requester", *_OUTSIDERS)
    troubles = len(evidence.of("trouble", "problem"))
    length = sum(len(sentence.words) for sentence in evidence.heard.sentences)
    found |= {
        "message.always": 1.0,
        "message.day_to_come": float(evidence.planned_at is not None),
        "message.hour_stated": float(evidence.stated_at is not None),
        "message.forwarded": float(evidence.heard.forwarded),
        "message.by_app": float(evidence.said.by_app),
        "message.only_asks": float(evidence.only_asks),
        "outsider.any": float(outside),
        "outsider.in_trouble": float(outside and troubles > 0),
        "trouble.many": min(troubles, _MOST_TROUBLE) / 2,
        "message.length": min(length / _WORDS, 2.0),
    }
    words, small = {word for one in evidence.heard.sentences for word in one.words}, small_words()
    found |= {f"persons.{name}": float(not words.isdisjoint(small[name])) for name in _PERSONS}
    return {name: value for name, value in found.items() if value}


def named(evidence: Evidence, group: str) -> dict[str, float]:
    """What tells topics apart besides words: who speaks, what went wrong. Kinds have their words alone."""
    if group != "topic":
        return {"message.always": 1.0}
    found = {f"{kind}.{name}": 0.5 for kind, name in evidence.groups if kind in _NAMED}
    return {"message.always": 1.0, **found}


def stems(evidence: Evidence) -> dict[str, float]:
    """The words of a message as they are weighed: each once, numbers and small words left out."""
    return {_stem(word): WORD for word in _words(evidence)}


def heaviest(evidence: Evidence, lane: Lane, most: int = 3) -> tuple[str, ...]:
    """The words that most speak for the lane, the weightiest first."""
    known = weights("lane")[lane.value]
    heavy = sorted({*_words(evidence)}, key=lambda word: (-known.get(_stem(word), 0.0), word))
    return tuple(word for word in heavy[:most] if known.get(_stem(word), 0.0) > 0)


@cache
def weights(group: str) -> Mapping[str, Mapping[str, float]]:
    """The weights of a group ("lane", "topic", "launch"): name → signal or stem → weight."""
    return _all_weights().get(group, {})


@cache
def _all_weights() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    file = resources.files("bot.rules.hearing") / "words" / "weights.toml"
    return {
        group: {
            name: {said: float(weight) for weight, listed in by_weight.items() for said in listed}
            for name, by_weight in written.items()
        }
        for group, written in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def _words(evidence: Evidence) -> Iterator[str]:
    small = _small()
    for sentence in evidence.heard.sentences:
        yield from (word for word in sentence.words if word not in small and not word.isdigit())


@cache
def _small() -> frozenset[str]:
    words = small_words()
    return words["fr"] | words["en"] | {",", ":"}


def _plainly_told(evidence: Evidence) -> bool:
    """Whether somebody from outside tells what a topic's own words name, or it has words of a crisis, and
    nothing speaks against it."""
    named = any(evidence.score("topic", key) >= PLAIN for key in evidence.named("topic"))
    told = evidence.has("requester", *_OUTSIDERS) and evidence.has("says", "report")
    told = told or evidence.has("crisis", "suspected")
    return named and told and not evidence.only_asks and not evidence.has("context", *CANCELLING)


def _stem(word: str) -> str:
    """The word as the weights hold it: a long one by its beginning, `rembou*`."""
    return word if len(word) < STEM else f"{word[:STEM]}*"


def _total(known: Mapping[str, float], given: Mapping[str, float]) -> float:
    return sum(known[said] * value for said, value in given.items() if said in known)
