"""`python -m tests.eval.learn [FOLDER…]`: learns what signals and words weigh, for `words/weights.toml`.

A logistic regression each for the lanes, the topics and the launch kinds, over the examples to develop on or
those of the folders: gradient descent with a penalty on heavy weights, so that a word seen twice says little.
Jokes
and what concerns people at work count twice. The same examples give the same weights.
"""

from __future__ import annotations

import argparse
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from typing import Final

from bot.models import Lane
from bot.rules.hearing import weighing
from bot.rules.hearing.evidence import Evidence, gathered
from tests.eval import examples
from tests.eval.figures import UNFORGIVEN

FILE: Final = Path(weighing.__file__).parent / "words" / "weights.toml"
ROUNDS, STEP, PENALTY = 150, 0.08, 1.0
SEEN: Final = 2
"""A word weighs from so many examples on."""
LIGHTEST: Final = 0.05
BELIEFS: Final[Mapping[str, float]] = {
    **{f"context.{name}": -1.5 for name in ("joke", "trifle", "past", "resolved")},
    **{f"context.{name}": -1.0 for name in ("elsewhere", "inside", "how", "process", "hr", "mood", "thanks")},
    "context.training": -2.5,
    "context.hypothetical": -2.5,
}
"""What is believed of a context before an example is seen: the penalty draws towards it."""
HEAD: Final = """\
# What signals and words weigh for a lane, a topic, a launch kind: learned from the examples and written by
# `python -m tests.eval.learn`. weight = what weighs so much; rembou* is a word beginning so (docs/words.md).
"""

Given = Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """What is known of an example, what stands for each name before anything is learned, and its name."""

    given: Given
    before: Mapping[str, float]
    name: str


def main() -> None:
    """Learn, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.learn", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[examples.DEVELOP])
    parser.add_argument("--to", type=Path, default=FILE)
    given = parser.parse_args()
    found = [one for folder in given.folders for one in examples.examples(folder)]
    given.to.write_text(learned(found), encoding="utf-8")


def learned(found: Iterable[examples.Example]) -> str:
    """The weights as the file holds them."""
    pairs = [(one, gathered(one.said, None, examples.ZONE)) for one in found]
    lanes = [
        Case({**weighing.signals(e), **weighing.stems(e)}, {}, one.lane)
        for one, e in pairs
        for _ in range(2 if one.lane == "nothing" and one.kind in UNFORGIVEN else 1)
    ]
    parts = [_table("lane", fitted(lanes, [Lane.escalation.value, Lane.launch.value], BELIEFS))]
    for group, lane in (("topic", Lane.escalation), ("launch", Lane.launch)):
        cases = [_case(one, e, group) for one, e in pairs if one.lane == lane]
        parts.append(_table(group, fitted(cases, sorted({case.name for case in cases}))))
    return HEAD + "\n" + "\n".join(parts)


def _case(one: examples.Example, evidence: Evidence, group: str) -> Case:
    before = {key: weighing.ruled(evidence, group, key) for key in evidence.named(group)}
    return Case({**weighing.named(evidence, group), **weighing.stems(evidence)}, before, one.kind)


def fitted(
    cases: Sequence[Case], names: Sequence[str], beliefs: Mapping[str, float] | None = None
) -> dict[str, dict[str, float]]:
    """Name → what is given → weight. A case of another name is of none, which weighs nothing."""
    seen = Counter(said for case in cases for said in case.given)
    known = sorted(said for said in seen if seen[said] >= SEEN or "." in said)
    none = 0.0 if {case.name for case in cases} - {*names} else None
    weights = {name: {said: (beliefs or {}).get(said, 0.0) for said in known} for name in names}
    begun = {name: dict(of) for name, of in weights.items()}
    pace = {name: dict.fromkeys(known, (0.0, 0.0)) for name in names}
    for turn in range(1, ROUNDS + 1):
        slopes = {
            name: {said: PENALTY * (of[said] - begun[name][said]) for said in known}
            for name, of in weights.items()
        }
        for case in cases:
            _learn(case, weights, slopes, none)
        for name, slope in slopes.items():
            for said in known:
                first, second = pace[name][said]
                value = slope[said] / len(cases)
                first, second = 0.9 * first + 0.1 * value, 0.99 * second + 0.01 * value * value
                pace[name][said] = first, second
                step = first / (1 - 0.9**turn) / (sqrt(second / (1 - 0.99**turn)) + 1e-8)
                weights[name][said] -= STEP * step
    return weights


def _learn(
    case: Case,
    weights: Mapping[str, Mapping[str, float]],
    slopes: Mapping[str, dict[str, float]],
    none: float | None,
) -> None:
    """Add how far the case is missed to the slopes."""
    totals = {
        name: case.before.get(name, 0.0)
        + sum(of[said] * value for said, value in case.given.items() if said in of)
        for name, of in weights.items()
    }
    most = max(*totals.values(), none or 0.0)
    told = {name: exp(total - most) for name, total in totals.items()}
    everything = sum(told.values()) + (exp(-most) if none is not None else 0)
    for name, share in told.items():
        missed = share / everything - (name == case.name)
        slope = slopes[name]
        for said, value in case.given.items():
            if said in slope:
                slope[said] += missed * value


def _table(group: str, weights: Mapping[str, Mapping[str, float]]) -> str:
    """The weights by name, the heaviest first, those of the same weight in one line."""
    written = []
    for name, of in weights.items():
        by_weight: dict[str, list[str]] = {}
        for said, weight in sorted(of.items(), key=lambda pair: (-round(pair[1], 1), pair[0])):
            if abs(weight) >= LIGHTEST and round(weight, 1):
                by_weight.setdefault(f"{weight:.1f}", []).append(said)
        lines = [f"[{group}.{name}]"]
        for rounded, listed in by_weight.items():
            quoted = ", ".join(f'"{said}"' for said in listed)
            if len(quoted) < 90:
                lines.append(f'"{rounded}" = [{quoted}]')
            else:
                filled = textwrap.fill(quoted, 100, break_on_hyphens=False)
                lines += [f'"{rounded}" = [', textwrap.indent(filled, "  ") + ",", "]"]
        written.append("\n".join(lines) + "\n")
    return "\n".join(written)


if __name__ == "__main__":
    main()
