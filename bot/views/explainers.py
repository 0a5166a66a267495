"""One plain word a week for those who lead (PRODUCT mechanism 92): what a figure or a habit means."""

from __future__ import annotations

from typing import Final

from bot.i18n import N_, Translator

EXPLAINERS: Final = (
    N_("“Answers in time”: a department answered before the deadline; “not concerned” is an answer too."),
    N_("“Right department at once”: nobody had to pass the case on, the shortest way to a quick reply."),
    N_("“Closed with the requester told”: the customer heard back. A case solved in silence is not solved."),
    N_("“Several departments at work”: work really shared. When it falls for weeks, silos come back."),
    N_("A hand-over never gives a new deadline: whoever asked does not see our departments, only the wait."),
    N_("A silence is never a yes. A launch without an answer waits for its owner to decide."),
    N_("Figures are of departments, never of persons: a bad week asks what was missing, not who."),
    N_("Press, own channels, other people's voices, advertising: a launch is heard when they mix."),
    N_("A holding statement says what we know, what we do and when we speak next, before all is known."),
    N_("Reach counts people who could see it; engagement counts those who reacted. Only both tell a story."),
    N_("A goal is a number and a date. Without them a launch can only be busy, never successful."),
    N_("A question asked three times is missing content: one page answers the fourth before it comes."),
    N_("In a crisis, one person leads and the first statement is decided within 20 minutes."),
    N_("An embargo holds only if everybody who knows also knows until when: say the hour, not “soon”."),
    N_("A deputy is not a courtesy: without one, every holiday of one person is a hole for everybody."),
    N_("An output is what we did, an outcome what it changed. Many outputs can hide a missing outcome."),
)
"""Shown one after the other, by the number of the ISO week."""


def number(week: str) -> int:
    """Which one a week shows: "2026-W48" is the 48th, counted around."""
    digits = week.rpartition("W")[2]
    return int(digits) % len(EXPLAINERS) if digits.isdigit() else 0


def sentence(index: object, t: Translator) -> str:
    """The explainer that a digest stored."""
    known = index if isinstance(index, int) else 0
    return t(EXPLAINERS[known % len(EXPLAINERS)])
