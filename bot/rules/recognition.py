"""What a message probably is: a launch, an escalation, or nothing of ours.

Nothing is decided here: a person confirms (P7). What is told about people at work and moods is never proposed
(PRODUCT section 2, "Private"), and a message that gives orders to Tutti is a text like any other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.models import Lane, Recognised, Said, Snapshot
from bot.rules import defaults, routing
from bot.rules.hearing import escalations, launches, lexicon, summary, weighing
from bot.rules.hearing.cues import Hit
from bot.rules.hearing.escalations import Told
from bot.rules.hearing.evidence import Evidence, gathered
from bot.rules.hearing.launches import Planned
from bot.rules.hearing.text import small_words

SHORTEST: Final = 12
"""A message of fewer characters is nothing of ours."""
REASONS: Final = 4


def load() -> None:
    """Read the words and their weights, a third of a second, so that no message waits for it."""
    for language in (*lexicon.LANGUAGES, None):
        lexicon.shipped(language)
    for group in ("lane", "topic", "launch"):
        weighing.weights(group)
    small_words()


def recognise(said: Said, book: Snapshot, now: datetime) -> Recognised | None:
    """What is likely, filled from the message; None for nothing of ours.

    Only the topics and launch kinds that the workspace has are recognised. now: a launch that is over by then
    is nothing. Pure, and about a millisecond for a long message.
    """
    if len(said.text) < SHORTEST or not book.active:
        return None
    heard_by = lexicon.heard_by(book.topics)
    zone = said.timezone or book.workspace.timezone
    evidence = gathered(said, lexicon.own(heard_by) if heard_by else None, zone)
    if not evidence.hits or _jokes(evidence):
        return None
    likely = weighing.lanes(evidence)
    told = escalations.told(evidence, likely[Lane.escalation], defaults.topic_keys(book))
    planned = launches.announced(evidence, likely[Lane.launch], defaults.launch_kind_keys(book))
    if told and (told.crisis or planned is None or told.likely >= planned.likely):
        return _escalation(told, evidence, book)
    return _launch(planned, evidence) if planned and not _over(planned, now) else None


def _jokes(evidence: Evidence) -> bool:
    """Whether a person is joking: with a smile, or in big words about a trifle that no customer tells of.

    A mail or a ticket may hold a smile and mean it.
    """
    if evidence.heard.forwarded or evidence.said.by_app:
        return False
    trifle = evidence.has("context", "trifle") and not evidence.has("requester", "customer", "partner")
    return trifle or evidence.has("context", "joke")


def _over(planned: Planned, now: datetime) -> bool:
    return planned.at is not None and planned.at.date() < now.date()


def _escalation(told: Told, evidence: Evidence, book: Snapshot) -> Recognised:
    return Recognised(
        lane=Lane.escalation,
        topic=told.topic,
        department=routing.route(book, told.topic),
        severity=told.severity,
        requester=told.requester,
        reach=told.reach,
        stated_at=evidence.stated_at,
        title=summary.title(evidence, told.hits),
        who=summary.who(evidence),
        private=told.topic in defaults.PRIVATE_TOPICS,
        crisis=told.crisis,
        sure=told.likely >= escalations.SURE,
        reasons=_reasons(told.topic, told.hits, weighing.heaviest(evidence, Lane.escalation)),
    )


def _launch(planned: Planned, evidence: Evidence) -> Recognised:
    return Recognised(
        lane=Lane.launch,
        kind=planned.kind,
        at=planned.at,
        title=summary.title(evidence, planned.hits),
        sure=planned.likely >= launches.SURE,
        reasons=_reasons(planned.kind, planned.hits, weighing.heaviest(evidence, Lane.launch)),
    )


def _reasons(name: str, hits: tuple[Hit, ...], heavy: tuple[str, ...]) -> tuple[str, ...]:
    """The topic or kind, and the words that speak for it as they were read: its own before the weightiest."""
    own = (hit.words for hit in sorted(hits, key=lambda hit: -hit.cue.weight))
    return tuple(dict.fromkeys([name, *own, *heavy]))[: REASONS + 1]
