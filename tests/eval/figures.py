"""What is made of the examples, counted: precision and recall by what they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.models import Recognised
from tests.eval.examples import Example

UNFORGIVEN = ("joke", "hr")
"""Sorts of nothing on which a suggestion is never forgiven."""


@dataclass
class Count:
    """Of one label: how many are of it, how many were taken for it, how many rightly."""

    are: int = 0
    taken: int = 0
    right: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.taken if self.taken else None

    @property
    def recall(self) -> float | None:
        return self.right / self.are if self.are else None


@dataclass
class Figures:
    """The counts of one part. `suggestions`: rightly taken for something, whatever the kind."""

    suggestions: Count = field(default_factory=Count)
    by: dict[str, dict[str, Count]] = field(default_factory=dict)
    """Sort (lane, kind, department, …) → label → count."""
    departments_right: int = 0
    departments_asked: int = 0
    """Of the escalations that were found: how many, and with the right department."""
    invented_crises: list[str] = field(default_factory=list)
    missed_crises: list[str] = field(default_factory=list)
    on_jokes: list[str] = field(default_factory=list)
    """Suggestions on a joke, and on what concerns people at work."""
    wrong: list[str] = field(default_factory=list)
    hours_right: int = 0
    hours_meant: int = 0

    @property
    def department_share(self) -> float:
        return self.departments_right / self.departments_asked if self.departments_asked else 1.0


Taken = tuple[Example, Recognised | None]


def counted(taken: Iterable[Taken]) -> Figures:
    """The figures of the examples with what was made of them."""
    figures = Figures()
    pairs = list(taken)
    for example, found in pairs:
        _suggestion(figures, example, found)
        _hours(figures, example, found)
    for sort, meant, made in _SORTS:
        figures.by[sort] = _labels(pairs, meant, made)
    return figures


def _suggestion(figures: Figures, example: Example, found: Recognised | None) -> None:
    is_something = example.lane != "nothing"
    right = found is not None and found.lane == example.lane
    figures.suggestions.are += is_something
    figures.suggestions.taken += found is not None
    figures.suggestions.right += right
    if found and found.crisis and not example.crisis:
        figures.invented_crises.append(example.name)
    if example.crisis and not (found and found.crisis):
        figures.missed_crises.append(example.name)
    if found and example.lane == "nothing" and example.kind in UNFORGIVEN:
        figures.on_jokes.append(example.name)
    if right and found and example.department:
        figures.departments_asked += 1
        figures.departments_right += found.department == example.department
    if told := _difference(example, found):
        figures.wrong.append(f"{example.name}: {told}")


def _hours(figures: Figures, example: Example, found: Recognised | None) -> None:
    for meant, made in ((example.at, found and found.at), (example.stated_at, found and found.stated_at)):
        if meant is not None:
            figures.hours_meant += 1
            figures.hours_right += made == meant
            if found and made != meant:
                figures.wrong.append(f"{example.name}: the hour {made}, not {meant}")


def _difference(example: Example, found: Recognised | None) -> str:
    """What was made of it where that is wrong."""
    if found is None:
        return "nothing" if example.lane != "nothing" else ""
    kind = found.kind or found.topic
    if found.lane != example.lane or kind != example.kind:
        return f"{found.lane} {kind} ({', '.join(found.reasons[1:])})"
    faults = [
        f"{made}, not {meant}"
        for meant, made in (
            (example.severity, found.severity.value),
            (example.requester, found.requester.value),
            (example.department, found.department),
        )
        if meant and made != meant
    ]
    return "; ".join(faults)


Label = str | None
_SORTS: tuple[tuple[str, Callable[[Example], Label], Callable[[Recognised], Label]], ...] = (
    ("lane", lambda one: one.lane if one.lane != "nothing" else None, lambda found: found.lane.value),
    ("kind", lambda one: one.kind if one.lane == "launch" else None, lambda found: found.kind),
    ("topic", lambda one: one.kind if one.lane == "escalation" else None, lambda found: found.topic),
    ("department", lambda one: one.department, lambda found: found.department),
    (
        "severity",
        lambda one: one.severity,
        lambda found: found.severity.value if found.lane == "escalation" else None,
    ),
    (
        "requester",
        lambda one: one.requester,
        lambda found: found.requester.value if found.lane == "escalation" else None,
    ),
)


def _labels(
    pairs: list[Taken], meant: Callable[[Example], Label], made: Callable[[Recognised], Label]
) -> dict[str, Count]:
    counts: Counter[tuple[str, str]] = Counter()
    for example, found in pairs:
        is_, taken = meant(example), made(found) if found else None
        if is_:
            counts[is_, "are"] += 1
        if taken:
            counts[taken, "taken"] += 1
        if is_ and is_ == taken:
            counts[is_, "right"] += 1
    labels = sorted({label for label, _ in counts})
    return {label: Count(*(counts[label, what] for what in ("are", "taken", "right"))) for label in labels}


def by_language(pairs: list[Taken]) -> dict[str, Count]:
    """How well suggestions are made in each language."""
    languages = sorted({example.language for example, _ in pairs})
    return {
        language: counted(pair for pair in pairs if pair[0].language == language).suggestions
        for language in languages
    }
