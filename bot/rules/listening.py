"""What is heard in watched channels, and when something is proposed (PRODUCT section 2, N8, N9; P7).

What is nothing of ours is told apart without the database, since most messages are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import Refusal
from bot.models import (
    EscalationDraft,
    Heard,
    Lane,
    LaunchDraft,
    Recognised,
    Said,
    Snapshot,
    Suggestion,
    SuggestionState,
    Watch,
)
from bot.rules import defaults, recognition

SHORTEST: Final = 12
"""Characters below which a message says too little to be a case."""
LONGEST: Final = 8000
"""Characters that are read of a message."""
LATEST: Final = timedelta(hours=1)
"""A message edited later than this is not proposed any more."""
QUIET: Final = timedelta(minutes=30)
"""So long nothing more is proposed to the same person in the same thread."""
HOUR: Final = timedelta(hours=1)
MOST_PROPOSED: Final = 6
"""Proposals of one channel in an hour, to people and for apps together; what comes on top is counted."""
MOST_AT_ONCE, AT_ONCE = 3, timedelta(minutes=1)
"""Notices that one app opens by itself in one channel within so long; then it is a flood and is counted."""
CALM: Final = timedelta(minutes=10)
"""A flood is over when nothing came for so long."""
MOST_OPENED: Final = 12
"""Notices that one app opens by itself in one channel within an hour; then its messages are proposed."""


class Step(StrEnum):
    """What follows from a message that was recognised."""

    propose = "propose"
    note = "note"
    """Under observation: it is only noted."""
    open = "open"
    tally = "tally"
    """Too many at once: one more of those."""
    nothing = "nothing"


def watch(book: Snapshot, channel: str) -> Watch | None:
    """How this channel is listened to; None where it is not watched."""
    if channel not in book.workspace.watched_channels:
        return None
    kept = book.workspace.listening.get(channel) or {}
    mode = "shadow" if kept.get("mode") == "shadow" else "suggest"
    return Watch(channel, mode, tuple(kept.get("apps") or ()), kept.get("answerable"))


def watches(book: Snapshot) -> list[Watch]:
    """Every watched channel, in the settings' order."""
    found = (watch(book, channel) for channel in dict.fromkeys(book.workspace.watched_channels))
    return [one for one in found if one is not None]


def is_ours(heard: Heard, book: Snapshot) -> bool:
    """Whether Tutti said it itself, which is never heard; nor is what Slack's own bot says."""
    workspace = book.workspace
    own = {workspace.app, workspace.bot, workspace.bot_user, "USLACKBOT"}
    return not own.isdisjoint(heard.speakers)


def worth_reading(heard: Heard, book: Snapshot, now: datetime) -> Watch | None:
    """How the channel is listened to, if there is anything to read; else None. Asks no database."""
    found = watch(book, heard.channel)
    if found is None or heard.deleted or len(heard.text.strip()) < SHORTEST:
        return None
    if heard.author is None and heard.app is None:
        return None
    if heard.before is not None and (heard.at is None or now - heard.at > LATEST):
        return None
    return None if _rests(heard, book, now) else found


def _rests(heard: Heard, book: Snapshot, now: datetime) -> bool:
    """Whether its author wants no proposal now: muted here, snoozed (N13), only crises; or all is held."""
    if heard.author is None:
        return False
    chosen = book.preferences.get(heard.author)
    if chosen is None:
        return book.workspace.pause
    snoozed = chosen.snoozed_until is not None and chosen.snoozed_until > now
    return book.workspace.pause or chosen.only_crisis or snoozed or heard.channel in chosen.unproposed


def is_changed(heard: Heard) -> bool:
    """Whether an edit changed what is said: Slack also tells of unfurled links and pins as edits."""
    return heard.before is not None and " ".join(heard.before.split()) != " ".join(heard.text.split())


def recognised(heard: Heard, book: Snapshot, now: datetime) -> Recognised | None:
    """What it is taken for by the rules; None for nothing of ours."""
    return recognition.recognise(said(heard, book, now), book, now)


def said(heard: Heard, book: Snapshot, now: datetime) -> Said:
    """What was said, with what is known of who said it."""
    author = book.people.get(heard.author or "")
    return Said(
        text=heard.text[:LONGEST],
        at=heard.at or now,
        by_app=heard.app is not None,
        timezone=author.timezone if author else None,
    )


def is_doubtful(heard: Heard, recognised: Recognised) -> bool:
    """Whether a model may be asked about it: never of a private matter or a hidden place (P9)."""
    return not recognised.sure and not recognised.private and not heard.hidden


def may_be_proposed(recognised: Recognised | None, *, asked: bool = False) -> bool:
    """Whether it is proposed at all: what is doubtful waits for a model, and without one for a person.

    asked: it was doubtful, and a model has been asked. Whatever has to do with human resources is never
    proposed (PRODUCT section 2, "Private").
    """
    if recognised is None or recognised.topic == "hr_grievance":
        return False
    return recognised.sure or asked


def is_of(heard: Heard, apps: Sequence[str]) -> bool:
    """Whether one of these apps said it, by its app id or its bot id."""
    return not heard.speakers.isdisjoint(apps)


def opens_itself(found: Watch, heard: Heard, recognised: Recognised) -> bool:
    """Whether a message of this app opens an escalation by itself; never a launch, never a crisis (P7)."""
    if heard.app is None or not is_of(heard, found.apps) or not found.answerable or found.mode == "shadow":
        return False
    return recognised.lane == Lane.escalation and bool(recognised.topic) and not recognised.crisis


def step(
    found: Watch, heard: Heard, recognised: Recognised, before: Sequence[Suggestion], now: datetime
) -> Step:
    """What follows. before: what was proposed or opened in this channel within the last hour."""
    lately = [one for one in before if now - one.made_at < HOUR]
    if found.mode == "shadow":
        return Step.note if len(_noted(lately)) < MOST_PROPOSED else Step.tally
    if opens_itself(found, heard, recognised):
        opened = [one for one in lately if one.app == heard.app and one.state == SuggestionState.automatic]
        if _is_flood(opened, now):
            return Step.tally
        if len(opened) < MOST_OPENED:
            return Step.open
    thread = heard.thread or heard.ts
    if any(
        one.author == heard.author and one.app == heard.app and one.thread == thread
        for one in lately
        if now - one.made_at < QUIET
    ):
        return Step.nothing
    return Step.propose if len(_noted(lately)) < MOST_PROPOSED else Step.tally


def _is_flood(opened: Sequence[Suggestion], now: datetime) -> bool:
    """Whether an app writes faster than anybody could handle (N8)."""
    goes_on = any(one.counted_at and now - one.counted_at < CALM for one in opened)
    return goes_on or sum(now - one.made_at < AT_ONCE for one in opened) >= MOST_AT_ONCE


def _noted(lately: Sequence[Suggestion]) -> list[Suggestion]:
    return [one for one in lately if one.state != SuggestionState.automatic]


def counted_on(before: Sequence[Suggestion], heard: Heard, found: Watch) -> Suggestion | None:
    """The proposal on which one message more is counted: the last of the same app, else of the channel."""
    same = [one for one in before if one.app == heard.app and is_of(heard, found.apps)]
    return max(same or before, key=lambda one: (one.made_at, one.ts), default=None)


def escalation_draft(suggestion: Suggestion, permalink: str | None, now: datetime) -> EscalationDraft:
    """What the suggestion fills an escalation's form with; an hour that is over is no longer stated."""
    stated = suggestion.stated_at if suggestion.stated_at and suggestion.stated_at > now else None
    private = suggestion.private or suggestion.topic in defaults.PRIVATE_TOPICS
    return EscalationDraft(
        title=suggestion.texts.get("title", ""),
        topic=suggestion.topic or "",
        severity=suggestion.severity,
        requester=suggestion.requester,
        reach=suggestion.reach,
        stated=stated is not None,
        stated_at=stated,
        where=permalink or "",
        who=suggestion.texts.get("who", ""),
        private=private,
        permalink=permalink,
        suggestion=suggestion.id,
    )


def launch_draft(suggestion: Suggestion, now: datetime) -> LaunchDraft:
    """What the suggestion fills a launch's form with; a day that is over is left out."""
    at = suggestion.at if suggestion.at and suggestion.at > now else None
    return LaunchDraft(
        title=suggestion.texts.get("title", ""),
        kind=suggestion.kind or "",
        at=at,
        suggestion=suggestion.id,
    )


def is_corrected(suggestion: Suggestion, draft: EscalationDraft | LaunchDraft) -> bool:
    """Whether the person changed what was proposed: lane, kind or topic, severity, requester."""
    if isinstance(draft, LaunchDraft):
        return suggestion.lane != Lane.launch or suggestion.kind not in (None, draft.kind)
    return (
        suggestion.lane != Lane.escalation
        or suggestion.topic != draft.topic
        or suggestion.severity != draft.severity
        or suggestion.requester != draft.requester
    )


DECIDED = (
    SuggestionState.automatic,
    SuggestionState.opened,
    SuggestionState.corrected,
    SuggestionState.refused,
    SuggestionState.expired,
)


def is_open(suggestion: Suggestion) -> bool:
    """Whether somebody may still decide about it; what was under observation may be opened as well."""
    return suggestion.state not in DECIDED


def may_decide(suggestion: Suggestion, person: str) -> Refusal | None:
    """A suggestion to a person is theirs; one for an app's message is anybody's who may raise."""
    if suggestion.author is None or suggestion.author == person:
        return None
    return Refusal("This was proposed to {person}.", person=f"<@{suggestion.author}>")


def proposed_share(states: Sequence[SuggestionState]) -> tuple[int, int]:
    """(decided by a person, refused) of these, for the pilot's criterion."""
    people = (SuggestionState.opened, SuggestionState.corrected, SuggestionState.refused)
    decided = [one for one in states if one in people]
    return len(decided), decided.count(SuggestionState.refused)
